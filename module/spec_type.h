/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_SPEC_TYPE_H
#define UPROBECAP_SPEC_TYPE_H

#include "spec_source.h"

/*
 * Take the type of a @field whose source and derefs are known, with its ':', or
 * give it the default one; and refuse what does not go together.
 */
int spec_parse_type(struct scan *scan, enum spec_place place, struct spec_field *field);

#endif /* UPROBECAP_SPEC_TYPE_H */
