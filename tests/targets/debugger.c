// SPDX-License-Identifier: GPL-2.0-only
/*
 * debugger WAY - a program that calls visit(1) to visit(20) and exits with the sum of what
 * comes back, 210, under a debugger that
 *
 *   beside   has a breakpoint of its own at visit()'s second instruction
 *   same     has one at its first instruction
 *   step     runs it instruction by instruction
 *
 * Prints how often it stopped at the breakpoint, and the program's exit code.
 */
#include <err.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "target.h"

#define CALLS	   20
#define BREAKPOINT 0xcc

long visit(long n);
extern const char visit_second[];

__asm__(".text\n"
	".globl visit, visit_second\n"
	".type visit, @function\n"
	"visit: push %rbx\n"
	"visit_second: mov %rdi, %rbx\n"
	"mov %rbx, %rax\n"
	"pop %rbx\n"
	"ret\n"
	".size visit, . - visit\n");

static void run_traced(void)
{
	long n, sum = 0;

	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	raise(SIGSTOP);
	for (n = 1; n <= CALLS; n++)
		sum += visit(n);
	_exit(sum);
}

static long peek(pid_t child, uintptr_t address)
{
	return ptrace(PTRACE_PEEKTEXT, child, address, NULL);
}

static void poke(pid_t child, uintptr_t address, long word)
{
	if (ptrace(PTRACE_POKETEXT, child, address, word))
		err(1, "PTRACE_POKETEXT");
}

/* Return: the child's status when it stops next, or ends. */
static int go_on(pid_t child, int request)
{
	int status;

	if (ptrace(request, child, NULL, NULL) || waitpid(child, &status, 0) != child)
		err(1, "ptrace");
	return status;
}

static int step_through(pid_t child)
{
	int status;

	do
		status = go_on(child, PTRACE_SINGLESTEP);
	while (WIFSTOPPED(status) && WSTOPSIG(status) == SIGTRAP);
	return status;
}

static int break_at(pid_t child, uintptr_t address, int *stops)
{
	long word = peek(child, address);
	long broken = (word & ~0xffL) | BREAKPOINT;
	struct user_regs_struct regs;
	int status;

	poke(child, address, broken);
	while (status = go_on(child, PTRACE_CONT),
	       WIFSTOPPED(status) && WSTOPSIG(status) == SIGTRAP) {
		++*stops;
		ptrace(PTRACE_GETREGS, child, NULL, &regs);
		if (regs.rip != address + 1)
			errx(1, "stopped at %llx", regs.rip);
		regs.rip = address;
		ptrace(PTRACE_SETREGS, child, NULL, &regs);
		poke(child, address, word);
		go_on(child, PTRACE_SINGLESTEP);
		poke(child, address, broken);
	}
	return status;
}

int main(int argc, char **argv)
{
	int stops = 0, status;
	pid_t child = fork();

	if (!child)
		run_traced();
	waitpid(child, &status, 0);
	if (!strcmp(argv[1], "step"))
		status = step_through(child);
	else if (!strcmp(argv[1], "same"))
		status = break_at(child, (uintptr_t)visit, &stops);
	else
		status = break_at(child, (uintptr_t)visit_second, &stops);
	if (WIFEXITED(status))
		printf("stops %d, exit code %d\n", stops, WEXITSTATUS(status));
	else
		printf("stops %d, signal %d\n", stops,
		       WIFSIGNALED(status) ? WTERMSIG(status) : WSTOPSIG(status));
	return 0;
}
