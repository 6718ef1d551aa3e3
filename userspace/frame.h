/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A zstd frame of a recording: some whole records.
 */
#ifndef UPROBECAP_FRAME_H
#define UPROBECAP_FRAME_H

#include <stddef.h>

#include <zstd.h>

/*
 * Content of the largest frame that is written, and so of the largest that is
 * read: what claims to be more is none of ours, and memory stays bounded.
 */
#define FRAME_CONTENT_MAX (128 * 1024)
#define FRAME_PACKED_MAX  ZSTD_COMPRESSBOUND(FRAME_CONTENT_MAX)

/**
 * struct frame - one in the making
 * @context: zstd's
 * @filled: bytes in @content
 * @content: what it will hold
 * @packed: what it becomes
 */
struct frame {
	ZSTD_CCtx *context;
	size_t filled;
	char content[FRAME_CONTENT_MAX];
	char packed[FRAME_PACKED_MAX];
};

struct frame *frame_create(void);
void frame_destroy(struct frame *frame);
size_t frame_room(const struct frame *frame);
void frame_put(struct frame *frame, const void *bytes, size_t size);
size_t frame_pack(struct frame *frame);

#endif /* UPROBECAP_FRAME_H */
