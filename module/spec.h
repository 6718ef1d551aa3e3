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
	SPEC_ARGUMENT,	/* $argN: param is N - 1; at the return, as it was at the entry */
	SPEC_VECTOR,	/* %xmmN: param is N; its lowest 4 or 8 bytes */
	SPEC_FILE,	/* @+OFFSET: where the beginning of the site's file would be */
};

/**
 * struct spec_value - a number that is not a field itself
 * @source: enum spec_source, but not SPEC_COMM, SPEC_VECTOR or SPEC_FILE
 * @param: see enum spec_source
 */
struct spec_value {
	__u8 source;
	__u64 param;
};

/**
 * struct spec_field - one field: [NAME=]FETCH[:TYPE]
 * @name: NUL-terminated; "argN", counted from 1, when none was given
 * @source: enum spec_source; where the first value comes from
 * @kind: enum uprobecap_kind
 * @size: bytes of one element, 1, 2, 4 or 8; of strings and of bytes[], 0
 * @nr_derefs: how many @derefs follow the source
 * @of_thread: what they end at is counted from where the thread keeps its own variables
 * @bit_width: of a bit field; 0 when the field is none
 * @bit_offset: of a bit field, from the lowest bit of its container
 * @count: elements of an array; 0 when the field is not an array
 * @param: see enum spec_source
 * @derefs: offsets, the innermost first. All but the last load a pointer; the
 *          last addresses the value itself, of @size and @count, or the string;
 *          of an array of strings, the first of @count pointers to them.
 * @length: of bytes[LENGTH]; its low 32 bits count, as a signed number
 */
struct spec_field {
	char name[UPROBECAP_NAME_MAX + 1];
	__u8 source;
	__u8 kind;
	__u8 size;
	__u8 nr_derefs;
	bool of_thread;
	__u8 bit_width;
	__u8 bit_offset;
	__u16 count;
	__u64 param;
	struct spec_value length;
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

enum spec_operand {
	SPEC_FIELD,    /* the field of number index; a string, or any number */
	SPEC_RETURNED, /* $retval, as u64 unless the field retval says otherwise */
	SPEC_PID,      /* of the process */
	SPEC_TID,      /* of the thread */
	SPEC_UID,
	SPEC_CPU,
	SPEC_TASK,    /* comm: a string, the name of the thread */
	SPEC_LATENCY, /* of a call, ns */
};

enum spec_comparison {
	SPEC_EQ,    /* == */
	SPEC_NE,    /* != */
	SPEC_LT,    /* < */
	SPEC_LE,    /* <= */
	SPEC_GT,    /* > */
	SPEC_GE,    /* >= */
	SPEC_AND,   /* &: some bit of both is set */
	SPEC_MATCH, /* ~: a string, with '*' and '?' and [a-z] as glob(7) has them */
};

/* Where struct spec_term.yes and .no lead to, beside another term. */
#define SPEC_PASS 254
#define SPEC_FAIL 255

/**
 * struct spec_term - one comparison of a filter, and what follows from it
 * @operand: enum spec_operand, on the left
 * @comparison: enum spec_comparison
 * @index: of the field, for SPEC_FIELD
 * @is_signed: compare as s64, not as u64
 * @yes: the term to go on with when it is true, SPEC_PASS or SPEC_FAIL; always
 *       behind this one
 * @no: likewise, when it is not
 * @number: on the right
 * @text: on the right, when the left side is a string
 */
struct spec_term {
	__u8 operand;
	__u8 comparison;
	__u8 index;
	bool is_signed;
	__u8 yes;
	__u8 no;
	__u64 number;
	char text[UPROBECAP_MATCH_MAX];
};

/**
 * struct spec_filter - if FILTER
 * @nr: how many terms; 0: everything passes. The first one is begun with
 * @at_return: it cannot be decided at the entry of a call
 */
struct spec_filter {
	unsigned int nr;
	bool at_return;
	struct spec_term term[UPROBECAP_TERMS_MAX];
};

/**
 * struct spec - TYPE[:[GROUP/]EVENT] [FIELD...] [-> FIELD...] [if FILTER]
 * @type: 'p', 'r' or 'c'
 * @name: [GROUP/]EVENT as it was given; or empty
 * @nr_entry: so many of the fields are read at the entry, the first ones; the
 *            others at the return. All of them for p, none for r
 */
struct spec {
	char type;
	char name[2 * UPROBECAP_NAME_MAX + 2];
	unsigned int nr_entry;
	struct spec_fields fields;
	struct spec_filter filter;
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
 * spec_parse() - parse all of a probe, but its target
 * @text: NUL-terminated
 * @spec: the result
 * @error: why not, when the return value is not 0
 *
 * Allocates nothing and touches nothing but its arguments.
 *
 * Return: 0, or -EINVAL (not in the language), -E2BIG (past a limit).
 */
int spec_parse(const char *text, struct spec *spec, struct spec_error *error);

/**
 * spec_is_if() - does the filter begin here?
 * @at: where a field may begin, which may be called if, too
 */
bool spec_is_if(const char *at);

#endif /* UPROBECAP_SPEC_H */
