// SPDX-License-Identifier: GPL-2.0-only
/*
 * The floor of every tracer: a uprobe whose consumer does nothing.
 *
 *   insmod empty.ko filename=PATH offset=N type=p|r|both
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/namei.h>
#include <linux/string.h>

#include "compat.h"

static char *filename = "";
module_param(filename, charp, 0);
static unsigned long offset;
module_param(offset, ulong, 0);
static char *type = "p";
module_param(type, charp, 0);

static int on_entry(struct uprobe_consumer *uc, struct pt_regs *regs, __u64 *data)
{
	return 0;
}

static int on_return(struct uprobe_consumer *uc, unsigned long func, struct pt_regs *regs,
		     __u64 *data)
{
	return 0;
}

DEFINE_UPROBE_CALLBACKS(on_entry, on_return)

static struct uprobe_consumer consumer;
static struct uprobe *uprobe_handle;
static struct path target;

static int __init empty_init(void)
{
	int err;

	if (strcmp(type, "r"))
		consumer.handler = uprobe_handler(on_entry);
	if (strcmp(type, "p"))
		consumer.ret_handler = uprobe_ret_handler(on_return);
	err = kern_path(filename, LOOKUP_FOLLOW, &target);
	if (err)
		return err;
	uprobe_handle = uprobe_register(d_real_inode(target.dentry), offset, 0, &consumer);
	if (IS_ERR(uprobe_handle)) {
		path_put(&target);
		return PTR_ERR(uprobe_handle);
	}
	return 0;
}
module_init(empty_init);

static void __exit empty_exit(void)
{
	uprobe_unregister_nosync(uprobe_handle, &consumer);
	uprobe_unregister_sync();
	path_put(&target);
}
module_exit(empty_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("A uprobe consumer that does nothing");
