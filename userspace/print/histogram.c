// SPDX-License-Identifier: GPL-2.0-only
/*
 * How many values there are of each size, in memory that does not grow with them.
 */

#include "print/histogram.h"

static unsigned int bucket_of(uint64_t value)
{
	unsigned int shift;

	if (value < HISTOGRAM_STEPS)
		return value;
	shift = 63 - __builtin_clzll(value) - HISTOGRAM_BITS;
	return (shift + 1) * HISTOGRAM_STEPS + (value >> shift) - HISTOGRAM_STEPS;
}

static uint64_t largest_of(unsigned int bucket)
{
	unsigned int shift = bucket / HISTOGRAM_STEPS;
	uint64_t step = bucket % HISTOGRAM_STEPS;

	if (!shift)
		return step;
	return ((HISTOGRAM_STEPS + step + 1) << (shift - 1)) - 1;
}

/**
 * histogram_add() - count a value
 * @histogram: zeroed before the first
 * @value: any
 */
void histogram_add(struct histogram *histogram, uint64_t value)
{
	histogram->nr++;
	histogram->bucket[bucket_of(value)]++;
	if (value > histogram->max)
		histogram->max = value;
}

/**
 * histogram_percentile() - what so many percent of the values do not exceed
 * @histogram: with values
 * @percent: 1 to 100
 *
 * Return: that, too large by 1/32 at most, and never more than the largest value.
 */
uint64_t histogram_percentile(const struct histogram *histogram, unsigned int percent)
{
	/* Rounded up: of three values, two are 50 percent. */
	uint64_t wanted =
		histogram->nr / 100 * percent + (histogram->nr % 100 * percent + 99) / 100;
	uint64_t value = 0;
	unsigned int n;

	for (n = 0; n < HISTOGRAM_BUCKETS && wanted; n++) {
		value = largest_of(n);
		wanted -= wanted < histogram->bucket[n] ? wanted : histogram->bucket[n];
	}
	return value < histogram->max ? value : histogram->max;
}

/**
 * histogram_count() - how many values there are between two powers of two
 * @histogram: any
 * @power: 0 to 63: from 2^@power on, and below the next; with 0, the values 0 too
 */
uint64_t histogram_count(const struct histogram *histogram, unsigned int power)
{
	unsigned int n = power ? bucket_of(1ull << power) : 0;
	unsigned int last = bucket_of((1ull << power) | ((1ull << power) - 1));
	uint64_t count = 0;

	for (; n <= last; n++)
		count += histogram->bucket[n];
	return count;
}
