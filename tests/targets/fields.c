// SPDX-License-Identifier: GPL-2.0-only
/*
 * fields - calls look(&F) for three structs: with the least value of every type,
 * with the greatest, and with something in between.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Tests name the offsets; main() prints them. */
struct fields {
	uint8_t u8; /* 0 */
	int8_t s8; /* 1 */
	uint16_t u16; /* 2 */
	int16_t s16; /* 4 */
	char letter; /* 6 */
	uint32_t u32; /* 8 */
	int32_t s32; /* 12 */
	uint64_t u64; /* 16 */
	int64_t s64; /* 24 */
	uint32_t bits; /* 32 */
	int32_t array[4]; /* 36 */
	const char *string; /* 56 */
	struct fields *next; /* 64 */
	char inside[16]; /* 72 */
};

static struct fields least = {
	.s8 = INT8_MIN,
	.s16 = INT16_MIN,
	.s32 = INT32_MIN,
	.s64 = INT64_MIN,
	.letter = ' ',
	.array = { INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN },
	.string = "",
};

static struct fields greatest = {
	.u8 = UINT8_MAX,
	.u16 = UINT16_MAX,
	.u32 = UINT32_MAX,
	.u64 = UINT64_MAX,
	.s8 = INT8_MAX,
	.s16 = INT16_MAX,
	.s32 = INT32_MAX,
	.s64 = INT64_MAX,
	.letter = '~',
	.bits = UINT32_MAX,
	.array = { INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX },
	.string = "the greatest",
	.next = &least,
	.inside = "inside",
};

static struct fields between = {
	.u8 = 0x12,
	.u16 = 0x1234,
	.u32 = 0x12345678,
	.u64 = 0x123456789abcdef0,
	.s8 = -1,
	.s16 = -2,
	.s32 = -3,
	.s64 = -4,
	.letter = 'A',
	.bits = 0xa5c3f00f,
	.array = { 1, -2, 3, -4 },
	.string = "between",
	.next = &greatest,
	.inside = "in between",
};

__attribute__((noipa)) int64_t look(const struct fields *fields)
{
	return fields->s64;
}

int main(void)
{
	look(&least);
	look(&greatest);
	look(&between);
	printf("u32 %zu s64 %zu bits %zu array %zu string %zu next %zu inside %zu\n",
	       offsetof(struct fields, u32), offsetof(struct fields, s64),
	       offsetof(struct fields, bits), offsetof(struct fields, array),
	       offsetof(struct fields, string), offsetof(struct fields, next),
	       offsetof(struct fields, inside));
	return 0;
}
