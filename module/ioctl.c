// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a program asks of its session. uapi/uprobecap.h says what each ioctl does.
 */

#include <linux/capability.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "add.h"
#include "client.h"
#include "config.h"
#include "ioctl.h"
#include "listing.h"
#include "probe.h"
#include "record.h"
#include "refusal.h"
#include "ring_memory.h"
#include "session.h"

#define CONFIG_FLAGS                                                                      \
	(UPROBECAP_COUNT_ONLY | UPROBECAP_NOFAULT | UPROBECAP_FOLLOW | UPROBECAP_CGROUP | \
	 UPROBECAP_MAPPED | UPROBECAP_OVERWRITE)

/* Every struct begins with these. */
struct preamble {
	u32 size;
	u32 flags;
};

/* Takes a struct that may be of an older or a newer program. */
static int take(void *to, size_t size, const void __user *from, u32 flags)
{
	struct preamble *preamble = to;
	u32 given;
	int err;

	if (get_user(given, (const u32 __user *)from))
		return -EFAULT;
	if (given < sizeof(*preamble))
		return -EINVAL;
	if (given > PAGE_SIZE)
		return -E2BIG;
	err = copy_struct_from_user(to, size, from, given);
	if (err)
		return err;
	preamble->size = given;
	return preamble->flags & ~flags ? -EINVAL : 0;
}

/* Gives it back, as much of it as the program knows. */
static int give(void __user *to, const void *from, size_t size)
{
	const struct preamble *preamble = from;

	return copy_to_user(to, from, min_t(size_t, size, preamble->size)) ? -EFAULT : 0;
}

static long do_config(struct client *client, void __user *argument)
{
	struct uprobecap_config config;
	int err = take(&config, sizeof(config), argument, CONFIG_FLAGS);

	return err ? err : config_apply(client, &config);
}

static int remove_probes(struct session *session, u32 first, u32 nr)
{
	int err;

	if (mutex_lock_killable(&session->lock))
		return -ERESTARTSYS;
	err = session_remove(session, first, nr);
	mutex_unlock(&session->lock);
	return err;
}

static long do_add(struct client *client, void __user *argument)
{
	struct uprobecap_config usual = {};
	struct uprobecap_add add;
	struct refusal refusal = { .text = add.error };
	bool is_first = !client->owns;
	int err = take(&add, sizeof(add), argument, 0);

	if (err)
		return err;
	if (is_first) {
		err = config_apply(client, &usual);
		if (err)
			return err;
	}
	add.id = 0;
	add.error_site = 0;
	memset(add.error, 0, sizeof(add.error));
	err = add_apply(client->session, &add, &refusal);
	add.error_column = refusal.column;
	if (give(argument, &add, sizeof(add))) {
		/* Nobody knows their numbers. */
		if (!err)
			remove_probes(client->session, add.id, add.nr);
		err = -EFAULT;
	}
	/* As if it had not been asked for: the program may say CONFIG yet. */
	if (err && is_first)
		client_disown(client);
	return err;
}

static long do_range(struct client *client, unsigned int number, void __user *argument)
{
	struct session *session = client->session;
	struct uprobecap_range range;
	struct refusal refusal = { .text = range.error };
	int err = take(&range, sizeof(range), argument, 0);

	if (err)
		return err;
	if (!client->owns || range.reserved)
		return client->owns ? -EINVAL : -ENOENT;
	range.error_id = 0;
	memset(range.error, 0, sizeof(range.error));
	if (number == _IOC_NR(UPROBECAP_ENABLE))
		err = session_arm(session, range.id, range.nr, &range.error_id, &refusal);
	else if (number == _IOC_NR(UPROBECAP_DISABLE))
		err = session_disarm(session, range.id, range.nr);
	else
		err = remove_probes(session, range.id, range.nr);
	if (!give(argument, &range, sizeof(range)))
		return err;
	/* For the caller it has failed, and then none of them is armed. */
	if (number == _IOC_NR(UPROBECAP_ENABLE))
		session_disarm(session, range.id, range.nr);
	return -EFAULT;
}

/* Return: how many were given, or an errno. */
static int give_ledgers(struct session *session, const struct uprobecap_ledgers *ledgers)
{
	struct uprobecap_ledger __user *to = u64_to_user_ptr(ledgers->ledgers);
	struct uprobecap_ledger record;
	struct probe *probe;
	u32 n = 0;

	session_sweep(session);
	list_for_each_entry(probe, &session->probes, link) {
		if (n == ledgers->nr)
			break;
		if (probe->id < ledgers->id)
			continue;
		fill_ledger(&record, probe);
		if (copy_to_user(&to[n++], &record, sizeof(record)))
			return -EFAULT;
	}
	return n;
}

