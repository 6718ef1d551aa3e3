// SPDX-License-Identifier: GPL-2.0-only
/*
 * A reader in few lines: counts the hits of a recording, or of the device.
 *
 *   cc -o count-hits count-hits.c && ./count-hits < hits
 */

#include <stdint.h>
#include <stdio.h>

#include <uprobecap.h>

int main(void)
{
	static uint64_t buffer[UPROBECAP_RECORD_MAX / sizeof(uint64_t)];
	struct uprobecap_record *record = (void *)buffer;
	unsigned long hits = 0;

	while (fread(record, sizeof(*record), 1, stdin)) {
		if (record->size < sizeof(*record) || record->size > sizeof(buffer))
			return 1;
		if (record->size > sizeof(*record) &&
		    !fread(record + 1, record->size - sizeof(*record), 1, stdin))
			return 1;
		if (record->type == UPROBECAP_ENTRY || record->type == UPROBECAP_RETURN)
			hits++;
	}
	printf("%lu hits\n", hits);
	return 0;
}
