/* SPDX-License-Identifier: GPL-2.0-only */
/* As many functions as SITES says, site_0 and so on, each in 16 bytes of its own. */
	.altmacro
	.macro function number
	.type site_\number, @function
	.globl site_\number
site_\number:
	push %rbp
	mov %rsp, %rbp
	pop %rbp
	ret
	.size site_\number, . - site_\number
	.balign 16
	.endm

	.text
	.balign 16
	.globl sites
sites:
	.set number, 0
	.rept SITES
	function %number
	.set number, number + 1
	.endr

	.section .note.GNU-stack, "", @progbits
