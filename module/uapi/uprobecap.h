/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The contract between the uprobecap module and whoever reads /dev/uprobecap.
 *
 * THE DEVICE
 *
 * /dev/uprobecap is a misc device, mode 0600; open(2) asks for CAP_PERFMON (or
 * CAP_SYS_ADMIN) and fails with EACCES without it. An open file is a session:
 * it owns probes, and read(2) hands out their hits. A file that has not been
 * given any (see SESSIONS) reads those of the boot session, which is armed by
 * the module's parameters.
 *
 *   - The first read(2) or poll(2) of a file without a session of its own makes
 *     it the reader of the boot session, until it is closed. There is one
 *     reader at a time: another file's read(2) fails with EBUSY.
 *   - With no boot session (the module was loaded without a filename), read(2)
 *     fails with ENODATA.
 *   - read(2) returns as many whole records as fit, never a part of one. When
 *     the next record does not fit in the buffer it fails with EINVAL and the
 *     record stays; UPROBECAP_RECORD_MAX bytes are always enough.
 *   - read(2) blocks until there is a record, or fails with EAGAIN when the
 *     file is O_NONBLOCK. poll(2) says POLLIN when read(2) would not block,
 *     POLLERR when it would fail with EBUSY or ENODATA.
 *   - A reader that sleeps is woken when a ring is half full, or
 *     UPROBECAP_WAKE_MS after the first record, not by every hit; CONFIG may say
 *     when instead.
 *   - Every new reader starts with a header and the definitions, then goes on
 *     where the last one stopped.
 *
 * SESSIONS
 *
 * ioctl(2) with UPROBECAP_CONFIG or UPROBECAP_ADD gives the file a session of
 * its own, with probes, filter and rings of its own; any number of sessions may
 * have probes at the same site. All of it ends with the last close of the file.
 * UPROBECAP_ENABLE arms probes, UPROBECAP_DISABLE disarms them. A file goes into an
 * epoll set behind CONFIG or ADD: one that was there before is not woken.
 *
 * Each ioctl takes the address of a struct that begins with its size in bytes
 * and its flags. A shorter struct than this header's is one of an older
 * program: what it lacks is 0. A longer one, of a page at most, is accepted if
 * what the module does not know is 0. Errors of all of them:
 *
 *   ENOTTY     the number is not known
 *   EINVAL     a size, flag, value or text that is not known or allowed
 *   E2BIG      past a limit of this header, or a longer struct that is not 0
 *   EFAULT     an address is not one of the caller's
 *   EBUSY      the file reads the boot session; or see the ioctl
 *   EPERM      (CONFIG, ADD, ENABLE) the caller could not open the device himself: a
 *              descriptor that somebody was handed reads what is armed, and arms
 *              nothing; (LIST) the caller is without CAP_SYS_ADMIN
 *
 * MAPPED RINGS
 *
 * A session with UPROBECAP_MAPPED has its hits read without a system call. Ring n is
 * that of CPU n; INFO gives the sizes, and two parts of each are mapped, with
 * MAP_SHARED and at exactly these offsets and sizes:
 *
 *   n * stride                 struct uprobecap_ring_control: @control_size bytes to
 *                              read and write
 *   n * stride + control_size  a page with struct uprobecap_ring_state, and behind it the
 *                              ring, twice in a row: @records_size bytes to read
 *
 * The records are the bytes from @tail to @head; both only grow, and position P is byte
 * P % @ring_size of the ring. No record wraps, for what begins in the first copy goes on
 * in the second. Load @head with acquire, and store @tail with release when the records
 * before it are no longer needed. A tail that makes no sense loses records, and is
 * the reader's own loss.
 *
 *   - read(2) hands out the header, definitions and ledgers; when there are none it fails
 *     with EAGAIN. poll(2) says POLLIN for them, and for records in the rings.
 *   - To have each probe before its hits: look at the heads, then read(2) to the end, then
 *     take the hits up to these heads. Who waits for edges (EPOLLET) looks at the heads
 *     once more before he sleeps.
 *   - To have the hits of all CPUs in order: read the clock before the heads, and leave
 *     what is younger than that for the next look.
 *   - When @tail has come to @head, @lost tells of losses behind the last LOST record.
 *
 * mmap(2) fails with EACCES for writing, and with EINVAL else, unless the file was opened
 * O_RDWR; with EINVAL for other offsets, sizes and flags, EPERM for writing to records,
 * ENXIO for a CPU that there cannot be, ENODEV without UPROBECAP_MAPPED.
 *
 * FLIGHT RECORDER
 *
 * The rings of a session with UPROBECAP_OVERWRITE keep the newest hits: when one is full,
 * its oldest go, and LOST records tell how many. read(2) hands out no hits until
 * UPROBECAP_HOLD; from then on the rings are as any other, and lose hits when they are
 * full. After HOLD is released the rings overwrite again. A probe whose record may be as
 * large as a whole ring (a string counts as UPROBECAP_STRING_MAX bytes) gets half of it: so
 * large a record is lost as too big.
 *
 * THE STREAM
 *
 * A sequence of records, each aligned to 8 bytes and beginning with struct
 * uprobecap_record; what read(2) returned, written to a file, is a recording.
 * Integers are in the byte order of the machine that was traced.
 *
 *   HEADER, PROBE..., then ENTRY, RETURN, CALL and LOST as they happen, and
 *   LEDGER... (one for each probe) whenever the reader has caught up and a
 *   counter has moved since it was last told, UPROBECAP_WAKE_MS ago or longer;
 *   an entry that waits for its return does not wake him.
 *   A probe that is added later is defined before its first hit.
 *
 * Skip a record whose type you do not know: a newer module may write it.
 * Likewise a record may be longer than the struct that you know.
 *
 * Records of one CPU are in order of time. Between CPUs the order keeps
 * causality: if one hit had ended before another began, it comes first.
 *
 * THE LEDGER
 *
 *   hits = delivered + filtered + counted + lost_full + lost_too_big
 *        + in_flight + missed_depth + missed_jump + missed_exit + missed_full
 *
 * holds for each probe as soon as no hit is under way. "delivered" counts the
 * hits whose record was written for the reader, though it may have been overwritten
 * (see FLIGHT RECORDER). The second line is of calls
 * only: entries that wait for their return, and those that wait in vain.
 */
