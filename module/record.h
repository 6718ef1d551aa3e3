/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_RECORD_H
#define UPROBECAP_RECORD_H

#include <linux/types.h>

#include "uapi/uprobecap.h"

struct probe;

/**
 * struct buffer - what one read(2) has to fill
 * @to: its first free byte
 * @room: free bytes
 */
struct buffer {
	char __user *to;
	size_t room;
};

/* Return: 0; -ENOSPC when it does not fit; -EFAULT; -ENOMEM. */
int put_bytes(struct buffer *buffer, const void *from, size_t size);
int put_record(struct buffer *buffer, const void *record);
int put_header(struct buffer *buffer);
int put_definition(struct buffer *buffer, const struct probe *probe);
int put_ledger(struct buffer *buffer, const struct probe *probe);

void fill_header(struct uprobecap_header *header);
void fill_ledger(struct uprobecap_ledger *record, const struct probe *probe);

#endif /* UPROBECAP_RECORD_H */
