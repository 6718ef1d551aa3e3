// SPDX-License-Identifier: GPL-2.0-only
/*
 * confined strict|filter - calls visit(4), which returns 40, where seccomp kills for any
 * system call but write, exit and, by a filter, exit_group. Exits with what came back.
 */
#include <err.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "target.h"

long visit(long n);

PROBED long visit(long n)
{
	return 10 * n;
}

static void confine_by_filter(void)
{
	struct sock_filter instructions[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_write, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_exit, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_exit_group, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { .len = ARRAY_SIZE(instructions), .filter = instructions };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		err(1, "seccomp");
}

int main(int argc, char **argv)
{
	if (!strcmp(argv[1], "filter"))
		confine_by_filter();
	else if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT))
		err(1, "seccomp");
	syscall(SYS_exit, visit(4));
}
