// SPDX-License-Identifier: GPL-2.0-only
/*
 * A zstd frame of a recording. What was written before a crash can be read whatever
 * comes behind it.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "stream/frame.h"

/* The quickest of the usual levels: who records competes with what is traced. */
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

static void put_number(unsigned char *to, uint32_t number, unsigned int bytes)
{
	while (bytes--) {
		*to++ = number;
		number >>= 8;
	}
}

/**
 * frame_store() - make the content a frame, as it is, and begin the next
 * @frame: with content
 * @size: out: bytes of the frame
 *
 * libzstd's quickest level still copies all of it twice. So this writes the few bytes of
 * RFC 8878 that go before it: magic, what follows, the size; one block, the last, stored.
 *
 * Return: the frame, until more is put.
 */
const void *frame_store(struct frame *frame, size_t *size)
{
	const unsigned int single_segment_with_size_of_4_bytes = 0xa0, last_block = 1;

	put_number(frame->header, ZSTD_MAGICNUMBER, 4);
	put_number(frame->header + 4, single_segment_with_size_of_4_bytes, 1);
	put_number(frame->header + 5, frame->filled, 4);
	put_number(frame->header + 9, frame->filled << 3 | last_block, 3);
	*size = FRAME_STORED_HEADER + frame->filled;
	frame->filled = 0;
	return frame->header;
}

/**
 * frame_compress() - make the content a frame, and begin the next
 * @frame: with content
 * @size: out: bytes of the frame
 *
 * Return: the frame, until the next one.
 */
const void *frame_compress(struct frame *frame, size_t *size)
{
	*size = ZSTD_compress2(frame->context, frame->compressed, FRAME_PACKED_MAX, frame->content,
			       frame->filled);
	/* It has room for the worst, so all that can be missing is memory. */
	if (ZSTD_isError(*size))
		need_memory(NULL);
	frame->filled = 0;
	return frame->compressed;
}
