/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The values of fields as text.
 */
#ifndef UPROBECAP_TEXT_VALUE_H
#define UPROBECAP_TEXT_VALUE_H

#include "print/line.h"
#include "stream/probe.h"
#include "stream/value.h"

void text_integer(struct line *line, unsigned int kind, uint64_t number);
void text_put(struct line *line, const struct value *value);
void text_value(struct line *line, const struct uprobecap_hit *hit,
		const struct uprobecap_field *field, unsigned int index);

/* Inline: the commonest fields are numbers, in the commonest format. */
static inline void text_field(struct line *line, const struct probe *probe,
			      const struct uprobecap_hit *hit, unsigned int index)
{
	const struct uprobecap_field *field = &probe->fields[index];
	const uint64_t *integer = value_integer(hit, field, index);
	const struct note_enumeration *names = integer ? probe_enumeration(probe, index, *integer) :
							 NULL;

	if (names)
		enumeration_put(line, names, *integer);
	else if (integer)
		text_integer(line, field->kind, *integer);
	else
		text_value(line, hit, field, index);
}

#endif /* UPROBECAP_TEXT_VALUE_H */