#ifndef _UAPI_UPROBECAP_H
#define _UAPI_UPROBECAP_H

#include <linux/ioctl.h>
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
#define UPROBECAP_BYTES_MAX    32768 /* bytes of a bytes[] field */
#define UPROBECAP_TERMS_MAX    32    /* comparisons of a filter */
#define UPROBECAP_MATCH_MAX    64    /* bytes of a string in a filter, its NUL included */
#define UPROBECAP_PROBES_MAX   65536 /* probes of a session */

/* Calls that may wait for their return, for the probes of one ADD: a power of two. */
#define UPROBECAP_CALLS_MIN	64
#define UPROBECAP_CALLS_MAX	1048576
#define UPROBECAP_CALLS_DEFAULT 4096
#define UPROBECAP_CALL_TEXT_MAX 1024 /* bytes of strings that such a call keeps */

/* Size of one CPU's ring in KiB, a power of two. */
#define UPROBECAP_RING_KB_MIN	  4
#define UPROBECAP_RING_KB_MAX	  1048576
#define UPROBECAP_RING_KB_DEFAULT 256

#define UPROBECAP_WAKE_MS	 50    /* a lone record waits no longer than this */
#define UPROBECAP_PAGES_MS	 1000  /* a hit waits no longer for what it reads */
#define UPROBECAP_LIST_MS	 1000  /* nor LIST twice as long, for readers */
#define UPROBECAP_TIMEOUT_MS_MAX 60000 /* the longest that CONFIG may say instead */

