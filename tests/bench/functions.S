/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The functions that are probed, each in 64 bytes of its own, in this order:
 *
 *   long push_first(long a, long b, const char *text)
 *     begins with an instruction that the kernel emulates: one trap a hit
 *   long endbr64_first(long a, long b, const char *text)
 *     begins as compilers do it, with one that it steps over: two traps
 */
	.text

	.balign 64
	.globl push_first
	.type push_first, @function
push_first:
	push %rbp
	mov %rsp, %rbp
	lea (%rdi,%rsi), %rax
	pop %rbp
	ret
	.size push_first, . - push_first

	.balign 64
	.globl endbr64_first
	.type endbr64_first, @function
endbr64_first:
	endbr64
	push %rbp
	mov %rsp, %rbp
	lea (%rdi,%rsi), %rax
	pop %rbp
	ret
	.size endbr64_first, . - endbr64_first

	.section .note.GNU-stack, "", @progbits
