// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programs and libraries: what of the file is loaded where.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "binary/debug.h"
#include "binary/elf.h"
#include "binary/symbols.h"
#include "uapi/uprobecap.h"

static int cannot_open(const char *path, int reason, struct error *error)
{
	switch (reason) {
	case ENOENT:
	case ENOTDIR:
		error_what(error, EXIT_NO_TARGET, "there is no %s", path);
		error_why(error, "%s", strerror(reason));
		return error_remedy(
			error,
			strchr(path, '/') ?
				"check the path: ls -lL %s" :
				"give the path of the file; for a program: command -v %s",
			path);
	case EACCES:
	case EPERM:
		error_what(error, EXIT_NO_ACCESS, "%s cannot be read", path);
		error_why(error, "%s", strerror(reason));
		return error_remedy(error,
				    "run this as somebody who may read it, as root for example");
	default:
		error_what(error, EXIT_FAILED, "%s cannot be read", path);
		error_why(error, "%s", strerror(reason));
		return error_remedy(error, "check the file: ls -lL %s", path);
	}
}

static int no_program(const char *path, const char *why, struct error *error)
{
	error_what(error, EXIT_FAILED, "%s cannot be probed", path);
	error_why(error, "%s", why);
	return error_remedy(error, "give the path of an ELF program or of a shared library");
}

static int check_kind(const struct elf_file *file, struct error *error)
{
	char begin[2] = "";
	GElf_Ehdr header;

	if (elf_kind(file->elf) != ELF_K_ELF || !gelf_getehdr(file->elf, &header)) {
		if (pread(file->fd, begin, 2, 0) == 2 && !memcmp(begin, "#!", 2))
			return no_program(
				file->path,
				"it is a script: its interpreter runs, see its first line", error);
		return no_program(file->path, "it is no ELF file: nothing in it is run as code",
				  error);
	}
	if (header.e_type != ET_EXEC && header.e_type != ET_DYN)
		return no_program(file->path,
				  "it is not linked: its code has no place in a process yet",
				  error);
	return 0;
}

static int begin(struct elf_file *file, struct error *error)
{
	struct stat status;

	if (fstat(file->fd, &status))
		return cannot_open(file->path, errno, error);
	if (S_ISDIR(status.st_mode))
		return no_program(file->path, "it is a folder", error);
	if (!S_ISREG(status.st_mode))
		return no_program(file->path, "it is no plain file", error);
	if (!status.st_size)
		return no_program(file->path, "it is empty", error);
	elf_version(EV_CURRENT);
	file->elf = elf_begin(file->fd, ELF_C_READ, NULL);
	if (!file->elf)
		return no_program(file->path, elf_errmsg(-1), error);
	if (check_kind(file, error))
		return -1;
	if (elf_getphdrnum(file->elf, &file->segments))
		return no_program(file->path, elf_errmsg(-1), error);
	return 0;
}

/**
 * elf_open_as() - open a program or library by another way than its path
 * @file: to be filled
 * @link: what is opened
 * @path: how it is shown; must live as long as @file
 * @error: why not
 *
 * Return: 0, then elf_close() it; or -1.
 */
