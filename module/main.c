// SPDX-License-Identifier: GPL-2.0-only
/*
 * Load and unload. The parameters make the boot session.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "device.h"
#include "follow.h"
#include "plan.h"
#include "refusal.h"
#include "session.h"
#include "target.h"

/*
 * The kernel's own string parameters end at 1024 characters and its numbers
 * give no reason when they refuse one; so texts of any length are taken here,
 * and read below.
 */
static int set_text(const char *value, const struct kernel_param *param)
{
	char *text = kstrdup(value, GFP_KERNEL);

	if (!text)
		return -ENOMEM;
	kfree(*(char **)param->arg);
	*(char **)param->arg = text;
	return 0;
}

static int get_text(char *buffer, const struct kernel_param *param)
{
	const char *text = *(char **)param->arg;

	return scnprintf(buffer, PAGE_SIZE, "%s\n", text ? text : "");
}

static void free_text(void *arg)
{
	kfree(*(char **)arg);
}

static const struct kernel_param_ops text_ops = {
	.set = set_text,
	.get = get_text,
	.free = free_text,
};

#define TEXT_PARAMETER(name, description)              \
	static char *name;                             \
	module_param_cb(name, &text_ops, &name, 0444); \
	__MODULE_PARM_TYPE(name, "charp");             \
	MODULE_PARM_DESC(name, description)

TEXT_PARAMETER(filename, "program or library to probe");
TEXT_PARAMETER(offset, "of the instruction in the file, decimal or 0x");
TEXT_PARAMETER(ref_ctr_offset, "of a reference counter (USDT semaphore) in the file");
TEXT_PARAMETER(type,
	       "p: entry, r: return, both (default), c: call, entry and return in one record");
TEXT_PARAMETER(args, "fields of the entry (default: arg1=$arg1 .. arg6=$arg6)");
TEXT_PARAMETER(retargs, "fields of the return (default: retval=$retval)");
TEXT_PARAMETER(comm, "capture only threads of this name");
TEXT_PARAMETER(ring_kb, "KiB of the ring of each CPU, a power of two (default 256)");

static int pid[UPROBECAP_FILTER_MAX];
static unsigned int nr_pids;
module_param_array(pid, int, &nr_pids, 0444);
MODULE_PARM_DESC(pid, "capture only these processes");

static uint uid[UPROBECAP_FILTER_MAX];
static unsigned int nr_uids;
module_param_array(uid, uint, &nr_uids, 0444);
MODULE_PARM_DESC(uid, "capture only these users");

/* What args= is without it. */
#define ARGUMENTS "arg1=$arg1 arg2=$arg2 arg3=$arg3 arg4=$arg4 arg5=$arg5 arg6=$arg6"

static struct session *boot_session;

/* Why the module is not loaded; too large for the stack. */
static char reason[UPROBECAP_ERROR_MAX];
static struct refusal refusal = { .text = reason };

/* Return: @err. */
static int say(int err)
{
	if (err && reason[0])
		pr_err("%s\n", reason);
	return err;
}

static int parse_number(const char *name, const char *text, u64 *number)
{
	int err = kstrtoull(text, 0, number);

	if (!err && *number <= LLONG_MAX)
		return 0;
	if (text[0] == '-')
		pr_err("%s=%s is negative: an offset counts bytes from the start of the file; give it as in 0x3f6a0\n",
		       name, text);
	else if (!err || err == -ERANGE)
		pr_err("%s=%s is larger than any file: give a number below 2^63\n", name, text);
	else
		pr_err("%s=%s is not a number: give it in decimal, or in hex with 0x, as in 0x3f6a0\n",
		       name, text);
	return err ? err : -ERANGE;
}

