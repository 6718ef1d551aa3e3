/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_SPEC_TYPE_H
#define UPROBECAP_SPEC_TYPE_H

#include "scan.h"

/* The type of a field that names none. */
void spec_default_type(struct spec_field *field);

/*
 * Take TYPE or TYPE[N] for a @field whose source and derefs are known, and refuse
 * what does not go together with them.
 */
int spec_parse_type(struct scan *scan, struct spec_field *field);

#endif /* UPROBECAP_SPEC_TYPE_H */
