/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many values there are of each size.
 */
#ifndef UPROBECAP_HISTOGRAM_H
#define UPROBECAP_HISTOGRAM_H

#include <stdint.h>

/*
 * Values below HISTOGRAM_STEPS have a bucket each; from there on, those between two
 * powers of two share that many, so a bucket's values differ by 1/32 at most.
 */
#define HISTOGRAM_BITS	  5
#define HISTOGRAM_STEPS	  32
#define HISTOGRAM_BUCKETS ((64 - HISTOGRAM_BITS + 1) * HISTOGRAM_STEPS)

/**
 * struct histogram - the counts
 * @nr: of all values
 * @max: the largest
 * @bucket: of the values that belong together
 */
struct histogram {
	uint64_t nr;
	uint64_t max;
	uint64_t bucket[HISTOGRAM_BUCKETS];
};

void histogram_add(struct histogram *histogram, uint64_t value);
uint64_t histogram_percentile(const struct histogram *histogram, unsigned int percent);
uint64_t histogram_count(const struct histogram *histogram, unsigned int power);

#endif /* UPROBECAP_HISTOGRAM_H */
