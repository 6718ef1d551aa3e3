// SPDX-License-Identifier: GPL-2.0-only
/*
 * rewritten FILE OFFSET - maps FILE as code and, for each line of its input, calls what is
 * at OFFSET in it with 1 and 2, and prints what comes back.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>

int main(int argc, char **argv)
{
	int file = argc == 3 ? open(argv[1], O_RDONLY) : -1;
	struct stat status;
	char line[80];
	char *code;

	if (file < 0 || fstat(file, &status))
		err(1, "usage: rewritten FILE OFFSET");
	code = mmap(NULL, status.st_size, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0);
	if (code == MAP_FAILED)
		err(1, "mmap");
	while (fgets(line, sizeof(line), stdin)) {
		printf("%d\n", ((int (*)(int, int))(code + strtoul(argv[2], NULL, 0)))(1, 2));
		fflush(stdout);
	}
	return 0;
}
