/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef BENCH_FUNCTIONS_H
#define BENCH_FUNCTIONS_H

long push_first(long a, long b, const char *text);
long endbr64_first(long a, long b, const char *text);

#endif /* BENCH_FUNCTIONS_H */
