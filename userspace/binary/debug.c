// SPDX-License-Identifier: GPL-2.0-only
/*
 * Debug information of a file, wherever it is kept: in a file that its build-id or
 * its .gnu_debuglink names, in its .gnu_debugdata, or at a server of debuginfod, if
 * the environment names one. libdwfl knows all that.
 */

#include <stdlib.h>
#include <unistd.h>

#include <dwarf.h>
#include <elfutils/libdwfl.h>

#include "binary/debug.h"

/**
 * struct debug - libdwfl's view of a file
 * @dwfl: with one module, the file
 * @module: it; NULL when libdwfl cannot read it
 * @unit: that the last function was in; NULL before the first
 * @bias: to be added to its addresses
 */
struct debug {
	Dwfl *dwfl;
	Dwfl_Module *module;
	Dwarf_Die *unit;
	Dwarf_Addr bias;
};

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	.find_debuginfo = dwfl_standard_find_debuginfo,
};

static struct debug *debug_open(const struct elf_file *file)
{
	struct debug *debug = need_memory(calloc(1, sizeof(*debug)));
	int fd = dup(file->fd);

	debug->dwfl = need_memory(dwfl_begin(&callbacks));
	dwfl_report_begin(debug->dwfl);
	/* At the addresses that the file has before it is loaded. */
	if (fd >= 0)
		debug->module = dwfl_report_elf(debug->dwfl, file->path, file->path, fd, 0, true);
	if (fd >= 0 && !debug->module)
		close(fd);
	dwfl_report_end(debug->dwfl, NULL, NULL);
	return debug;
}

/**
 * debug_symbols() - find the symbol table that was stripped from a file
 * @file: open; it has no .symtab of its own
 * @symbols: the result
 *
 * Return: false when it is nowhere.
 */
bool debug_symbols(struct elf_file *file, struct debug_symbols *symbols)
{
	GElf_Addr own_bias, address;
	Elf *own;
	GElf_Sym symbol;
	int n, nr;

	if (!file->debug)
		file->debug = debug_open(file);
	own = file->debug->module ? dwfl_module_getelf(file->debug->module, &own_bias) : NULL;
	nr = own ? dwfl_module_getsymtab(file->debug->module) : 0;
	/* Its own .dynsym may stand in front of those of .gnu_debugdata. */
	for (n = 1; n < nr; n++)
		if (dwfl_module_getsym_info(file->debug->module, n, &symbol, &address, NULL,
					    &symbols->elf, &symbols->bias) &&
		    symbols->elf && symbols->elf != own)
			return true;
	return false;
}

/**
 * struct sought - a function that begins at an address
 * @address: of its first instruction, as its unit has it
 * @function: it; once it was found
 * @found: it was
 */
struct sought {
	Dwarf_Addr address;
	Dwarf_Die function;
	bool found;
};

/* One that the compiler has split has no entry, but parts. */
static bool begins_at(Dwarf_Die *function, Dwarf_Addr address)
{
	Dwarf_Addr base, start, end;
	ptrdiff_t at = 0;

	if (!dwarf_entrypc(function, &start))
		return start == address;
	while ((at = dwarf_ranges(function, at, &base, &start, &end)) > 0)
		if (start == address)
			return true;
	return false;
}

static int compare_function(Dwarf_Die *function, void *context)
{
	struct sought *sought = context;

	if (!begins_at(function, sought->address))
		return DWARF_CB_OK;
	sought->function = *function;
	sought->found = true;
	return DWARF_CB_ABORT;
}

/* Some compilers do not tell beforehand where the code of a unit is. */
static bool find_unit(struct debug *debug, uint64_t address)
{
	Dwarf_Die *unit = dwfl_module_addrdie(debug->module, address, &debug->bias);

	if (!unit && debug->unit && dwarf_haspc(debug->unit, address - debug->bias) > 0)
		return true;
	while (!unit &&
	       (debug->unit = dwfl_module_nextcu(debug->module, debug->unit, &debug->bias)))
		if (dwarf_haspc(debug->unit, address - debug->bias) > 0)
			return true;
	debug->unit = unit;
	return unit;
}

/* What is in it may be in a file of its own, .dwo. */
static Dwarf_Die content_of(Dwarf_Die *unit)
{
	Dwarf_Die content;
	uint8_t type;

	if (!dwarf_cu_info(unit->cu, NULL, &type, NULL, &content, NULL, NULL, NULL) &&
	    type == DW_UT_skeleton && content.cu)
		return content;
	return *unit;
}

/**
 * debug_find_function() - look for a function
 * @file: open
 * @offset: of its first instruction
 * @function: the result
 *
 * Return: false when there is no debug information about it.
 */
bool debug_find_function(struct elf_file *file, uint64_t offset, struct debug_function *function)
{
	struct sought sought = { 0 };
	uint64_t address;
	Dwarf_Die unit;

	if (!file->debug)
		file->debug = debug_open(file);
	if (!file->debug->module || !elf_address_of(file, offset, &address) ||
	    !find_unit(file->debug, address))
		return false;
	sought.address = address - file->debug->bias;
	unit = content_of(file->debug->unit);
	dwarf_getfuncs(&unit, compare_function, &sought, 0);
	function->die = sought.function;
	return sought.found;
}

/* Where a debugger would stop. */
static bool is_statement(Dwfl_Line *line)
{
	Dwarf_Addr bias;
	Dwarf_Line *row = dwfl_dwarf_line(line, &bias);
	bool is;

	return row && !dwarf_linebeginstatement(row, &is) && is;
}

/**
 * debug_find_lines() - look for the code of a line of the source
 * @file: open
 * @name: of the source, with as much of its path as is known
 * @line: its number
 * @lines: the result
 */
void debug_find_lines(struct elf_file *file, const char *name, int line, struct debug_lines *lines)
{
	Dwfl_Line **found = NULL;
	size_t n, nr = 0;
	Dwarf_Addr address;

	*lines = (struct debug_lines){ 0 };
	if (!file->debug)
		file->debug = debug_open(file);
	if (!file->debug->module ||
	    dwfl_module_getsrc_file(file->debug->module, name, line, 0, &found, &nr))
		nr = 0;
	lines->address = need_memory(calloc(nr + 1, sizeof(*lines->address)));
	for (n = 0; n < nr; n++)
		if (is_statement(found[n]) &&
		    dwfl_lineinfo(found[n], &address, &lines->line, NULL, NULL, NULL))
			lines->address[lines->nr++] = address;
	lines->is_exact = lines->line == line;
	free(found);
}

static int count_copy(Dwarf_Die *copy, void *context)
{
	size_t *copies = context;

	(void)copy;
	++*copies;
	return DWARF_CB_OK;
}

/**
 * debug_inlined_copies() - how often the compiler has put a function into others
 * @file: open
 * @offset: of the function's first instruction
 *
 * Return: how often, in its own unit; 0 also where there is no debug information.
 */
size_t debug_inlined_copies(struct elf_file *file, uint64_t offset)
{
	Dwarf_Attribute attribute;
	struct debug_function function;
	size_t copies = 0;
	Dwarf_Die origin;

	if (debug_find_function(file, offset, &function) &&
	    dwarf_attr(&function.die, DW_AT_abstract_origin, &attribute) &&
	    dwarf_formref_die(&attribute, &origin))
		dwarf_func_inline_instances(&origin, count_copy, &copies);
	return copies;
}

/**
 * debug_close() - give back what was opened
 * @debug: or NULL
 */
void debug_close(struct debug *debug)
{
	if (!debug)
		return;
	dwfl_end(debug->dwfl);
	free(debug);
}
