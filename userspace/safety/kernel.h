/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the running kernel says of itself.
 */
#ifndef UPROBECAP_KERNEL_H
#define UPROBECAP_KERNEL_H

#include <stdbool.h>
#include <stddef.h>

#define KERNEL_LINE 1024 /* bytes of a line that is kept */

enum kernel_option {
	KERNEL_OPTION_ON,
	KERNEL_OPTION_OFF,
	KERNEL_OPTION_UNKNOWN, /* its configuration is nowhere to be found */
};

bool kernel_read_file(const char *path, char *text, size_t size);
enum kernel_option kernel_option(const char *name, char *source, size_t size);
bool kernel_is_at_least(unsigned int major, unsigned int minor);
bool kernel_cpu_has(const char *flag);
bool kernel_has_symbol(const char *name);
int kernel_find_complaint(char *line, size_t size);
int kernel_find_refusal(char *line, size_t size);

#endif /* UPROBECAP_KERNEL_H */
