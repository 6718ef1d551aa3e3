/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All probes that are asked for at once.
 */
#ifndef UPROBECAP_REQUESTS_H
#define UPROBECAP_REQUESTS_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "target/request.h"

/**
 * struct requests - all probes that are asked for
 * @nr: how many
 * @request: each
 */
struct requests {
	size_t nr;
	struct request *request;
};

int requests_parse(struct requests *requests, char **specs, size_t nr, struct error *error);
int requests_open(struct requests *requests, const struct target_wish *wish, struct error *error);
struct request *requests_find(const struct requests *requests, uint32_t probe, size_t *site);
char *requests_function(void *requests, uint32_t probe);
const struct enumerations *requests_enumerations(void *requests, uint32_t probe);
void requests_free(struct requests *requests);

#endif /* UPROBECAP_REQUESTS_H */
