// SPDX-License-Identifier: GPL-2.0-only
/* Which hits belong together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "recipe/pairing.h"

static char said[256];

/* "PID:TIME-TIME " of each pair; the second is - where there is none. */
static void say(void *to, const struct wording_hits *pair)
{
	size_t length = strlen(said);
	char end[24] = "-";

	assert_ptr_equal(to, said);
	if (pair->hit[1].hit)
		snprintf(end, sizeof(end), "%llu", pair->hit[1].hit->time);
	snprintf(said + length, sizeof(said) - length, "%u:%llu+%s ", pair->hit[0].hit->pid,
		 pair->hit[0].hit->time, end);
}

/* Each is ROLE and PID; its time is its place. */
static void assert_pairs(const char *text, const char *expected)
{
	static const char roles[] = { 'F', 'B', 'E', 'L' };
	struct pairing *pairing = pairing_create(say);
	struct uprobecap_hit hit = { .record = { .size = sizeof(hit) } };
	struct wording_hit taken = { .hit = &hit };

	*said = '\0';
	for (; *text; text += 2) {
		const char *role = memchr(roles, text[0], sizeof(roles));

		hit.time++;
		hit.pid = text[1] - '0';
		pairing_take(pairing, role - roles, &taken, said);
	}
	pairing_end(pairing, said);
	pairing_free(pairing);
	assert_string_equal(said, expected);
}

static void of_one_process(void **state)
{
	(void)state;
	assert_pairs("", "");
	assert_pairs("F1B1E1", "1:1+3 ");
	assert_pairs("F1B1E1F1B1E1", "1:1+3 1:4+6 ");
	assert_pairs("F1B1B1E1B1E1E1", "1:1+7 ");
	assert_pairs("F1F1B1E1", "1:1+- 1:2+4 ");
	assert_pairs("F1", "1:1+- ");
	assert_pairs("B1E1E1B1", "");
}

static void that_do_not_end(void **state)
{
	(void)state;
	assert_pairs("F1B1B1E1F1B1E1", "1:1+- 1:5+7 ");
	assert_pairs("F1B1B1L1", "1:1+4 ");
	assert_pairs("F1L1L1", "1:1+2 ");
	assert_pairs("E1F1E1B1E1", "1:2+5 ");
	assert_pairs("B1F1E1B1E1", "1:2+5 ");
}

static void of_several_processes(void **state)
{
	(void)state;
	assert_pairs("F1F2B1B2E2E1", "2:2+5 1:1+6 ");
	assert_pairs("F1B1B2E2E1", "1:1+5 ");
	assert_pairs("F1F2F3L2", "2:2+4 3:3+- 1:1+- ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_one_process),
		cmocka_unit_test(that_do_not_end),
		cmocka_unit_test(of_several_processes),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/recipe/pairing", tests, NULL, NULL);
}
