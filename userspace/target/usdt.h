/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The USDT probes of a file: places that its maker has marked.
 */
#ifndef UPROBECAP_USDT_H
#define UPROBECAP_USDT_H

#include <stddef.h>
#include <stdint.h>

#include "binary/elf.h"
#include "binary/pattern.h"

#define USDT_PREFIX "sdt:"

/**
 * struct usdt - one site of a probe
 * @name: sdt:PROVIDER:NAME
 * @arguments: where they are: -4@%edi 8@-16(%rbp) -4@$5; valid until elf_close()
 * @offset: of its instruction, a nop, in the file
 * @ref_ctr_offset: of its reference counter; 0 when it has none
 */
struct usdt {
	char *name;
	const char *arguments;
	uint64_t offset;
	uint64_t ref_ctr_offset;
};

size_t usdt_read(const struct elf_file *file, const struct patterns *patterns,
		 struct usdt **probes);
void usdt_free(struct usdt *probes, size_t nr);

#endif /* UPROBECAP_USDT_H */
