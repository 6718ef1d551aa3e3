// SPDX-License-Identifier: GPL-2.0-only
/*
 * A zstd frame of a recording. Each one stands for itself and has a checksum, so
 * what was written before a crash can be read whatever comes behind it.
 */

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "frame.h"

/* The quickest of the usual ones: who records competes with what is traced. */
#define LEVEL 1

/**
 * frame_create() - make room for one frame after the other
 *
 * Return: the frame, empty, for frame_destroy().
 */
struct frame *frame_create(void)
{
	struct frame *frame = need_memory(malloc(sizeof(*frame)));

	frame->filled = 0;
	frame->context = need_memory(ZSTD_createCCtx());
	ZSTD_CCtx_setParameter(frame->context, ZSTD_c_compressionLevel, LEVEL);
	ZSTD_CCtx_setParameter(frame->context, ZSTD_c_checksumFlag, 1);
	return frame;
}

/**
 * frame_destroy() - give back
 * @frame: whose content is lost; or NULL
 */
void frame_destroy(struct frame *frame)
{
	if (frame)
		ZSTD_freeCCtx(frame->context);
	free(frame);
}

/**
 * frame_room() - how many bytes can be put
 * @frame: any
 */
size_t frame_room(const struct frame *frame)
{
	return FRAME_CONTENT_MAX - frame->filled;
}

/**
 * frame_put() - append
 * @frame: that has room for
 * @bytes: any
 * @size: of them
 */
void frame_put(struct frame *frame, const void *bytes, size_t size)
{
	memcpy(frame->content + frame->filled, bytes, size);
	frame->filled += size;
}

/**
 * frame_pack() - make the content a frame, and begin the next
 * @frame: with content
 *
 * Return: bytes in @frame->packed.
 */
size_t frame_pack(struct frame *frame)
{
	size_t size = ZSTD_compress2(frame->context, frame->packed, FRAME_PACKED_MAX,
				     frame->content, frame->filled);

	/* It has room for the worst, so all that can be missing is memory. */
	if (ZSTD_isError(size))
		need_memory(NULL);
	frame->filled = 0;
	return size;
}
