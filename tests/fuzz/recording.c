// SPDX-License-Identifier: GPL-2.0-only
/*
 * Recordings that nobody has recorded: whatever the bytes are, each way to print them
 * comes to its end.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "capture/reader.h"
#include "fuzz.h"
#include "print/printer.h"
#include "stream/input.h"

static void print(const char *path, const struct printer *printer, struct selection *selection,
		  FILE *out)
{
	struct reader *reader;
	struct input input;
	struct error error;
	size_t room;
	ssize_t got;
	void *to;

	if (input_open(&input, path, &error))
		return;
	reader = reader_create(input.name, printer, out);
	reader->selection = selection;
	if (printer->begin)
		printer->begin(out);
	do {
		to = reader_room(reader, &room);
		got = input_read(&input, to, room, &error);
		reader->filled += got > 0 ? got : 0;
	} while (got > 0 && !reader_show(reader, &error));
	reader_finish(reader, &error);
	if (printer->end)
		printer->end(out);
	reader_destroy(reader);
	input_close(&input);
}

static void print_all(const char *path, FILE *out)
{
	struct selection filter = {
		.filter = "a > 3 && text ~ '*x*' || comm == 'sh' || latency > 5 || $retval == 1",
	};
	struct selection window = { 0 };

	moment_parse("1s", &window.from);
	moment_parse("2h", &window.to);
	print(path, &text_printer, NULL, out);
	print(path, &json_printer, NULL, out);
	print(path, &csv_printer, NULL, out);
	print(path, &summary_printer, NULL, out);
	print(path, &chrome_printer, NULL, out);
	print(path, &speedscope_printer, NULL, out);
	print(path, &text_printer, &filter, out);
	print(path, &text_printer, &window, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static FILE *out;
	char path[64];
	int file = memfd_create("recording", MFD_CLOEXEC);

	if (!out)
		out = fopen("/dev/null", "we");
	if (file < 0 || !out || write(file, bytes, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	print_all(path, out);
	close(file);
	return 0;
}
