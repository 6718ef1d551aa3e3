// SPDX-License-Identifier: GPL-2.0-only
/*
 * The records that do not come out of a ring, into the memory of who reads them.
 */

#include <linux/elf.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>

#include "arch.h"
#include "definition.h"
#include "probe.h"
#include "record.h"

int put_bytes(struct buffer *buffer, const void *from, size_t size)
{
	if (size > buffer->room)
		return -ENOSPC;
	if (copy_to_user(buffer->to, from, size))
		return -EFAULT;
	buffer->to += size;
	buffer->room -= size;
	return 0;
}

int put_record(struct buffer *buffer, const void *from)
{
	const struct uprobecap_record *record = from;

	return put_bytes(buffer, record, record->size);
}

/**
 * fill_header() - what every stream begins with
 * @header: the result
 */
void fill_header(struct uprobecap_header *header)
{
	*header = (struct uprobecap_header){
		.record = { .type = UPROBECAP_HEADER, .size = sizeof(*header) },
		.version = UPROBECAP_VERSION,
		.machine = ARCH_MACHINE,
		.page_size = PAGE_SIZE,
		.nr_cpus = nr_cpu_ids,
		.monotonic_ns = ktime_get_ns(),
		.realtime_ns = ktime_get_real_ns(),
	};
	memcpy(header->magic, UPROBECAP_MAGIC, UPROBECAP_MAGIC_SIZE);
	strscpy(header->release, init_utsname()->release, sizeof(header->release));
}

int put_header(struct buffer *buffer)
{
	struct uprobecap_header header;

	fill_header(&header);
	return put_record(buffer, &header);
}

int put_definition(struct buffer *buffer, const struct probe *probe)
{
	struct uprobecap_probe *definition = definition_create(probe);
	int err;

	if (!definition)
		return -ENOMEM;
	err = put_record(buffer, definition);
	kvfree(definition);
	return err;
}

/**
 * fill_ledger() - what the ledger of a probe says now
 * @record: the result
 * @probe: any
 */
void fill_ledger(struct uprobecap_ledger *record, const struct probe *probe)
{
	struct ledger ledger = ledger_sum(probe->ledger);

	*record = (struct uprobecap_ledger){
		.record = { .type = UPROBECAP_LEDGER, .size = sizeof(*record) },
		.time = ktime_get_ns(),
		.probe = probe->id,
		.hits = ledger.hits,
		.delivered = ledger.delivered,
		.filtered = ledger.filtered,
		.lost_full = ledger.lost_full,
		.lost_too_big = ledger.lost_too_big,
		.counted = ledger.counted,
		.sampled = ledger.sampled,
		.limited = ledger.limited,
		.in_flight = ledger.in_flight,
		.missed_depth = ledger.missed_depth,
		.missed_jump = ledger.missed_jump,
		.missed_exit = ledger.missed_exit,
		.missed_full = ledger.missed_full,
		.unmatched = ledger.unmatched,
	};
}

int put_ledger(struct buffer *buffer, const struct probe *probe)
{
	struct uprobecap_ledger record;

	fill_ledger(&record, probe);
	return put_record(buffer, &record);
}
