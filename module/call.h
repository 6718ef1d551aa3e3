/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_CALL_H
#define UPROBECAP_CALL_H

#include <linux/ptrace.h>
#include <linux/types.h>

#include "arch.h"

struct calls;
struct probe;

/**
 * struct call - an entry that waits for its return
 * @probe: whose it is
 * @stack: address of the return address; with task and probe, the key
 * @born: when the task began, for its address and number may belong to another later
 * @exec_id: how many programs it had run
 * @tid: of the task, in the initial pid namespace
 * @time: of the entry, CLOCK_MONOTONIC in ns
 * @ip: address of the site
 * @irregular: of the fields of the entry
 * @text_size: bytes of strings behind the slots
 * @number: of the calls that the place has had, changed before anything else of the next
 * @unread: a bit for each of the arguments that could not be read
 * @arguments: $arg1.., if something at the return asks for them
 * @data: the slots of the entry as they will be in the record, then its strings
 */
struct call {
	struct probe *probe;
	unsigned long number;
	unsigned long stack;
	u64 born;
	u64 exec_id;
	pid_t tid;
	u32 text_size;
	u64 time;
	unsigned long ip;
	u64 irregular;
	unsigned long unread;
	unsigned long arguments[ARCH_ARGUMENTS_MAX];
	u8 data[] __aligned(8);
};

struct calls *calls_create(unsigned int nr, size_t data_size);
void calls_destroy(struct calls *calls);
void calls_sweep(struct calls *calls);
void calls_forget(struct calls *calls);

int call_begin(struct calls *calls, struct probe *probe, struct pt_regs *regs);
int call_find(const struct calls *calls, const struct probe *probe, struct pt_regs *regs);
int call_find_popped(const struct calls *calls, const struct probe *probe, struct pt_regs *regs);

#endif /* UPROBECAP_CALL_H */
