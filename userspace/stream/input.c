// SPDX-License-Identifier: GPL-2.0-only
/*
 * A recording that is read: the plain stream, or frames of it. A frame is handed
 * out only when all of it is there, and its checksum is right if it has one.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zstd.h>
#include <zstd_errors.h>

#include "stream/frame.h"
#include "stream/input.h"

static const unsigned char frame_magic[] = { 0x28, 0xb5, 0x2f, 0xfd };

static int unreadable(const char *name, struct error *error)
{
	error_what(error, errno == EACCES || errno == EPERM ? EXIT_NO_ACCESS : EXIT_FAILED,
		   "%s cannot be read", name);
	error_why(error, "%s", strerror(errno));
	return error_remedy(error, "give a file made by: uprobecap record -o FILE");
}

static int no_frame(const struct input *input, const char *why, struct error *error)
{
	error_what(error, EXIT_FAILED, "%s is damaged in the frame at byte %llu", input->name,
		   (unsigned long long)input->offset);
	error_why(error, "%s", why);
	return error_remedy(error, "what comes before is whole; record again for the rest");
}

static int foreign(const struct input *input, struct error *error)
{
	error_what(error, EXIT_FAILED, "%s has a frame at byte %llu that is none of uprobecap's",
		   input->name, (unsigned long long)input->offset);
	error_why(error, "it is larger than %d KiB, or does not say how large it is",
		  FRAME_CONTENT_MAX / 1024);
	return error_remedy(error, "if zstd(1) has packed it: zstd -dc %s | uprobecap report -",
			    input->name);
}

static int cut_off(const struct input *input, struct error *error)
{
	error_what(error, EXIT_FAILED, "%s is cut off in the frame at byte %llu", input->name,
		   (unsigned long long)input->offset);
	error_why(error,
		  "it ends %zu bytes behind that: who wrote it was stopped, or the disk is full",
		  input->filled - input->at);
	return error_remedy(error, "what comes before is whole; record again for the rest");
}

/* Return: as read(2), but that what is there is kept, and moved to the front. */
static ssize_t fill(struct input *input)
{
	ssize_t got;

	input->filled -= input->at;
	memmove(input->packed, input->packed + input->at, input->filled);
	input->at = 0;
	do {
		got = read(input->fd, input->packed + input->filled,
			   FRAME_PACKED_MAX - input->filled);
	} while (got < 0 && errno == EINTR);
	if (got > 0)
		input->filled += got;
	return got;
}

/* Return: 0 or -1. */
static int decide(struct input *input, struct error *error)
{
	ssize_t got = 1;

	while (got > 0 && input->filled < sizeof(frame_magic))
		got = fill(input);
	if (got < 0)
		return unreadable(input->name, error);
	input->frames = input->filled >= sizeof(frame_magic) &&
			!memcmp(input->packed, frame_magic, sizeof(frame_magic));
	if (input->frames) {
		input->content = need_memory(malloc(FRAME_CONTENT_MAX));
		input->context = need_memory(ZSTD_createDCtx());
	}
	return 0;
}

/**
 * input_open() - open a recording
 * @input: to be filled
 * @path: of it, "-" for stdin; must live as long as @input
 * @error: why not
 *
 * Return: 0, then input_close() it; or -1.
 */
int input_open(struct input *input, const char *path, struct error *error)
{
	bool is_stdin = !strcmp(path, "-");

	*input = (struct input){ .name = is_stdin ? "stdin" : path };
	input->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (input->fd < 0)
		return unreadable(path, error);
	input->packed = need_memory(malloc(FRAME_PACKED_MAX));
	if (!decide(input, error))
		return 0;
	input_close(input);
	return -1;
}

/* Return: bytes of the next frame; 0 at the end of the file; -1. */
static ssize_t find_frame(struct input *input, struct error *error)
{
	size_t size;
	ssize_t got;

	for (;;) {
		size = ZSTD_findFrameCompressedSize(input->packed + input->at,
						    input->filled - input->at);
		if (!ZSTD_isError(size))
			return size;
		if (ZSTD_getErrorCode(size) != ZSTD_error_srcSize_wrong)
			return no_frame(input, ZSTD_getErrorName(size), error);
		if (input->filled - input->at == FRAME_PACKED_MAX)
			return foreign(input, error);
		got = fill(input);
		if (got < 0)
			return unreadable(input->name, error);
		if (!got)
			return input->filled ? cut_off(input, error) : 0;
	}
}

/* Return: 1; 0 at the end of the file; -1. */
static int next_frame(struct input *input, struct error *error)
{
	ssize_t packed = find_frame(input, error);
	const char *frame = input->packed + input->at;
	unsigned long long content;
	size_t size;

	if (packed <= 0)
		return packed;
	content = ZSTD_getFrameContentSize(frame, packed);
	if (content == ZSTD_CONTENTSIZE_UNKNOWN || content > FRAME_CONTENT_MAX)
		return foreign(input, error);
	size = ZSTD_decompressDCtx(input->context, input->content, FRAME_CONTENT_MAX, frame,
				   packed);
	if (ZSTD_isError(size))
		return no_frame(input, ZSTD_getErrorName(size), error);
	input->size = size;
	input->taken = 0;
	input->at += packed;
	input->offset += packed;
	return 1;
}

static ssize_t read_frames(struct input *input, void *to, size_t size, struct error *error)
{
	size_t left;
	int more;

	while (input->taken == input->size) {
		more = next_frame(input, error);
		if (more <= 0)
			return more;
	}
	left = input->size - input->taken;
	if (size > left)
		size = left;
	memcpy(to, input->content + input->taken, size);
	input->taken += size;
	return size;
}

/**
 * input_read() - read on
 * @input: open
 * @to: where to
 * @size: bytes that fit there
 * @error: why not
 *
 * Return: bytes of the stream; 0 at its end; -1.
 */
ssize_t input_read(struct input *input, void *to, size_t size, struct error *error)
{
	ssize_t got;

	if (input->frames)
		return read_frames(input, to, size, error);
	if (input->at == input->filled) {
		got = fill(input);
		if (got <= 0)
			return got ? unreadable(input->name, error) : 0;
	}
	if (size > input->filled - input->at)
		size = input->filled - input->at;
	memcpy(to, input->packed + input->at, size);
	input->at += size;
	return size;
}

/**
 * input_close() - give back
 * @input: open
 */
void input_close(struct input *input)
{
	if (input->fd != STDIN_FILENO)
		close(input->fd);
	ZSTD_freeDCtx(input->context);
	free(input->content);
	free(input->packed);
}
