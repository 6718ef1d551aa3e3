// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory of the traced process, which may be anything but what was expected.
 *
 * memory_load_*() bring no page in: whoever calls them has page faults off.
 */

#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/uaccess.h>
#include <asm/word-at-a-time.h>

#include "compat.h"
#include "memory.h"
#include "uapi/uprobecap.h"

/**
 * memory_load_number() - load 1, 2, 4 or 8 bytes
 * @addr: of user space, or not
 * @size: how many
 * @value: they, in 64 bits
 *
 * Return: 0 or enum uprobecap_status.
 */
int memory_load_number(unsigned long addr, unsigned int size, u64 *value)
{
	const void __user *from = (const void __user *)addr;
	u8 v8;
	u16 v16;
	u32 v32;

	if (!user_access_begin(from, size))
		return UPROBECAP_BAD;
	switch (size) {
	case 1:
		unsafe_get_user(v8, (const u8 __user *)from, fault);
		*value = v8;
		break;
	case 2:
		unsafe_get_user(v16, (const u16 __user *)from, fault);
		*value = v16;
		break;
	case 4:
		unsafe_get_user(v32, (const u32 __user *)from, fault);
		*value = v32;
		break;
	default:
		unsafe_get_user(*value, (const u64 __user *)from, fault);
	}
	user_access_end();
	return 0;
fault:
	user_access_end();
	return UPROBECAP_FAULTED;
}

/**
 * memory_load_string() - copy a string with its NUL, at most @max bytes of it
 * @to: kernel memory
 * @addr: below TASK_SIZE_MAX - @max
 * @max: not 0
 *
 * Return: bytes copied; @max when there was no NUL among them; 0 on a fault.
 */
size_t memory_load_string(u8 *to, unsigned long addr, size_t max)
{
	const struct word_at_a_time constants = WORD_AT_A_TIME_CONSTANTS;
	const u8 __user *from = (const u8 __user *)addr;
	unsigned long word, zeros;
	size_t n = 0;
	u8 byte;

	if (!user_access_begin(from, max))
		return 0;
	for (; max - n >= sizeof(word); n += sizeof(word)) {
		unsafe_get_user(word, (const unsigned long __user *)(from + n), bytes);
		if (has_zero(word, &zeros, &constants)) {
			zeros = create_zero_mask(prep_zero_mask(word, zeros, &constants));
			put_unaligned(word & zero_bytemask(zeros), (unsigned long *)(to + n));
			user_access_end();
			return n + find_zero(zeros) + 1;
		}
		put_unaligned(word, (unsigned long *)(to + n));
	}
bytes:
	/* What is left is less than a word, or its word reaches into a page that is not there. */
	while (n < max) {
		unsafe_get_user(byte, from + n, fault);
		to[n++] = byte;
		if (!byte)
			break;
	}
	user_access_end();
	return n;
fault:
	user_access_end();
	return 0;
}

/**
 * memory_load_bytes() - copy bytes
 * @to: kernel memory
 * @addr: of user space, or not
 * @size: how many
 *
 * Return: how many were copied.
 */
size_t memory_load_bytes(u8 *to, unsigned long addr, size_t size)
{
	const void __user *from = (const void __user *)addr;

	if (!access_ok(from, size))
		return 0;
	return size - __copy_from_user_inatomic(to, from, size);
}
