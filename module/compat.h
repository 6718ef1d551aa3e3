/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between kernels. The module is written against the newest one;
 * here older ones are made to look like it. No other file asks for a version.
 */
#ifndef UPROBECAP_COMPAT_H
#define UPROBECAP_COMPAT_H

#include <linux/err.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/uprobes.h>
#include <linux/version.h>

/*
 * Since 6.13 the callbacks get a cookie, the same one at entry and return.
 *
 * DEFINE_UPROBE_CALLBACKS() makes, out of callbacks of that shape, those that
 * the kernel calls; uprobe_handler() and uprobe_ret_handler() name them.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
#define DEFINE_UPROBE_CALLBACKS(entry, ret)
#define uprobe_handler(entry)	(entry)
#define uprobe_ret_handler(ret) (ret)
#else
#define DEFINE_UPROBE_CALLBACKS(entry, ret)                                         \
	static int entry##_compat(struct uprobe_consumer *uc, struct pt_regs *regs) \
	{                                                                           \
		return entry(uc, regs, NULL);                                       \
	}                                                                           \
	static int ret##_compat(struct uprobe_consumer *uc, unsigned long func,     \
				struct pt_regs *regs)                               \
	{                                                                           \
		return ret(uc, func, regs, NULL);                                   \
	}

#define uprobe_handler(entry)	(entry##_compat)
#define uprobe_ret_handler(ret) (ret##_compat)
#endif

/*
 * Since 6.13 a handler may say that it does not want this hit's return. Before, the
 * return callback finds nothing that waits for it.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
#define UPROBE_HANDLER_IGNORE 0
#endif

/* Until 6.11 the filter was told what it is asked for, too. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#define DEFINE_UPROBE_FILTER(wants)
#define uprobe_filter(wants) (wants)
#else
#define DEFINE_UPROBE_FILTER(wants)                                                        \
	static bool wants##_compat(struct uprobe_consumer *uc, enum uprobe_filter_ctx why, \
				   struct mm_struct *mm)                                   \
	{                                                                                  \
		return wants(uc, mm);                                                      \
	}
#define uprobe_filter(wants) (wants##_compat)
#endif

/* Since 6.16 the tracepoint of an exit says whether the task was the last of its process. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 16, 0)
#define DEFINE_EXIT_TRACER(tracer)                                                      \
	static void tracer##_compat(void *data, struct task_struct *task, bool is_last) \
	{                                                                               \
		tracer(data, task);                                                     \
	}
#define exit_tracer(tracer) (tracer##_compat)
#else
#define DEFINE_EXIT_TRACER(tracer)
#define exit_tracer(tracer) (tracer)
#endif

/*
 * Until 6.11 a registration was known by its inode and offset, and
 * unregistering waited for the callbacks itself. Since 6.12 there is a handle,
 * and one uprobe_unregister_sync() waits for any number of unregistrations.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
struct compat_uprobe {
	struct inode *inode;
	loff_t offset;
};

static inline struct compat_uprobe *compat_uprobe_register(struct inode *inode, loff_t offset,
							   loff_t ref_ctr_offset,
							   struct uprobe_consumer *uc)
{
	struct compat_uprobe *handle = kmalloc(sizeof(*handle), GFP_KERNEL);
	int err;

	if (!handle)
		return ERR_PTR(-ENOMEM);
	handle->inode = inode;
	handle->offset = offset;
	err = uprobe_register_refctr(inode, offset, ref_ctr_offset, uc);
	if (err) {
		kfree(handle);
		return ERR_PTR(err);
	}
	return handle;
}

static inline void compat_uprobe_unregister_nosync(struct compat_uprobe *handle,
						   struct uprobe_consumer *uc)
{
	uprobe_unregister(handle->inode, handle->offset, uc);
	kfree(handle);
}

#define uprobe			 compat_uprobe
#define uprobe_register		 compat_uprobe_register
#define uprobe_unregister_nosync compat_uprobe_unregister_nosync
#define uprobe_unregister_sync() \
	do {                     \
	} while (0)
#endif

/*
 * Since 6.5 it has to be asked for; before, there is no other way, and the mappings were told,
 * too.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 5, 0)
#define FOLL_HONOR_NUMA_FAULT		       0
#define get_user_pages(start, nr, flags, page) get_user_pages(start, nr, flags, page, NULL)
#endif

/* Until 5.16 only FUSE itself knew it. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 17, 0)
#define FUSE_SUPER_MAGIC 0x65735546
#else
#include <linux/magic.h>
#endif

/* Until 5.13 everybody wrote to it directly. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 14, 0)
#define task_state(task) READ_ONCE((task)->state)
#else
#define task_state(task) READ_ONCE((task)->__state)
#endif

/* Moved in 6.12. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

/* Renamed in 6.2. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
#define timer_delete_sync del_timer_sync
#endif

/* Until 5.10 a page that is accounted has a type, and pages with one are not mapped. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 11, 0)
#define GFP_MAPPABLE GFP_KERNEL
#else
#define GFP_MAPPABLE GFP_KERNEL_ACCOUNT
#endif

/* Until 6.2 whoever had the mmap_lock changed them by himself. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
#define vm_flags_set(vma, flags)   ((vma)->vm_flags |= (flags))
#define vm_flags_clear(vma, flags) ((vma)->vm_flags &= ~(flags))
#endif

#endif /* UPROBECAP_COMPAT_H */
