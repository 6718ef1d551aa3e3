// SPDX-License-Identifier: GPL-2.0-only
/*
 * results COUNT - calls functions that begin with all kinds of instructions, each COUNT
 * times with all flags set and COUNT times with none, and all registers full. Prints what
 * the first of these calls leaves in registers, flags, on the stack and in errno, and how
 * many of the others leave anything else.
 *
 * The functions are 64 bytes from one to the next, from begin_nop10 on, which only new
 * kernels can probe; the last two are called only where the CPU has AVX.
 */
#include <errno.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "target.h"

#define DISTANCE 64
#define WORDS	 16
#define NR_AVX	 2

/* What a call finds and leaves. The assembly knows where it lies. */
struct state {
	uint64_t integer[15];
	uint64_t flags;
	uint64_t below[WORDS]; /* of the stack, behind the return address */
	uint64_t above[WORDS];
	uint64_t moved;
	uint64_t error;

	alignas(64) uint8_t vector[16][32];
	alignas(64) uint8_t fxsave[512];
};

_Static_assert(offsetof(struct state, flags) == 120, "flags");
_Static_assert(offsetof(struct state, below) == 128, "below");
_Static_assert(offsetof(struct state, above) == 256, "above");
_Static_assert(offsetof(struct state, moved) == 384, "moved");
_Static_assert(offsetof(struct state, vector) == 448, "vector");
_Static_assert(offsetof(struct state, fxsave) == 960, "fxsave");

extern const char begin_nop10[];
void results_call(void);

struct state results_given, results_left;
const void *results_function;
char results_has_avx;
alignas(16) long results_memory[2] = { 0x123456789abcdef0, -1 };

static const char * const integers[] = {
	"rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "r8",
	"r9",  "r10", "r11", "r12", "r13", "r14", "r15",
};

static const char * const names[] = {
	"nop of 10", "push",  "push r12", "nop",     "nop of 5", "endbr64", "mov",	  "sub",
	"call",	     "jmp",   "jc",	  "lea rip", "mov rip",	 "cmp rip", "ret",	  "cld",
	"rep",	     "addpd", "fld",	  "cqto",    "xchg",	 "vaddpd",  "vaddps rip",
};

/* Flags are carry, parity, adjust, zero, sign, direction, overflow and alignment. */
static const uint64_t flags[] = { 0x40ed7, 0x202 };

__asm__(".text\n"
	".globl begin_nop10\n"
	".balign 64\n"
	"begin_nop10: .byte 0x66, 0x2e, 0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0; ret\n"
	".balign 64; push %rbx; pop %rbx; ret\n"
	".balign 64; push %r12; pop %rax; ret\n"
	".balign 64; nop; ret\n"
	".balign 64; .byte 0x0f, 0x1f, 0x44, 0, 0; ret\n"
	".balign 64; endbr64; ret\n"
	".balign 64; mov %rdi, %rax; ret\n"
	".balign 64; sub $40, %rsp; lea 40(%rsp), %rsp; ret\n"
	".balign 64; call 1f; mov %rdx, %rcx; ret; 1: lea 3(%rdi), %rax; ret\n"
	".balign 64; jmp 1f; nop; 1: lea 5(%rdi), %rax; ret\n"
	".balign 64; jc 1f; lea 7(%rdi), %rax; 1: ret\n"
	".balign 64; lea results_memory(%rip), %rax; ret\n"
	".balign 64; mov results_memory(%rip), %rcx; ret\n"
	".balign 64; cmpl $-1, results_memory+8(%rip); ret\n"
	".balign 64; ret\n"
	".balign 64; cld; ret\n"
	".balign 64; rep stosb; ret\n"
	".balign 64; addpd %xmm1, %xmm0; ret\n"
	".balign 64; fldpi; ret\n"
	".balign 64; cqto; ret\n"
	".balign 64; xchg %r8, %r15; ret\n"
	".balign 64; vaddpd %ymm1, %ymm2, %ymm0; ret\n"
	".balign 64; vaddps results_memory(%rip), %xmm3, %xmm4; ret\n"
	".type begin_nop10, @function\n"
	".size begin_nop10, . - begin_nop10\n");

