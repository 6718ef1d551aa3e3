// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs of Go. A return is caught by writing another return address to the stack; Go
 * reads the return addresses of a stack that it moves or collects garbage from, and ends
 * the program where it knows one of them not.
 */

#include "array.h"
#include "safety/go.h"

/**
 * go_has_made() - is it a program of Go?
 * @file: of the program
 *
 * Stripped or not: Go needs its own table of functions at run time. Its name is another one
 * in programs that are loaded anywhere, and these may be linked without a note.
 */
bool go_has_made(const struct elf_file *file)
{
	static const char * const sections[] = {
		".gopclntab",
		".data.rel.ro.gopclntab",
		".go.buildinfo",
		".note.go.buildid",
	};
	size_t n;

	for (n = 0; n < ARRAY_SIZE(sections); n++)
		if (elf_find_section(file, sections[n]))
			return true;
	return false;
}
