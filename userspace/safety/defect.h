/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kernels that end a program whose return is caught.
 */
#ifndef UPROBECAP_DEFECT_H
#define UPROBECAP_DEFECT_H

#include <stdbool.h>

bool defect_of_seccomp(const char *release, const char *mode);
bool defect_of_shadow_stack(const char *release, const char *features);

#endif /* UPROBECAP_DEFECT_H */
