// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/uprobecap: open, read, poll, mmap, ioctl, release.
 */

#include <linux/capability.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>

#include "client.h"
#include "device.h"
#include "ioctl.h"
#include "listing.h"
#include "session.h"
#include "stream.h"

/* That of the module's parameters; NULL when there were none. Set before the device appears. */
static struct session *boot_session;

static int device_open(struct inode *inode, struct file *file)
{
	if (!perfmon_capable())
		return -EACCES;
	file->private_data = client_create();
	if (!file->private_data)
		return -ENOMEM;
	return stream_open(inode, file);
}

static void unlock_stream(struct stream *stream)
{
	mutex_unlock(&stream->session->lock);
}

static ssize_t device_read(struct file *file, char __user *to, size_t size, loff_t *pos)
{
	struct client *client = file->private_data;
	/* It before what it lists. Pairs with the ioctl that has made it. */
	struct listing *listing = smp_load_acquire(&client->listing);
	struct stream *stream;
	ssize_t got;
	bool more;
	int err;

	if (listing)
		return listing_read(listing, to, size);
	for (;;) {
		stream = client_stream(client, boot_session);
		if (IS_ERR(stream))
			return PTR_ERR(stream);
		got = stream_read(stream, to, size);
		/* Asked also by who does not wait: a poll for edges (EPOLLET) relies on it. */
		more = got || !size || stream_ready(stream);
		unlock_stream(stream);
		if (got || !size)
			return got;
		if (more && !READ_ONCE(client->mapped))
			continue;
		if (file->f_flags & O_NONBLOCK || READ_ONCE(client->mapped))
			return -EAGAIN;
		err = stream_wait(stream);
		if (err)
			return err;
	}
}

static __poll_t device_poll(struct file *file, struct poll_table_struct *wait)
{
	struct client *client = file->private_data;
	struct stream *stream;
	__poll_t mask = 0;

	if (READ_ONCE(client->listing))
		return EPOLLIN | EPOLLRDNORM;
	stream = client_stream(client, boot_session);
	if (IS_ERR(stream))
		return EPOLLERR;
	poll_wait(file, &stream->session->rings.wait, wait);
	if (stream_ready(stream))
		mask = EPOLLIN | EPOLLRDNORM;
	unlock_stream(stream);
	return mask;
}

static long device_ioctl(struct file *file, unsigned int command, unsigned long argument)
{
	return ioctl_handle(file->private_data, command, (void __user *)argument);
}

static int device_mmap(struct file *file, struct vm_area_struct *vma)
{
	return client_map(file->private_data, vma);
}

static int device_release(struct inode *inode, struct file *file)
{
	client_destroy(file->private_data);
	return 0;
}

static const struct file_operations device_operations = {
	.owner = THIS_MODULE,
	.open = device_open,
	.read = device_read,
	.poll = device_poll,
	.mmap = device_mmap,
	.unlocked_ioctl = device_ioctl,
	.compat_ioctl = device_ioctl,
	.release = device_release,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "uprobecap",
	.fops = &device_operations,
	.mode = 0600,
};

/**
 * device_appear() - let /dev/uprobecap appear
 * @session: the boot session, or NULL
 *
 * Return: 0 or an errno.
 */
int device_appear(struct session *session)
{
	boot_session = session;
	return misc_register(&device);
}

/**
 * device_vanish() - let /dev/uprobecap go; nobody has it open
 */
void device_vanish(void)
{
	misc_deregister(&device);
}
