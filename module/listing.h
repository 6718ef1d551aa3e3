/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_LISTING_H
#define UPROBECAP_LISTING_H

#include <linux/mutex.h>
#include <linux/types.h>

struct listing;

struct listing *listing_create(void);
void listing_destroy(struct listing *listing);
ssize_t listing_read(struct listing *listing, char __user *to, size_t size);

#endif /* UPROBECAP_LISTING_H */
