/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a parameter or a result leads to, as the program's source would have it:
 * w->size.width, names[2], $retval->next.
 */
#ifndef UPROBECAP_CHAIN_H
#define UPROBECAP_CHAIN_H

#include <stdbool.h>

#include "error.h"
#include "target/variable.h"

/**
 * struct chain_scope - what a chain begins with
 * @function: whose parameters
 * @site: for errors, where the probe is
 * @has_parameters: they can be fetched
 * @has_result: it can be fetched
 */
struct chain_scope {
	Dwarf_Die function;
	const char *site;
	bool has_parameters;
	bool has_result;
};

size_t chain_length(const char *text);
int chain_refuse(const char *text, const char *site, struct error *error);
int chain_resolve(struct chain_scope *scope, const char *text, struct variable *variable,
		  struct error *error);

#endif /* UPROBECAP_CHAIN_H */
