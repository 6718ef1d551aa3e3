/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A recording that is read: the plain stream, or frames of it.
 */
#ifndef UPROBECAP_INPUT_H
#define UPROBECAP_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "error.h"

/**
 * struct input - a recording, from its beginning on
 * @name: of it, for errors
 * @fd: its descriptor
 * @frames: what is in the file is frames; known once something was read
 * @offset: in the file, of @packed's first byte that was not taken yet
 * @at: index of that byte
 * @filled: bytes in @packed
 * @packed: out of the file
 * @taken: bytes of @content that were handed out
 * @size: bytes in @content
 * @content: of the last frame
 * @context: zstd's
 */
struct input {
	const char *name;
	int fd;
	bool frames;
	uint64_t offset;
	size_t at;
	size_t filled;
	char *packed;
	size_t taken;
	size_t size;
	char *content;
	void *context;
};

int input_open(struct input *input, const char *path, struct error *error);
ssize_t input_read(struct input *input, void *to, size_t size, struct error *error);
void input_close(struct input *input);

#endif /* UPROBECAP_INPUT_H */
