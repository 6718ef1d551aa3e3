// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which kernels end a program whose return is caught: the first and the last of each line,
 * and how those who package them write their versions.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "array.h"
#include "safety/defect.h"

/**
 * struct kernel - a version, and what is wrong with it
 * @release: as uname(2) says it
 * @seccomp: a filter ends programs
 * @shadow_stack: a shadow stack ends them
 */
struct kernel {
	const char *release;
	bool seccomp, shadow_stack;
};

static const struct kernel kernels[] = {
	{ "5.10.0-46-cloud-amd64", false, false },
	{ "6.1.0-56-cloud-amd64", false, false },
	{ "6.5.13", false, false },
	{ "6.6.0", false, true },
	{ "6.6.15-amd64", false, true },
	{ "6.6.43", false, true },
	{ "6.6.44", false, false },
	{ "6.6.117", false, false },
	{ "6.7.12-amd64", false, true },
	{ "6.8.0-45-generic", false, true },
	{ "6.9.12", false, true },
	{ "6.10.0-rc7", false, true },
	{ "6.10.2", false, true },
	{ "6.10.3-amd64", false, false },
	{ "6.10.14", false, false },
	{ "6.11", true, false },
	{ "6.11.0-29-generic", true, false },
	{ "6.11.11", true, false },
	{ "6.12.0", true, false },
	{ "6.12.12+bpo-amd64", true, false },
	{ "6.12.13", true, false },
	{ "6.12.14", false, false },
	{ "6.12.117+deb12-cloud-amd64", false, false },
	{ "6.13.2", true, false },
	{ "6.13.3", false, false },
	{ "6.14.0", false, false },
	{ "7.3.4+deb13-cloud-amd64", false, false },
	{ "16.12.0", false, false },
	{ "what no kernel says", false, false },
};

static void by_version(void **state)
{
	size_t n;

	(void)state;
	for (n = 0; n < ARRAY_SIZE(kernels); n++) {
		const struct kernel *kernel = &kernels[n];

		if (defect_of_seccomp(kernel->release, "") != kernel->seccomp)
			fail_msg("seccomp on %s", kernel->release);
		if (defect_of_shadow_stack(kernel->release, NULL) != kernel->shadow_stack)
			fail_msg("shadow stacks on %s", kernel->release);
	}
}

static void by_process(void **state)
{
	(void)state;
	assert_false(defect_of_seccomp("6.12.0", "0"));
	assert_true(defect_of_seccomp("6.12.0", "1"));
	assert_true(defect_of_seccomp("6.12.0", "2"));
	assert_false(defect_of_seccomp("6.12.14", "2"));
	assert_false(defect_of_shadow_stack("6.6.0", ""));
	assert_true(defect_of_shadow_stack("6.6.0", "shstk wrss "));
	assert_false(defect_of_shadow_stack("6.6.44", "shstk wrss "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_version),
		cmocka_unit_test(by_process),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
