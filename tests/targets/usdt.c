// SPDX-License-Identifier: GPL-2.0-only
/*
 * usdt [ROUNDS]: passes USDT probes of several kinds, with notes as sys/sdt.h makes
 * them, and prints what the reference counter of one of them is.
 */
#include <stdio.h>
#include <stdlib.h>

#include "target.h"

volatile unsigned short usdt_counter __attribute__((section(".probes")));

__asm__(".pushsection .stapsdt.base, \"aG\", \"progbits\", .stapsdt.base, comdat\n"
	".weak _.stapsdt.base\n.hidden _.stapsdt.base\n"
	"_.stapsdt.base: .space 1\n.size _.stapsdt.base, 1\n"
	".popsection\n"
	/* The counter, 0: none; and the arguments, as assembly has them. */
	".macro mark name, counter, arguments\n"
	"990: nop\n"
	".pushsection .note.stapsdt, \"?\", \"note\"\n"
	".balign 4\n"
	".4byte 992f - 991f, 994f - 993f, 3\n"
	"991: .asciz \"stapsdt\"\n"
	"992: .balign 4\n"
	"993: .8byte 990b, _.stapsdt.base, \\counter\n"
	".asciz \"tests\", \"\\name\", \"\\arguments\"\n"
	"994: .balign 4\n"
	".popsection\n"
	".endm\n");

/* void pass(int round, const char *text) */
__asm__(".text\n.globl pass\n.type pass, @function\npass:\n"
	"push %rbx\n"
	"push $-7\n"
	"mov %rsp, %rdx\n"
	"mov $0x41fb, %ecx\n"
	"mark plain, 0, \"-4@%edi 8@%rsi -8@(%rdx) -1@%cl -4@$-3 1@%ch\"\n"
	"lea 100(%rdi), %ebx\n"
	"xor %eax, %eax\n"
	"mark counted, usdt_counter, \"-4@%edi\"\n"
	"mark counted, usdt_counter, \"-4@%ebx\"\n"
	"mark indexed, 0, \"8@(%rsp,%rax,8) -4@%ebx\"\n"
	"mark bare, 0, \"\"\n"
	"pop %rdx\n"
	"pop %rbx\n"
	"ret\n"
	".size pass, . - pass\n");

void pass(int round, const char *text);

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 1;
	int round;

	for (round = 1; round <= rounds; round++) {
		pass(round, "a text");
		printf("%d\n", usdt_counter);
	}
	return 0;
}
