// SPDX-License-Identifier: GPL-2.0-only
/*
 * What one reader gets, in this order: a header, the definitions, then hits and
 * losses of all CPUs in the order of time, and, whenever it has caught up, the
 * ledger.
 */

#include <linux/elf.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>

#include "arch.h"
#include "probe.h"
#include "session.h"
#include "stream.h"

/**
 * struct buffer - what one read(2) has to fill
 * @to: its first free byte
 * @room: free bytes
 */
struct buffer {
	char __user *to;
	size_t room;
};

/* Every record that lies in a ring begins so. */
struct timed_record {
	struct uprobecap_record record;
	u64 time;
};

/* Return: 0; -ENOSPC when the record does not fit; -EFAULT. */
static int put_record(struct buffer *buffer, const void *from)
{
	const struct uprobecap_record *record = from;

	if (record->size > buffer->room)
		return -ENOSPC;
	if (copy_to_user(buffer->to, record, record->size))
		return -EFAULT;
	buffer->to += record->size;
	buffer->room -= record->size;
	return 0;
}

static int put_header(struct buffer *buffer)
{
	struct uprobecap_header header = {
		.record = { .type = UPROBECAP_HEADER, .size = sizeof(header) },
		.version = UPROBECAP_VERSION,
		.machine = ARCH_MACHINE,
		.page_size = PAGE_SIZE,
		.nr_cpus = nr_cpu_ids,
		.monotonic_ns = ktime_get_ns(),
		.realtime_ns = ktime_get_real_ns(),
	};

	memcpy(header.magic, UPROBECAP_MAGIC, UPROBECAP_MAGIC_SIZE);
	strscpy(header.release, init_utsname()->release, sizeof(header.release));
	return put_record(buffer, &header);
}

static int put_definitions(struct stream *stream, struct buffer *buffer)
{
	struct probe *probe;
	int err;

	list_for_each_entry(probe, &stream->session->probes, link) {
		if (probe->id <= stream->defined)
			continue;
		err = put_record(buffer, probe->definition);
		if (err)
			return err;
		stream->defined = probe->id;
	}
	return 0;
}

static void look_at_rings(struct stream *stream)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		stream->published[cpu] =
			ring_published(per_cpu_ptr(stream->session->rings.ring, cpu));
}

/* Return: the ring whose oldest record is the oldest of all, not younger than @now; or NULL. */
static struct ring *oldest_ring(struct stream *stream, u64 now)
{
	struct ring *oldest = NULL;
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		struct ring *ring = per_cpu_ptr(stream->session->rings.ring, cpu);
		const struct timed_record *timed =
			(const void *)ring_oldest(ring, stream->published[cpu]);

		if (timed && timed->time <= now) {
			oldest = ring;
			now = timed->time;
		}
	}
	return oldest;
}

static bool is_old_news(const struct ring *ring, const struct uprobecap_record *record)
{
	return record->type == UPROBECAP_LOST &&
	       ((const struct uprobecap_lost *)record)->total <= ring->told;
}

static void note_told(struct ring *ring, const struct uprobecap_record *record)
{
	const struct uprobecap_lost *lost = (const void *)record;

	if (record->type == UPROBECAP_LOST) {
		ring->told = lost->total;
		ring->told_at = lost->time;
	}
}

static int put_hits(struct stream *stream, struct buffer *buffer)
{
	/*
	 * Looking at one ring after the other, one may see a hit and not the one
	 * before it, on a ring that was seen already. Whatever is younger than
	 * the beginning of the look therefore waits for the next one.
	 */
	u64 now = ktime_get_ns();
	struct ring *ring;
	int err;

	look_at_rings(stream);
	while ((ring = oldest_ring(stream, now))) {
		const struct uprobecap_record *record =
			ring_oldest(ring, stream->published[ring->cpu]);

		if (!is_old_news(ring, record)) {
			err = put_record(buffer, record);
			if (err)
				return err;
			note_told(ring, record);
		}
		ring_consume(ring, record->size);
	}
	return 0;
}