enum uprobecap_record_type {
	UPROBECAP_HEADER = 1, /* struct uprobecap_header, the first record */
	UPROBECAP_PROBE = 2,  /* struct uprobecap_probe */
	UPROBECAP_ENTRY = 3,  /* struct uprobecap_hit */
	UPROBECAP_RETURN = 4, /* struct uprobecap_hit */
	UPROBECAP_LOST = 5,   /* struct uprobecap_lost */
	UPROBECAP_LEDGER = 6, /* struct uprobecap_ledger */
	UPROBECAP_CALL = 7,   /* struct uprobecap_call */
	UPROBECAP_OWNER = 8,  /* struct uprobecap_owner, in the stream of UPROBECAP_LIST */
};

/* Types from here on are for who writes recordings; the module never does. */
#define UPROBECAP_NOTES 0x8000

/**
 * struct uprobecap_record - what every record begins with
 * @type: enum uprobecap_record_type
 * @flags: UPROBECAP_UNSEEN, of an OWNER; 0
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
	UPROBECAP_FLOAT = 6,	/* f32, f64: IEEE 754, the bits of the number */
	UPROBECAP_BYTES = 7,	/* bytes[...] */
};

/* uprobecap_field.flags */
#define UPROBECAP_AT_RETURN 0x1 /* read when the function returned */

/**
 * struct uprobecap_field - one field of a probe
 * @name: its name, padded with NULs
 * @kind: enum uprobecap_kind
 * @size: bytes of one element: 1, 2, 4 or 8; of a string, and of bytes[], those of
 *        struct uprobecap_string
 * @count: elements of an array; 0 when the field is not an array
 * @offset: of the field's slot, from the start of a hit's record
 * @flags: UPROBECAP_AT_RETURN, for fields of a call
 *
 * The slot of a number is 8 bytes: its value, extended to 64 bits. The slot of
 * an array is its elements as they lay in memory, padded with zeros to 8 bytes.
 * The slot of a string, and that of bytes[], is a struct uprobecap_string; that of
 * an array of strings is @count of them.
 */
struct uprobecap_field {
	char name[UPROBECAP_NAME_MAX + 8];
	__u16 kind;
	__u16 size;
	__u32 count;
	__u32 offset;
	__u32 flags;
};

/**
 * struct uprobecap_string - where a string is, or bytes
 * @offset: of its first byte, from the start of the hit's record
 * @size: its bytes; of a string, its NUL included
 */
struct uprobecap_string {
	__u32 offset;
	__u32 size;
};

/* uprobecap_probe.flags */
#define UPROBECAP_ARMED 0x1

/**
 * struct uprobecap_probe - the definition of a probe
 * @id: number of the probe, from 1
 * @type: 'p' (entry), 'r' (return) or 'c' (call)
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
 * @flags: UPROBECAP_ARMED when it was armed as this record was made
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
	__u32 flags;
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
 * @comm: name of the thread, a C string
 *
 * The slots of the fields follow, at the offsets that the definition gives, and
 * behind them the bytes of the strings.
 *
 * When the bit of a field is set in @irregular: a string or bytes[] with a size
 * was cut there; of one without, @offset of its slot is an enum
 * uprobecap_status, and so is the first __u64 of any other slot.
 *
 * An array of strings has one such bit for all. When it is set, each element
 * without a size has its own status in @offset, and one that was cut is the one
 * whose bytes do not end with a NUL. If not even the pointers could be read, all
 * elements have that status.
 *
 * bytes[] whose length is 0 or negative are without a size, too, and regular.
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

/**
 * struct uprobecap_call - an entry and its return
 * @hit: of the return; but @hit.ip is the address of the site in the process
 * @latency: ns from entry to return; not those that the record waited for pages behind
 *	that, so that @hit.time may be later than the return
 *
 * The slots of the fields follow, those of the entry first.
 */
