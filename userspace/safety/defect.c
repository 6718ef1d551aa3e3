// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernels that end a program whose return is caught, by their version. Who packages a kernel
 * may have mended it earlier, and does not always say so in its version.
 */

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "array.h"
#include "safety/defect.h"

#define NEVER UINT_MAX

/**
 * struct line - kernels of one line that are mended, or not
 * @major: of their version
 * @minor: likewise
 * @mended: the first one that is right: its third number
 */
struct line {
	unsigned int major, minor, mended;
};

/*
 * A return is a system call since ff474a78cef5 ("uprobe: Add uretprobe syscall to speed up
 * return probe"), of 6.11. Filters are not asked about it any more since cf6cb56ef244
 * ("seccomp: passthrough uretprobe systemcall without filtering"), of 6.14-rc2, which the
 * ChangeLogs of 6.12.14 and 6.13.3 have, too.
 */
static const struct line filters_returns[] = {
	{ 6, 11, NEVER },
	{ 6, 12, 14 },
	{ 6, 13, 3 },
};

/*
 * Programs have shadow stacks since 488af8ea7131 ("x86/shstk: Wire in shadow stack
 * interface"), of 6.6. The kernel writes a return that it catches there, too, since
 * 1713b63a07a2 ("x86/shstk: Make return uprobe work with shadow stack"), of 6.11, which 6.6.44
 * and 6.10.3 have, too.
 */
static const struct line forgets_shadow_stack[] = {
	{ 6, 6, 44 }, { 6, 7, NEVER }, { 6, 8, NEVER }, { 6, 9, NEVER }, { 6, 10, 3 },
};

static bool is_among(const char *release, const struct line *lines, size_t nr)
{
	unsigned int major = 0, minor = 0, patch = 0;
	size_t n;

	sscanf(release, "%u.%u.%u", &major, &minor, &patch);
	for (n = 0; n < nr; n++)
		if (lines[n].major == major && lines[n].minor == minor)
			return patch < lines[n].mended;
	return false;
}

/**
 * defect_of_seccomp() - may a seccomp filter end a program for a return that is caught?
 * @release: of the kernel, as uname(2) says it
 * @mode: that the process is in, as /proc/PID/status says; empty when it is not known
 */
bool defect_of_seccomp(const char *release, const char *mode)
{
	return *mode != '0' && is_among(release, filters_returns, ARRAY_SIZE(filters_returns));
}

/**
 * defect_of_shadow_stack() - does a shadow stack end a program for a return that is caught?
 * @release: of the kernel, as uname(2) says it
 * @features: that the process uses, as /proc/PID/status says; NULL when they are not known
 */
bool defect_of_shadow_stack(const char *release, const char *features)
{
	return (!features || strstr(features, "shstk")) &&
	       is_among(release, forgets_shadow_stack, ARRAY_SIZE(forgets_shadow_stack));
}
