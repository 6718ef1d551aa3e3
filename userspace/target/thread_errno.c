// SPDX-License-Identifier: GPL-2.0-only
/*
 * errno, where a function of libc leaves why it failed.
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "binary/thread_variable.h"
#include "error.h"
#include "print/errno_name.h"
#include "target/thread_errno.h"

/**
 * thread_errno_fetch() - errno in the probe language
 * @file: open
 * @offset: of the site
 *
 * Return: for free(); NULL when no code of the file uses it.
 */
char *thread_errno_fetch(const struct elf_file *file, uint64_t offset)
{
	uint64_t address, site;
	char *fetch;

	if (!thread_variable_find(file, "errno", &address) || !elf_address_of(file, offset, &site))
		return NULL;
	/* Data may be further from the code than it is in the file. */
	if (asprintf(&fetch, "%%fs:@+%" PRId64, (int64_t)(address - (site - offset))) < 0)
		fetch = NULL;
	return need_memory(fetch);
}

/**
 * thread_errno_names() - what its values are called
 *
 * Return: for enumerations_set().
 */
struct note_enumeration *thread_errno_names(void)
{
	struct enumeration_name *names = need_memory(calloc(ERRNO_NAMES_END, sizeof(*names)));
	struct note_enumeration *note;
	uint64_t number;
	size_t nr = 0;

	for (number = 0; number < ERRNO_NAMES_END; number++)
		if (errno_name(number))
			names[nr++] = (struct enumeration_name){
				.value = number,
				.name = errno_name(number),
			};
	note = enumeration_create(names, nr);
	free(names);
	return note;
}