int elf_open_as(struct elf_file *file, const char *link, const char *path, struct error *error)
{
	*file = (struct elf_file){ .path = path };
	/* O_NONBLOCK: a FIFO without a writer would hold us up. */
	file->fd = open(link, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (file->fd < 0)
		return cannot_open(path, errno, error);
	if (!begin(file, error))
		return 0;
	elf_close(file);
	return -1;
}

/**
 * elf_open() - open a program or library
 * @file: to be filled
 * @path: of it; must live as long as @file
 * @error: why not
 *
 * Return: 0, then elf_close() it; or -1.
 */
int elf_open(struct elf_file *file, const char *path, struct error *error)
{
	return elf_open_as(file, path, path, error);
}

/**
 * elf_close() - give back what elf_open() took
 * @file: open
 */
void elf_close(struct elf_file *file)
{
	symbols_close(file->functions);
	debug_close(file->debug);
	elf_end(file->elf);
	close(file->fd);
}

static bool is_loaded(const GElf_Phdr *segment, unsigned int flag)
{
	return segment->p_type == PT_LOAD && segment->p_flags & flag;
}

static bool offset_of(const struct elf_file *file, uint64_t address, unsigned int flag,
		      uint64_t *offset)
{
	GElf_Phdr segment;
	size_t n;

	for (n = 0; n < file->segments; n++) {
		if (!gelf_getphdr(file->elf, n, &segment) || !is_loaded(&segment, flag))
			continue;
		if (address >= segment.p_vaddr && address - segment.p_vaddr < segment.p_filesz) {
			*offset = address - segment.p_vaddr + segment.p_offset;
			return true;
		}
	}
	return false;
}

/**
 * elf_offset_of() - where an address is in the file
 * @file: open
 * @address: as the file has it, before it is loaded
 * @offset: the result
 *
 * Return: false when no code is loaded there.
 */
bool elf_offset_of(const struct elf_file *file, uint64_t address, uint64_t *offset)
{
	return offset_of(file, address, PF_X, offset);
}

/**
 * elf_data_offset_of() - where the beginning of a variable is in the file
 * @file: open
 * @address: as the file has it, before it is loaded
 * @offset: the result
 *
 * Return: false when nothing that can be written is loaded there.
 */
bool elf_data_offset_of(const struct elf_file *file, uint64_t address, uint64_t *offset)
{
	return offset_of(file, address, PF_W, offset);
}

/**
 * elf_address_of() - where a byte of the file is loaded
 * @file: open
 * @offset: in the file
 * @address: the result, as the file has it
 *
 * Return: false when it is not loaded as code.
 */
bool elf_address_of(const struct elf_file *file, uint64_t offset, uint64_t *address)
{
	GElf_Phdr segment;
	size_t n;

	for (n = 0; n < file->segments; n++) {
		if (!gelf_getphdr(file->elf, n, &segment) || !is_loaded(&segment, PF_X))
			continue;
		if (offset >= segment.p_offset && offset - segment.p_offset < segment.p_filesz) {
			*address = offset - segment.p_offset + segment.p_vaddr;
			return true;
		}
	}
	return false;
}

/**
 * elf_soname() - the name that a library has for the dynamic linker
 * @file: open
 *
 * Return: it, until elf_close(); NULL when it has none.
 */
const char *elf_soname(const struct elf_file *file)
{
	Elf_Scn *section = elf_getscn(file->elf, elf_find_section(file, ".dynamic"));
	Elf_Data *entries = section ? elf_getdata(section, NULL) : NULL;
	GElf_Shdr header;
	GElf_Dyn entry;
	int n;

	if (!entries || !gelf_getshdr(section, &header))
		return NULL;
	for (n = 0; gelf_getdyn(entries, n, &entry) && entry.d_tag != DT_NULL; n++)
		if (entry.d_tag == DT_SONAME)
			return elf_strptr(file->elf, header.sh_link, entry.d_un.d_val);
	return NULL;
}

/**
 * elf_find_section() - look for a section
 * @file: open
 * @wanted: its name
 *
 * Return: its index, or 0.
 */
size_t elf_find_section(const struct elf_file *file, const char *wanted)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	const char *name;
	size_t names;

	if (elf_getshdrstrndx(file->elf, &names))
		return 0;
	while ((section = elf_nextscn(file->elf, section))) {
		if (!gelf_getshdr(section, &header))
			continue;
		name = elf_strptr(file->elf, names, header.sh_name);
		if (name && !strcmp(name, wanted))
			return elf_ndxscn(section);
	}
	return 0;
}

/**
 * elf_is_code() - is it an instruction, and no data that lies beside code?
 * @file: open
 * @address: as the file has it, before it is loaded
 *
 * Return: false also when the file has no section headers.
 */
bool elf_is_code(const struct elf_file *file, uint64_t address)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	while ((section = elf_nextscn(file->elf, section)))
		if (gelf_getshdr(section, &header) && header.sh_flags & SHF_EXECINSTR &&
		    address >= header.sh_addr && address - header.sh_addr < header.sh_size)
			return true;
	return false;
}

/* Return: the size of the build-id among these notes; 0 when it is not. */
static size_t find_build_id(Elf_Data *notes, const void **id)
{
	size_t at = 0, name, description;
	GElf_Nhdr note;

	while ((at = gelf_getnote(notes, at, &note, &name, &description))) {
		const char *bytes = notes->d_buf;

		if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof("GNU") &&
		    note.n_descsz <= UPROBECAP_BUILD_ID_MAX &&
		    !memcmp(bytes + name, "GNU", sizeof("GNU"))) {
			*id = bytes + description;
			return note.n_descsz;
		}
	}
	return 0;
}

/**
 * elf_build_id() - what tells this build from all others
 * @file: open
 * @id: its bytes, valid until elf_close()
 *
 * Return: how many; 0 when the file has none.
 */
size_t elf_build_id(const struct elf_file *file, const void **id)
{
	GElf_Phdr segment;
	Elf_Data *notes;
	size_t n, size;

	for (n = 0; n < file->segments; n++) {
		if (!gelf_getphdr(file->elf, n, &segment) || segment.p_type != PT_NOTE)
			continue;
		notes = elf_getdata_rawchunk(file->elf, segment.p_offset, segment.p_filesz,
					     segment.p_align == 8 ? ELF_T_NHDR8 : ELF_T_NHDR);
		size = notes ? find_build_id(notes, id) : 0;
		if (size)
			return size;
	}
	return 0;
}
