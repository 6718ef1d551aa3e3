// SPDX-License-Identifier: GPL-2.0-only
/*
 * errno: that of this test's own thread, which is read where the probe language says.
 */
#include <dlfcn.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "binary/symbols.h"
#include "binary/thread_variable.h"
#include "target/chain_text.h"
#include "target/thread_errno.h"

static Dl_info libc;
static struct elf_file file;
static struct error error;

static void where_it_is(void **state)
{
	uint64_t address;
	int64_t distance;

	(void)state;
	assert_true(thread_variable_find(&file, "errno", &address));
	distance = *(int64_t *)((char *)libc.dli_fbase + address);
	assert_ptr_equal((char *)__builtin_thread_pointer() + distance, &errno);
	assert_false(thread_variable_find(&file, "no_such_variable", &address));
}

static uint64_t openat_offset(void)
{
	uint64_t offset = 0;

	assert_true(elf_offset_of(
		&file, (char *)dlsym(RTLD_DEFAULT, "openat") - (char *)libc.dli_fbase, &offset));
	return offset;
}

/* As the module does it. */
static void as_it_is_fetched(void **state)
{
	char *base = (char *)dlsym(RTLD_DEFAULT, "openat") - openat_offset();
	char *fetch = thread_errno_fetch(&file, openat_offset());
	int64_t at = strtoll(fetch + strlen("%fs:@+"), NULL, 10);

	(void)state;
	free(fetch);
	assert_ptr_equal((char *)__builtin_thread_pointer() + *(int64_t *)(base + at), &errno);
}

static void assert_text(const char *text, const char *begin, const char *end)
{
	struct enumerations *enumerations = NULL;
	struct function function;
	struct chain_site site = { .file = &file, .function = &function, .name = "libc:openat" };
	char *made;

	assert_int_equal(symbols_find(&file, "openat", &function, &error), 0);
	site.offset = function.offset;
	assert_true(chain_text_has(text));
	made = chain_text(text, &site, &enumerations, &error);
	if (!made)
		fail_msg("%s: %s: %s", text, error.what, error.why);
	if (strncmp(made, begin, strlen(begin)) || strcmp(made + strlen(made) - strlen(end), end))
		fail_msg("%s: %s", text, made);
	free(made);
	enumerations_free(enumerations);
}

static void texts(void **state)
{
	(void)state;
	assert_text("c -> $retval $errno", "c -> $retval errno=%fs:@+", ":s32");
	assert_text("c a=$arg1 -> why=$errno:x32 if why == 2", "c a=$arg1 -> why=%fs:@+",
		    ":x32 if why == 2");
	assert_text("p $errno if errno != 0", "p errno=%fs:@+", ":s32 if errno != 0");
	assert_false(chain_text_has("p $errno2"));
}

static void names(void **state)
{
	struct note_enumeration *note = thread_errno_names();

	(void)state;
	assert_true(note_enumeration_is_sound(note));
	assert_true(enumeration_has(note, ENOENT));
	assert_true(enumeration_has(note, EHWPOISON));
	assert_false(enumeration_has(note, 0));
	free(note);
}

static void refused(void **state)
{
	struct chain_site site = { .name = "./a:b" };
	struct enumerations *enumerations = NULL;
	struct elf_file self;

	(void)state;
	assert_int_equal(elf_open(&self, "/proc/self/exe", &error), 0);
	site.file = &self;
	assert_null(chain_text("c -> $errno", &site, &enumerations, &error));
	assert_string_equal(error.what, "$errno cannot be fetched at ./a:b");
	assert_int_equal(error.exit, EXIT_FAILED);
	elf_close(&self);
	site.file = &file;
	site.offset = openat_offset();
	assert_null(chain_text("r $errno", &site, &enumerations, &error));
	assert_non_null(strstr(error.why, "type c"));
}

static int open_libc(void **state)
{
	(void)state;
	return !dladdr(dlsym(RTLD_DEFAULT, "openat"), &libc) ||
	       elf_open(&file, libc.dli_fname, &error);
}

static int close_libc(void **state)
{
	(void)state;
	elf_close(&file);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(where_it_is), cmocka_unit_test(as_it_is_fetched),
		cmocka_unit_test(texts),       cmocka_unit_test(names),
		cmocka_unit_test(refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/target/thread_errno", tests, open_libc,
					   close_libc);
}
