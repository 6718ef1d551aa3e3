// SPDX-License-Identifier: GPL-2.0-only
/*
 * The vector registers of the traced thread, which carry its floating point
 * arguments and results.
 */

#include <linux/elf.h>
#include <linux/regset.h>
#include <linux/sched.h>
#include <linux/thread_info.h>
#include <asm/user.h>

#include "vector.h"

#define LOAD(number) ({ asm volatile("movq %%xmm" #number ", %0" : "=m"(*value)); })

/* Still in the CPU: nobody else has run on it since the thread was there. */
static void load_live(unsigned int number, u64 *value)
{
	switch (number) {
	case 0:
		LOAD(0);
		break;
	case 1:
		LOAD(1);
		break;
	case 2:
		LOAD(2);
		break;
	case 3:
		LOAD(3);
		break;
	case 4:
		LOAD(4);
		break;
	case 5:
		LOAD(5);
		break;
	case 6:
		LOAD(6);
		break;
	default:
		LOAD(7);
	}
}

/* What a debugger would see, whichever form this kernel keeps it in. */
static bool load_saved(unsigned int number, u64 *value)
{
	const struct user_regset_view *view = task_user_regset_view(current);
	struct user_i387_struct state;
	unsigned int n;

	for (n = 0; n < view->n; n++) {
		const struct user_regset *set = &view->regsets[n];
		struct membuf to = { .p = &state, .left = sizeof(state) };

		if ((size_t)set->n * set->size != sizeof(state) || !set->regset_get)
			continue;
		if (set->core_note_type != NT_PRFPREG && set->core_note_type != NT_PRXFPREG)
			continue;
		if (set->regset_get(current, set, to) < 0)
			return false;
		memcpy(value, (u8 *)state.xmm_space + 16 * number, sizeof(*value));
		return true;
	}
	return false;
}

/**
 * vector_load() - load the lowest 8 bytes of %xmmN
 * @number: N, 0 to 7
 * @value: they
 *
 * Context: of a hit, preemption off.
 *
 * Return: whether there was something to load.
 */
bool vector_load(unsigned int number, u64 *value)
{
	if (!test_thread_flag(TIF_NEED_FPU_LOAD)) {
		load_live(number, value);
		barrier();
		/* An interrupt that computes with them saves them, sets the flag, and leaves it. */
		if (!test_thread_flag(TIF_NEED_FPU_LOAD))
			return true;
	}
	return load_saved(number, value);
}
