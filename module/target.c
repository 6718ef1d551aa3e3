// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file that is probed: opened, pinned with its mount, checked.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/elf.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/string.h>

#include "target.h"

static int check_file(struct target *target)
{
	umode_t mode = target->inode->i_mode;
	int err;

	if (!S_ISREG(mode)) {
		pr_err("filename=%s is a %s: code to probe is in programs and libraries; give the path of an ELF file\n",
		       target->path, S_ISDIR(mode) ? "folder" : "device or pipe");
		return S_ISDIR(mode) ? -EISDIR : -EINVAL;
	}
	if (!i_size_read(target->inode)) {
		pr_err("filename=%s is empty: there is no code to probe; give the path of an ELF file\n",
		       target->path);
		return -ENOEXEC;
	}
	err = elf_read(target->file, &target->image);
	if (err == -ENOEXEC)
		pr_err("filename=%s is no ELF file: only those are mapped as code; for a script, give its interpreter\n",
		       target->path);
	else if (err == -E2BIG)
		pr_err("filename=%s has more than %u segments: it is no usual program; give the path of another\n",
		       target->path, UPROBECAP_SEGMENTS_MAX);
	else if (err)
		pr_err("filename=%s cannot be read: error %d; check the file system it is on\n",
		       target->path, err);
	return err;
}

/**
 * target_open() - open and pin the file that a path names
 * @path: as the current task sees it
 *
 * Return: the target, to be given to target_put(), or an ERR_PTR; then the
 * reason was printed.
 */
struct target *target_open(const char *path)
{
	struct target *target = kzalloc(sizeof(*target), GFP_KERNEL);
	int err = -ENOMEM;

	if (!target)
		goto failed;
	target->path = kstrdup(path, GFP_KERNEL);
	if (!target->path)
		goto free_target;
	/* O_NONBLOCK: a pipe is refused below, not waited for. */
	target->file = filp_open(path, O_RDONLY | O_LARGEFILE | O_NONBLOCK, 0);
	if (IS_ERR(target->file)) {
		err = PTR_ERR(target->file);
		pr_err("filename=%s cannot be opened: error %d (%s); give the full path of a program or library\n",
		       path, err, err == -ENOENT ? "no such file" : "see errno(3)");
		goto free_path;
	}
	/* An overlay's own inode has no pages; the kernel refuses it with EIO. */
	target->inode = d_real_inode(target->file->f_path.dentry);
	err = check_file(target);
	if (err)
		goto close_file;
	kref_init(&target->refs);
	return target;

close_file:
	fput(target->file);
free_path:
	kfree(target->path);
free_target:
	kfree(target);
failed:
	return ERR_PTR(err);
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
 *
 * The kernel checks that the instruction can be probed; that a byte of data is
 * executed, or one that is never mapped, it believes.
 *
 * Return: 0; -ERANGE past the end of the file; -EINVAL; the reason was printed.
 */
int target_check_site(const struct target *target, u64 offset, u64 ref_ctr_offset)
{
	const struct elf_segment *segment = elf_loaded_segment(&target->image, offset);
	u64 size = i_size_read(target->inode);

	if (offset >= size) {
		pr_err("offset=0x%llx is past the end of %s: the file has 0x%llx bytes; give an offset in the file, not an address\n",
		       offset, target->path, size);
		return -ERANGE;
	}
	if (!segment || !(segment->flags & PF_X)) {
		pr_err("offset=0x%llx of %s is %s: nothing is executed there; give the offset of a function (uprobecap offset %s:FUNCTION)\n",
		       offset, target->path,
		       segment ? "in a data segment" : "in no segment that is loaded",
		       target->path);
		return -EINVAL;
	}
	if (!ref_ctr_offset)
		return 0;
	segment = elf_loaded_segment(&target->image, ref_ctr_offset);
	if (ref_ctr_offset % sizeof(short) || !segment || !(segment->flags & PF_W)) {
		pr_err("ref_ctr_offset=0x%llx of %s is %s: a reference counter is a 2-byte variable; give the offset of the semaphore (readelf -n)\n",
		       ref_ctr_offset, target->path,
		       ref_ctr_offset % sizeof(short) ? "odd" : "in no data segment");
		return -EINVAL;
	}
	return 0;
}

/**
 * target_map_page() - map the page of a site as code, into this process
 * @target: the file
 * @offset: of the site
 *
 * The kernel looks at an instruction when it finds it mapped. So who registers
 * a probe maps its page, and learns what the kernel thinks of it.
 *
 * Return: the address for target_unmap_page(), or an errno as IS_ERR_VALUE()
 * knows them.
 */
unsigned long target_map_page(struct target *target, u64 offset)
{
	return vm_mmap(target->file, 0, PAGE_SIZE, PROT_READ | PROT_EXEC, MAP_PRIVATE,
		       offset & PAGE_MASK);
}

/**
 * target_unmap_page() - undo target_map_page()
 * @address: what it returned
 */
void target_unmap_page(unsigned long address)
{
	vm_munmap(address, PAGE_SIZE);
}
