/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The contract between the uprobecap module and whoever reads /dev/uprobecap.
 *
 * THE DEVICE
 *
 * /dev/uprobecap is a misc device, mode 0600; open(2) asks for CAP_PERFMON (or
 * CAP_SYS_ADMIN) and fails with EACCES without it. read(2) hands out the hits
 * of the boot session, which is armed by the module's parameters.
 *
 *   - The first read(2) or poll(2) of a file makes it the reader of the boot
 *     session, until it is closed. There is one reader at a time: another
 *     file's read(2) fails with EBUSY.
 *   - With no probe armed (the module was loaded without a filename), read(2)
 *     fails with ENODATA.
 *   - read(2) returns as many whole records as fit, never a part of one. When
 *     the next record does not fit in the buffer it fails with EINVAL and the
 *     record stays; UPROBECAP_RECORD_MAX bytes are always enough.
 *   - read(2) blocks until there is a record, or fails with EAGAIN when the
 *     file is O_NONBLOCK. poll(2) says POLLIN when read(2) would not block,
 *     POLLERR when it would fail with EBUSY or ENODATA.
 *   - A reader that sleeps is woken when a ring is half full, or
 *     UPROBECAP_WAKE_MS after the first record, not by every hit.
 *   - Every new reader starts with a header and the definitions, then goes on
 *     where the last one stopped.
 *
 * THE STREAM
 *
 * A sequence of records, each aligned to 8 bytes and beginning with struct
 * uprobecap_record; what read(2) returned, written to a file, is a recording.
 * Integers are in the byte order of the machine that was traced.
 *
 *   HEADER, PROBE..., then ENTRY, RETURN and LOST as they happen, and
 *   LEDGER... (one for each probe) whenever the reader has caught up and a
 *   counter has moved since it was last told, UPROBECAP_WAKE_MS ago or longer.
 *
 * Skip a record whose type you do not know: a newer module may write it.
 * Likewise a record may be longer than the struct that you know.
 *
 * Records of one CPU are in order of time. Between CPUs the order keeps
 * causality: if one hit had ended before another began, it comes first.
 *
 * THE LEDGER
 *
 *   hits = delivered + filtered + lost_full + lost_too_big
 *
 * holds for each probe as soon as no hit is under way. "delivered" counts the
 * hits whose record was written for the reader.
 */
#ifndef _UAPI_UPROBECAP_H
#define _UAPI_UPROBECAP_H

#include <linux/types.h>

#define UPROBECAP_DEVICE "/dev/uprobecap"

/* Limits. Going past one is an error that names it. */
#define UPROBECAP_SPEC_MAX     4096  /* bytes of a probe's text */
#define UPROBECAP_FIELDS_MAX   64    /* fields of a probe */
#define UPROBECAP_NAME_MAX     32    /* bytes of a field's name */
#define UPROBECAP_ARRAY_MAX    64    /* elements of an array */
#define UPROBECAP_DEREFS_MAX   14    /* nested +OFF(...) of a field */
#define UPROBECAP_STRING_MAX   4096  /* bytes of a string, its NUL included */
#define UPROBECAP_RECORD_MAX   65536 /* bytes of a record */
#define UPROBECAP_FILTER_MAX   64    /* pids, and uids, of a filter */
#define UPROBECAP_COMM_SIZE    16    /* bytes of a task's name, its NUL included */
#define UPROBECAP_BUILD_ID_MAX 32    /* bytes of a build-id */
#define UPROBECAP_SEGMENTS_MAX 64    /* program headers of a target */

/* Size of one CPU's ring in KiB, a power of two. */
#define UPROBECAP_RING_KB_MIN	  4
#define UPROBECAP_RING_KB_MAX	  1048576
#define UPROBECAP_RING_KB_DEFAULT 256

#define UPROBECAP_WAKE_MS 50 /* a lone record waits no longer than this */

enum uprobecap_record_type {
	UPROBECAP_HEADER = 1, /* struct uprobecap_header, the first record */
	UPROBECAP_PROBE = 2,  /* struct uprobecap_probe */
	UPROBECAP_ENTRY = 3,  /* struct uprobecap_hit */
	UPROBECAP_RETURN = 4, /* struct uprobecap_hit */
	UPROBECAP_LOST = 5,   /* struct uprobecap_lost */
	UPROBECAP_LEDGER = 6, /* struct uprobecap_ledger */
};

/**
 * struct uprobecap_record - what every record begins with
 * @type: enum uprobecap_record_type
 * @flags: none yet, 0
 * @size: bytes of the whole record, this struct included; a multiple of 8
 */
struct uprobecap_record {
	__u16 type;
	__u16 flags;
	__u32 size;
};

#define UPROBECAP_MAGIC	     "UPROBCAP"
#define UPROBECAP_MAGIC_SIZE 8
#define UPROBECAP_VERSION    1 /* of the stream; grows when old readers would err */

/**
 * struct uprobecap_header - begins a stream
 * @magic: UPROBECAP_MAGIC, without a NUL
 * @version: UPROBECAP_VERSION
 * @machine: e_machine of the traced machine's programs, e.g. EM_X86_64
 * @page_size: bytes of a page there
 * @nr_cpus: CPU numbers in the stream are below this
 * @monotonic_ns: CLOCK_MONOTONIC, the clock of all times in the stream, and
 * @realtime_ns: CLOCK_REALTIME, both read when this record was made
 * @release: the kernel's release (uname -r), padded with NULs
 */