/* Losses at the end of a ring, behind which no hit has come yet to tell of them. */
static int put_last_losses(struct stream *stream, struct buffer *buffer)
{
	unsigned int cpu;
	int err;

	for_each_possible_cpu(cpu) {
		struct ring *ring = per_cpu_ptr(stream->session->rings.ring, cpu);
		struct uprobecap_lost lost = {
			.record = { .type = UPROBECAP_LOST, .size = sizeof(lost) },
			.total = READ_ONCE(ring->lost),
			.cpu = cpu,
		};

		if (lost.total == ring->told || ring_oldest(ring, ring_published(ring)))
			continue;
		lost.time = ktime_get_ns();
		lost.since = max(READ_ONCE(ring->lost_since), ring->told_at);
		err = put_record(buffer, &lost);
		if (err)
			return err;
		note_told(ring, &lost.record);
	}
	return 0;
}

/* Moves with each counter: a hit may be told while it is under way, and has an outcome later. */
static u64 all_counters(struct session *session)
{
	struct probe *probe;
	u64 sum = 0;

	list_for_each_entry(probe, &session->probes, link) {
		struct ledger ledger = probe_ledger(probe);

		sum += ledger.hits + ledger.delivered + ledger.filtered + ledger.lost_full +
		       ledger.lost_too_big;
	}
	return sum;
}

static int put_ledger(struct buffer *buffer, const struct probe *probe)
{
	struct ledger ledger = probe_ledger(probe);
	struct uprobecap_ledger record = {
		.record = { .type = UPROBECAP_LEDGER, .size = sizeof(record) },
		.time = ktime_get_ns(),
		.probe = probe->id,
		.hits = ledger.hits,
		.delivered = ledger.delivered,
		.filtered = ledger.filtered,
		.lost_full = ledger.lost_full,
		.lost_too_big = ledger.lost_too_big,
	};

	return put_record(buffer, &record);
}

static bool ledger_has_moved(struct stream *stream)
{
	return all_counters(stream->session) != stream->ledger_sum;
}

/* Not more often than a reader is woken. */
static bool ledger_is_due(struct stream *stream)
{
	return stream->ledger_next ||
	       (ledger_has_moved(stream) &&
		ktime_get_ns() - stream->ledger_told >= UPROBECAP_WAKE_MS * NSEC_PER_MSEC);
}

static int put_ledgers(struct stream *stream, struct buffer *buffer)
{
	struct list_head *probes = &stream->session->probes;
	int err;

	if (!stream->ledger_next) {
		stream->ledger_sum = all_counters(stream->session);
		stream->ledger_told = ktime_get_ns();
		stream->ledger_next = list_first_entry(probes, struct probe, link);
	}
	list_for_each_entry_from(stream->ledger_next, probes, link) {
		err = put_ledger(buffer, stream->ledger_next);
		if (err)
			return err;
	}
	stream->ledger_next = NULL;
	return 0;
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
	err = put_hits(stream, buffer);
	if (!err)
		err = put_last_losses(stream, buffer);
	if (!err && ledger_is_due(stream))
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
	struct stream *stream = kzalloc(sizeof(*stream), GFP_KERNEL);

	if (!stream)
		return ERR_PTR(-ENOMEM);
	stream->session = session;
	/* Never told: a reader that finds no hit gets the ledger all the same. */
	stream->ledger_sum = U64_MAX;
	stream->published = kcalloc(nr_cpu_ids, sizeof(*stream->published), GFP_KERNEL);
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
	return !stream->begun || stream->defined < stream->session->nr_probes ||
	       rings_have_data(&stream->session->rings) || ledger_is_due(stream);
}

/**
 * stream_ready() - would stream_read() return something?
 * @stream: of a reader that is about to sleep if not
 *
 * When this says no, whoever sleeps on the session's rings is woken as soon as
 * it will say yes.
 */
bool stream_ready(struct stream *stream)
{
	if (has_news(stream))
		return true;
	rings_expect_hit(&stream->session->rings);
	if (has_news(stream))
		return true;
	if (ledger_has_moved(stream))
		rings_wake_soon(&stream->session->rings);
	return false;
}

/**
 * stream_read() - hand out as many records as fit
 * @stream: whose session's read_lock is held
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
