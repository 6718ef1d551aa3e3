// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the arguments of a USDT probe are: as the assembler writes it, with the size
 * in front, negative when signed: -4@%edi 8@-16(%rbp) -4@$5. What they become in the
 * probe language: %di:s32, -16(%bp):u64, \5:s32.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "target/usdt_argument.h"

static const struct general_register {
	const char *name;
	const char *others[5];
} registers[] = {
	{ "ax", { "rax", "eax", "ax", "al" } },	      { "bx", { "rbx", "ebx", "bx", "bl" } },
	{ "cx", { "rcx", "ecx", "cx", "cl" } },	      { "dx", { "rdx", "edx", "dx", "dl" } },
	{ "si", { "rsi", "esi", "si", "sil" } },      { "di", { "rdi", "edi", "di", "dil" } },
	{ "bp", { "rbp", "ebp", "bp", "bpl" } },      { "sp", { "rsp", "esp", "sp", "spl" } },
	{ "r8", { "r8", "r8d", "r8w", "r8b" } },      { "r9", { "r9", "r9d", "r9w", "r9b" } },
	{ "r10", { "r10", "r10d", "r10w", "r10b" } }, { "r11", { "r11", "r11d", "r11w", "r11b" } },
	{ "r12", { "r12", "r12d", "r12w", "r12b" } }, { "r13", { "r13", "r13d", "r13w", "r13b" } },
	{ "r14", { "r14", "r14d", "r14w", "r14b" } }, { "r15", { "r15", "r15d", "r15w", "r15b" } },
};

/* Return: its name in the probe language; NULL when that has none. */
static const char *find_register(const char *name, size_t length)
{
	size_t n, i;

	for (n = 0; n < ARRAY_SIZE(registers); n++)
		for (i = 0; registers[n].others[i]; i++)
			if (strlen(registers[n].others[i]) == length &&
			    !memcmp(registers[n].others[i], name, length))
				return registers[n].name;
	return NULL;
}

/* SIZE@. Return: what is behind it; NULL when that is no size. */
static const char *take_type(const char *text, struct usdt_argument *argument)
{
	char *end;
	long size = strtol(text, &end, 10);
	bool is_float = *end == 'f';

	end += is_float;
	if (*end != '@' || end == text)
		return NULL;
	switch (labs(size)) {
	case 1:
	case 2:
	case 4:
	case 8:
		snprintf(argument->type, sizeof(argument->type), "%c%ld",
			 is_float ? 'f' :
			 size < 0 ? 's' :
				    'u',
			 8 * labs(size));
		return end + 1;
	default:
		return NULL;
	}
}

/* %REGISTER */
static void take_register(const char *text, size_t length, struct usdt_argument *argument)
{
	const char *name = find_register(text, length);

	if (name)
		snprintf(argument->fetch, sizeof(argument->fetch), "%%%s", name);
	else if (length == 4 && !memcmp(text, "xmm", 3) && *argument->type == 'f')
		snprintf(argument->fetch, sizeof(argument->fetch), "%%%.4s", text);
}

/* [OFFSET](%REGISTER), and nothing behind it. */
static void take_memory(const char *text, size_t length, struct usdt_argument *argument)
{
	const char *end = text + length;
	const char *name;
	char *at;
	long long offset = strtoll(text, &at, 0);

	if (at + 2 >= end || at[0] != '(' || at[1] != '%' || end[-1] != ')')
		return;
	name = find_register(at + 2, end - 1 - (at + 2));
	if (name)
		snprintf(argument->fetch, sizeof(argument->fetch), "%+lld(%%%s)", offset, name);
}

/* $NUMBER */
static void take_constant(const char *text, size_t length, struct usdt_argument *argument)
{
	char *end;
	long long number = strtoll(text, &end, 0);

	if (length && end == text + length)
		snprintf(argument->fetch, sizeof(argument->fetch), "\\%lld", number);
}

static void take(const char *text, size_t length, struct usdt_argument *argument)
{
	const char *place = take_type(text, argument);
	size_t rest;

	*argument->fetch = '\0';
	if (!place || place > text + length)
		return;
	rest = text + length - place;
	if (*place == '%')
		take_register(place + 1, rest - 1, argument);
	else if (*place == '$')
		take_constant(place + 1, rest - 1, argument);
	else
		take_memory(place, rest, argument);
}

/**
 * usdt_arguments() - take them apart
 * @text: as the note has it
 * @arguments: room for USDT_ARGUMENTS_MAX
 *
 * Return: how many there are.
 */
size_t usdt_arguments(const char *text, struct usdt_argument *arguments)
{
	size_t nr, length;

	for (nr = 0; nr < USDT_ARGUMENTS_MAX; nr++) {
		text += strspn(text, " ");
		length = strcspn(text, " ");
		if (!length)
			break;
		take(text, length, &arguments[nr]);
		text += length;
	}
	return nr;
}
