// SPDX-License-Identifier: GPL-2.0-only
/*
 * values: passes a struct with the least and the greatest value of every type, and
 * what has names in the source.
 */
#include <stdint.h>

#include "target.h"

struct values {
	uint8_t u8[2];	      /* at 0 */
	int8_t s8[2];	      /* at 2 */
	uint16_t u16[2];      /* at 4 */
	int16_t s16[2];	      /* at 8 */
	uint32_t u32[2];      /* at 12 */
	int32_t s32[2];	      /* at 20 */
	uint32_t bits;	      /* at 28: 0xa5c3f096 */
	uint64_t u64[2];      /* at 32 */
	int64_t s64[2];	      /* at 48 */
	const char *text;     /* at 64 */
	struct values *next;  /* at 72 */
	char letters[4];      /* at 80: "abc" */
	float f32;	      /* at 84 */
	double f64[2];	      /* at 88 */
	const char *names[4]; /* at 104: the third one is no address */
};

long take(struct values *values, long a, long b, long c, long d, long e, long stacked);

PROBED long take(struct values *values, long a, long b, long c, long d, long e, long stacked)
{
	return INT64_MIN;
}

double weigh(double a, float b, long number);

PROBED double weigh(double a, float b, long number)
{
	return a + b;
}

enum colour { RED, GREEN, BLUE };
enum access { READ = 1, WRITE = 2, RUN = 8 };

struct picture {
	const char *name;
	struct {
		int width;
		unsigned short height;
	} size;
	char label[8];
	enum colour colours[2];
	unsigned int layer : 3;
	enum access access : 4;
	const struct picture *next;
};

enum colour paint(const struct picture *picture, enum colour colour, enum access access);

PROBED enum colour paint(const struct picture *picture, enum colour colour, enum access access)
{
	return colour == RED ? picture->colours[0] : (enum colour)7;
}

static void paint_pictures(void)
{
	static const struct picture last = {
		.name = "last",
		.size = { -3, 40000 },
		.label = "eight",
		.colours = { RED, BLUE },
		.layer = 5,
		.access = READ | RUN,
	};
	static const struct picture first = {
		.name = "first",
		.colours = { BLUE, GREEN },
		.next = &last,
	};

	paint(&first, RED, READ | WRITE);
	paint(&last, GREEN, 4);
}

int main(void)
{
	static struct values values = {
		.u8 = { 0, UINT8_MAX },
		.s8 = { INT8_MIN, INT8_MAX },
		.u16 = { 0, UINT16_MAX },
		.s16 = { INT16_MIN, INT16_MAX },
		.u32 = { 0, UINT32_MAX },
		.s32 = { INT32_MIN, INT32_MAX },
		.bits = 0xa5c3f096,
		.u64 = { 0, UINT64_MAX },
		.s64 = { INT64_MIN, INT64_MAX },
		.text = "behind two pointers",
		.next = &values,
		.letters = "abc",
		.f32 = 0.1f,
		.f64 = { -1e300, 0.1 },
		.names = { "one", "", (const char *)8, "four" },
	};

	take(&values, -1, 0x123456789abcdef0, 3, 4, 5, 6);
	weigh(0.1, -2.5f, 7);
	paint_pictures();
	return 0;
}