static int parse_rings(struct rings_shape *shape)
{
	unsigned long kb = UPROBECAP_RING_KB_DEFAULT;
	int err = ring_kb ? kstrtoul(ring_kb, 0, &kb) : 0;

	if (!err && rings_shape(shape, kb))
		return 0;
	pr_err("ring_kb=%s is no size for a ring: give a power of two from %u to %u (KiB for each CPU)\n",
	       ring_kb, UPROBECAP_RING_KB_MIN, UPROBECAP_RING_KB_MAX);
	return err ? err : -EINVAL;
}

static int parse_comm(void)
{
	if (!comm || (*comm && strlen(comm) < UPROBECAP_COMM_SIZE))
		return 0;
	pr_err("comm=%s can match no thread: names have 1 to %u bytes; give the name as ps -L -o comm shows it\n",
	       comm, UPROBECAP_COMM_SIZE - 1);
	return -EINVAL;
}

static int set_processes(struct scope *scope)
{
	int err = follow_begin(scope, false);
	unsigned int n;

	if (err == -EOPNOTSUPP)
		pr_err("pid= needs a kernel with tracepoints, to know when a process exits: leave it out\n");
	for (n = 0; n < nr_pids && !err; n++) {
		if (!follow_process(scope, pid[n]))
			continue;
		pr_err("pid=%d is no process that runs: see ps -e for those that do\n", pid[n]);
		/* Of ESRCH, insmod says that a symbol has the wrong version. */
		err = -EINVAL;
	}
	return err;
}

static int set_scope(struct scope *scope)
{
	int err = nr_pids ? set_processes(scope) : 0;
	unsigned int n;

	for (n = 0; n < nr_uids; n++)
		scope_add_uid(scope, uid[n]);
	if (comm)
		scope_set_comm(scope, comm);
	return err;
}

/**
 * struct wanted - which probes type= asks for
 * @entry: type p
 * @ret: type r
 * @call: type c
 */
struct wanted {
	bool entry;
	bool ret;
	bool call;
};

static int parse_type(struct wanted *wanted)
{
	wanted->call = type && !strcmp(type, "c");
	wanted->entry = !type || !strcmp(type, "p") || !strcmp(type, "both");
	wanted->ret = !type || !strcmp(type, "r") || !strcmp(type, "both");
	if (!wanted->entry && !wanted->ret && !wanted->call) {
		pr_err("type=%s is unknown: give p (entry), r (return), both, or c (call)\n", type);
		return -EINVAL;
	}
	if ((args && !wanted->entry && !wanted->call) ||
	    (retargs && !wanted->ret && !wanted->call)) {
		pr_err("%s has no meaning with type=%s: it would not be read; leave one of the two out\n",
		       wanted->entry ? "retargs" : "args", type);
		return -EINVAL;
	}
	return 0;
}

/* Where a probe goes, and into what. */
struct place {
	struct session *session;
	struct target *target;
	struct site site;
};

/* @parameter: where the text comes from, behind @prefix. */
static int add_probe(const struct place *place, const char *parameter, const char *prefix,
		     const char *fields, const char *suffix)
{
	char *text = kasprintf(GFP_KERNEL, "%s %s%s", prefix, fields, suffix);
	struct plan *plan;
	int err;

	if (!text)
		return -ENOMEM;
	plan = plan_create(text, place->session->nr_calls, &refusal);
	kfree(text);
	if (IS_ERR(plan)) {
		if (refusal.column)
			pr_err("%s, column %zu: %s; see the probe language in uprobecap(4)\n",
			       parameter, refusal.column - strlen(prefix) - 1, reason);
		return PTR_ERR(plan);
	}
	err = session_add(place->session, place->target, plan, &place->site, 1);
	plan_put(plan);
	return err;
}

static int add_call(const struct place *place)
{
	const char *at_entry = args ? args : ARGUMENTS;
	const char *at_return = retargs ? retargs : "retval=$retval";
	char *suffix = kasprintf(GFP_KERNEL, " -> %s", at_return);
	int err;

	if (!suffix)
		return -ENOMEM;
	err = add_probe(place, "args -> retargs", "c", at_entry, suffix);
	kfree(suffix);
	return err;
}

