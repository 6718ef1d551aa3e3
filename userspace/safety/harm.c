// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a probe would break the program.
 */

#include <inttypes.h>
#include <stdlib.h>

#include "binary/place.h"
#include "binary/symbol_table.h"
#include "safety/code.h"
#include "safety/defect.h"
#include "safety/go.h"
#include "safety/harm.h"
#include "target/process.h"

/* A breakpoint inside of an instruction makes another one of it. */
static int check_instruction(struct target *target, struct error *error)
{
	uint64_t offset = target->offset[0];
	struct function function;
	struct code_site site;
	char *name;

	if (!symbols_at(&target->file, offset, &function))
		return 0;
	code_look(&target->file, &function, offset, &site);
	if (site.place != CODE_INSIDE)
		return 0;
	name = place_name(&target->file, offset);
	error_what(error, EXIT_USAGE,
		   "%s:%s is inside an instruction (nearest: +0x%" PRIx64 ", +0x%" PRIx64 ")",
		   target->path, name, site.before - function.offset,
		   site.behind - function.offset);
	free(name);
	error_why(error, "a probe there would corrupt the program; nothing was armed");
	return error_remedy(error, "give one of these distances; --force is for those who know");
}

static int check_go(const struct target *target, struct error *error)
{
	if (!go_has_made(&target->file))
		return 0;
	error_what(error, EXIT_USAGE, "returns cannot be caught in %s", target->path);
	error_why(
		error,
		"it is a Go program: it moves its stacks, and ends where it finds a return address that is not its own");
	return error_remedy(error, "probe the entry (p); --force is for those who know");
}

/* Where the kernel takes what is no return address for one, it breaks the program. */
static int check_return(struct target *target, struct error *error)
{
	struct function function;
	char *name;

	if (!symbols_at(&target->file, target->offset[0], &function) ||
	    (place_is_beginning(&target->file, &function, target->offset[0]) &&
	     !symbol_is_part(function.name)))
		return 0;
	name = place_name(&target->file, target->offset[0]);
	error_what(error, EXIT_USAGE, "the return cannot be caught at %s of %s", name,
		   target->path);
	error_why(error, "only where a function begins is the return address on top of the stack");
	free(name);
	return error_remedy(error, "give the function without a distance, or probe the entry (p)");
}

/**
 * harm_check() - would a probe break the program?
 * @target: with its sites
 * @at_return: the return is wanted, too
 * @error: what it would do
 *
 * A name without a distance is where a function begins, and an instruction.
 *
 * Return: 0 or -1.
 */
int harm_check(struct target *target, bool at_return, struct error *error)
{
	if (at_return && check_go(target, error))
		return -1;
	if (target->nr > 1)
		return 0;
	if (at_return && check_return(target, error))
		return -1;
	return check_instruction(target, error);
}

static int kills(pid_t pid, const char *what, const char *mended, struct error *error)
{
	error_what(error, EXIT_USAGE, "returns cannot be caught in process %d", pid);
	error_why(
		error,
		"a kernel of this version ends a process with %s there, unless its maker has mended it",
		what);
	return error_remedy(
		error, "probe the entry (p), or boot %s or newer; --force if it is mended", mended);
}

/**
 * harm_check_process() - would the kernel end a process whose returns are caught?
 * @pid: of 64 bits
 * @release: of the kernel, as uname(2) says it
 * @error: what it would do
 *
 * Return: 0, also when nothing is known of the process; or -1.
 */
int harm_check_process(pid_t pid, const char *release, struct error *error)
{
	char mode[16], features[128];

	if (process_status(pid, "Seccomp:", mode, sizeof(mode)) && defect_of_seccomp(release, mode))
		return kills(pid, "a seccomp filter", DEFECT_SECCOMP_MENDED, error);
	if (process_status(pid, "x86_Thread_features:", features, sizeof(features)) &&
	    defect_of_shadow_stack(release, features))
		return kills(pid, "a shadow stack", DEFECT_SHADOW_STACK_MENDED, error);
	return 0;
}
