// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plugin of QEMU that counts how often each instruction of the guest runs, from the
 * first run of one on and until the first run of another:
 *
 *   qemu-system-x86_64 -plugin profile.so,out=FILE,start=0x401280,stop=0x4012c0 ...
 *
 * A line of FILE is an address and a number. Programs that are at the same address
 * share it.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qemu_plugin.h"

/* Of a hash table; the VM never runs half as many. A power of two. */
#define INSTRUCTIONS 4194304

#define EXPORT	     __attribute__((visibility("default")))
#define ADD_U64	     0
#define NO_REGISTERS 0

EXPORT int qemu_plugin_version = 1;

static struct {
	uint64_t address;
	uint64_t ran;
} instructions[INSTRUCTIONS];

static FILE *out;
static uint64_t start, stop;
static int started;

static uint64_t *times_run(uint64_t address)
{
	uint32_t place = (address * UINT64_C(0x9e3779b97f4a7c15)) >> 42;

	while (instructions[place].address && instructions[place].address != address)
		place = (place + 1) % INSTRUCTIONS;
	instructions[place].address = address;
	return &instructions[place].ran;
}

static void forget_all(unsigned int cpu, void *data)
{
	size_t n;

	(void)cpu;
	(void)data;
	if (started)
		return;
	started = 1;
	for (n = 0; n < INSTRUCTIONS; n++)
		instructions[n].ran = 0;
}

static void write_all(unsigned int cpu, void *data)
{
	size_t n;

	(void)cpu;
	(void)data;
	if (!started || !out)
		return;
	for (n = 0; n < INSTRUCTIONS; n++)
		if (instructions[n].ran)
			fprintf(out, "%016" PRIx64 " %" PRIu64 "\n", instructions[n].address,
				instructions[n].ran);
	fclose(out);
	out = NULL;
}

static void count_block(qemu_plugin_id_t id, struct qemu_plugin_tb *block)
{
	size_t n;

	(void)id;
	for (n = 0; n < qemu_plugin_tb_n_insns(block); n++) {
		struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, n);
		uint64_t address = qemu_plugin_insn_vaddr(instruction);

		if (address == start || address == stop)
			qemu_plugin_register_vcpu_insn_exec_cb(
				instruction, address == start ? forget_all : write_all,
				NO_REGISTERS, NULL);
		qemu_plugin_register_vcpu_insn_exec_inline(instruction, ADD_U64, times_run(address),
							   1);
	}
}

static int take_argument(const char *text)
{
	if (!strncmp(text, "start=", 6))
		start = strtoull(text + 6, NULL, 16);
	else if (!strncmp(text, "stop=", 5))
		stop = strtoull(text + 5, NULL, 16);
	else if (!strncmp(text, "out=", 4))
		out = fopen(text + 4, "w");
	return errno;
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc, char **argv)
{
	int n;

	(void)info;
	errno = 0;
	for (n = 0; n < argc; n++) {
		if (take_argument(argv[n])) {
			fprintf(stderr, "profile.so: cannot take %s: %s\n", argv[n],
				strerror(errno));
			return -1;
		}
	}
	if (!out || !start || !stop) {
		fprintf(stderr,
			"profile.so: usage: -plugin profile.so,out=FILE,start=ADDRESS,stop=ADDRESS\n");
		return -1;
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, count_block);
	return 0;
}
