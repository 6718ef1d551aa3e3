/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Functions that were found.
 */
#ifndef UPROBECAP_FUNCTION_LIST_H
#define UPROBECAP_FUNCTION_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct function - a function that can be probed
 * @name: valid until elf_close(); an '@', and what is behind it, does not belong to it
 * @version: of the name, an old one; NULL when the name stands for it alone
 * @offset: of its first instruction in the file
 * @size: its bytes; 0 when the file does not say
 * @is_indirect: it runs once in a process, to choose an implementation
 */
struct function {
	const char *name;
	const char *version;
	uint64_t offset;
	uint64_t size;
	bool is_indirect;
};

/**
 * struct function_list - those that were found
 * @nr: how many they are
 * @size: how many @function has room for
 * @function: each; for free()
 */
struct function_list {
	size_t nr;
	size_t size;
	struct function *function;
};

size_t function_name_length(const struct function *function);

void function_list_append(struct function_list *list, const struct function *function);
void function_list_sort(struct function_list *list);
void function_list_free(struct function_list *list);

#endif /* UPROBECAP_FUNCTION_LIST_H */
