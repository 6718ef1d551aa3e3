// SPDX-License-Identifier: GPL-2.0-only
/*
 * landing - calls landed_push(1) and landed_sub(2), which begin with endbr64, and
 * begin_plain(3), which does not. Each returns what it is given; behind endbr64
 * comes what the kernel emulates, a push, or what it does not.
 */
#include <stdio.h>

long landed_push(long value);
long landed_sub(long value);
long begin_plain(long value);

__asm__(".text\n"
	".globl landed_push, landed_sub, begin_plain\n"
	".type landed_push, @function\n"
	".type landed_sub, @function\n"
	".type begin_plain, @function\n"
	"landed_push: endbr64; push %rbx; mov %rdi, %rbx; mov %rbx, %rax; pop %rbx; ret\n"
	".size landed_push, . - landed_push\n"
	"landed_sub: endbr64; sub $8, %rsp; mov %rdi, %rax; add $8, %rsp; ret\n"
	".size landed_sub, . - landed_sub\n"
	"begin_plain: push %rbx; mov %rdi, %rax; pop %rbx; ret\n"
	".size begin_plain, . - begin_plain\n");

int main(void)
{
	printf("%ld\n", landed_push(1) + landed_sub(2) + begin_plain(3));
	return 0;
}