struct uprobecap_call {
	struct uprobecap_hit hit;
	__u64 latency;
};

enum uprobecap_status {
	UPROBECAP_FAULTED = 1, /* the memory is not mapped, or could not be read */
	UPROBECAP_BAD = 2,     /* the address is not one of user space */
};

/**
 * struct uprobecap_lost - hits were lost here
 * @time: of the first record of @cpu behind the gap, or when the gap was told
 * @since: time of the first hit that was lost
 * @total: hits that the ring of @cpu had no room for, or gave up for newer ones, since
 *         it began; the size of this gap is the difference to the last such record of
 *         that CPU
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
 * @hits: how often the site was executed (for type r: returned from)
 * @delivered: records written for the reader
 * @filtered: hits that were left out: by the filter, by sampling or by the limit
 * @lost_full: hits for which there was no room in the ring
 * @lost_too_big: hits that no ring of this size, or no record, could hold
 * @counted: hits of a session that only counts
 * @sampled: of @filtered, those that 1/N sampling left out
 * @limited: of @filtered, those beyond the limit of records per second
 * @in_flight: calls that have not returned yet
 * @missed_depth: calls that the kernel follows no return of: it follows 64 of a task
 * @missed_jump: calls that ended by longjmp(3) or the like, seen when the next came
 * @missed_exit: calls that ended with their thread, or with its exec
 * @missed_full: calls for which there was no place to wait for the return
 * @unmatched: returns of which no entry waits: the call began before the probe
 *	was armed, or in another process before it forked, or is one of
 *	@missed_full; no hits. Not counted for probes that leave entries out
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
	__u64 counted;
	__u64 sampled;
	__u64 limited;
	__u64 in_flight;
	__u64 missed_depth;
	__u64 missed_jump;
	__u64 missed_exit;
	__u64 missed_full;
	__u64 unmatched;
};

/* uprobecap_owner.record.flags */
#define UPROBECAP_UNSEEN 0x1

/**
 * struct uprobecap_owner - a session, in the stream of UPROBECAP_LIST
 * @since: CLOCK_MONOTONIC in ns when it began
 * @session: number of the session; the boot session is 0
 * @pid: process that made it, or 0
 * @uid: its user
 * @nr_probes: how many PROBE, and then LEDGER, records follow; 0 when UPROBECAP_UNSEEN is
 *	set in the record's flags: somebody had the session all the time, as one who reads
 *	it into memory that does not take it
 * @comm: its name
 */
struct uprobecap_owner {
	struct uprobecap_record record;
	__u64 since;
	__u32 session;
	__u32 pid;
	__u32 uid;
	__u32 nr_probes;
	char comm[UPROBECAP_COMM_SIZE];
};

/* uprobecap_config.flags */
#define UPROBECAP_COUNT_ONLY 0x1  /* write no records: only the ledger is kept */
#define UPROBECAP_NOFAULT    0x2  /* never bring a page in to read it */
#define UPROBECAP_FOLLOW     0x4  /* children of @pids, born from now on, belong to them */
#define UPROBECAP_CGROUP     0x8  /* @cgroup_fd has a meaning */
#define UPROBECAP_MAPPED     0x10 /* the rings are read with mmap(2) */
#define UPROBECAP_OVERWRITE  0x20 /* the rings keep the newest hits; not with _MAPPED */

