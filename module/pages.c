// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages that a hit wants to read and that are not there: brought in as if the program had
 * touched them, but for a time that has an end. On kernels until 6.11 somebody who ends a
 * probe waits for its hits, and everybody who is hit there waits behind him.
 */

#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/pagemap.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>
#include <linux/userfaultfd_k.h>

#include "compat.h"
#include "memory.h"
#include "pages.h"
#include "source.h"

/* So often a page was not there, and the kernel reads ahead in that file no longer. */
#define TOO_MANY_MISSES 100

static bool is_there(unsigned long addr)
{
	u64 byte;
	int status;

	pagefault_disable();
	status = memory_load_number(addr, 1, &byte);
	pagefault_enable();
	return !status;
}

/* These pages come from a program, which may be the one that was hit, or none any more. */
static bool is_served_by_program(struct vm_area_struct *vma)
{
	return userfaultfd_armed(vma) ||
	       (vma->vm_file && file_inode(vma->vm_file)->i_sb->s_magic == FUSE_SUPER_MAGIC);
}

/*
 * The kernel reads such a page itself, at once, and not ahead in the background. Where it never
 * reads ahead, as in shared memory, that is any page that is not there.
 */
static bool is_read_alone(struct vm_area_struct *vma, unsigned long addr)
{
	struct file *file = vma->vm_file;
	loff_t at;

	if (!file || vma_is_anonymous(vma))
		return false;
	if (file->f_ra.ra_pages && !(vma->vm_flags & VM_RAND_READ) &&
	    READ_ONCE(file->f_ra.mmap_miss) < TOO_MANY_MISSES)
		return false;
	at = (loff_t)(addr - vma->vm_start) + ((loff_t)vma->vm_pgoff << PAGE_SHIFT);
	return !filemap_range_has_page(file->f_mapping, at, at);
}

/*
 * Only starts what brings the page in, for whoever waits inside the kernel waits for as long
 * as somebody else likes.
 *
 * Return: 1; 0, -EAGAIN or -EBUSY when it may come yet; or why it will not.
 */
static long start_page(unsigned long addr)
{
	const unsigned int flags = FOLL_NOWAIT | FOLL_HONOR_NUMA_FAULT;
	struct vm_area_struct *vma;
	struct page *page;
	long got;

	if (!mmap_read_trylock(current->mm))
		return -EAGAIN;
	vma = find_vma(current->mm, addr);
	/* Where no mapping is, it may make a stack grow. */
	if (!vma || addr < vma->vm_start || is_served_by_program(vma) || is_read_alone(vma, addr))
		got = -EFAULT;
	else
		got = get_user_pages(addr, 1, flags, &page);
	mmap_read_unlock(current->mm);
	if (got == 1)
		put_page(page);
	return got;
}

/* Looks again and again, until the page is there, or will not come, or it takes too long. */
static bool fault_page_in(unsigned long addr, unsigned long until)
{
	long got;

	while (!is_there(addr)) {
		got = start_page(addr);
		if (got == 1)
			break;
		if (got && got != -EAGAIN && got != -EBUSY)
			return false;
		if (fatal_signal_pending(current) || time_after(jiffies, until))
			return false;
		usleep_range(50, 500);
	}
	return true;
}

/* Return: whether all pages that some bytes are on are there, or have been. */
static bool fault_in(unsigned long addr, size_t size, unsigned long until)
{
	unsigned long at;

	for (at = addr; at - addr < size; at = (at & PAGE_MASK) + PAGE_SIZE)
		if (!fault_page_in(at, until))
			return false;
	return true;
}

static void fault_in_string(unsigned long addr, unsigned long until)
{
	size_t left = UPROBECAP_STRING_MAX, part, length;

	for (; left; left -= part, addr += part) {
		part = min_t(size_t, left, PAGE_SIZE - offset_in_page(addr));
		if (!fault_page_in(addr, until))
			return;
		pagefault_disable();
		length = strnlen_user((const char __user *)addr, part);
		pagefault_enable();
		/* It has gone again, or has the end of the string. */
		if (length <= part)
			return;
	}
}

/* A hit, and how long it may wait, in jiffies. */
struct waiting {
	const struct probe *probe;
	struct pt_regs *regs;
	const struct call *call;
	unsigned long until;
};

/* Follows a field's pointers; what lies on the way is brought in. */
static bool find_address(const struct waiting *hit, const struct spec_field *field, u64 *addr)
{
	int status;

	/* Whoever throws a page out again and again shall not keep a hit for ever. */
	do {
		pagefault_disable();
		status = source_address(field, hit->probe, hit->regs, hit->call, addr);
		pagefault_enable();
	} while (status == UPROBECAP_FAULTED && !time_after(jiffies, hit->until) &&
		 fault_in(*addr, source_word_size(hit->regs), hit->until));
	return !status;
}

static void fault_in_strings(const struct waiting *hit, const struct spec_field *field, u64 addr)
{
	unsigned int size = source_word_size(hit->regs), n;
	u64 pointer;
	int status;

	for (n = 0; n < field->count; n++) {
		if (!fault_in(addr + n * size, size, hit->until))
			continue;
		pagefault_disable();
		status = memory_load_number(addr + n * size, size, &pointer);
		pagefault_enable();
		if (!status)
			fault_in_string(pointer, hit->until);
	}
}

static void fault_in_bytes(const struct waiting *hit, const struct spec_field *field, u64 addr)
{
	size_t length;
	int status;

	/* It is in a register, or on the stack, which was written to just now. */
	pagefault_disable();
	status = source_length(field, hit->probe, hit->regs, hit->call, &length);
	pagefault_enable();
	if (!status)
		fault_in(addr, min_t(size_t, length, UPROBECAP_BYTES_MAX), hit->until);
}

static void fault_in_field(const struct waiting *hit, const struct spec_field *field)
{
	size_t size = field->size * max_t(unsigned int, field->count, 1);
	u64 addr;

	if (!find_address(hit, field, &addr) || !field->nr_derefs)
		return;
	if (field->kind == UPROBECAP_BYTES)
		fault_in_bytes(hit, field, addr);
	else if (field->kind == UPROBECAP_STRING && field->count)
		fault_in_strings(hit, field, addr);
	else if (field->kind == UPROBECAP_STRING)
		fault_in_string(addr, hit->until);
	else
		fault_in(addr, size, hit->until);
}

/**
 * pages_bring_in() - have the pages there that the fields want to read
 * @list: of the probe
 * @probe: that was hit
 * @regs: of the hit
 * @call: at its return; or NULL
 *
 * Context: of a hit, preemption on. Sleeps for UPROBECAP_PAGES_MS at most; pages that a
 * program serves, by userfaultfd or FUSE, are not asked for at all.
 */
void pages_bring_in(const struct fetch_list *list, const struct probe *probe, struct pt_regs *regs,
		    const struct call *call)
{
	const struct waiting hit = {
		.probe = probe,
		.regs = regs,
		.call = call,
		.until = jiffies + msecs_to_jiffies(UPROBECAP_PAGES_MS),
	};
	unsigned int n;

	for (n = 0; n < list->nr; n++) {
		const struct spec_field *field = list->step[n].field;

		/* Vector registers lie in no memory. */
		if (field->source != SPEC_COMM && field->source != SPEC_VECTOR)
			fault_in_field(&hit, field);
	}
}
