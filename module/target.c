// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file that is probed: opened, pinned with its mount, checked.
 */

#include <linux/elf.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/string.h>

#include "refusal.h"
#include "target.h"

/* @parameter: how the path was given, for errors. */
static int check_file(struct target *target, const char *parameter, struct refusal *refusal)
{
	umode_t mode = target->inode->i_mode;
	int err;

	if (!S_ISREG(mode))
		return refuse(
			refusal, S_ISDIR(mode) ? -EISDIR : -EINVAL,
			"%s%s is a %s: code to probe is in programs and libraries; give the path of an ELF file",
			parameter, target->path, S_ISDIR(mode) ? "folder" : "device or pipe");
	if (!i_size_read(target->inode))
		return refuse(
			refusal, -ENOEXEC,
			"%s%s is empty: there is no code to probe; give the path of an ELF file",
			parameter, target->path);
	err = elf_read(target->file, &target->image);
	if (err == -ENOEXEC)
		return refuse(
			refusal, err,
			"%s%s is no ELF file: only those are mapped as code; for a script, give its interpreter",
			parameter, target->path);
	if (err == -E2BIG)
		return refuse(
			refusal, err,
			"%s%s has more than %u segments: it is no usual program; give the path of another",
			parameter, target->path, UPROBECAP_SEGMENTS_MAX);
	if (err)
		return refuse(refusal, err,
			      "%s%s cannot be read: error %d; check the file system it is on",
			      parameter, target->path, err);
	return 0;
}

/* Return: a target of a checked file, or an ERR_PTR; takes over file and path. */
static struct target *target_create(struct file *file, char *path, const char *parameter,
				    struct refusal *refusal)
{
	struct target *target = path ? kzalloc(sizeof(*target), GFP_KERNEL_ACCOUNT) : NULL;
	int err;

	if (!target) {
		kfree(path);
		fput(file);
		return ERR_PTR(-ENOMEM);
	}
	kref_init(&target->refs);
	target->path = path;
	target->file = file;
	/* An overlay's own inode has no pages; the kernel refuses it with EIO. */
	target->inode = d_real_inode(file->f_path.dentry);
	err = check_file(target, parameter, refusal);
	if (err) {
		target_put(target);
		return ERR_PTR(err);
	}
	return target;
}

/**
 * target_open() - open and pin the file that a path names
 * @path: as the current task sees it
 * @refusal: why it cannot be done
 *
 * Return: the target, for target_put(), or an ERR_PTR.
 */
struct target *target_open(const char *path, struct refusal *refusal)
{
	/* O_NONBLOCK: a pipe is refused below, not waited for. */
	struct file *file = filp_open(path, O_RDONLY | O_LARGEFILE | O_NONBLOCK, 0);
	int err = PTR_ERR_OR_ZERO(file);

	if (err)
		return ERR_PTR(refuse(
			refusal, err,
			"filename=%s cannot be opened: error %d (%s); give the full path of a program or library",
			path, err, err == -ENOENT ? "no such file" : "see errno(3)"));
	return target_create(file, kstrdup(path, GFP_KERNEL), "filename=", refusal);
}

static char *path_of(struct file *file)
{
	char *page = (char *)__get_free_page(GFP_KERNEL);
	char *path = NULL;

	if (!page)
		return NULL;
	path = file_path(file, page, PAGE_SIZE);
	path = kstrdup(IS_ERR(path) ? "?" : path, GFP_KERNEL_ACCOUNT);
	free_page((unsigned long)page);
	return path;
}

/**
 * target_adopt() - pin a file that is open already
 * @file: of whose references one is taken over
 * @refusal: why it cannot be done
 *
 * Return: the target, for target_put(), or an ERR_PTR.
 */
struct target *target_adopt(struct file *file, struct refusal *refusal)
{
	return target_create(file, path_of(file), "", refusal);
}

static void target_release(struct kref *refs)
{
	struct target *target = container_of(refs, struct target, refs);

	fput(target->file);
	kfree(target->path);
	kfree(target);
}

/**
 * target_get() - take another reference
 * @target: which somebody holds
 *
 * Return: @target.
 */
struct target *target_get(struct target *target)
{
	kref_get(&target->refs);
	return target;
}

/**
 * target_put() - give a reference back; the last one closes the file
 * @target: on which no probe of the giver is registered any longer
 */
void target_put(struct target *target)
{
	kref_put(&target->refs, target_release);
}

/**
 * target_check_site() - could there be an instruction, and a counter?
 * @target: the file
 * @offset: of the instruction
 * @ref_ctr_offset: of the reference counter; 0 for none
 * @refusal: why not
 *
 * The kernel checks that the instruction can be probed; that a byte of data is
 * executed, or one that is never mapped, it believes.
 *
 * Return: 0; -ERANGE past the end of the file; -EINVAL.
 */
int target_check_site(const struct target *target, u64 offset, u64 ref_ctr_offset,
		      struct refusal *refusal)
{
	const struct elf_segment *segment = elf_loaded_segment(&target->image, offset);
	u64 size = i_size_read(target->inode);

	if (offset >= size)
		return refuse(
			refusal, -ERANGE,
			"offset=0x%llx is past the end of %s: the file has 0x%llx bytes; give an offset in the file, not an address",
			offset, target->path, size);
	if (!segment || !(segment->flags & PF_X))
		return refuse(
			refusal, -EINVAL,
			"offset=0x%llx of %s is %s: nothing is executed there; give the offset of a function (uprobecap offset %s:FUNCTION)",
			offset, target->path,
			segment ? "in a data segment" : "in no segment that is loaded",
			target->path);
	if (!ref_ctr_offset)
		return 0;
	segment = elf_loaded_segment(&target->image, ref_ctr_offset);
	if (ref_ctr_offset % sizeof(short) || !segment || !(segment->flags & PF_W))
		return refuse(
			refusal, -EINVAL,
			"ref_ctr_offset=0x%llx of %s is %s: a reference counter is a 2-byte variable; give the offset of the semaphore (readelf -n)",
			ref_ctr_offset, target->path,
			ref_ctr_offset % sizeof(short) ? "odd" : "in no data segment");
	return 0;
}

/**
 * target_page_move() - map the page of a site as code, into this process
 * @page: of another site, or empty; what it had mapped is no longer, unless it is the same
 * @target: the file
 * @offset: of the site
 *
 * The kernel looks at an instruction when it finds it mapped. So who registers
 * a probe maps its page, and learns what the kernel thinks of it. To map a page anew
 * costs more with each breakpoint in it.
 *
 * Return: 0 or an errno.
 */
int target_page_move(struct target_page *page, struct target *target, u64 offset)
{
	unsigned long address;

	offset &= PAGE_MASK;
	if (page->target == target && page->offset == offset)
		return 0;
	target_page_unmap(page);
	address = vm_mmap(target->file, 0, PAGE_SIZE, PROT_READ | PROT_EXEC, MAP_PRIVATE, offset);
	if (IS_ERR_VALUE(address))
		return address;
	*page = (struct target_page){ .target = target, .offset = offset, .address = address };
	return 0;
}

/**
 * target_page_unmap() - undo target_page_move()
 * @page: mapped or empty; empty from here on
 */
void target_page_unmap(struct target_page *page)
{
	if (page->target)
		vm_munmap(page->address, PAGE_SIZE);
	page->target = NULL;
}
