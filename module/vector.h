/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_VECTOR_H
#define UPROBECAP_VECTOR_H

#include <linux/types.h>

bool vector_load(unsigned int number, u64 *value);

#endif /* UPROBECAP_VECTOR_H */
