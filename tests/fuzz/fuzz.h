/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What libFuzzer calls, and replay.c: each file beside this one has its own.
 */
#ifndef UPROBECAP_FUZZ_H
#define UPROBECAP_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif /* UPROBECAP_FUZZ_H */
