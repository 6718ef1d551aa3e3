// SPDX-License-Identifier: GPL-2.0-only
/*
 * What may go wrong with a probe at a site, and what to do about it.
 */

#include <inttypes.h>
#include <string.h>

#include "array.h"
#include "binary/debug.h"
#include "binary/place.h"
#include "safety/defect.h"
#include "safety/go.h"
#include "safety/kernel.h"
#include "safety/risk.h"
#include "target/process.h"

#define INT3		 0xcc
#define LOCK_PREFIX	 0xf0
#define RETURNS_FOLLOWED 64 /* by the kernel, of one thread */

/* Return: was there something to say? */
typedef bool (*risk_check)(FILE *out, const struct risk_site *site);

static bool is_inside(FILE *out, const struct risk_site *site)
{
	if (site->code->place != CODE_INSIDE)
		return false;
	fprintf(out,
		"  risk         it is inside an instruction, and a breakpoint would make another one of it\n"
		"               refused without --force; take +0x%" PRIx64 " or +0x%" PRIx64 "\n",
		site->code->before - site->function->offset,
		site->code->behind - site->function->offset);
	return true;
}

static bool is_unknown(FILE *out, const struct risk_site *site)
{
	if (site->code->place != CODE_UNKNOWN || site->target->usdt)
		return false;
	fputs("  risk         whether an instruction begins here is not known: no function is known here,\n"
	      "               or its code cannot be followed so far\n"
	      "               install its debug symbols (a package -dbgsym), or be sure of the offset\n",
	      out);
	return true;
}

static bool is_refused(FILE *out, const struct risk_site *site)
{
	if (site->code->bytes[0] == INT3)
		fputs("  risk         there is a breakpoint (int3) in the file itself: the kernel refuses it\n"
		      "               take the next instruction\n",
		      out);
	else if (site->code->bytes[0] == LOCK_PREFIX)
		fputs("  risk         the instruction has a lock prefix: the kernel refuses it\n"
		      "               take the one before or behind it\n",
		      out);
	else
		return false;
	return true;
}

static bool is_no_beginning(FILE *out, const struct risk_site *site)
{
	if (!site->at_return || !site->function ||
	    place_is_beginning(&site->target->file, site->function, site->offset))
		return false;
	fputs("  risk         the return address is not on top of the stack here, and the program would break\n"
	      "               refused without --force; give the function without a distance\n",
	      out);
	return true;
}

static bool is_go(FILE *out, const struct risk_site *site)
{
	if (!go_has_made(&site->target->file))
		return false;
	if (site->at_return)
		fputs("  risk         a Go program moves its stacks, and ends when it meets a return there that is caught\n"
		      "               refused without --force; probe the entry (p)\n",
		      out);
	else
		fputs("  risk         a Go program passes arguments in registers of its own: ax, bx, cx, di, si, ...\n"
		      "               fetch these, as %ax, and not $arg1; before Go 1.17 from the stack, as $stack1\n",
		      out);
	return true;
}

/* A program of 32 bits neither returns by a system call nor has a shadow stack. */
static bool is_narrow(const struct risk_site *site)
{
	return gelf_getclass(site->target->file.elf) != ELFCLASS64;
}

static bool kills_under_seccomp(FILE *out, const struct risk_site *site)
{
	char mode[16] = "";

	if (!site->at_return || is_narrow(site))
		return false;
	if (site->pid)
		process_status(site->pid, "Seccomp:", mode, sizeof(mode));
	if (!defect_of_seccomp(site->release, mode))
		return false;
	fprintf(out,
		"  risk         on a kernel of this version, unless its maker has mended it, a return that is\n"
		"               caught ends a process whose seccomp filter does not know that%s\n"
		"               probe the entry (p), or boot " DEFECT_SECCOMP_MENDED " or newer\n",
		*mode ? ": this one has a filter" : "");
	return true;
}

static bool breaks_shadow_stack(FILE *out, const struct risk_site *site)
{
	char features[128];
	bool known;

	if (!site->at_return || is_narrow(site) || !kernel_cpu_has("user_shstk"))
		return false;
	known = site->pid &&
		process_status(site->pid, "x86_Thread_features:", features, sizeof(features));
	if (!defect_of_shadow_stack(site->release, known ? features : NULL))
		return false;
	fputs("  risk         on a kernel of this version, unless its maker has mended it, a return that is\n"
	      "               caught ends a process with a shadow stack\n"
	      "               probe the entry (p), or boot " DEFECT_SHADOW_STACK_MENDED
	      " or newer\n",
	      out);
	return true;
}

static bool is_recursive(FILE *out, const struct risk_site *site)
{
	if (!site->at_return || !site->function ||
	    !code_calls_itself(&site->target->file, site->function))
		return false;
	fprintf(out,
		"  risk         it calls itself; of one thread the kernel follows %d returns that are pending\n"
		"               those beyond are counted as missed_depth\n",
		RETURNS_FOLLOWED);
	return true;
}

static bool is_inlined(FILE *out, const struct risk_site *site)
{
	size_t copies = site->function ?
				debug_inlined_copies(&site->target->file, site->function->offset) :
				0;

	if (!copies)
		return false;
	fprintf(out,
		"  risk         the compiler has put %zu cop%s of it into other functions, which are not seen\n"
		"               probe those that call it, too\n",
		copies, copies == 1 ? "y" : "ies");
	return true;
}

/**
 * risk_print() - say what may go wrong
 * @out: where to
 * @site: of the probe
 *
 * Return: how many risks there are.
 */
size_t risk_print(FILE *out, const struct risk_site *site)
{
	static const risk_check checks[] = {
		is_inside,	     is_unknown,	  is_refused,	is_no_beginning, is_go,
		kills_under_seccomp, breaks_shadow_stack, is_recursive, is_inlined,
	};
	size_t n, risks = 0;

	for (n = 0; n < ARRAY_SIZE(checks); n++)
		risks += checks[n](out, site);
	return risks;
}
