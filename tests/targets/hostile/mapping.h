/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOSTILE_MAPPING_H
#define HOSTILE_MAPPING_H

#include "actor.h"

act_function map_ring, unmap_ring, move_ring, protect_ring, write_ring, look_at_ring;

#endif /* HOSTILE_MAPPING_H */