static long do_ledgers(struct client *client, void __user *argument)
{
	struct uprobecap_ledgers ledgers;
	int err = take(&ledgers, sizeof(ledgers), argument, 0);

	if (err)
		return err;
	if (!client->session)
		return -ENOENT;
	if (mutex_lock_killable(&client->session->lock))
		return -ERESTARTSYS;
	err = give_ledgers(client->session, &ledgers);
	mutex_unlock(&client->session->lock);
	if (err < 0)
		return err;
	ledgers.nr = err;
	return give(argument, &ledgers, sizeof(ledgers));
}

static long do_list(struct client *client, void __user *argument)
{
	struct uprobecap_list list;
	struct listing *listing;
	int err = take(&list, sizeof(list), argument, 0);

	if (err)
		return err;
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (client->session || client->listing)
		return -EBUSY;
	listing = listing_create();
	if (IS_ERR(listing))
		return PTR_ERR(listing);
	/* What it lists before who reads it. Pairs with device_read(). */
	smp_store_release(&client->listing, listing);
	return 0;
}

static long do_info(struct client *client, void __user *argument)
{
	struct uprobecap_info info;
	int err = take(&info, sizeof(info), argument, 0);

	if (err)
		return err;
	if (!client->owns)
		return -ENOENT;
	info = (struct uprobecap_info){ .size = info.size, .version = UPROBECAP_VERSION };
	rings_describe(&client->session->rings, &info);
	return give(argument, &info, sizeof(info));
}

static long do_hold(struct client *client, void __user *argument)
{
	struct session *session = client->session;
	struct uprobecap_hold wish;
	int err = take(&wish, sizeof(wish), argument, 0);

	if (err)
		return err;
	if (!client->owns)
		return -ENOENT;
	if (!session->rings.shape.overwrites || wish.hold > 1 || wish.reserved)
		return -EINVAL;
	if (mutex_lock_killable(&session->lock))
		return -ERESTARTSYS;
	if (wish.hold && !session->rings.held) {
		rings_hold(&session->rings);
		/* They were told without the hits that are handed out now. */
		session_tell_again(session);
	} else if (!wish.hold && session->rings.held) {
		rings_release(&session->rings);
	}
	mutex_unlock(&session->lock);
	return 0;
}

static long handle_locked(struct client *client, unsigned int number, void __user *argument)
{
	switch (number) {
	case _IOC_NR(UPROBECAP_CONFIG):
		return do_config(client, argument);
	case _IOC_NR(UPROBECAP_ADD):
		return do_add(client, argument);
	case _IOC_NR(UPROBECAP_ENABLE):
	case _IOC_NR(UPROBECAP_DISABLE):
	case _IOC_NR(UPROBECAP_REMOVE):
		return do_range(client, number, argument);
	case _IOC_NR(UPROBECAP_LEDGERS):
		return do_ledgers(client, argument);
	case _IOC_NR(UPROBECAP_LIST):
		return do_list(client, argument);
	case _IOC_NR(UPROBECAP_INFO):
		return do_info(client, argument);
	case _IOC_NR(UPROBECAP_HOLD):
		return do_hold(client, argument);
	default:
		return -ENOTTY;
	}
}

/*
 * Who was handed the file may use what is in it. What is armed, everybody's programs
 * run into: that is for those who could open the device themselves, as perf_event_open(2)
 * has it.
 */
static bool arms(unsigned int number)
{
	return number == _IOC_NR(UPROBECAP_CONFIG) || number == _IOC_NR(UPROBECAP_ADD) ||
	       number == _IOC_NR(UPROBECAP_ENABLE);
}

/**
 * ioctl_handle() - do what an ioctl asks for
 * @client: the open file
 * @command: as user space gives it; the size in it is not looked at, the struct has one
 * @argument: address of the struct
 *
 * Return: 0 or an errno.
 */
long ioctl_handle(struct client *client, unsigned int command, void __user *argument)
{
	long result;

	if (_IOC_TYPE(command) != UPROBECAP_IOCTL)
		return -ENOTTY;
	if (arms(_IOC_NR(command)) && !perfmon_capable())
		return -EPERM;
	if (mutex_lock_killable(&client->lock))
		return -ERESTARTSYS;
	result = handle_locked(client, _IOC_NR(command), argument);
	mutex_unlock(&client->lock);
	return result;
}
