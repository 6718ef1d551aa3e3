/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is installed beside the program.
 */
#ifndef UPROBECAP_SHARE_H
#define UPROBECAP_SHARE_H

char *share_path(const char *name);

#endif /* UPROBECAP_SHARE_H */
