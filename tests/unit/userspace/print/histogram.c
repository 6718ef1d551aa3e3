// SPDX-License-Identifier: GPL-2.0-only
/*
 * Percentiles beside those of the sorted values.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "print/histogram.h"

#define VALUES 5000

static struct histogram histogram;
static uint64_t values[VALUES];

static int compare(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

static void assert_near(uint64_t estimate, uint64_t exact)
{
	assert_true(estimate >= exact);
	assert_true(estimate - exact <= exact / 32 + 1);
}

/* Of all sizes from 1 bit to 64. */
static void percentiles(void **state)
{
	uint64_t random = 1;
	unsigned int percent;
	size_t n;

	(void)state;
	memset(&histogram, 0, sizeof(histogram));
	for (n = 0; n < VALUES; n++) {
		random = random * 6364136223846793005 + 1442695040888963407;
		values[n] = random >> (n % 64);
		histogram_add(&histogram, values[n]);
	}
	qsort(values, VALUES, sizeof(*values), compare);
	for (percent = 1; percent <= 100; percent++)
		assert_near(histogram_percentile(&histogram, percent),
			    values[VALUES * percent / 100 - 1]);
	assert_true(histogram.max == values[VALUES - 1]);
	assert_true(histogram_percentile(&histogram, 100) == histogram.max);
}

static void small_values_are_exact(void **state)
{
	uint64_t value;

	(void)state;
	for (value = 0; value < 64; value++) {
		memset(&histogram, 0, sizeof(histogram));
		histogram_add(&histogram, value);
		histogram_add(&histogram, UINT64_MAX);
		histogram_add(&histogram, UINT64_MAX);
		assert_int_equal(histogram_percentile(&histogram, 33), value);
		assert_true(histogram_percentile(&histogram, 34) == UINT64_MAX);
	}
}

static void counts_between_powers(void **state)
{
	unsigned int power;
	uint64_t total = 0;

	(void)state;
	memset(&histogram, 0, sizeof(histogram));
	histogram_add(&histogram, 0);
	for (power = 0; power < 64; power++) {
		histogram_add(&histogram, 1ull << power);
		histogram_add(&histogram, (1ull << power) | ((1ull << power) - 1));
	}
	for (power = 0; power < 64; power++) {
		assert_int_equal(histogram_count(&histogram, power), power ? 2 : 3);
		total += histogram_count(&histogram, power);
	}
	assert_int_equal(total, histogram.nr);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(percentiles),
		cmocka_unit_test(small_values_are_exact),
		cmocka_unit_test(counts_between_powers),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/print/histogram", tests, NULL, NULL);
}
