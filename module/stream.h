/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_STREAM_H
#define UPROBECAP_STREAM_H

#include <linux/types.h>

struct probe;
struct session;

/**
 * struct stream - how far one reader has come
 * @session: that it reads
 * @begun: the header was handed out
 * @defined: of so many probes the definitions were handed out
 * @ledger_sum: of all counters of the session when its ledger was told last
 * @ledger_told: when that was
 * @ledger_next: the probe whose ledger goes next, while they are told
 * @published: how far each CPU's ring may be read in this round
 */
struct stream {
	struct session *session;
	bool begun;
	unsigned int defined;
	u64 ledger_sum;
	u64 ledger_told;
	struct probe *ledger_next;
	u64 *published;
};

struct stream *stream_create(struct session *session);
void stream_destroy(struct stream *stream);
bool stream_ready(struct stream *stream);
ssize_t stream_read(struct stream *stream, char __user *to, size_t size);

#endif /* UPROBECAP_STREAM_H */
