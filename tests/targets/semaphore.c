// SPDX-License-Identifier: GPL-2.0-only
/*
 * semaphore: prints the reference counter that is raised while site() is probed.
 * semaphore offset: prints the counter's offset in this file.
 */
#include <stdio.h>

#include "target.h"

int site(void);

static volatile unsigned short counter __attribute__((section(".probes")));

PROBED int site(void)
{
	return counter;
}

static unsigned long offset_in_file(unsigned long address)
{
	unsigned long start, end, offset = 0;
	FILE *maps = fopen("/proc/self/maps", "r");

	while (fscanf(maps, "%lx-%lx %*s %lx%*[^\n]", &start, &end, &offset) == 3)
		if (address >= start && address < end)
			break;
	fclose(maps);
	return address - start + offset;
}

int main(int argc, char **argv)
{
	if (argc > 1)
		printf("0x%lx\n", offset_in_file((unsigned long)&counter));
	else
		printf("%d\n", site());
	return 0;
}