/* Between the first popf and the first pushf there is nothing that changes flags. */
__asm__(".text\n"
	".globl results_call\n"
	".type results_call, @function\n"
	"results_call:\n"
	"push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15\n"
	"sub $136, %rsp\n"
	"mov %rsp, results_left+384(%rip)\n"
	"fninit; fldl results_memory(%rip); fld1\n"
	".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
	"movups results_given+448+32*\\n(%rip), %xmm\\n\n"
	"mov results_given+256+8*\\n(%rip), %rax; mov %rax, 8*\\n(%rsp)\n"
	".endr\n"
	"cmpb $0, results_has_avx(%rip); je 1f\n"
	".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
	"vmovups results_given+448+32*\\n(%rip), %ymm\\n\n"
	".endr\n"
	"1: push results_given+120(%rip); popf\n"
	".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
	"mov results_given+128+8*\\n(%rip), %rax; mov %rax, 8*\\n-136(%rsp)\n"
	".endr\n"
	".set at, 0\n"
	".irp name, rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15\n"
	"mov results_given+at(%rip), %\\name\n"
	".set at, at + 8\n"
	".endr\n"
	"call *results_function(%rip)\n"
	".set at, 0\n"
	".irp name, rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15\n"
	"mov %\\name, results_left+at(%rip)\n"
	".set at, at + 8\n"
	".endr\n"
	".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
	"mov 8*\\n-136(%rsp), %rax; mov %rax, results_left+128+8*\\n(%rip)\n"
	"mov 8*\\n(%rsp), %rax; mov %rax, results_left+256+8*\\n(%rip)\n"
	".endr\n"
	"mov results_left+384(%rip), %rax\n"
	"pushf; pop results_left+120(%rip)\n"
	"push $0x202; popf\n"
	"sub %rsp, %rax; mov %rax, results_left+384(%rip)\n"
	"fxsave64 results_left+960(%rip); fninit\n"
	"cmpb $0, results_has_avx(%rip); je 1f\n"
	".irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
	"vmovups %ymm\\n, results_left+448+32*\\n(%rip)\n"
	".endr\n"
	"vzeroupper\n"
	"1: add $136, %rsp\n"
	"pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx\n"
	"ret\n"
	".size results_call, . - results_call\n");

static void give(uint64_t flag_word)
{
	static uint8_t filled[128];
	uint8_t *byte = (uint8_t *)&results_given;
	size_t n;

	for (n = 0; n < sizeof(results_given); n++)
		byte[n] = 1 + n * 7 % 251;
	results_given.flags = flag_word;
	/* What rep stosb fills, forwards or backwards. */
	results_given.integer[2] = 5;
	results_given.integer[5] = (uintptr_t)filled + sizeof(filled) / 2;
}

static void call(unsigned int function, struct state *left)
{
	results_function = begin_nop10 + DISTANCE * function;
	memset(&results_left, 0, sizeof(results_left));
	errno = 77;
	results_call();
	results_left.error = errno;
	/* Where the last x87 instruction was: the kernel runs a probed one elsewhere. */
	memset(results_left.fxsave + 8, 0, 16);
	*left = results_left;
}

static void print_bytes(const char *what, const void *from, size_t size)
{
	const uint8_t *byte = from;
	size_t n;

	printf("  %s", what);
	for (n = 0; n < size; n++)
		printf("%s%02x", n % 32 ? "" : " ", byte[n]);
	putchar('\n');
}

static void print_state(const struct state *state)
{
	size_t n;

	for (n = 0; n < ARRAY_SIZE(integers); n++)
		printf("  %s=%llx", integers[n], (unsigned long long)state->integer[n]);
	printf("\n  flags=%llx moved=%llu errno=%llu\n", (unsigned long long)state->flags,
	       (unsigned long long)state->moved, (unsigned long long)state->error);
	print_bytes("below", state->below, sizeof(state->below));
	print_bytes("above", state->above, sizeof(state->above));
	print_bytes("ymm", state->vector, sizeof(state->vector));
	print_bytes("fpu", state->fxsave, sizeof(state->fxsave));
}

static void try(unsigned int function, uint64_t flag_word, int count)
{
	struct state first, next;
	int others = 0, n;

	give(flag_word);
	call(function, &first);
	for (n = 1; n < count; n++) {
		call(function, &next);
		others += !!memcmp(&first, &next, sizeof(first));
	}
	printf("%s, flags %llx: %d of %d are not as the first\n", names[function],
	       (unsigned long long)flag_word, others, count);
	print_state(&first);
}

int main(int argc, char **argv)
{
	unsigned int nr = ARRAY_SIZE(names), n;
	size_t i;

	results_has_avx = !!__builtin_cpu_supports("avx");
	if (!results_has_avx)
		nr -= NR_AVX;
	for (n = 0; n < nr; n++)
		for (i = 0; i < ARRAY_SIZE(flags); i++)
			try(n, flags[i], atoi(argv[1]));
	return 0;
}
