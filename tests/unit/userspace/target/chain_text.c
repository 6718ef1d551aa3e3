// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fields that are named as in the source: that of this test's own program.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "binary/symbols.h"
#include "target/chain_text.h"

#define SEEN __attribute__((noipa, used))

enum colour { RED, GREEN, BLUE };
enum access { READ = 1, WRITE = 2 };

struct hidden;

struct size {
	int width;
	unsigned short height;
};

struct widget {
	const char *name;	/* at 0 */
	struct size size;	/* at 8 */
	struct widget *next;	/* at 16 */
	char label[8];		/* at 24 */
	int16_t edges[4];	/* at 32 */
	short matrix[2][3];	/* at 40 */
	enum colour colour;	/* at 52 */
	unsigned int layer : 3; /* at 56 */
	unsigned int wide : 9;
	enum access access : 4;
	union {
		double real; /* at 64 */
		long whole;
	};
	const char *names[3];	  /* at 72 */
	void *data;		  /* at 96 */
	unsigned char address[6]; /* at 104 */
	char rows[2][4];	  /* at 110 */
	char path[100];		  /* at 118 */
	int many[65];		  /* at 220 */
	struct hidden *hidden;	  /* at 480 */
	__int128 exact;		  /* at 496 */
	struct size sizes[2];	  /* at 512 */
	char tail[];		  /* at 528 */
};

struct pair {
	long one;
	long other;
};

struct widget *draw(struct widget *w, enum colour colour, int *v, float x, struct pair small,
		    int behind);
struct widget copy(const struct widget *w, struct widget stacked, int a);
int nothing(void);

SEEN struct widget *draw(struct widget *w, enum colour colour, int *v, float x, struct pair small,
			 int behind)
{
	return w->colour == colour && *v > x + small.one + behind ? w->next : w;
}

SEEN struct widget copy(const struct widget *w, struct widget stacked, int a)
{
	return a ? *w : stacked;
}

SEEN int nothing(void)
{
	return 0;
}

static struct enumerations *enumerations;
static struct elf_file file;
static struct error error;

/* Return: as chain_text(). */
static char *make(const char *name, const char *text)
{
	struct function function;
	struct chain_site site = { .file = &file, .function = &function, .name = "./a:b" };

	enumerations_free(enumerations);
	enumerations = NULL;
	error = (struct error){ 0 };
	assert_int_equal(symbols_find(&file, name, &function, &error), 0);
	assert_true(chain_text_has(text));
	return chain_text(text, &site, &enumerations, &error);
}

static void assert_text(const char *name, const char *text, const char *expected)
{
	char *made = make(name, text);

	if (!made)
		fail_msg("%s: %s: %s", text, error.what, error.why);
	assert_string_equal(made, expected);
	free(made);
}

static void assert_draw(const char *text, const char *expected)
{
	assert_text("draw", text, expected);
}

static void places(void **state)
{
	(void)state;
	assert_draw("p w->size.width", "p width=+8($arg1):s32");
	assert_draw("p w->next->next->size.height", "p height=+12(+16(+16($arg1))):u16");
	assert_draw("p w", "p w=$arg1:x64");
	assert_draw("p x", "p x=%xmm0:f32");
	assert_draw("p v[3] w[1].colour", "p v=+12($arg3):s32 colour=+580($arg1):u32");
	assert_draw("p w->real", "p real=+64($arg1):f64");
	assert_draw("p w->whole", "p whole=+64($arg1):s64");
	assert_draw("p w.colour", "p colour=+52($arg1):u32");
	assert_draw("p $arg1->colour", "p colour=+52($arg1):u32");
	assert_draw("r $retval->colour", "r colour=+52($retval):u32");
	assert_draw("c w->colour -> $retval->colour w->next",
		    "c colour=+52($arg1):u32 -> +52($retval):u32 next=+16($arg1):x64");
	assert_text("copy", "r $retval.size.width", "r width=+8($retval):s32");
	assert_text("copy", "p w->colour a", "p colour=+52($arg2):u32 a=$arg3:s32");
}

static void types(void **state)
{
	(void)state;
	assert_draw("p w->name", "p name=+0(+0($arg1)):string");
	assert_draw("p w->label", "p label=+24($arg1):char[8]");
	assert_draw("p w->path", "p path=+118($arg1):string");
	assert_draw("p w->tail", "p tail=+528($arg1):string");
	assert_draw("p w->rows[1]", "p rows=+114($arg1):char[4]");
	assert_draw("p w->edges", "p edges=+32($arg1):s16[4]");
	assert_draw("p w->edges[2]", "p edges=+36($arg1):s16");
	assert_draw("p w->matrix", "p matrix=+40($arg1):s16[6]");
	assert_draw("p w->matrix[1]", "p matrix=+46($arg1):s16[3]");
	assert_draw("p w->matrix[1][2]", "p matrix=+50($arg1):s16");
	assert_draw("p w->sizes[1].width", "p width=+520($arg1):s32");
	assert_draw("p w->names", "p names=+72($arg1):string[3]");
	assert_draw("p w->names[2]", "p names=+0(+88($arg1)):string");
	assert_draw("p w->address", "p address=+104($arg1):u8[6]");
	assert_draw("p w->layer", "p layer=+56($arg1):b3@0/8");
	assert_draw("p w->wide", "p wide=+56($arg1):b9@3/16");
	assert_draw("p w->data", "p data=+96($arg1):x64");
}

