/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_RING_MEMORY_H
#define UPROBECAP_RING_MEMORY_H

#include <linux/types.h>

struct ring;
struct rings;
struct uprobecap_info;
struct vm_area_struct;

int ring_init(struct ring *ring, unsigned int cpu, size_t size, bool mapped);
void ring_destroy(struct ring *ring);
void rings_describe(const struct rings *rings, struct uprobecap_info *info);
int rings_map(struct rings *rings, struct vm_area_struct *vma);

#endif /* UPROBECAP_RING_MEMORY_H */
