// SPDX-License-Identifier: GPL-2.0-only
/*
 * forks - calls before(1), then both(2), which forks inside; parent and child
 * return from it, with the child's pid and with 0. Then the child calls after(3),
 * ends, and the parent calls after(4). Prints the pids of parent and child.
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noipa)) int before(int n)
{
	return n;
}

__attribute__((noipa)) pid_t both(int n)
{
	return n == 2 ? fork() : -1;
}

__attribute__((noipa)) int after(int n)
{
	return n;
}

int main(void)
{
	pid_t child;

	before(1);
	child = both(2);
	if (child < 0)
		return 1;
	if (child == 0)
		_exit(after(3) == 3 ? 0 : 1);
	waitpid(child, NULL, 0);
	after(4);
	printf("%d %d\n", getpid(), child);
	return 0;
}
