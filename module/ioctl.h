/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef UPROBECAP_IOCTL_H
#define UPROBECAP_IOCTL_H

struct client;

long ioctl_handle(struct client *client, unsigned int command, void __user *argument);

#endif /* UPROBECAP_IOCTL_H */
