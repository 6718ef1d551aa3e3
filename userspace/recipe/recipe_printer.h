/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Prints the hits of a recipe as that says.
 */
#ifndef UPROBECAP_RECIPE_PRINTER_H
#define UPROBECAP_RECIPE_PRINTER_H

#include <stdbool.h>
#include <stdint.h>

#include "print/printer.h"
#include "recipe/recipe.h"
#include "target/requests.h"

/**
 * struct recipe_choice - what of a recipe is printed
 * @recipe: it
 * @requests: the probes that run, and
 * @probe: for each of them, which of the recipe it is
 * @hex: bytes as hex
 * @has_only: only that where a field has one value:
 * @only: this
 */
struct recipe_choice {
	const struct recipe *recipe;
	const struct requests *requests;
	const size_t *probe;
	bool hex;
	bool has_only;
	int64_t only;
};

extern const struct printer recipe_printer;

void recipe_choose(const struct recipe_choice *choice);
void recipe_forget(void);

#endif /* UPROBECAP_RECIPE_PRINTER_H */
