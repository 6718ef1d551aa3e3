// SPDX-License-Identifier: GPL-2.0-only
/* locked: a function that begins with an instruction that no kernel probes, for its lock prefix. */

void locked(void);

__asm__(".globl locked\n"
	".type locked, @function\n"
	"locked:\n"
	"	lock incl -4(%rsp)\n"
	"	ret\n"
	".size locked, . - locked\n");

int main(void)
{
	locked();
	return 0;
}
