// SPDX-License-Identifier: GPL-2.0-only
/*
 * confined strict|filter [forbidden] - calls visit(4), which returns 40, where seccomp kills for
 * any system call but write, exit and, by a filter, exit_group; before it five times patched(),
 * which begins with a nop of 5 bytes, in place of which newer kernels put a call of their own; and
 * getpid(), if that is asked for. Exits with what came back.
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
long patched(long n);

__asm__(".globl patched\n"
	".type patched, @function\n"
	"patched: .byte 0x0f, 0x1f, 0x44, 0x00, 0x00; mov %rdi, %rax; ret\n"
	".size patched, . - patched\n");

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
	long n;

	if (!strcmp(argv[1], "filter"))
		confine_by_filter();
	else if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT))
		err(1, "seccomp");
	if (argc > 2)
		syscall(SYS_getpid);
	for (n = 0; n < 5 && patched(n) == n; n++)
		;
	syscall(SYS_exit, n == 5 ? visit(4) : 1);
}