/**
 * struct uprobecap_config - what a session shall be
 * @size: of this struct
 * @flags: UPROBECAP_COUNT_ONLY, _NOFAULT, _FOLLOW, _CGROUP, _MAPPED, _OVERWRITE
 * @ring_kb: KiB of the ring of each CPU, a power of two; 0: the default
 * @calls: calls that may wait for their return, of the probes of one ADD, a
 *	power of two; 0: the default
 * @pids: address of __u32[@nr_pids], processes of the caller's pid namespace; theirs is
 *	the number until they exit
 * @uids: address of __u32[@nr_uids], real users of the caller's user namespace
 * @nr_pids: 0: hits of any process are captured
 * @nr_uids: 0: hits of any user are captured
 * @cgroup_fd: descriptor of a folder of cgroup2: only what runs in it or below
 * @watermark: bytes in the ring of a CPU that wake a sleeping reader; 0: half of it
 * @timeout_ms: a reader that sleeps is woken so long after the first record, at most
 *	UPROBECAP_TIMEOUT_MS_MAX; 0: UPROBECAP_WAKE_MS
 * @reserved: 0
 * @comm: name of the thread; empty: any
 *
 * Hits that do not satisfy all of them are counted as filtered, and so are those
 * of the process that has called this.
 *
 * EBUSY: the session has probes, or was configured already.
 * ESRCH: there is no such process.
 */
struct uprobecap_config {
	__u32 size;
	__u32 flags;
	__u32 ring_kb;
	__u32 calls;
	__u64 pids;
	__u64 uids;
	__u32 nr_pids;
	__u32 nr_uids;
	__s32 cgroup_fd;
	__u32 watermark;
	__u32 timeout_ms;
	__u32 reserved;
	char comm[UPROBECAP_COMM_SIZE];
};

#define UPROBECAP_ERROR_MAX 512 /* bytes of a sentence about an error, its NUL included */

/**
 * struct uprobecap_add - probes of one kind, at many sites of one file
 * @size: of this struct
 * @flags: 0
 * @fd: descriptor of the target, open for reading
 * @nr: sites
 * @offsets: address of __u64[@nr]
 * @ref_ctr_offsets: address of __u64[@nr], 0 there for none; or 0: none at all
 * @spec: address of the text: TYPE [FIELD...] [-> FIELD...] [if FILTER]
 * @spec_size: its bytes, without a NUL
 * @sample: 0, or N: of N hits the first is captured, on each CPU
 * @limit: 0, or how many records each probe writes in a second
 * @id: out: of the first probe; the others follow it by one
 * @error_column: out, when it fails: of the wrong character of @spec, from 1; or 0
 * @error_site: out, when it fails: index of the site that was refused
 * @error: out, when it fails: what, why and what to do; may be empty
 *
 * Nothing is added when it fails. The probes are not armed yet.
 *
 * ERANGE: a site past the end of the file. ENOEXEC: not an ELF file.
 */
struct uprobecap_add {
	__u32 size;
	__u32 flags;
	__s32 fd;
	__u32 nr;
	__u64 offsets;
	__u64 ref_ctr_offsets;
	__u64 spec;
	__u32 spec_size;
	__u32 sample;
	__u32 limit;
	__u32 id;
	__u32 error_column;
	__u32 error_site;
	char error[UPROBECAP_ERROR_MAX];
};

/**
 * struct uprobecap_range - some probes of the session, for ENABLE, DISABLE, REMOVE
 * @size: of this struct
 * @flags: 0
 * @id: the first
 * @nr: how many; 0: all from @id on
 * @error_id: out, when ENABLE fails: the probe that was refused
 * @reserved: 0
 * @error: out, when ENABLE fails: what, why and what to do
 *
 * ENABLE arms those that are not armed; when it fails, none of the range is armed.
 * DISABLE returns when no hit of them is under way: one that waits for a page of its
 * process, it waits for. What the calls that are in flight have left waits on, for
 * the probe may be armed again before they return. From 6.13 on the kernel does not say so
 * to a probe that was disarmed meanwhile: there, and when they return before it is armed
 * again, they are in flight until their thread ends, or is at the same place once more.
 * REMOVE forgets it, and takes only probes that are disarmed (EBUSY), and whose hits and
 * ledgers have been read.
 *
 * ENOENT: there is no such probe. EOPNOTSUPP: the kernel cannot probe the
 * instruction there.
 */
