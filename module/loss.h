/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_LOSS_H
#define UPROBECAP_LOSS_H

#include <linux/types.h>

struct buffer;
struct ring;
struct rings;
struct uprobecap_record;

bool loss_is_told(const struct ring *ring, const struct uprobecap_record *record);
void loss_note_told(struct ring *ring, const struct uprobecap_record *record);

/* Return: as put_record(). */
int put_losses(struct buffer *buffer, struct rings *rings);

#endif /* UPROBECAP_LOSS_H */
