// SPDX-License-Identifier: GPL-2.0-only
/*
 * Debug information of a file, wherever it is kept: in a file that its build-id or
 * its .gnu_debuglink names, in its .gnu_debugdata, or at a server of debuginfod, if
 * the environment names one. libdwfl knows all that.
 */

#include <stdlib.h>
#include <unistd.h>

#include <elfutils/libdwfl.h>

#include "debug.h"

/**
 * struct debug - libdwfl's view of a file
 * @dwfl: with one module, the file
 * @module: it; NULL when libdwfl cannot read it
 */
struct debug {
	Dwfl *dwfl;
	Dwfl_Module *module;
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
