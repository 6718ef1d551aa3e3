// SPDX-License-Identifier: GPL-2.0-only
/*
 * processes fork: forks, and parent (1) and child (2) call mark().
 * processes exec: calls mark(1) and executes itself, which calls mark(2).
 * processes exit: calls leave(7), which never returns but exits with 7.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "target.h"

int mark(int who);
void leave(int status);

PROBED int mark(int who)
{
	return who * 10;
}

PROBED void leave(int status)
{
	_exit(status);
}

int main(int argc, char **argv)
{
	if (!strcmp(argv[1], "fork")) {
		if (!fork()) {
			mark(2);
			return 0;
		}
		mark(1);
		wait(NULL);
	} else if (!strcmp(argv[1], "exec")) {
		mark(1);
		execl("/proc/self/exe", argv[0], "again", NULL);
	} else if (!strcmp(argv[1], "again")) {
		mark(2);
	} else {
		leave(7);
	}
	return 0;
}
