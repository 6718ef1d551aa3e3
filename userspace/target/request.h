/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A probe as the user asks for it: TYPE[:[GROUP/]EVENT] TARGET [FIELD...] ...
 */
#ifndef UPROBECAP_REQUEST_H
#define UPROBECAP_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "stream/enumeration.h"
#include "target/target.h"

/**
 * struct request - one probe, or one at each site of its target
 * @typed: all of it
 * @target_text: TARGET
 * @text: all of it but TARGET, as the module wants it
 * @cut_at: TARGET stood before this byte of @text, and took
 * @cut: bytes of @typed
 * @at_return: it is of a function's return, or of all of a call
 * @is_bare: it is no more than a target, and has the fields that its functions have
 * @target: the sites, after request_open()
 * @site_text: @text as it is at each site; NULL when it is the same
 * @enumerations: the names of values, of each site that has some; NULL like @site_text
 * @id: number of the first probe, once the module gave it
 */
struct request {
	const char *typed;
	char *target_text;
	char *text;
	unsigned int cut_at;
	unsigned int cut;
	bool at_return;
	bool is_bare;
	struct target target;
	char **site_text;
	struct enumerations **enumerations;
	uint32_t id;
};

int request_parse(struct request *request, const char *typed, struct error *error);
int request_open(struct request *request, const struct target_wish *wish, struct error *error);
const char *request_text(const struct request *request, size_t index);
void request_free(struct request *request);
int request_wrong_at(const struct request *request, unsigned int column, const char *why,
		     struct error *error);

#endif /* UPROBECAP_REQUEST_H */
