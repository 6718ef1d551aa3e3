// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of a probe, as tracefs wants it. What its language lacks is said with
 * other words where it has some; else the field is left out, and a filter refused.
 */

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch.h"
#include "stream/respec.h"
#include "target/probe_text.h"
#include "verify/tracefs_probe.h"

#define NAME(name) { #name },
static const char registers[][16] = { ARCH_REGISTERS(NAME) };
static const char arguments[][16] = { ARCH_ARGUMENTS(NAME) };

static bool has_constant_length(const struct spec_field *field)
{
	return field->length.source == SPEC_IMMEDIATE && field->length.param &&
	       field->length.param <= UPROBECAP_ARRAY_MAX;
}

/* Return: why tracefs cannot fetch a field; NULL when it can. */
static const char *why_not(const struct spec_field *field, bool at_return, bool is_32_bit)
{
	if (field->source == SPEC_VECTOR)
		return "it reads no register for floats";
	if (field->of_thread)
		return "it does not know where a thread's own variables are";
	if (field->source == SPEC_ARGUMENT && at_return)
		return "it has no arguments at a return";
	if (field->source == SPEC_ARGUMENT && is_32_bit)
		return "it does not know where a 32-bit program has its arguments";
	if (field->kind == UPROBECAP_BYTES && !has_constant_length(field))
		return "its arrays have a constant length, of 64 at most";
	return NULL;
}

static void put_source(FILE *out, const struct spec_field *field)
{
	switch (field->source) {
	case SPEC_REGISTER:
		fprintf(out, "%%%s", registers[field->param]);
		break;
	case SPEC_ARGUMENT:
		fprintf(out, "%%%s", arguments[field->param]);
		break;
	case SPEC_RETVAL:
		fputs("$retval", out);
		break;
	case SPEC_STACK:
		fputs("$stack", out);
		break;
	case SPEC_STACK_N:
		fprintf(out, "$stack%" PRIu64, (uint64_t)field->param);
		break;
	case SPEC_COMM:
		fputs("$comm", out);
		break;
	case SPEC_FILE:
		fprintf(out, "@+%" PRId64, (int64_t)field->derefs[0]);
		break;
	default:
		fprintf(out, "\\0x%" PRIx64, (uint64_t)field->param);
	}
}

/* A char is the byte that it is, for not all kernels know the type; so are bytes[] and floats. */
static void put_type(FILE *out, const struct spec_field *field)
{
	unsigned int bits = 8 * field->size;

	if (field->bit_width)
		fprintf(out, ":b%u@%u/%u", field->bit_width, field->bit_offset, bits);
	else if (field->kind == UPROBECAP_STRING)
		fputs(":string", out);
	else if (field->kind == UPROBECAP_BYTES)
		fprintf(out, ":x8[%u]", (unsigned int)field->length.param);
	else if (field->kind == UPROBECAP_UNSIGNED)
		fprintf(out, ":u%u", bits);
	else if (field->kind == UPROBECAP_SIGNED)
		fprintf(out, ":s%u", bits);
	else
		fprintf(out, ":x%u", bits);
	if (field->count)
		fprintf(out, "[%u]", field->count);
}

static void put_field(FILE *out, const struct spec_field *field)
{
	/* What lies at an offset of the file is no dereference there. */
	unsigned int own = field->source == SPEC_FILE;
	unsigned int n;

	fprintf(out, " %s=", field->name);
	for (n = field->nr_derefs; n > own; n--)
		fprintf(out, "%+" PRId64 "(", (int64_t)field->derefs[n - 1]);
	put_source(out, field);
	for (n = field->nr_derefs; n > own; n--)
		putc(')', out);
	put_type(out, field);
}

/* Return: the fields of an event, for free(). */
static char *event_fields(struct tracefs_probe *probe, unsigned int from, unsigned int to,
			  bool at_return, bool is_32_bit)
{
	char *text;
	size_t size;
	FILE *out = need_memory(open_memstream(&text, &size));
	unsigned int n;

	if (probe->spec->type == 'c')
		fputs(" " TRACEFS_STACK "=%sp", out);
	for (n = from; n < to; n++) {
		const struct spec_field *field = &probe->spec->fields.field[n];

		probe->why[n] = why_not(field, at_return, is_32_bit);
		if (probe->why[n])
			probe->left_out |= 1ull << n;
		else
			put_field(out, field);
	}
	fclose(out);
	return text;
}

