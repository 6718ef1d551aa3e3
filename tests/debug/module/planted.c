// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module with mistakes, one for each detector of the kernels debug and race:
 *
 *   insmod planted.ko mistake=NAME
 *
 * makes the mistake and then refuses to be loaded.
 */
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/vmalloc.h>

static char *mistake = "none";
module_param(mistake, charp, 0);

static DEFINE_SPINLOCK(first);
static DEFINE_SPINLOCK(second);
static int table[4];
static long counted;
static void __rcu *published;

/* What the compiler must not know. */
static volatile unsigned int four = 4, thirty_two = 32;

static void read_freed(void)
{
	char *freed = kmalloc(32, GFP_KERNEL);

	if (!freed)
		return;
	OPTIMIZER_HIDE_VAR(freed);
	kfree(freed);
	READ_ONCE(*freed);
}

static void read_behind_vmalloc(void)
{
	char *area = vmalloc(100);

	if (!area)
		return;
	OPTIMIZER_HIDE_VAR(area);
	READ_ONCE(area[100]);
	vfree(area);
}

/* An address that still lies about somewhere hides its leak; of several, some are seen. */
static void leak(void)
{
	int n;

	for (n = 0; n < 16; n++) {
		char *lost = kmalloc(1000, GFP_KERNEL);

		OPTIMIZER_HIDE_VAR(lost);
	}
}

static void lock_both_ways(void)
{
	spin_lock(&first);
	spin_lock(&second);
	spin_unlock(&second);
	spin_unlock(&first);

	spin_lock(&second);
	spin_lock(&first);
	spin_unlock(&first);
	spin_unlock(&second);
}

static void dereference_unprotected(void)
{
	void *pointer = rcu_dereference(published);

	OPTIMIZER_HIDE_VAR(pointer);
}

static void sleep_under_lock(void)
{
	spin_lock(&first);
	kfree(kmalloc(32, GFP_KERNEL));
	spin_unlock(&first);
}

static void ask_for_cpu(void)
{
	unsigned int cpu = smp_processor_id();

	OPTIMIZER_HIDE_VAR(cpu);
}

static void never(struct timer_list *timer)
{
}

static void free_running_timer(void)
{
	struct timer_list *timer = kmalloc(sizeof(*timer), GFP_KERNEL);

	if (!timer)
		return;
	timer_setup(timer, never, 0);
	mod_timer(timer, jiffies + 1000 * HZ);
	kfree(timer);
}

static void shift_too_far(void)
{
	int shifted = 1 << thirty_two;

	OPTIMIZER_HIDE_VAR(shifted);
}

static void index_too_far(void)
{
	int value = table[four];

	OPTIMIZER_HIDE_VAR(value);
}

static int count_until_stopped(void *unused)
{
	while (!kthread_should_stop())
		counted++;
	return 0;
}

static void count_twice(void)
{
	struct task_struct *other = kthread_run(count_until_stopped, NULL, "planted");
	unsigned long end = jiffies + 2 * HZ;

	if (IS_ERR(other))
		return;
	while (time_before(jiffies, end))
		counted++;
	kthread_stop(other);
}

static const struct {
	const char *name;
	void (*make)(void);
} mistakes[] = {
	{ "freed", read_freed },
	{ "vmalloc", read_behind_vmalloc },
	{ "leak", leak },
	{ "locks", lock_both_ways },
	{ "rcu", dereference_unprotected },
	{ "sleep", sleep_under_lock },
	{ "preempt", ask_for_cpu },
	{ "timer", free_running_timer },
	{ "shift", shift_too_far },
	{ "index", index_too_far },
	{ "race", count_twice },
};

static int __init planted_init(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(mistakes); i++) {
		if (strcmp(mistakes[i].name, mistake))
			continue;
		pr_info("planted: mistake=%s\n", mistake);
		mistakes[i].make();
		return -ECANCELED;
	}
	return -EINVAL;
}
module_init(planted_init);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Mistakes for kernels to find");
