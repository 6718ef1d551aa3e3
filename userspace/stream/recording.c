// SPDX-License-Identifier: GPL-2.0-only
/*
 * A file that records are written to: as they came out of the device, or as an
 * archive.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stream/archive.h"
#include "stream/recording.h"

static int cannot_write(const char *path, struct error *error)
{
	error_what(error, errno == EACCES || errno == EPERM ? EXIT_NO_ACCESS : EXIT_FAILED,
		   "%s cannot be written", path);
	error_why(error, "%s", strerror(errno));
	return error_remedy(
		error, "give -o a file in a folder where you may write, with room: df %s", path);
}

static int open_file(struct recording *recording, struct error *error)
{
	recording->fd = open(recording->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	return recording->fd < 0 ? cannot_write(recording->path, error) : 0;
}

/* Of a file that was full. */
static int older_path(const struct recording *recording, char *path, size_t size,
		      struct error *error)
{
	if ((size_t)snprintf(path, size, "%s.1", recording->path) < size)
		return 0;
	errno = ENAMETOOLONG;
	return cannot_write(recording->path, error);
}

/* A pipe has no size, and what is left of an earlier recording would seem to be of this. */
static int can_rotate(const struct recording *recording, struct error *error)
{
	char older[PATH_MAX];
	struct stat status;

	if (older_path(recording, older, sizeof(older), error))
		return -1;
	if (!fstat(recording->fd, &status) && !S_ISREG(status.st_mode)) {
		error_what(error, EXIT_USAGE, "%s cannot be kept below --max-size",
			   recording->path);
		error_why(error, "it is no plain file");
		return error_remedy(error, "give -o a file, or leave --max-size out");
	}
	return unlink(older) && errno != ENOENT ? cannot_write(older, error) : 0;
}

/**
 * recording_open() - make the file, or overwrite it, for the plain stream
 * @recording: to be filled
 * @path: of it; must live as long as @recording
 * @error: why not
 *
 * Return: 0, then recording_close() it; or -1.
 */
int recording_open(struct recording *recording, const char *path, struct error *error)
{
	*recording = (struct recording){ .path = path };
	return open_file(recording, error);
}

/**
 * recording_open_archive() - make the file, or overwrite it, for an archive
 * @recording: to be filled
 * @path: of it; must live as long as @recording
 * @max_size: the latest records are kept, in so many bytes; 0: all are
 * @error: why not
 *
 * Return: 0, then recording_close() it; or -1.
 */
int recording_open_archive(struct recording *recording, const char *path, uint64_t max_size,
			   struct error *error)
{
	if (recording_open(recording, path, error))
		return -1;
	if (max_size && can_rotate(recording, error)) {
		close(recording->fd);
		recording->fd = -1;
		return -1;
	}
	recording->archive = archive_create(max_size);
	return 0;
}

/**
 * recording_write() - append records
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
	if (recording->archive)
		return archive_put(recording->archive, recording, bytes, size, error);
	return recording_append(recording, bytes, size, error);
}

/**
 * recording_append() - append to the file, as it is
 * @recording: open
 * @bytes: any
 * @size: of them
 * @error: why not
 *
 * Return: 0 or -1.
 */
int recording_append(struct recording *recording, const void *bytes, size_t size,
		     struct error *error)
{
	const char *from = bytes;
	ssize_t put;

	for (; size; from += put, size -= put) {
		do {
			put = write(recording->fd, from, size);
		} while (put < 0 && errno == EINTR);
		if (put < 0)
			return cannot_write(recording->path, error);
		recording->bytes += put;
		recording->file_bytes += put;
	}
	return 0;
}

/**
 * recording_rotate() - go on in a new file
 * @recording: open; its file becomes PATH.1, and an older one is gone
 * @error: why not
 *
 * Return: 0 or -1.
 */
int recording_rotate(struct recording *recording, struct error *error)
{
	char older[PATH_MAX];

	if (older_path(recording, older, sizeof(older), error))
		return -1;
	if (close(recording->fd) || rename(recording->path, older)) {
		recording->fd = -1;
		return cannot_write(older, error);
	}
	recording->file_bytes = 0;
	return open_file(recording, error);
}

/**
 * recording_flush() - have in the file all that was written
 * @recording: open
 * @error: why not
 *
 * Return: 0 or -1.
 */
int recording_flush(struct recording *recording, struct error *error)
{
	return recording->archive ? archive_flush(recording->archive, recording, error) : 0;
}

/**
 * recording_close() - the recording is complete
 * @recording: open, or not any more after an error
 * @error: why it is not
 *
 * Return: 0 or -1.
 */
int recording_close(struct recording *recording, struct error *error)
{
	int err = recording->fd < 0 ? 0 : recording_flush(recording, error);

	if (recording->fd >= 0 && close(recording->fd) && !err)
		err = cannot_write(recording->path, error);
	archive_destroy(recording->archive);
	return err;
}