struct uprobecap_range {
	__u32 size;
	__u32 flags;
	__u32 id;
	__u32 nr;
	__u32 error_id;
	__u32 reserved;
	char error[UPROBECAP_ERROR_MAX];
};

/**
 * struct uprobecap_ledgers - read ledgers at once, without the stream
 * @size: of this struct
 * @flags: 0
 * @id: the first probe
 * @nr: how many; out: how many there were
 * @ledgers: address of struct uprobecap_ledger[@nr]
 */
struct uprobecap_ledgers {
	__u32 size;
	__u32 flags;
	__u32 id;
	__u32 nr;
	__u64 ledgers;
};

/**
 * struct uprobecap_list - what is armed on this machine
 * @size: of this struct
 * @flags: 0
 *
 * From here on read(2) of this file, which must not have a session, returns
 * HEADER, and for each session OWNER, PROBE... and LEDGER...; then 0.
 */
struct uprobecap_list {
	__u32 size;
	__u32 flags;
};

/**
 * struct uprobecap_info - the rings of the file's own session, and how they are mapped
 * @size: of this struct
 * @flags: 0
 * @version: out: UPROBECAP_VERSION
 * @nr_rings: out: numbers of CPUs are below this
 * @ring_size: out: bytes of each ring, a power of two
 * @control_size: out: bytes of the part that the reader writes
 * @records_size: out: bytes of the part with the records
 * @stride: out: offset of a ring minus that of the one before
 *
 * The last three are 0 without UPROBECAP_MAPPED.
 *
 * ENOENT: the file has no session of its own.
 */
struct uprobecap_info {
	__u32 size;
	__u32 flags;
	__u32 version;
	__u32 nr_rings;
	__u64 ring_size;
	__u64 control_size;
	__u64 records_size;
	__u64 stride;
};

/**
 * struct uprobecap_ring_control - what the reader of a mapped ring writes
 * @tail: bytes ever read
 */
struct uprobecap_ring_control {
	__u64 tail;
};

/**
 * struct uprobecap_ring_state - what the module writes, of a mapped ring
 * @head: bytes ever written
 * @lost: hits ever lost, as in @total of struct uprobecap_lost
 * @lost_since: time of the first one that no LOST record tells of
 */
struct uprobecap_ring_state {
	__u64 head;
	__u64 lost;
	__u64 lost_since;
};

/**
 * struct uprobecap_hold - keep what a flight recorder has, to read it
 * @size: of this struct
 * @flags: 0
 * @hold: 1, or 0 to release it
 * @reserved: 0
 *
 * EINVAL: the session is without UPROBECAP_OVERWRITE. ENOENT: there is none.
 */
struct uprobecap_hold {
	__u32 size;
	__u32 flags;
	__u32 hold;
	__u32 reserved;
};

#define UPROBECAP_IOCTL	  0xbc
#define UPROBECAP_CONFIG  _IOW(UPROBECAP_IOCTL, 1, struct uprobecap_config)
#define UPROBECAP_ADD	  _IOWR(UPROBECAP_IOCTL, 2, struct uprobecap_add)
#define UPROBECAP_ENABLE  _IOWR(UPROBECAP_IOCTL, 3, struct uprobecap_range)
#define UPROBECAP_DISABLE _IOWR(UPROBECAP_IOCTL, 4, struct uprobecap_range)
#define UPROBECAP_REMOVE  _IOWR(UPROBECAP_IOCTL, 5, struct uprobecap_range)
#define UPROBECAP_LEDGERS _IOWR(UPROBECAP_IOCTL, 6, struct uprobecap_ledgers)
#define UPROBECAP_LIST	  _IOW(UPROBECAP_IOCTL, 7, struct uprobecap_list)
#define UPROBECAP_INFO	  _IOWR(UPROBECAP_IOCTL, 8, struct uprobecap_info)
#define UPROBECAP_HOLD	  _IOW(UPROBECAP_IOCTL, 9, struct uprobecap_hold)

#endif /* _UAPI_UPROBECAP_H */
