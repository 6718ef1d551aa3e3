// SPDX-License-Identifier: GPL-2.0-only
/*
 * Functions that were found.
 */

#include <stdlib.h>
#include <string.h>

#include "binary/function_list.h"
#include "error.h"

/**
 * function_name_length() - without a version
 * @function: any
 */
size_t function_name_length(const struct function *function)
{
	return strcspn(function->name, "@");
}

/**
 * function_list_append() - one more
 * @list: zeroed before the first
 * @function: is copied
 */
void function_list_append(struct function_list *list, const struct function *function)
{
	if (list->nr == list->size) {
		list->size = list->size ? 2 * list->size : 64;
		list->function = need_memory(
			reallocarray(list->function, list->size, sizeof(*list->function)));
	}
	list->function[list->nr++] = *function;
}

static int compare_texts(const char *one, const char *other)
{
	if (!one || !other)
		return !!one - !!other;
	return strcmp(one, other);
}

static int compare(const void *one, const void *other)
{
	const struct function *left = one, *right = other;
	size_t length = function_name_length(left);
	int order;

	if (left->offset != right->offset)
		return left->offset < right->offset ? -1 : 1;
	if (length != function_name_length(right))
		return length < function_name_length(right) ? -1 : 1;
	order = memcmp(left->name, right->name, length);
	return order ? order : compare_texts(left->version, right->version);
}

/**
 * function_list_sort() - bring them in the order of their offsets
 * @list: one name of a function is in there once, behind this
 */
void function_list_sort(struct function_list *list)
{
	size_t n, kept = 0;

	if (list->nr)
		qsort(list->function, list->nr, sizeof(*list->function), compare);
	for (n = 0; n < list->nr; n++)
		if (!kept || compare(&list->function[n], &list->function[kept - 1]))
			list->function[kept++] = list->function[n];
	list->nr = kept;
}

/**
 * function_list_free() - forget them
 * @list: as before the first, behind this
 */
void function_list_free(struct function_list *list)
{
	free(list->function);
	*list = (struct function_list){ 0 };
}
