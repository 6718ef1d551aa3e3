// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a session shall be: the values of CONFIG, checked, and a session made of them.
 */

#include <linux/cred.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/uaccess.h>
#include <linux/uidgid.h>

#include "client.h"
#include "config.h"
#include "follow.h"
#include "session.h"

static int config_pids(struct scope *scope, const struct uprobecap_config *config)
{
	const u32 __user *pids = u64_to_user_ptr(config->pids);
	bool children = config->flags & UPROBECAP_FOLLOW;
	unsigned int n;
	u32 number;
	int err;

	if (!config->nr_pids)
		return children ? -EINVAL : 0;
	err = follow_begin(scope, children);
	for (n = 0; n < config->nr_pids && !err; n++)
		err = get_user(number, &pids[n]) ? -EFAULT : follow_process(scope, number);
	return err;
}

static int config_uids(struct scope *scope, const struct uprobecap_config *config)
{
	const u32 __user *uids = u64_to_user_ptr(config->uids);
	unsigned int n;
	u32 number;
	kuid_t uid;

	for (n = 0; n < config->nr_uids; n++) {
		if (get_user(number, &uids[n]))
			return -EFAULT;
		uid = make_kuid(current_user_ns(), number);
		if (!uid_valid(uid))
			return -EINVAL;
		scope_add_uid(scope, __kuid_val(uid));
	}
	return 0;
}

static int config_scope(struct scope *scope, const struct uprobecap_config *config)
{
	int err = config_pids(scope, config);

	if (!err)
		err = config_uids(scope, config);
	if (!err && config->flags & UPROBECAP_CGROUP)
		err = scope_set_cgroup(scope, config->cgroup_fd);
	if (!err && config->comm[0])
		scope_set_comm(scope, config->comm);
	return err;
}

static int check_config(struct uprobecap_config *config)
{
	if (!config->ring_kb)
		config->ring_kb = UPROBECAP_RING_KB_DEFAULT;
	if (!config->calls)
		config->calls = UPROBECAP_CALLS_DEFAULT;
	if (config->calls < UPROBECAP_CALLS_MIN || config->calls > UPROBECAP_CALLS_MAX ||
	    !is_power_of_2(config->calls))
		return -EINVAL;
	if (config->nr_pids > UPROBECAP_FILTER_MAX || config->nr_uids > UPROBECAP_FILTER_MAX)
		return -E2BIG;
	if (config->timeout_ms > UPROBECAP_TIMEOUT_MS_MAX)
		return -E2BIG;
	if (config->reserved || config->comm[UPROBECAP_COMM_SIZE - 1])
		return -EINVAL;
	return 0;
}

static int config_shape(struct rings_shape *shape, const struct uprobecap_config *config)
{
	if (!rings_shape(shape, config->ring_kb) || config->watermark > shape->size)
		return -EINVAL;
	if (config->watermark)
		shape->watermark = config->watermark;
	if (config->timeout_ms)
		shape->timeout_ms = config->timeout_ms;
	shape->mapped = config->flags & UPROBECAP_MAPPED;
	shape->overwrites = config->flags & UPROBECAP_OVERWRITE;
	return shape->mapped && shape->overwrites ? -EINVAL : 0;
}

/**
 * config_apply() - give a client a session of its own
 * @client: whose lock is held
 * @config: from user space, its flags checked
 *
 * Return: 0 or an errno, as uapi/uprobecap.h has them for CONFIG.
 */
int config_apply(struct client *client, struct uprobecap_config *config)
{
	struct rings_shape shape;
	struct session *session;
	int err = check_config(config);

	if (!err)
		err = config_shape(&shape, config);
	if (!err)
		err = client_own(client, &shape);
	if (err)
		return err;
	session = client->session;
	session->count_only = config->flags & UPROBECAP_COUNT_ONLY;
	session->nofault = config->flags & UPROBECAP_NOFAULT;
	session->nr_calls = config->calls;
	err = config_scope(&session->scope, config);
	if (err) {
		client_disown(client);
		return err;
	}
	session_appear(session, false);
	if (!shape.mapped)
		return 0;
	/* The rings before they can be mapped. Pairs with client_map(). */
	smp_store_release(&client->mapped, &session->rings);
	return 0;
}