struct uprobecap_header {
	struct uprobecap_record record;
	char magic[UPROBECAP_MAGIC_SIZE];
	__u32 version;
	__u32 machine;
	__u32 page_size;
	__u32 nr_cpus;
	__u64 monotonic_ns;
	__u64 realtime_ns;
	char release[64];
};

enum uprobecap_kind {
	UPROBECAP_UNSIGNED = 1, /* u8..u64, and bit fields */
	UPROBECAP_SIGNED = 2,	/* s8..s64 */
	UPROBECAP_HEX = 3,	/* x8..x64 */
	UPROBECAP_CHAR = 4,	/* char */
	UPROBECAP_STRING = 5,	/* string, and $comm */
};

/**
 * struct uprobecap_field - one field of a probe
 * @name: its name, padded with NULs
 * @kind: enum uprobecap_kind
 * @size: bytes of one element: 1, 2, 4 or 8; for a string, of its slot
 * @count: elements of an array; 0 when the field is not an array
 * @offset: of the field's slot, from the start of a hit's record
 *
 * The slot of a number is 8 bytes: its value, extended to 64 bits. The slot of
 * an array is its elements as they lay in memory, padded with zeros to 8 bytes.
 * The slot of a string is a struct uprobecap_string.
 */
struct uprobecap_field {
	char name[UPROBECAP_NAME_MAX + 8];
	__u16 kind;
	__u16 size;
	__u32 count;
	__u32 offset;
	__u32 reserved;
};

/**
 * struct uprobecap_string - where a string is
 * @offset: of its first byte, from the start of the hit's record
 * @size: its bytes, its NUL included
 */
struct uprobecap_string {
	__u32 offset;
	__u32 size;
};

/**
 * struct uprobecap_probe - the definition of a probe
 * @id: number of the probe, from 1
 * @type: 'p' (entry) or 'r' (return)
 * @offset: of the site in the file
 * @ref_ctr_offset: of the reference counter in the file, or 0
 * @dev_major: device that holds the file, with
 * @dev_minor: and
 * @inode: as stat(2) has them for the file itself, behind an overlay too
 * @build_id: of the file, @build_id_size bytes, then NULs
 * @build_id_size: 0 when the file has none
 * @nr_fields: how many struct uprobecap_field there are, at
 * @fields: bytes from the start of the record
 * @path: of the file as it was given, a C string at this offset of the record
 * @spec: the probe's text, a C string at this offset of the record
 * @reserved: 0
 */
struct uprobecap_probe {
	struct uprobecap_record record;
	__u32 id;
	__u32 type;
	__u64 offset;
	__u64 ref_ctr_offset;
	__u32 dev_major;
	__u32 dev_minor;
	__u64 inode;
	__u8 build_id[UPROBECAP_BUILD_ID_MAX];
	__u32 build_id_size;
	__u32 nr_fields;
	__u32 fields;
	__u32 path;
	__u32 spec;
	__u32 reserved;
};

/**
 * struct uprobecap_hit - one hit: ENTRY or RETURN
 * @time: CLOCK_MONOTONIC in ns
 * @probe: id of the probe
 * @cpu: where the record was written
 * @pid: process (tgid) and
 * @tid: thread, as the initial pid namespace numbers them
 * @uid: real uid, as the initial user namespace numbers it
 * @reserved: 0
 * @ip: ENTRY: address of the site in the process;
 *      RETURN: address that the function returns to
 * @irregular: bit n is set when field n is not simply its value, see below
 * @comm: name of the thread, padded with NULs
 *
 * The slots of the fields follow, at the offsets that the definition gives, and
 * behind them the bytes of the strings.
 *
 * When the bit of a field is set in @irregular: a string with a size was cut to
 * UPROBECAP_STRING_MAX; of a string without one, @offset of its slot is an enum
 * uprobecap_status, and so is the first __u64 of any other slot.
 */
struct uprobecap_hit {
	struct uprobecap_record record;
	__u64 time;
	__u32 probe;
	__u32 cpu;
	__u32 pid;
	__u32 tid;
	__u32 uid;
	__u32 reserved;
	__u64 ip;
	__u64 irregular;
	char comm[UPROBECAP_COMM_SIZE];
};

enum uprobecap_status {
	UPROBECAP_FAULTED = 1, /* the memory is not mapped, or could not be read */
	UPROBECAP_BAD = 2,     /* the address is not one of user space */
};

/**
 * struct uprobecap_lost - hits were lost here
 * @time: of the first record of @cpu behind the gap, or when the gap was told
 * @since: time of the first hit that was lost
 * @total: hits that the ring of @cpu had no room for, since it began; the size
 *         of this gap is the difference to the last such record of that CPU
 * @cpu: whose ring was full
 * @reserved: 0
 */
struct uprobecap_lost {
	struct uprobecap_record record;
	__u64 time;
	__u64 since;
	__u64 total;
	__u32 cpu;
	__u32 reserved;
};

/**
 * struct uprobecap_ledger - what became of a probe's hits since it was armed
 * @time: when the counters were read
 * @probe: id of the probe
 * @reserved: 0
 * @hits: how often the site was executed (returned from)
 * @delivered: records written for the reader
 * @filtered: hits that the filter left out
 * @lost_full: hits for which there was no room in the ring
 * @lost_too_big: hits that no ring of this size, or no record, could hold
 */
struct uprobecap_ledger {
	struct uprobecap_record record;
	__u64 time;
	__u32 probe;
	__u32 reserved;
	__u64 hits;
	__u64 delivered;
	__u64 filtered;
	__u64 lost_full;
	__u64 lost_too_big;
};

#endif /* _UAPI_UPROBECAP_H */
