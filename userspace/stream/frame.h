/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A zstd frame of a recording: some whole records.
 */
#ifndef UPROBECAP_FRAME_H
#define UPROBECAP_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <zstd.h>

/*
 * Content of the largest frame that is written, and so of the largest that is
 * read: what claims to be more is none of ours, and memory stays bounded.
 */
#define FRAME_CONTENT_MAX (128 * 1024)
#define FRAME_PACKED_MAX  ZSTD_COMPRESSBOUND(FRAME_CONTENT_MAX)

#define FRAME_STORED_HEADER 12

/**
 * struct frame - one in the making
 * @context: zstd's
 * @filled: bytes in @content
 * @header: of a frame that has @content as it is
 * @content: what it will hold
 * @compressed: a frame that has less
 */
struct frame {
	ZSTD_CCtx *context;
	size_t filled;
	unsigned char header[FRAME_STORED_HEADER];
	char content[FRAME_CONTENT_MAX];
	char compressed[FRAME_PACKED_MAX];
};

struct frame *frame_create(void);
void frame_destroy(struct frame *frame);
const void *frame_store(struct frame *frame, size_t *size);
const void *frame_compress(struct frame *frame, size_t *size);

/**
 * frame_room() - how many bytes can be put
 * @frame: any
 */
static inline size_t frame_room(const struct frame *frame)
{
	return FRAME_CONTENT_MAX - frame->filled;
}

/**
 * frame_put() - append
 * @frame: that has room for
 * @bytes: any
 * @size: of them
 */
static inline void frame_put(struct frame *frame, const void *bytes, size_t size)
{
	memcpy(frame->content + frame->filled, bytes, size);
	frame->filled += size;
}

#endif /* UPROBECAP_FRAME_H */
