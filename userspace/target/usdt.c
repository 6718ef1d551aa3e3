// SPDX-License-Identifier: GPL-2.0-only
/*
 * The USDT probes of a file: notes that sys/sdt.h has put there.
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "target/usdt.h"

#define NOTES	  ".note.stapsdt"
#define BASE	  ".stapsdt.base"
#define OWNER	  "stapsdt"
#define NOTE_TYPE 3
#define ADDRESSES 3 /* of the site, of BASE as it was when linked, of the counter */

static bool read_addresses(const struct elf_file *file, const char *bytes, size_t size,
			   uint64_t *addresses)
{
	Elf32_Addr narrow[ADDRESSES] = { 0 };
	Elf64_Addr wide[ADDRESSES] = { 0 };
	bool is_wide = gelf_getclass(file->elf) == ELFCLASS64;
	Elf_Data from = { .d_buf = (void *)bytes, .d_type = ELF_T_ADDR, .d_version = EV_CURRENT };
	Elf_Data to = from;
	size_t n;

	to.d_buf = is_wide ? (void *)wide : (void *)narrow;
	from.d_size = is_wide ? sizeof(wide) : sizeof(narrow);
	to.d_size = from.d_size;
	if (size < from.d_size ||
	    !gelf_xlatetom(file->elf, &to, &from, elf_getident(file->elf, NULL)[EI_DATA]))
		return false;
	for (n = 0; n < ADDRESSES; n++)
		addresses[n] = is_wide ? wide[n] : narrow[n];
	return true;
}

/* Return: the text at @at, and @at behind it; NULL when it has no end. */
static const char *take_text(const char **at, const char *end)
{
	const char *text = *at;
	const char *nul = memchr(text, '\0', end - text);

	*at = nul ? nul + 1 : end;
	return nul ? text : NULL;
}

/* Return: false when the note makes no sense, or its site is not in the file. */
static bool read_probe(const struct elf_file *file, const char *bytes, size_t size,
		       struct usdt *probe)
{
	size_t width = gelf_fsize(file->elf, ELF_T_ADDR, ADDRESSES, EV_CURRENT);
	const char *end = bytes + size, *provider, *name;
	uint64_t addresses[ADDRESSES];
	Elf_Scn *section;
	GElf_Shdr base;

	if (!read_addresses(file, bytes, size, addresses))
		return false;
	bytes += width;
	provider = take_text(&bytes, end);
	name = take_text(&bytes, end);
	probe->arguments = take_text(&bytes, end);
	if (!provider || !name || !probe->arguments)
		return false;
	/* Prelink moves sections, but knows nothing of notes. */
	section = elf_getscn(file->elf, elf_find_section(file, BASE));
	if (gelf_getshdr(section, &base) && base.sh_type != SHT_NULL) {
		addresses[0] += base.sh_addr - addresses[1];
		if (addresses[2])
			addresses[2] += base.sh_addr - addresses[1];
	}
	probe->ref_ctr_offset = 0;
	if (!elf_offset_of(file, addresses[0], &probe->offset) ||
	    (addresses[2] && !elf_data_offset_of(file, addresses[2], &probe->ref_ctr_offset)))
		return false;
	if (asprintf(&probe->name, USDT_PREFIX "%s:%s", provider, name) < 0)
		probe->name = NULL;
	need_memory(probe->name);
	return true;
}

/**
 * usdt_read() - find the sites of some probes
 * @file: open
 * @patterns: of their names, sdt:PROVIDER:NAME; NULL: of all
 * @probes: the sites, in the order of the file; for usdt_free()
 *
 * Return: how many there are.
 */
size_t usdt_read(const struct elf_file *file, const struct patterns *patterns, struct usdt **probes)
{
	size_t at = 0, name, description, nr = 0;
	struct usdt probe;
	Elf_Scn *section = elf_getscn(file->elf, elf_find_section(file, NOTES));
	Elf_Data *notes = section ? elf_getdata(section, NULL) : NULL;
	GElf_Nhdr note;

	*probes = NULL;
	while (notes && (at = gelf_getnote(notes, at, &note, &name, &description))) {
		const char *bytes = notes->d_buf;

		if (note.n_type != NOTE_TYPE || note.n_namesz != sizeof(OWNER) ||
		    memcmp(bytes + name, OWNER, sizeof(OWNER)) ||
		    !read_probe(file, bytes + description, note.n_descsz, &probe))
			continue;
		if (patterns && !patterns_match(patterns, &probe.name, 1)) {
			free(probe.name);
			continue;
		}
		*probes = need_memory(reallocarray(*probes, nr + 1, sizeof(**probes)));
		(*probes)[nr++] = probe;
	}
	return nr;
}

/**
 * usdt_free() - give back what usdt_read() took
 * @probes: the sites
 * @nr: how many there are
 */
void usdt_free(struct usdt *probes, size_t nr)
{
	while (nr)
		free(probes[--nr].name);
	free(probes);
}
