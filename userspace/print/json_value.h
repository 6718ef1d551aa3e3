/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What stands behind a key in JSON.
 */
#ifndef UPROBECAP_JSON_VALUE_H
#define UPROBECAP_JSON_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "print/line.h"
#include "stream/probe.h"
#include "stream/value.h"

void json_word(struct line *line, const char *word);
void json_key(struct line *line, const char *key);
void json_number(struct line *line, const char *key, uint64_t number);
void json_hex(struct line *line, const void *bytes, size_t size);
void json_bytes(struct line *line, const char *bytes, size_t size);
void json_name(struct line *line, const char *bytes, size_t size);
void json_field(struct line *line, const struct uprobecap_hit *hit,
		const struct uprobecap_field *field, unsigned int index);
bool json_field_name(struct line *line, const char *key, const struct probe *probe,
		     const struct uprobecap_hit *hit, unsigned int index);

#endif /* UPROBECAP_JSON_VALUE_H */
