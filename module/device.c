// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/uprobecap: open, read, poll, release.
 */

#include <linux/capability.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>

#include "device.h"
#include "session.h"
#include "stream.h"

/* That of the module's parameters; NULL when there were none. Set before the device appears. */
static struct session *boot_session;

static int device_open(struct inode *inode, struct file *file)
{
	if (!perfmon_capable())
		return -EACCES;
	/* The first read or poll makes the stream; until then there is none. */
	file->private_data = NULL;
	return stream_open(inode, file);
}

/*
 * Makes the file the reader of the boot session, if it is not yet.
 * Return: the stream with its session's read_lock held, or an ERR_PTR.
 */
static struct stream *lock_stream(struct file *file)
{
	struct session *session = boot_session;

	if (!session)
		return ERR_PTR(-ENODATA);
	if (!session_claim(session, file))
		return ERR_PTR(-EBUSY);
	if (mutex_lock_killable(&session->read_lock))
		return ERR_PTR(-ERESTARTSYS);
	if (!file->private_data) {
		struct stream *stream = stream_create(session);

		if (IS_ERR(stream)) {
			mutex_unlock(&session->read_lock);
			return stream;
		}
		file->private_data = stream;
	}
	return file->private_data;
}

static void unlock_stream(struct stream *stream)
{
	mutex_unlock(&stream->session->read_lock);
}

static ssize_t device_read(struct file *file, char __user *to, size_t size, loff_t *pos)
{
	struct stream *stream;
	ssize_t got;
	int err;

	for (;;) {
		stream = lock_stream(file);
		if (IS_ERR(stream))
			return PTR_ERR(stream);
		got = stream_read(stream, to, size);
		unlock_stream(stream);
		if (got || !size)
			return got;
		/* Asked also by who does not wait: a poll for edges (EPOLLET) relies on it. */
		if (stream_ready(stream))
			continue;
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		err = wait_event_interruptible(stream->session->rings.wait, stream_ready(stream));
		if (err)
			return err;
	}
}

static __poll_t device_poll(struct file *file, struct poll_table_struct *wait)
{
	struct stream *stream = lock_stream(file);
	__poll_t mask = 0;

	if (IS_ERR(stream))
		return EPOLLERR;
	poll_wait(file, &stream->session->rings.wait, wait);
	if (stream_ready(stream))
		mask = EPOLLIN | EPOLLRDNORM;
	unlock_stream(stream);
	return mask;
}

static int device_release(struct inode *inode, struct file *file)
{
	stream_destroy(file->private_data);
	if (boot_session)
		session_release(boot_session, file);
	return 0;
}

static const struct file_operations device_operations = {
	.owner = THIS_MODULE,
	.open = device_open,
	.read = device_read,
	.poll = device_poll,
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
