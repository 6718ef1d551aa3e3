/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_SPEC_FILTER_H
#define UPROBECAP_SPEC_FILTER_H

#include "scan.h"
#include "spec.h"

/* Take the filter of a @spec whose type and fields are known, up to the end. */
int spec_parse_filter(struct scan *scan, struct spec *spec);

/* Does a comparison with a number hold? */
static inline bool spec_number_holds(const struct spec_term *term, __u64 left)
{
	__u64 right = term->number;
	bool less = term->is_signed ? (__s64)left < (__s64)right : left < right;

	switch (term->comparison) {
	case SPEC_EQ:
		return left == right;
	case SPEC_NE:
		return left != right;
	case SPEC_LT:
		return less;
	case SPEC_LE:
		return less || left == right;
	case SPEC_GT:
		return !less && left != right;
	case SPEC_GE:
		return !less;
	default:
		return left & right;
	}
}

#endif /* UPROBECAP_SPEC_FILTER_H */
