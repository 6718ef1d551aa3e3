/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOSTILE_RANDOM_H
#define HOSTILE_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct random - numbers that are the same again for the same seed
 * @state: of them
 * @is_tame: nothing shall go wrong for now
 */
struct random {
	uint64_t state;
	bool is_tame;
};

uint64_t random_bits(struct random *random);
unsigned int below(struct random *random, unsigned int limit);
bool one_in(struct random *random, unsigned int n);
bool goes_wrong(struct random *random, unsigned int n);
uint64_t edge_number(struct random *random);
void random_bytes(struct random *random, void *to, size_t size);

#endif /* HOSTILE_RANDOM_H */
