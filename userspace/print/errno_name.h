/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_ERRNO_NAME_H
#define UPROBECAP_ERRNO_NAME_H

#include <stdint.h>

#define ERRNO_NAMES_END 134 /* behind the last one */

const char *errno_name(uint64_t number);
uint64_t errno_number(const char *name);

#endif /* UPROBECAP_ERRNO_NAME_H */
