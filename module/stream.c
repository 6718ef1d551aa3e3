// SPDX-License-Identifier: GPL-2.0-only
/*
 * What one reader gets, in this order: a header, the definitions, then hits and
 * losses of all CPUs in the order of time, and, whenever it has caught up, the
 * ledger.
 */

#include <linux/err.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/wait.h>

#include "loss.h"
#include "probe.h"
#include "record.h"
#include "session.h"
#include "stream.h"

/* Every record that lies in a ring begins so. */
struct timed_record {
	struct uprobecap_record record;
	u64 time;
};

static int put_definitions(struct stream *stream, struct buffer *buffer)
{
	struct session *session = stream->session;
	struct probe *probe;

	if (stream->defined == session->last_id)
		return 0;
	list_for_each_entry(probe, &session->probes, link) {
		int err = probe->id > stream->defined ? put_definition(buffer, probe) : 0;

		if (err)
			return err;
		stream->defined = max(stream->defined, probe->id);
	}
	stream->defined = session->last_id;
	return 0;
}

static void look_at_rings(struct stream *stream)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		stream->published[cpu] =
			ring_published(per_cpu_ptr(stream->session->rings.ring, cpu));
}

/*
 * Return: the ring whose oldest record is the oldest of all, not younger than @now; or
 * NULL. Its records up to the time *until come before those of all other rings.
 */
static struct ring *oldest_ring(struct stream *stream, u64 now, u64 *until)
{
	struct ring *oldest = NULL;
	u64 first = now;
	unsigned int cpu;

	*until = now;
	for_each_possible_cpu(cpu) {
		struct ring *ring = per_cpu_ptr(stream->session->rings.ring, cpu);
		const struct timed_record *timed =
			(const void *)ring_oldest(ring, stream->published[cpu]);

		if (!timed || timed->time > *until)
			continue;
		if (oldest)
			*until = max(first, timed->time);
		if (!oldest || timed->time < first) {
			oldest = ring;
			first = timed->time;
		}
	}
	return oldest;
}

/* Bytes of the hits at the tail that are not younger than @until, at most @room. */
static size_t run_of_hits(struct ring *ring, u64 published, u64 until, size_t room)
{
	const u8 *start = (const u8 *)ring_oldest(ring, published);
	size_t end = published - ring->control->tail;
	size_t size = 0;

	while (size < end) {
		const struct timed_record *timed = (const void *)(start + size);

		if (timed->record.type == UPROBECAP_LOST || timed->time > until ||
		    timed->record.size > room - size)
			break;
		size += timed->record.size;
	}
	return size;
}

/* A record about losses, or one that is too large. */
static int put_oldest(struct ring *ring, const struct uprobecap_record *record,
		      struct buffer *buffer)
{
	if (!loss_is_told(ring, record)) {
		int err = put_record(buffer, record);

		if (err)
			return err;
		loss_note_told(ring, record);
	}
	ring_consume(ring, record->size);
	return 0;
}

static int put_hits(struct stream *stream, struct buffer *buffer)
{
	/*
	 * Looking at one ring after the other, one may see a hit and not the one
	 * before it, on a ring that was seen already. Whatever is younger than
	 * the beginning of the look therefore waits for the next one.
	 */
	u64 now = ktime_get_ns(), until;
	struct ring *ring;
	int err = 0;

	look_at_rings(stream);
	while (!err && (ring = oldest_ring(stream, now, &until))) {
		u64 published = stream->published[ring->cpu];
		const struct uprobecap_record *record = ring_oldest(ring, published);
		size_t size = run_of_hits(ring, published, until, buffer->room);

		if (size) {
			err = put_bytes(buffer, record, size);
			if (!err)
				ring_consume(ring, size);
		} else {
			err = put_oldest(ring, record, buffer);
		}
	}
	return err;
}

/* Return: as put_record(). */
static int put_rings(struct stream *stream, struct buffer *buffer)
{
	struct rings *rings = &stream->session->rings;
	int err = 0;

	if (!rings_hand_out(rings))
		return 0;
	if (rings->shape.overwrites)
		err = put_losses(buffer, rings);
	if (!err)
		err = put_hits(stream, buffer);
	return err ? err : put_losses(buffer, rings);
}

static bool ledger_has_moved(const struct probe *probe)
{
	return ledger_moves(probe->ledger) != probe->told;
}

static bool ledgers_have_moved(struct stream *stream)
{
	struct probe *probe;

	list_for_each_entry(probe, &stream->session->probes, link) {
		if (ledger_has_moved(probe))
			return true;
		cond_resched();
	}
	return false;
}

