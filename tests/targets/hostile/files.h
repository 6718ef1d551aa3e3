/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOSTILE_FILES_H
#define HOSTILE_FILES_H

#include "actor.h"

/* Files of the device that are open, or not: all threads use all of them. */
#define SLOTS 8

void files_make(const char *path);
void files_serve(act_function *begin);
void files_end(void);
int device_of(const struct actor *actor);
int any_file(struct random *random);

act_function open_file, close_file, duplicate_file, send_file, change_file;

#endif /* HOSTILE_FILES_H */
