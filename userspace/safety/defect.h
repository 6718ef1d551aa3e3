/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kernels that end a program whose return is caught.
 */
#ifndef UPROBECAP_DEFECT_H
#define UPROBECAP_DEFECT_H

#include <stdbool.h>

/* The first kernels of each line that are right. */
#define DEFECT_SECCOMP_MENDED	   "6.12.14, 6.13.3, 6.14"
#define DEFECT_SHADOW_STACK_MENDED "6.6.44, 6.10.3, 6.11"

bool defect_of_seccomp(const char *release, const char *mode);
bool defect_of_shadow_stack(const char *release, const char *features);

#endif /* UPROBECAP_DEFECT_H */
