/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_STREAM_H
#define UPROBECAP_STREAM_H

#include <linux/types.h>

struct buffer;
struct probe;
struct session;

/**
 * struct stream - how far one reader has come
 * @session: that it reads
 * @begun: the header was handed out
 * @defined: up to this id the definitions were handed out
 * @ledgers_told: when the ledgers were told last
 * @ledger_next: id of the probe whose ledger goes next, while they are told; or 0
 * @published: how far each CPU's ring may be read in this round
 */
struct stream {
	struct session *session;
	bool begun;
	u32 defined;
	u64 ledgers_told;
	u32 ledger_next;
	u64 *published;
};

struct stream *stream_create(struct session *session);
void stream_destroy(struct stream *stream);
bool stream_ready(struct stream *stream);
int stream_wait(struct stream *stream);
ssize_t stream_read(struct stream *stream, char __user *to, size_t size);

#endif /* UPROBECAP_STREAM_H */
