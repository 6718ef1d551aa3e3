// SPDX-License-Identifier: GPL-2.0-only
/*
 * filtered filter|strict [forbidden] - calls answer() and patched(), five times each, once it may
 * make no system calls but read, write, exit and what ends a signal, and is killed for any other,
 * such as getpid() if that is asked for. patched() begins with a nop of 5 bytes, in place of which
 * newer kernels put a call of their own.
 */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "target.h"

#define IS_CALL (BPF_JMP | BPF_JEQ | BPF_K)

long patched(long value);
long answer(long value);

__asm__(".globl patched\n"
	".type patched, @function\n"
	"patched: .byte 0x0f, 0x1f, 0x44, 0x00, 0x00; lea 1(%rdi), %rax; ret\n"
	".size patched, . - patched\n");

PROBED long answer(long value)
{
	return value * 2;
}

static int allow_little(const char *how)
{
	/* Those that it may make jump to the last line. */
	static struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(IS_CALL, SYS_read, 4, 0),
		BPF_JUMP(IS_CALL, SYS_write, 3, 0),
		BPF_JUMP(IS_CALL, SYS_exit, 2, 0),
		BPF_JUMP(IS_CALL, SYS_rt_sigreturn, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	static const struct sock_fprog program = { ARRAY_SIZE(code), code };

	if (!strcmp(how, "strict"))
		return prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int main(int argc, char **argv)
{
	long sum = 0;
	int n;

	if (argc < 2 || allow_little(argv[1]))
		return 1;
	if (argc > 2)
		syscall(SYS_getpid);
	for (n = 0; n < 5; n++)
		sum += answer(n) + patched(n);
	syscall(SYS_exit, write(STDOUT_FILENO, sum == 35 ? "35\n" : "no\n", 3) != 3);
	return 1;
}