/* What the user gives comes first. */
static void given(void **state)
{
	(void)state;
	assert_draw("p s=w->name:string", "p s=+0(+0($arg1)):string");
	assert_draw("p w->name:x64", "p name=+0($arg1):x64");
	assert_draw("p w->data:bytes[8]", "p data=+0(+96($arg1)):bytes[8]");
	assert_draw("p w->address:bytes[6]", "p address=+104($arg1):bytes[6]");
	assert_draw("p v:s32[2]", "p v=+0($arg3):s32[2]");
	assert_draw("p w->label:string", "p label=+24($arg1):string");
	assert_draw("p:g/e a=$arg1  w->colour  if colour > 1 && a != 0",
		    "p:g/e a=$arg1 colour=+52($arg1):u32 if colour > 1 && a != 0");
	assert_draw("p colour=$arg1 w->colour", "p colour=$arg1 +52($arg1):u32");
	assert_draw("p w->colour if colour==1", "p colour=+52($arg1):u32 if colour==1");
	assert_false(chain_text_has("c a=$arg1 +0($arg2):string -> $retval if pid == x"));
	assert_true(chain_text_has("c a=$arg1 ->w->x"));
	assert_false(chain_text_has("c a=$arg1 ->$retval"));
	assert_false(chain_text_has("c a=$arg1 if(a > 1 || w->x)"));
	assert_false(chain_text_has("p %di $stack2 \\5 -8($arg1)"));
}

static void names_of_values(void **state)
{
	(void)state;
	assert_draw("p x w->colour colour w->access",
		    "p x=%xmm0:f32 colour=+52($arg1):u32 $arg2:u32 access=+57($arg1):b4@4/8");
	assert_null(enumerations->of_field[0]);
	assert_true(enumeration_has(enumerations->of_field[1], BLUE));
	assert_true(enumeration_has(enumerations->of_field[2], GREEN));
	assert_true(enumeration_has(enumerations->of_field[3], READ | WRITE));
	assert_null(enumerations->of_field[4]);
}

static void assert_refused(const char *name, const char *text, const char *why, const char *remedy)
{
	char *made = make(name, text);

	if (made)
		fail_msg("%s was taken: %s", text, made);
	assert_int_equal(error.exit, EXIT_USAGE);
	if (!strstr(error.why, why) || !strstr(error.remedy, remedy))
		fail_msg("%s: %s: %s", text, error.why, error.remedy);
}

static void refused(void **state)
{
	(void)state;
	assert_refused("draw", "p w->siz", "struct widget has no member siz; it has name, size, ",
		       "near: size");
	assert_string_equal(error.what, "w->siz cannot be fetched at ./a:b");
	assert_refused("draw", "p color", "no parameter color; it has w, colour, v, x, small",
		       "near: colour");
	assert_refused("nothing", "p a", "nor any other", "");
	assert_refused("draw", "p w->size", "of the type struct size", "a member: width, height");
	assert_refused("draw", "p w->size->width", "struct size, which has no ->", "a dot");
	assert_refused("draw", "p w->colour.red", "enum colour, which has no members", "end");
	assert_refused("draw", "p w->data->x", "void, which has no members", "end");
	assert_refused("draw", "p colour[1]", "enum colour, which has no elements", "end");
	assert_refused("draw", "p w->edges[4]", "4 elements, counted from 0", "smaller");
	assert_refused("draw", "p w->edges[x]", "a number and ']'", "names[2]");
	assert_refused("draw", "p w->many", "65 elements, and a field at most 64", "w->many[0]");
	assert_refused("draw", "p w->rows", "8 elements", "w->rows[0]");
	assert_refused("draw", "p w->exact", "__int128, which is no value", "w->exact:bytes");
	assert_refused("draw", "p w->hidden->x", "struct hidden has is not told", "");
	assert_refused("draw", "p w!name", "behind w stands no ->", "w->size.width");
	assert_refused("draw", "p small.one", "several registers", "man 4");
	assert_refused("draw", "p behind", "behind one that is", "man 4");
	assert_refused("copy", "p stacked.name", "on the stack", "man 4");
	assert_refused("draw", "r w->name", "its registers have changed", "the type c");
	assert_refused("draw", "p $retval->name", "no result yet", "type c");
	assert_refused("draw", "c $retval->name -> v", "no result yet", "type c");
	assert_refused("draw", "p v:u99", "unknown type", "man 4");
}

/* Where a function begins they are in registers; elsewhere they may be anywhere. */
static void elsewhere(void **state)
{
	struct function function = { .name = "draw.part.0" };
	struct chain_site site = { .file = &file, .name = "./a:a.c:5" };

	(void)state;
	assert_null(chain_text("p w->name", &site, &enumerations, &error));
	assert_int_equal(error.exit, EXIT_USAGE);
	assert_non_null(strstr(error.why, "no function begins there"));
	site.function = &function;
	assert_null(chain_text("p w->name", &site, &enumerations, &error));
	assert_int_equal(error.exit, EXIT_FAILED);
	assert_non_null(strstr(error.why, "no debug information about draw.part.0"));
}

/* What is known of a text before there is a site. */
static void outline(void **state)
{
	char *made =
		chain_text_outline("c:x w->size.width a=$arg1 why=$errno -> $retval->name if why");

	(void)state;
	assert_string_equal(made, "c:x width=\\0 a=$arg1 why=\\0 -> name=\\0 if why");
	free(made);
}

static int open_self(void **state)
{
	(void)state;
	return elf_open(&file, "/proc/self/exe", &error);
}

static int close_self(void **state)
{
	(void)state;
	enumerations_free(enumerations);
	elf_close(&file);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places),  cmocka_unit_test(types),
		cmocka_unit_test(given),   cmocka_unit_test(names_of_values),
		cmocka_unit_test(refused), cmocka_unit_test(elsewhere),
		cmocka_unit_test(outline),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/target/chain_text", tests, open_self,
					   close_self);
}
