/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The probe language, parsed: what to fetch at a hit, and how.
 *
 * The language is that of the kernel's uprobe_events; a field that both know
 * means the same here. The parser is plain C and compiled for user space too.
 */
#ifndef UPROBECAP_SPEC_H
#define UPROBECAP_SPEC_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stddef.h>
#endif

#include "uapi/uprobecap.h"

enum spec_source {
	SPEC_REGISTER,	/* %reg: param is its place in ARCH_REGISTERS */
	SPEC_RETVAL,	/* $retval */
	SPEC_STACK,	/* $stack: the stack pointer */
	SPEC_STACK_N,	/* $stackN: param is N */
	SPEC_COMM,	/* $comm */
	SPEC_IMMEDIATE, /* \IMM: param is the value */
};

/**
 * struct spec_field - one field: [NAME=]FETCH[:TYPE]
 * @name: NUL-terminated; "argN", counted from 1, when none was given
 * @source: enum spec_source; where the first value comes from ($argN is the
 *          register that carries it)
 * @kind: enum uprobecap_kind
 * @size: bytes of one element, 1, 2, 4 or 8; of a string, 0
 * @nr_derefs: how many @derefs follow the source
 * @bit_width: of a bit field; 0 when the field is none
 * @bit_offset: of a bit field, from the lowest bit of its container
 * @count: elements of an array; 0 when the field is not an array
 * @param: see enum spec_source
 * @derefs: offsets, the innermost first. All but the last load a pointer; the
 *          last addresses the value itself, of @size and @count, or the string.
 */
struct spec_field {
	char name[UPROBECAP_NAME_MAX + 1];
	__u8 source;
	__u8 kind;
	__u8 size;
	__u8 nr_derefs;
	__u8 bit_width;
	__u8 bit_offset;
	__u16 count;
	__u64 param;
	__s64 derefs[UPROBECAP_DEREFS_MAX];
};

/**
 * struct spec_fields - the fields of one probe
 * @nr: how many of @field are used
 */
struct spec_fields {
	unsigned int nr;
	struct spec_field field[UPROBECAP_FIELDS_MAX];
};

/**
 * struct spec_error - why a text was refused
 * @column: of the first character that is wrong, counted from 1
 * @message: one sentence without a full stop; static text
 */
struct spec_error {
	unsigned int column;
	const char *message;
};

/**
 * spec_parse_fields() - parse the fields of a probe
 * @text: FIELDs separated by white space; may be empty
 * @is_return: for a return probe ($retval is known, $argN is not)
 * @fields: the result
 * @error: why not, when the return value is not 0
 *
 * Allocates nothing and touches nothing but its arguments.
 *
 * Return: 0, or -EINVAL (not in the language), -E2BIG (past a limit).
 */
int spec_parse_fields(const char *text, bool is_return, struct spec_fields *fields,
		      struct spec_error *error);

#endif /* UPROBECAP_SPEC_H */
