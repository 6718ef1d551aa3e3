/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOSTILE_READING_H
#define HOSTILE_READING_H

#include "actor.h"

act_function read_file, poll_file, watch_file, misuse_file;

#endif /* HOSTILE_READING_H */
