// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file that records are written to, as they came out of the device.
 */

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "recording.h"

static int cannot_write(const char *path, struct error *error)
{
	error_what(error, errno == EACCES || errno == EPERM ? EXIT_NO_ACCESS : EXIT_FAILED,
		   "%s cannot be written", path);
	error_why(error, "%s", strerror(errno));
	return error_remedy(
		error, "give -o a file in a folder where you may write, with room: df %s", path);
}

/**
 * recording_open() - make the file, or overwrite it
 * @recording: to be filled
 * @path: of it; must live as long as @recording
 * @error: why not
 *
 * Return: 0, then recording_close() it; or -1.
 */
int recording_open(struct recording *recording, const char *path, struct error *error)
{
	*recording = (struct recording){ .path = path };
	recording->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	return recording->fd < 0 ? cannot_write(path, error) : 0;
}

/**
 * recording_write() - append
 * @recording: open
 * @bytes: whole records
 * @size: of them
 * @error: why not
 *
 * Return: 0 or -1.
 */
int recording_write(struct recording *recording, const void *bytes, size_t size,
		    struct error *error)
{
	const char *from = bytes;
	ssize_t put;

	for (; size; from += put, size -= put, recording->bytes += put) {
		do {
			put = write(recording->fd, from, size);
		} while (put < 0 && errno == EINTR);
		if (put < 0)
			return cannot_write(recording->path, error);
	}
	return 0;
}

/**
 * recording_close() - the recording is complete
 * @recording: open
 * @error: why it is not
 *
 * Return: 0 or -1.
 */
int recording_close(struct recording *recording, struct error *error)
{
	return close(recording->fd) ? cannot_write(recording->path, error) : 0;
}
