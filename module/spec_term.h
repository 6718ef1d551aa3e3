/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_SPEC_TERM_H
#define UPROBECAP_SPEC_TERM_H

#include "scan.h"

/* Take one comparison, all of @term but where it leads to. */
int spec_parse_term(struct scan *scan, const struct spec *spec, struct spec_term *term);

/* Can @term be decided only when the function has returned? */
bool spec_term_is_at_return(const struct spec *spec, const struct spec_term *term);

#endif /* UPROBECAP_SPEC_TERM_H */
