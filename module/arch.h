/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between architectures: the names of the registers and which of
 * them carry a function's arguments. The names are those of the kernel's
 * uprobe_events; user space needs them too, to parse a probe.
 */
#ifndef UPROBECAP_ARCH_H
#define UPROBECAP_ARCH_H

#if defined(__x86_64__)

#define ARCH_REGISTERS(X) \
	X(r15)            \
	X(r14)            \
	X(r13)            \
	X(r12)            \
	X(r11)            \
	X(r10)            \
	X(r9)             \
	X(r8)             \
	X(bx)             \
	X(cx)             \
	X(dx)             \
	X(si)             \
	X(di)             \
	X(bp)             \
	X(ax)             \
	X(orig_ax)        \
	X(ip)             \
	X(cs)             \
	X(flags)          \
	X(sp)             \
	X(ss)

/* $arg1.. in the order of the System V calling convention. */
#define ARCH_ARGUMENTS(X) \
	X(di)             \
	X(si)             \
	X(dx)             \
	X(cx)             \
	X(r8)             \
	X(r9)

#define ARCH_RETVAL ax

#define ARCH_VECTORS 8 /* %xmm0.., of which floats are arguments and results */

#define ARCH_MACHINE EM_X86_64

#else
#error "uprobecap knows the registers of x86-64 only"
#endif

#define ARCH_COUNT_ONE(name) 1 +
#define ARCH_ARGUMENTS_MAX   (ARCH_ARGUMENTS(ARCH_COUNT_ONE) 0)

#endif /* UPROBECAP_ARCH_H */
