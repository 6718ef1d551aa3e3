// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which blocks of the module's code were reached. The compiler has each of them call the first
 * function here; no other kernel than the usual one is needed. What is written to the parameter
 * `reached` has the kernel's log tell all of them.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/types.h>

/* Bytes of code in front of these functions, and behind them. */
#define REACH (256 * 1024)

static u8 reached[2 * REACH];

void __sanitizer_cov_trace_pc(void);

/* Position in the code, as seen from here. */
static __always_inline long here(unsigned long address)
{
	return address - (unsigned long)__sanitizer_cov_trace_pc;
}

void notrace __attribute__((no_sanitize_coverage)) __sanitizer_cov_trace_pc(void)
{
	long at = here(_RET_IP_) + REACH;

	if (at >= 0 && at < 2 * REACH)
		WRITE_ONCE(reached[at], 1);
}

static int tell(const char *value, const struct kernel_param *param)
{
	long at;

	for (at = 0; at < 2 * REACH; at++)
		if (READ_ONCE(reached[at]))
			pr_info("reached %ld\n", at - REACH);
	return 0;
}

static const struct kernel_param_ops reached_ops = {
	.set = tell,
};

module_param_cb(reached, &reached_ops, NULL, 0200);
