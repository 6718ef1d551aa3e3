/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of a probe, as tracefs wants it.
 */
#ifndef UPROBECAP_TRACEFS_PROBE_H
#define UPROBECAP_TRACEFS_PROBE_H

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "spec.h"

/* The stack pointer, which joins the events of a call; the first field of both. */
#define TRACEFS_STACK "uprobecap_sp"

/**
 * struct tracefs_probe - a probe, translated
 * @spec: what it was translated from
 * @entry: fields of the event at the entry; NULL when there is none
 * @returned: fields of the event at the return; NULL when there is none
 * @filter: of the only event, or of the entry; NULL when there is none
 * @left_out: bit n is set when tracefs cannot fetch field n
 * @why: it cannot, of each of these
 */
struct tracefs_probe {
	struct spec *spec;
	char *entry;
	char *returned;
	char *filter;
	uint64_t left_out;
	const char *why[UPROBECAP_FIELDS_MAX];
};

int tracefs_probe_translate(struct tracefs_probe *probe, const char *text, bool is_32_bit,
			    struct error *error);
void tracefs_probe_free(struct tracefs_probe *probe);

#endif /* UPROBECAP_TRACEFS_PROBE_H */
