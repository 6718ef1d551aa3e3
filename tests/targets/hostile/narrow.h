/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOSTILE_NARROW_H
#define HOSTILE_NARROW_H

#include <stddef.h>

void narrow_make(void);
int narrow_ioctl(int device, unsigned long request, const void *argument, size_t size);

#endif /* HOSTILE_NARROW_H */
