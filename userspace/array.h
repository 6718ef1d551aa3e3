/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_ARRAY_H
#define UPROBECAP_ARRAY_H

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

#endif /* UPROBECAP_ARRAY_H */
