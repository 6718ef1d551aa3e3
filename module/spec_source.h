/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_SPEC_SOURCE_H
#define UPROBECAP_SPEC_SOURCE_H

#include "scan.h"

/* Where a field stands, and so what it can read. */
enum spec_place {
	SPEC_AT_ENTRY,	     /* of p */
	SPEC_AT_RETURN,	     /* of r */
	SPEC_AT_CALL_ENTRY,  /* of c, before -> */
	SPEC_AT_CALL_RETURN, /* of c, behind -> */
};

#define SPEC_TOO_DEEP "a value has at most " SCAN_WORDS(UPROBECAP_DEREFS_MAX) " nested dereferences"

/* Take the source of a field: %REGISTER, $VARIABLE, \NUMBER or @+OFFSET. */
int spec_parse_source(struct scan *scan, enum spec_place place, struct spec_field *field);

#endif /* UPROBECAP_SPEC_SOURCE_H */