static int add_probes(struct session *session, struct target *target)
{
	struct place place = { .session = session, .target = target };
	struct wanted wanted;
	int err;

	err = parse_type(&wanted);
	if (!err)
		err = parse_number("offset", offset, &place.site.offset);
	if (!err && ref_ctr_offset)
		err = parse_number("ref_ctr_offset", ref_ctr_offset, &place.site.ref_ctr_offset);
	if (err)
		return err;
	err = target_check_site(target, place.site.offset, place.site.ref_ctr_offset, &refusal);
	if (err)
		return say(err);
	if (wanted.call)
		return add_call(&place);
	if (wanted.entry)
		err = add_probe(&place, "args", "p", args ? args : ARGUMENTS, "");
	if (!err && wanted.ret)
		err = add_probe(&place, "retargs", "r", retargs ? retargs : "retval=$retval", "");
	return err;
}

static int arm(struct session *session)
{
	u32 failed;

	return say(session_arm(session, 1, 0, &failed, &refusal));
}

static struct session *make_session(struct target *target, const struct rings_shape *shape)
{
	struct session *session = session_create(shape);
	int err;

	if (IS_ERR(session)) {
		pr_err("ring_kb=%zu is more memory than there is, for each CPU: give less\n",
		       shape->size / 1024);
		return session;
	}
	err = set_scope(&session->scope);
	/* Armed last: a hit may wait for its pages, and then so would a way out. */
	if (!err)
		err = add_probes(session, target);
	if (!err)
		err = arm(session);
	if (!err) {
		session_appear(session, true);
		return session;
	}
	session_destroy(session);
	return ERR_PTR(err);
}

/* Return: the session of the parameters; NULL when there are none; an ERR_PTR. */
static struct session *arm_boot_session(void)
{
	struct rings_shape shape;
	struct session *session;
	struct target *target;
	int err;

	err = parse_rings(&shape);
	if (!err)
		err = parse_comm();
	if (err)
		return ERR_PTR(err);
	if (!filename && (offset || ref_ctr_offset || type || args || retargs)) {
		pr_err("a probe without filename= has no file to go into: add filename=/path/of/program\n");
		return ERR_PTR(-EINVAL);
	}
	if (!filename)
		return NULL;
	if (!offset) {
		pr_err("filename=%s without offset= has no place to probe: add offset=0x... (uprobecap offset %s:FUNCTION)\n",
		       filename, filename);
		return ERR_PTR(-EINVAL);
	}
	target = target_open(filename, &refusal);
	if (IS_ERR(target))
		return ERR_PTR(say(PTR_ERR(target)));
	session = make_session(target, &shape);
	target_put(target);
	return session;
}

static int __init uprobecap_init(void)
{
	int err = sessions_init();

	if (err)
		return err;
	boot_session = arm_boot_session();
	if (IS_ERR(boot_session)) {
		err = PTR_ERR(boot_session);
		goto exit_sessions;
	}
	err = device_appear(boot_session);
	if (err) {
		pr_err("the device cannot be made: error %d; is there a device or a module of the same name?\n",
		       err);
		goto destroy_session;
	}
	if (boot_session)
		pr_info("armed %u probe(s) at %s:%s\n", boot_session->nr_probes, filename, offset);
	else
		pr_info("loaded without filename=, nothing is armed\n");
	return 0;

destroy_session:
	if (boot_session)
		session_destroy(boot_session);
exit_sessions:
	sessions_exit();
	pr_err("not loaded, nothing is armed: error %d\n", err);
	return err;
}

static void __exit uprobecap_exit(void)
{
	device_vanish();
	if (boot_session)
		session_destroy(boot_session);
	sessions_exit();
}

module_init(uprobecap_init);
module_exit(uprobecap_exit);

MODULE_DESCRIPTION("Captures calls of user-space functions with uprobes");
MODULE_AUTHOR("The uprobecap developers");
MODULE_LICENSE("GPL");
MODULE_VERSION(UPROBECAP_MODULE_VERSION);
