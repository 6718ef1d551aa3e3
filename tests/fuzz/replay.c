// SPDX-License-Identifier: GPL-2.0-only
/*
 * The corpus of a fuzzer once more, without the fuzzer: what it has found stays found.
 * A test for each file of tests/fuzz/corpus/NAME, where NAME is that of this program.
 */

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

static int is_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static bool replay(const char *folder, const char *name)
{
	char path[4096];
	struct stat status;
	uint8_t *bytes;
	bool whole;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "re");
	if (!file || fstat(fileno(file), &status))
		return false;
	/* Of just that size, so that a tool sees who reads behind it. */
	bytes = malloc(status.st_size ? status.st_size : 1);
	whole = bytes && fread(bytes, 1, status.st_size, file) == (size_t)status.st_size;
	fclose(file);
	if (whole)
		LLVMFuzzerTestOneInput(bytes, status.st_size);
	free(bytes);
	return whole;
}

int main(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/');
	struct dirent **entries;
	char folder[1024];
	int nr, n;

	(void)argc;
	snprintf(folder, sizeof(folder), "tests/fuzz/corpus/%s", slash ? slash + 1 : argv[0]);
	nr = scandir(folder, &entries, is_file, alphasort);
	if (nr < 0) {
		perror(folder);
		return 1;
	}
	/* What the fuzzed code says is of no use to who runs this, what a sanitizer says is. */
	stderr = fopen("/dev/null", "w");
	if (!stderr)
		return 1;
	printf("1..%d\n", nr);
	fflush(stdout);
	for (n = 0; n < nr; n++) {
		printf("%sok %d - %s\n", replay(folder, entries[n]->d_name) ? "" : "not ", n + 1,
		       entries[n]->d_name);
		fflush(stdout);
		free(entries[n]);
	}
	free(entries);
	return 0;
}
