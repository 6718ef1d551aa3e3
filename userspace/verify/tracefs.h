/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's own tracer: an instance of our own, with events in a group of our own.
 */
#ifndef UPROBECAP_TRACEFS_H
#define UPROBECAP_TRACEFS_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"

/**
 * struct tracefs - what we have added to it
 * @root: where it is mounted
 * @instance: path of the instance; NULL when there is none
 * @nr_events: how many events there are
 * @events: the name of each, without the group
 */
struct tracefs {
	const char *root;
	char *instance;
	size_t nr_events;
	char **events;
};

/**
 * struct tracefs_event - a probe as an event
 * @letter: 'p' or 'r'
 * @number: of the probe, from 1
 * @fd: of the file
 * @offset: of the site
 * @ref_ctr_offset: of the reference counter; 0 for none
 * @fields: with a blank in front of each
 * @filter: or NULL
 */
struct tracefs_event {
	char letter;
	uint32_t number;
	int fd;
	uint64_t offset;
	uint64_t ref_ctr_offset;
	const char *fields;
	const char *filter;
};

int tracefs_find(struct tracefs *tracefs, struct error *error);
int tracefs_begin(struct tracefs *tracefs, uint32_t buffer_kb, struct error *error);
int tracefs_add(struct tracefs *tracefs, const struct tracefs_event *event, struct error *error);
int tracefs_enable(struct tracefs *tracefs, struct error *error);
int tracefs_disable(struct tracefs *tracefs, struct error *error);
uint64_t tracefs_profile(const struct tracefs *tracefs);
uint64_t tracefs_lost(const struct tracefs *tracefs);
char *tracefs_trace(const struct tracefs *tracefs);
int tracefs_remove(struct tracefs *tracefs, struct error *error);

#endif /* UPROBECAP_TRACEFS_H */
