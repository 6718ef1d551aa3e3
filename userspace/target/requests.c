// SPDX-License-Identifier: GPL-2.0-only
/*
 * All probes that are asked for at once.
 */

#include <stdlib.h>

#include "target/requests.h"

/**
 * requests_parse() - understand them, before anything is opened
 * @requests: to be filled
 * @specs: as they were typed; must live as long as @requests
 * @nr: how many
 * @error: what is wrong with one
 *
 * Return: 0 or -1; requests_free() them either way.
 */
int requests_parse(struct requests *requests, char **specs, size_t nr, struct error *error)
{
	*requests = (struct requests){
		.request = need_memory(calloc(nr, sizeof(*requests->request))),
	};
	while (requests->nr < nr) {
		size_t n = requests->nr++;

		if (request_parse(&requests->request[n], specs[n], error))
			return -1;
	}
	return 0;
}

/**
 * requests_open() - find the targets
 * @requests: parsed
 * @wish: which sites
 * @error: why there is none
 *
 * Return: 0 or -1.
 */
int requests_open(struct requests *requests, const struct target_wish *wish, struct error *error)
{
	size_t n;

	for (n = 0; n < requests->nr; n++)
		if (request_open(&requests->request[n], wish, error))
			return -1;
	return 0;
}

/**
 * requests_find() - whose a probe is
 * @requests: added to a session
 * @probe: its number
 * @site: out: the index of its site
 *
 * Return: the request; NULL when it is of none.
 */
struct request *requests_find(const struct requests *requests, uint32_t probe, size_t *site)
{
	size_t n;

	for (n = 0; n < requests->nr; n++) {
		*site = probe - requests->request[n].id;
		if (probe >= requests->request[n].id && *site < requests->request[n].target.nr)
			return &requests->request[n];
	}
	return NULL;
}

/**
 * requests_function() - how a probe is called
 * @requests: added to a session
 * @probe: its number
 *
 * The files are open as the traced processes have them, which their paths may not lead
 * to from here.
 *
 * Return: the name, for free(); NULL when it is not known.
 */
char *requests_function(void *requests, uint32_t probe)
{
	size_t site;
	struct request *request = requests_find(requests, probe, &site);

	return request ? target_site_name(&request->target, site) : NULL;
}

/**
 * requests_enumerations() - what the values of a probe's fields are called
 * @requests: added to a session
 * @probe: its number
 *
 * Return: NULL when it has no field of an enum.
 */
const struct enumerations *requests_enumerations(void *requests, uint32_t probe)
{
	size_t site;
	const struct request *request = requests_find(requests, probe, &site);

	return request && request->enumerations ? request->enumerations[site] : NULL;
}

/**
 * requests_free() - give back what they took
 * @requests: parsed
 */
void requests_free(struct requests *requests)
{
	while (requests->nr)
		request_free(&requests->request[--requests->nr]);
	free(requests->request);
}
