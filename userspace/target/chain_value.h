/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The value of a variable, as a field: FETCH:TYPE.
 */
#ifndef UPROBECAP_CHAIN_VALUE_H
#define UPROBECAP_CHAIN_VALUE_H

#include <stdio.h>

#include "error.h"
#include "stream/enumeration.h"
#include "target/variable.h"

/**
 * struct chain_field - a field that is named as in the program's source
 * @chain: as it was typed
 * @site: for errors, where the probe is
 * @index: of the field, in its probe
 * @out: the text that it goes into
 * @enumerations: the names of values
 * @error: why there is no value
 */
struct chain_field {
	const char *chain;
	const char *site;
	unsigned int index;
	FILE *out;
	struct enumerations **enumerations;
	struct error *error;
};

int chain_value_put(const struct chain_field *field, struct variable *variable);

#endif /* UPROBECAP_CHAIN_VALUE_H */
