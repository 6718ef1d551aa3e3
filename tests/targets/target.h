/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TESTS_TARGET_H
#define TESTS_TARGET_H

/* A function that a test probes: a real call, whatever the compiler could prove about it. */
#define PROBED __attribute__((noipa))

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

#endif /* TESTS_TARGET_H */
