// SPDX-License-Identifier: GPL-2.0-only
/*
 * many COUNT - calls each of the 10,000 functions many_0 to many_9999 COUNT times. They
 * are 16 bytes from one to the next. Prints how many calls there were.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define FUNCTIONS 10000
#define DISTANCE  16

extern const char many_0[];
int many_calls;

/* The push is the site: the kernel emulates it. */
__asm__(".text\n"
	".altmacro\n"
	".macro many number\n"
	".balign 16\n"
	".globl many_\\number\n"
	".type many_\\number, @function\n"
	"many_\\number: push %rbp\n"
	"pop %rbp\n"
	"incl many_calls(%rip)\n"
	"ret\n"
	".size many_\\number, . - many_\\number\n"
	".endm\n"
	".set number, 0\n"
	".rept 10000\n"
	"many %number\n"
	".set number, number + 1\n"
	".endr\n");

int main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 1, n;

	while (count-- > 0)
		for (n = 0; n < FUNCTIONS; n++)
			((void (*)(void))((uintptr_t)many_0 + n * DISTANCE))();
	printf("%d\n", many_calls);
	return 0;
}
