// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory of a ring, and how user space maps it: a page that says how far it was
 * read, which the reader writes; behind it what only we write, the page that says how
 * far it is filled, and the data twice in a row.
 */

#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/topology.h>
#include <linux/vmalloc.h>

#include "compat.h"
#include "ring.h"
#include "ring_memory.h"

/* A ring that is too large shall fail, not have the OOM killer look for its memory. */
#define RING_GFP (__GFP_ZERO | __GFP_RETRY_MAYFAIL | __GFP_NOWARN)

static struct page *make_page(unsigned int cpu, bool mapped)
{
	gfp_t gfp = RING_GFP | (mapped ? GFP_MAPPABLE : GFP_KERNEL_ACCOUNT);

	return alloc_pages_node(cpu_to_node(cpu), gfp, 0);
}

static void *map_twice(struct page **pages, unsigned int nr)
{
	struct page **twice = kvmalloc_array(nr, 2 * sizeof(*twice), GFP_KERNEL);
	void *data;

	if (!twice)
		return NULL;
	memcpy(twice, pages, nr * sizeof(*twice));
	memcpy(twice + nr, pages, nr * sizeof(*twice));
	data = vmap(twice, 2 * nr, VM_MAP, PAGE_KERNEL);
	kvfree(twice);
	return data;
}

static int make_data(struct ring *ring, bool mapped)
{
	unsigned int nr = ring->size / PAGE_SIZE, n;

	ring->pages = kvcalloc(nr, sizeof(*ring->pages), GFP_KERNEL_ACCOUNT);
	if (!ring->pages)
		return -ENOMEM;
	for (n = 0; n < nr; n++) {
		ring->pages[n] = make_page(ring->cpu, mapped);
		if (!ring->pages[n])
			return -ENOMEM;
	}
	ring->data = map_twice(ring->pages, nr);
	return ring->data ? 0 : -ENOMEM;
}

static int make_shared_pages(struct ring *ring)
{
	ring->state_page = make_page(ring->cpu, true);
	ring->control_page = make_page(ring->cpu, true);
	if (!ring->state_page || !ring->control_page)
		return -ENOMEM;
	ring->state = page_address(ring->state_page);
	ring->control = page_address(ring->control_page);
	return 0;
}

/**
 * ring_init() - allocate the memory of a ring
 * @ring: all 0; to be given to ring_destroy() when this succeeded
 * @cpu: whose ring it is
 * @size: bytes, a power of two and a multiple of the page size
 * @mapped: user space may map it
 *
 * Return: 0 or -ENOMEM.
 */
int ring_init(struct ring *ring, unsigned int cpu, size_t size, bool mapped)
{
	int err;

	ring->cpu = cpu;
	ring->size = size;
	ring->state = &ring->own_state;
	ring->control = &ring->own_control;
	err = make_data(ring, mapped);
	if (!err && mapped)
		err = make_shared_pages(ring);
	if (!err)
		return 0;
	ring_destroy(ring);
	memset(ring, 0, sizeof(*ring));
	return err;
}

/**
 * ring_destroy() - give back what ring_init() took
 * @ring: of which no hit and no reader knows any longer; or all 0
 */
void ring_destroy(struct ring *ring)
{
	unsigned int nr = ring->size / PAGE_SIZE;

	if (ring->data)
		vunmap(ring->data);
	while (ring->pages && nr--)
		if (ring->pages[nr])
			__free_page(ring->pages[nr]);
	kvfree(ring->pages);
	if (ring->state_page)
		__free_page(ring->state_page);
	if (ring->control_page)
		__free_page(ring->control_page);
}

static size_t records_size(const struct rings *rings)
{
	return PAGE_SIZE + 2 * rings->shape.size;
}

/**
 * rings_describe() - where the rings are mapped
 * @rings: of a session
 * @info: the result
 */
void rings_describe(const struct rings *rings, struct uprobecap_info *info)
{
	info->nr_rings = nr_cpu_ids;
	info->ring_size = rings->shape.size;
	if (!rings->shape.mapped)
		return;
	info->control_size = PAGE_SIZE;
	info->records_size = records_size(rings);
	info->stride = PAGE_SIZE + records_size(rings);
}

static int map_records(struct ring *ring, struct vm_area_struct *vma)
{
	unsigned long address = vma->vm_start, nr = 1;
	unsigned int round;
	int err = vm_insert_pages(vma, address, &ring->state_page, &nr);

	address += PAGE_SIZE;
	for (round = 0; round < 2 && !err; round++) {
		nr = ring->size / PAGE_SIZE;
		err = vm_insert_pages(vma, address, ring->pages, &nr);
		address += ring->size;
	}
	return err;
}

/**
 * rings_map() - let user space see a part of a ring
 * @rings: of a session
 * @vma: where to; what it asks for is checked
 *
 * Context: the mmap_lock of the caller is held.
 *
 * Return: 0; -ENODEV when these rings are not to be mapped; -EINVAL for what is no part
 * of them; -ENXIO for the ring of a CPU that there cannot be; -EPERM to write what only
 * the module writes; -ENOMEM.
 */
int rings_map(struct rings *rings, struct vm_area_struct *vma)
{
	unsigned long size = vma->vm_end - vma->vm_start;
	u64 offset = (u64)vma->vm_pgoff << PAGE_SHIFT;
	u64 stride = PAGE_SIZE + records_size(rings);
	u64 cpu = div64_u64(offset, stride);
	bool is_control = offset == cpu * stride;
	struct ring *ring;

	if (!rings->shape.mapped)
		return -ENODEV;
	if (!(vma->vm_flags & VM_SHARED) || vma->vm_flags & VM_EXEC)
		return -EINVAL;
	if (size != (is_control ? PAGE_SIZE : records_size(rings)) ||
	    (!is_control && offset != cpu * stride + PAGE_SIZE))
		return -EINVAL;
	if (cpu >= nr_cpu_ids || !cpu_possible(cpu))
		return -ENXIO;
	if (!is_control && vma->vm_flags & VM_WRITE)
		return -EPERM;
	ring = per_cpu_ptr(rings->ring, cpu);
	/* Only who maps a ring reads it, for there is one reader: not what it forks. */
	vm_flags_set(vma, VM_DONTEXPAND | VM_DONTDUMP | VM_DONTCOPY);
	vm_flags_clear(vma, VM_MAYEXEC);
	if (is_control)
		return vm_insert_page(vma, vma->vm_start, ring->control_page);
	vm_flags_clear(vma, VM_MAYWRITE);
	return map_records(ring, vma);
}
