// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs that no linker has linked: whatever the bytes are, names, places, USDT
 * probes, debug information and instructions are looked for and that has an end.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "array.h"
#include "binary/debug.h"
#include "binary/elf.h"
#include "binary/glob.h"
#include "binary/indirect.h"
#include "binary/place.h"
#include "binary/source_line.h"
#include "binary/symbols.h"
#include "fuzz.h"
#include "safety/code.h"
#include "target/chain_text.h"
#include "target/prototype.h"
#include "target/usdt_text.h"

#define FUNCTIONS_MAX 16 /* that are looked at closely: one costs as much as another */

static void look_closely(struct elf_file *file, const struct function *function)
{
	struct enumerations *enumerations = NULL;
	struct chain_site chain = { .file = file, .function = function, .name = "seed" };
	struct code_site site;
	struct error error;

	free(place_name(file, function->offset + 1));
	code_look(file, function, function->offset + 3, &site);
	code_calls_itself(file, function);
	debug_inlined_copies(file, function->offset);
	free(prototype_text("c", file, function->name, function, &enumerations));
	free(chain_text("c $arg1->next->side[1] $arg1[1] side -> $retval.x", &chain, &enumerations,
			&error));
	enumerations_free(enumerations);
}

static void look_at_functions(struct elf_file *file)
{
	struct function_list list = { 0 };
	struct patterns patterns;
	size_t n;

	patterns_parse(&patterns, "*,!*(nothing*");
	glob_functions(file, &patterns, &list);
	patterns_free(&patterns);
	indirect_expand(file, &list);
	for (n = 0; n < list.nr && n < FUNCTIONS_MAX; n++)
		look_closely(file, &list.function[n]);
	function_list_free(&list);
}

static void look_for_names(struct elf_file *file)
{
	static const char * const names[] = { "shown", "shown@V1", "shape::area(int)", "chosen",
					      "shwon" };
	struct function_list list = { 0 };
	struct error error;
	size_t n;

	for (n = 0; n < ARRAY_SIZE(names); n++)
		if (!symbols_search(file, names[n], &list, &error))
			function_list_free(&list);
	if (!source_line_find(file, "seed.c:20", &list, &error))
		function_list_free(&list);
}

static void look_at_usdt(const struct elf_file *file)
{
	struct usdt *probes;
	struct error error;
	size_t n, nr = usdt_read(file, NULL, &probes);

	for (n = 0; n < nr && n < FUNCTIONS_MAX; n++) {
		free(usdt_text("p", &probes[n], &error));
		free(usdt_text("p x=$arg1 y=+0($arg2):string if x > 1", &probes[n], &error));
	}
	usdt_free(probes, nr);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	int memory = memfd_create("program", MFD_CLOEXEC);
	struct elf_file file;
	struct error error;
	const void *id;
	char path[64];

	if (memory < 0 || write(memory, bytes, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", memory);
	unsetenv("DEBUGINFOD_URLS");
	if (!elf_open(&file, path, &error)) {
		elf_build_id(&file, &id);
		elf_soname(&file);
		look_at_usdt(&file);
		look_for_names(&file);
		look_at_functions(&file);
		elf_close(&file);
	}
	close(memory);
	return 0;
}