/* Return: why tracefs cannot compare what a term asks for; NULL when it can. */
static const char *why_no_term(const struct tracefs_probe *probe, const struct spec_term *term)
{
	switch (term->operand) {
	case SPEC_TID:
	case SPEC_CPU:
	case SPEC_TASK:
		return NULL;
	case SPEC_FIELD:
		return probe->why[term->index];
	case SPEC_RETURNED:
		return "it compares fields only; give $retval a name in front of the filter";
	default:
		return "its filters know neither pid nor uid nor latency";
	}
}

static const char *why_no_filter(const struct tracefs_probe *probe)
{
	const struct spec_filter *filter = &probe->spec->filter;
	const char *why = NULL;
	unsigned int n;

	if (probe->spec->type == 'c' && filter->at_return)
		return "it has no calls, and its entries cannot be filtered by their return";
	for (n = 0; n < filter->nr && !why; n++)
		why = why_no_term(probe, &filter->term[n]);
	return why;
}

static bool is_field(const struct spec *spec, const char *word, size_t length)
{
	unsigned int n;

	for (n = 0; n < spec->fields.nr; n++)
		if (strlen(spec->fields.field[n].name) == length &&
		    !memcmp(spec->fields.field[n].name, word, length))
			return true;
	return false;
}

static size_t word_length(const char *text)
{
	size_t length = 0;

	while (isalnum((unsigned char)text[length]) || text[length] == '_')
		length++;
	return length;
}

/* Return: of how many bytes a piece of a filter is; *out: tracefs's word for it, or NULL. */
static size_t translate_piece(const struct spec *spec, const char *typed, const char **out)
{
	size_t length = word_length(typed);

	*out = NULL;
	if (!strncmp(typed, "$retval", strlen("$retval"))) {
		*out = spec->fields.field[respec_result(spec)].name;
		return strlen("$retval");
	}
	if (length == strlen("tid") && !memcmp(typed, "tid", length) &&
	    !is_field(spec, typed, length))
		*out = "common_pid";
	return length ? length : 1;
}

/* What the language shares with tracefs's filters stays as it was written. */
static char *filter_text(const struct spec *spec, const char *typed)
{
	const char *other, *quote;
	char *text;
	size_t size, length;
	FILE *out = need_memory(open_memstream(&text, &size));

	for (; *typed; typed += length) {
		quote = *typed == '"' || *typed == '\'' ? strchr(typed + 1, *typed) : NULL;
		other = NULL;
		if (quote)
			length = quote + 1 - typed;
		else
			length = translate_piece(spec, typed, &other);
		fprintf(out, "%.*s", other ? INT_MAX : (int)length, other ? other : typed);
	}
	fclose(out);
	return text;
}

/* Behind the word "if" of a probe that has it. */
static const char *find_filter(const char *text)
{
	while (*text && !spec_is_if(text)) {
		text += strcspn(text, PROBE_BLANKS);
		text += strspn(text, PROBE_BLANKS);
	}
	return *text ? text + strlen("if") : text;
}

static int translate_filter(struct tracefs_probe *probe, const char *text, struct error *error)
{
	const char *why;

	if (!probe->spec->filter.nr)
		return 0;
	why = why_no_filter(probe);
	if (why) {
		error_what(error, EXIT_USAGE, "tracefs cannot filter as this probe does");
		error_why(error, "%s", why);
		return error_remedy(error, "nothing was armed; verify it without its filter");
	}
	probe->filter = filter_text(probe->spec, find_filter(text));
	return 0;
}

/**
 * tracefs_probe_translate() - say it in tracefs's words
 * @probe: the result; tracefs_probe_free() it either way
 * @text: as the module is told
 * @is_32_bit: the program is
 * @error: why not
 *
 * Return: 0 or -1.
 */
int tracefs_probe_translate(struct tracefs_probe *probe, const char *text, bool is_32_bit,
			    struct error *error)
{
	struct spec_error wrong;
	struct spec *spec = need_memory(malloc(sizeof(*spec)));

	*probe = (struct tracefs_probe){ .spec = spec };
	if (spec_parse(text, spec, &wrong)) {
		error_what(error, EXIT_USAGE, "the probe '%.200s' is wrong", text);
		error_why(error, "column %u: %s", wrong.column, wrong.message);
		return error_remedy(error, "what can stand there: man 4 uprobecap");
	}
	if (spec->type != 'r')
		probe->entry = event_fields(probe, 0, spec->nr_entry, false, is_32_bit);
	if (spec->type != 'p')
		probe->returned =
			event_fields(probe, spec->nr_entry, spec->fields.nr, true, is_32_bit);
	return translate_filter(probe, text, error);
}

/**
 * tracefs_probe_free() - give back what it took
 * @probe: translated, or all zero
 */
void tracefs_probe_free(struct tracefs_probe *probe)
{
	free(probe->spec);
	free(probe->entry);
	free(probe->returned);
	free(probe->filter);
}