/* Not more often than a reader is woken. */
static bool ledgers_are_due(struct stream *stream)
{
	return stream->ledger_next ||
	       (ktime_get_ns() - stream->ledgers_told >= UPROBECAP_WAKE_MS * NSEC_PER_MSEC &&
		ledgers_have_moved(stream));
}

static int put_moved_ledgers(struct stream *stream, struct buffer *buffer)
{
	struct probe *probe;

	list_for_each_entry(probe, &stream->session->probes, link) {
		u64 moves;
		int err;

		cond_resched();
		if (probe->id < stream->ledger_next)
			continue;
		stream->ledger_next = probe->id;
		moves = ledger_moves(probe->ledger);
		if (moves == probe->told)
			continue;
		err = put_ledger(buffer, probe);
		if (err)
			return err;
		/* It may count hits that come behind it: then it is told once more. */
		probe->told = rings_have_data(&stream->session->rings) ? U64_MAX : moves;
	}
	return 0;
}

static int put_ledgers(struct stream *stream, struct buffer *buffer)
{
	int err;

	if (!stream->ledger_next) {
		session_sweep(stream->session);
		stream->ledgers_told = ktime_get_ns();
		stream->ledger_next = 1;
	}
	err = put_moved_ledgers(stream, buffer);
	if (!err)
		stream->ledger_next = 0;
	return err;
}

static int put_all(struct stream *stream, struct buffer *buffer)
{
	int err;

	if (!stream->begun) {
		err = put_header(buffer);
		if (err)
			return err;
		stream->begun = true;
	}
	err = put_definitions(stream, buffer);
	if (err)
		return err;
	err = put_rings(stream, buffer);
	if (!err && ledgers_are_due(stream))
		err = put_ledgers(stream, buffer);
	return err;
}

/**
 * stream_create() - begin to read a session
 * @session: whose reader the caller is
 *
 * Return: the stream, for stream_destroy(), or an ERR_PTR.
 */
struct stream *stream_create(struct session *session)
{
	struct stream *stream = kzalloc(sizeof(*stream), GFP_KERNEL_ACCOUNT);

	if (!stream)
		return ERR_PTR(-ENOMEM);
	stream->session = session;
	/* A reader that finds no hit gets the ledgers all the same. */
	session_tell_again(session);
	stream->published = kcalloc(nr_cpu_ids, sizeof(*stream->published), GFP_KERNEL_ACCOUNT);
	if (!stream->published) {
		kfree(stream);
		return ERR_PTR(-ENOMEM);
	}
	return stream;
}

/**
 * stream_destroy() - stop reading
 * @stream: or NULL
 */
void stream_destroy(struct stream *stream)
{
	if (stream)
		kfree(stream->published);
	kfree(stream);
}

static bool has_news(struct stream *stream)
{
	return !stream->begun || stream->defined < stream->session->last_id ||
	       rings_have_data(&stream->session->rings) || ledgers_are_due(stream);
}

/**
 * stream_ready() - would stream_read() return something?
 * @stream: of a reader that is about to sleep if not; its session's lock is held
 *
 * When this says no, whoever sleeps on the session's rings is woken as soon as
 * it will say yes; but for an entry whose return is awaited, which only counts.
 */
bool stream_ready(struct stream *stream)
{
	if (has_news(stream))
		return true;
	rings_expect_hit(&stream->session->rings);
	if (has_news(stream))
		return true;
	if (ledgers_have_moved(stream))
		rings_wake_soon(&stream->session->rings);
	return false;
}

/**
 * stream_wait() - sleep until stream_ready()
 * @stream: whose session's lock is not held
 *
 * Return: 0 or -ERESTARTSYS.
 */
int stream_wait(struct stream *stream)
{
	struct wait_queue_head *queue = &stream->session->rings.wait;
	DEFINE_WAIT_FUNC(wait, woken_wake_function);
	bool ready = false;

	add_wait_queue(queue, &wait);
	for (;;) {
		/* The probes may come and go. */
		if (mutex_lock_killable(&stream->session->lock))
			break;
		ready = stream_ready(stream);
		mutex_unlock(&stream->session->lock);
		if (ready || signal_pending(current))
			break;
		wait_woken(&wait, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
	}
	remove_wait_queue(queue, &wait);
	return ready ? 0 : -ERESTARTSYS;
}

/**
 * stream_read() - hand out as many records as fit
 * @stream: whose session's lock is held
 * @to: user memory
 * @size: of it
 *
 * Return: bytes; 0 when there is nothing; -EINVAL when there is, but no record
 * of it fits; -EFAULT.
 */
ssize_t stream_read(struct stream *stream, char __user *to, size_t size)
{
	struct buffer buffer = { .to = to, .room = size };
	int err = put_all(stream, &buffer);

	if (buffer.room < size)
		return size - buffer.room;
	return err == -ENOSPC ? -EINVAL : err;
}
