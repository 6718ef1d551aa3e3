// SPDX-License-Identifier: GPL-2.0-only
/*
 * An ELF file's segments and its build-id. The file is as hostile as any.
 */

#include <linux/elf.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "elf.h"

#define NOTE_BUILD_ID 3	 /* NT_GNU_BUILD_ID, which not every kernel names */
#define NOTES_MAX     64 /* of a segment; a build-id behind them is not found */

static int read_exactly(struct file *file, void *to, size_t size, u64 offset)
{
	loff_t pos = offset;
	ssize_t got;

	if (offset > LLONG_MAX - size)
		return -ENOEXEC;
	got = kernel_read(file, to, size, &pos);
	if (got < 0)
		return got;
	return got == size ? 0 : -ENOEXEC;
}

static int read_segment(struct file *file, bool is_32bit, u64 offset, struct elf_segment *segment)
{
	struct elf32_phdr phdr32 = {};
	struct elf64_phdr phdr64 = {};
	int err;

	if (is_32bit) {
		err = read_exactly(file, &phdr32, sizeof(phdr32), offset);
		*segment = (struct elf_segment){
			.type = phdr32.p_type,
			.flags = phdr32.p_flags,
			.offset = phdr32.p_offset,
			.size = phdr32.p_filesz,
		};
	} else {
		err = read_exactly(file, &phdr64, sizeof(phdr64), offset);
		*segment = (struct elf_segment){
			.type = phdr64.p_type,
			.flags = phdr64.p_flags,
			.offset = phdr64.p_offset,
			.size = phdr64.p_filesz,
		};
	}
	return err;
}

static int read_segments(struct file *file, bool is_32bit, struct elf_image *image)
{
	union {
		struct elf32_hdr of_32bit;
		struct elf64_hdr of_64bit;
	} header;
	size_t entry = is_32bit ? sizeof(struct elf32_phdr) : sizeof(struct elf64_phdr);
	unsigned int nr;
	u64 offset;
	int err;

	err = read_exactly(file, &header,
			   is_32bit ? sizeof(header.of_32bit) : sizeof(header.of_64bit), 0);
	if (err)
		return err;
	offset = is_32bit ? header.of_32bit.e_phoff : header.of_64bit.e_phoff;
	nr = is_32bit ? header.of_32bit.e_phnum : header.of_64bit.e_phnum;
	if (nr > UPROBECAP_SEGMENTS_MAX)
		return -E2BIG;
	for (; !err && image->nr < nr; image->nr++, offset += entry)
		err = read_segment(file, is_32bit, offset, &image->segment[image->nr]);
	return err;
}

static bool is_build_id(const struct elf32_note *note, const char *name)
{
	return note->n_type == NOTE_BUILD_ID && note->n_namesz == sizeof("GNU") &&
	       !memcmp(name, "GNU", sizeof("GNU")) && note->n_descsz &&
	       note->n_descsz <= UPROBECAP_BUILD_ID_MAX;
}

/* A file without a build-id, or with broken notes, is a file without a build-id. */
static void read_build_id(struct file *file, const struct elf_segment *notes,
			  struct elf_image *image)
{
	struct {
		struct elf32_note note; /* the same in both classes */
		char name[sizeof("GNU")];
	} head;
	u64 pos = 0, size = min_t(u64, notes->size, LONG_MAX);
	unsigned int n;

	for (n = 0; n < NOTES_MAX && pos + sizeof(head) <= size; n++) {
		u64 offset = notes->offset + pos;

		if (read_exactly(file, &head, sizeof(head), offset))
			return;
		if (is_build_id(&head.note, head.name)) {
			if (!read_exactly(file, image->build_id, head.note.n_descsz,
					  offset + sizeof(head)))
				image->build_id_size = head.note.n_descsz;
			return;
		}
		pos += sizeof(head.note) + ALIGN((u64)head.note.n_namesz, 4) +
		       ALIGN((u64)head.note.n_descsz, 4);
	}
}

/**
 * elf_read() - read a file's segments and its build-id
 * @file: open for reading
 * @image: the result
 *
 * Return: 0; -ENOEXEC when the file is not ELF; -E2BIG when it has more than
 * UPROBECAP_SEGMENTS_MAX segments; what reading it failed with.
 */
int elf_read(struct file *file, struct elf_image *image)
{
	unsigned char ident[EI_NIDENT];
	unsigned int n;
	int err = read_exactly(file, ident, sizeof(ident), 0);

	if (err)
		return err;
	if (memcmp(ident, ELFMAG, SELFMAG))
		return -ENOEXEC;
	memset(image, 0, sizeof(*image));
	err = read_segments(file, ident[EI_CLASS] == ELFCLASS32, image);
	for (n = 0; !err && !image->build_id_size && n < image->nr; n++)
		if (image->segment[n].type == PT_NOTE)
			read_build_id(file, &image->segment[n], image);
	return err;
}

/**
 * elf_loaded_segment() - which segment brings a byte of the file into memory
 * @image: of the file
 * @offset: of the byte
 *
 * Return: the PT_LOAD segment, or NULL when the byte is in none.
 */
const struct elf_segment *elf_loaded_segment(const struct elf_image *image, u64 offset)
{
	const struct elf_segment *segment;

	for (segment = image->segment; segment < image->segment + image->nr; segment++)
		if (segment->type == PT_LOAD && offset >= segment->offset &&
		    offset - segment->offset < segment->size)
			return segment;
	return NULL;
}
