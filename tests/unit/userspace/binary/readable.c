// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names as compilers have written them, of C++ and of Rust: its older names, which end with
 * a hash, and its newer ones (v0); and what only looks like one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "array.h"
#include "binary/readable.h"

/**
 * struct sample - a name of g++ or rustc
 * @symbol: of the linker
 * @name: as in the source
 * @signature: with the types of the parameters, which Rust's do not have
 */
struct sample {
	const char *symbol, *name, *signature;
};

static const struct sample samples[] = {
	{ "_ZN5shape4areaEi", "shape::area", "shape::area(int)" },
	{ "_ZN5shape4areaEi@@V1", "shape::area", "shape::area(int)" },
	{ "_ZN5shape5twiceIiEET_S1_", "shape::twice<int>", "shape::twice<int>(int)" },
	{ "_ZN2rs5shape4Area4grow17h18b827448e6c942cE", "rs::shape::Area::grow",
	  "rs::shape::Area::grow" },
	{ "_ZN52_$LT$rs..shape..Area$u20$as$u20$rs..shape..Named$GT$4name17h3e2f8e8a3e1d0ae3E",
	  "<rs::shape::Area as rs::shape::Named>::name",
	  "<rs::shape::Area as rs::shape::Named>::name" },
	{ "_RNvMNtCsbFYJioi4cCO_2rs5shapeNtB2_4Area4grow", "<rs::shape::Area>::grow",
	  "<rs::shape::Area>::grow" },
	{ "_RINvNtCsbFYJioi4cCO_2rs5shape5twicelEB4_", "rs::shape::twice::<i32>",
	  "rs::shape::twice::<i32>" },
	{ "_RNvXs_NtCsbFYJioi4cCO_2rs5shapeNtB4_4AreaNtB4_5Named4name",
	  "<rs::shape::Area as rs::shape::Named>::name",
	  "<rs::shape::Area as rs::shape::Named>::name" },
};

static void from_compilers(void **state)
{
	size_t n;

	(void)state;
	for (n = 0; n < ARRAY_SIZE(samples); n++) {
		char *name = readable_name(samples[n].symbol);
		char *signature = readable_signature(samples[n].symbol);

		assert_string_equal(name, samples[n].name);
		assert_string_equal(signature, samples[n].signature);
		assert_true(readable_is(samples[n].symbol, samples[n].name));
		assert_true(readable_is(samples[n].symbol, samples[n].signature));
		free(signature);
		free(name);
	}
}

static void from_others(void **state)
{
	static const char * const plain[] = { "main", "_start", "_Rubbish", "_Z", "_R", "" };
	size_t n;

	(void)state;
	for (n = 0; n < ARRAY_SIZE(plain); n++) {
		assert_null(readable_name(plain[n]));
		assert_null(readable_signature(plain[n]));
		assert_false(readable_is(plain[n], plain[n]));
	}
}

static void blanks_do_not_count(void **state)
{
	(void)state;
	assert_true(readable_is("_ZN5shape4areaEi", " shape::area( int )"));
	assert_false(readable_is("_ZN5shape4areaEi", "shape::area(long)"));
	assert_false(readable_is("_ZN5shape4areaEi", "shape::are"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(from_compilers),
		cmocka_unit_test(from_others),
		cmocka_unit_test(blanks_do_not_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
