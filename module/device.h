/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_DEVICE_H
#define UPROBECAP_DEVICE_H

struct session;

int device_appear(struct session *boot_session);
void device_vanish(void);

#endif /* UPROBECAP_DEVICE_H */
