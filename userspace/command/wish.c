// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the command line of uprobecap trace, record or run asks for.
 */

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "command/wish.h"
#include "quantity.h"

/* Of options that have no letter. */
enum {
	OPTION_NO_FOLLOW = 256,
	OPTION_EXACT,
	OPTION_FORCE,
	OPTION_STRICT,
	OPTION_DURATION,
	OPTION_CGROUP,
	OPTION_CONTAINER,
	OPTION_SAMPLE,
	OPTION_LIMIT,
	OPTION_RING_KB,
	OPTION_NO_FAULT,
	OPTION_OVERWRITE,
	OPTION_JSON,
	OPTION_COUNT,
	OPTION_MAX_SIZE,
	OPTION_COLUMNS,
	OPTION_TIME,
	OPTION_LIST,
	OPTION_HEX,
	OPTION_ERRNO,
};

static const struct option long_options[] = {
	{ "no-follow", no_argument, NULL, OPTION_NO_FOLLOW },
	{ "exact", no_argument, NULL, OPTION_EXACT },
	{ "force", no_argument, NULL, OPTION_FORCE },
	{ "strict", no_argument, NULL, OPTION_STRICT },
	{ "duration", required_argument, NULL, OPTION_DURATION },
	{ "cgroup", required_argument, NULL, OPTION_CGROUP },
	{ "container", required_argument, NULL, OPTION_CONTAINER },
	{ "sample", required_argument, NULL, OPTION_SAMPLE },
	{ "limit", required_argument, NULL, OPTION_LIMIT },
	{ "ring-kb", required_argument, NULL, OPTION_RING_KB },
	{ "no-fault", no_argument, NULL, OPTION_NO_FAULT },
	{ "overwrite", no_argument, NULL, OPTION_OVERWRITE },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "count", no_argument, NULL, OPTION_COUNT },
	{ "max-size", required_argument, NULL, OPTION_MAX_SIZE },
	{ "columns", required_argument, NULL, OPTION_COLUMNS },
	{ "time", required_argument, NULL, OPTION_TIME },
	{ "list", no_argument, NULL, OPTION_LIST },
	{ "hex", no_argument, NULL, OPTION_HEX },
	{ "errno", required_argument, NULL, OPTION_ERRNO },
	{ 0 },
};

static bool parse_count(const char *text, uint64_t *count)
{
	const char *end = quantity_number(text, count);

	return end && !*end && *count;
}

static bool parse_small(const char *text, __u32 *number)
{
	uint64_t value;

	if (!parse_count(text, &value) || value > UINT32_MAX)
		return false;
	*number = value;
	return true;
}

/**
 * wish_ring_kb() - understand the argument of --ring-kb
 * @text: it
 * @kb: the result
 *
 * Return: false when it is not what UPROBECAP_RING_KB... allow.
 */
bool wish_ring_kb(const char *text, __u32 *kb)
{
	return parse_small(text, kb) && *kb >= UPROBECAP_RING_KB_MIN &&
	       *kb <= UPROBECAP_RING_KB_MAX && !(*kb & (*kb - 1));
}

/* Appends to a list of UPROBECAP_FILTER_MAX. */
static bool parse_id(const char *text, __u32 *ids, __u32 *nr)
{
	const char *end;
	uint64_t id;

	end = quantity_number(text, &id);
	if (!end || *end || id > UINT32_MAX || *nr == UPROBECAP_FILTER_MAX)
		return false;
	ids[(*nr)++] = id;
	return true;
}

static bool parse_comm(const char *text, char *comm)
{
	size_t length = strlen(text);

	if (!length || length >= UPROBECAP_COMM_SIZE)
		return false;
	strcpy(comm, text);
	return true;
}

/* Of those that have no argument. */
static void take_flag(struct wish *wish, int option)
{
	switch (option) {
	case OPTION_NO_FOLLOW:
		wish->no_follow = true;
		break;
	case OPTION_EXACT:
		wish->exact = true;
		break;
	case OPTION_FORCE:
		wish->force = true;
		break;
	case OPTION_STRICT:
		wish->strict = true;
		break;
	case OPTION_NO_FAULT:
		wish->no_fault = true;
		break;
	case OPTION_OVERWRITE:
		wish->overwrite = true;
		break;
	case OPTION_COUNT:
		wish->count_only = true;
		break;
	default:
		wish->json = true;
	}
}

/* Return: NULL, or what the option's argument should have been. */
static const char *take_option(struct wish *wish, int option)
{
	switch (option) {
	case 'p':
		return parse_id(optarg, wish->pids, &wish->nr_pids) &&
				       wish->pids[wish->nr_pids - 1] ?
			       NULL :
			       "the number of a process, at most 64 times";
	case 'u':
		return parse_id(optarg, wish->uids, &wish->nr_uids) ?
			       NULL :
			       "the number of a user (id -u NAME), at most 64 times";
	case 'c':
		return parse_comm(optarg, wish->comm) ? NULL :
							"a thread's name of 1 to 15 characters";
	case 'n':
		return parse_count(optarg, &wish->count) ? NULL : "a number of hits, 1 or more";
	case OPTION_DURATION:
		return quantity_duration(optarg, &wish->duration) ?
			       NULL :
			       "a number with ms, s, m or h behind it, as 500ms or 10s";
	case 'o':
		wish->path = optarg;
		return NULL;
	case OPTION_CGROUP:
		wish->cgroup = optarg;
		return NULL;
	case OPTION_CONTAINER:
		wish->container_name = optarg;
		return NULL;
	case OPTION_SAMPLE:
		return parse_small(optarg, &wish->sample) ? NULL : "a number of hits, 1 or more";
	case OPTION_LIMIT:
		return parse_small(optarg, &wish->limit) ? NULL : "a number of hits, 1 or more";
	case OPTION_RING_KB:
		return wish_ring_kb(optarg, &wish->ring_kb) ? NULL : WISH_RING_KB;
	case OPTION_COLUMNS:
		return columns_parse(optarg, &wish->columns) ? NULL : COLUMNS_NAMES;
	case OPTION_TIME:
		return columns_parse_clock(optarg, &wish->columns) ? NULL : COLUMNS_CLOCK_NAMES;
	case OPTION_MAX_SIZE:
		return quantity_size(optarg, &wish->max_size) ?
			       NULL :
			       "a number of bytes, or with K, M or G behind it, as 100M";
	default:
		take_flag(wish, option);
		return NULL;
	}
}

/* Of lines that record does not print. */
static bool is_of_trace(int option)
{
	return option == OPTION_JSON || option == OPTION_COUNT || option == OPTION_COLUMNS ||
	       option == OPTION_TIME;
}

static bool is_of_run(int option)
{
	return option == OPTION_LIST || option == OPTION_HEX || option == OPTION_ERRNO;
}

static const char *take_option_of_trace(void *wish, int option)
{
	return option == OPTION_MAX_SIZE || is_of_run(option) ? command_no_option :
								take_option(wish, option);
}

static const char *take_option_of_record(void *wish, int option)
{
	return is_of_trace(option) || is_of_run(option) ? command_no_option :
							  take_option(wish, option);
}

static const char *take_option_of_run(void *asked, int option)
{
	struct wish *wish = asked;

	switch (option) {
	case OPTION_LIST:
		wish->list = true;
		return NULL;
	case OPTION_HEX:
		wish->hex = true;
		return NULL;
	case OPTION_ERRNO:
		wish->only = optarg;
		return NULL;
	default:
		return take_option_of_trace(wish, option);
	}
}

static int take_options(const struct command *command, int argc, char **argv, struct wish *wish,
			struct error *error)
{
	static const struct command_options of_trace = { ":p:u:c:n:", long_options,
							 take_option_of_trace };
	static const struct command_options of_record = { ":p:u:c:n:o:", long_options,
							  take_option_of_record };
	static const struct command_options of_run = { ":p:u:c:n:", long_options,
						       take_option_of_run };

	if (command_take_options(command, argc, argv,
				 command == &record_command ? &of_record :
				 command == &run_command    ? &of_run :
							      &of_trace,
				 wish, error))
		return -1;
	wish->specs = argv + optind;
	wish->nr_specs = argc - optind;
	return 0;
}

/* Does it make sense? */
static int check(const struct command *command, const struct wish *wish, struct error *error)
{
	if (command != &run_command && !wish->nr_specs)
		return command_misused(command, error, "it wants a SPEC: what to probe");
	if (command == &run_command && !wish->list && (!wish->nr_specs || wish->nr_specs > 2))
		return command_misused(command, error,
				       "it wants the NAME of a recipe, see uprobecap run --list");
	if (command == &record_command && !wish->path)
		return command_misused(command, error, "it wants -o FILE: where to record");
	if ((wish->json || wish->count_only) && !columns_are_usual(&wish->columns))
		return command_misused(command, error, COLUMNS_ARE_OF_TEXT);
	if ((wish->json || wish->count_only) && (wish->hex || wish->only))
		return command_misused(
			command, error,
			"--hex and --errno are of text, and something else is printed");
	if (wish->container_name && (wish->cgroup || wish->child))
		return command_misused(
			command, error,
			"--container is a cgroup already, and COMMAND would run outside of it");
	if (wish->child && wish->nr_pids == UPROBECAP_FILTER_MAX)
		return command_misused(command, error, "COMMAND and -p are %d processes at most",
				       UPROBECAP_FILTER_MAX);
	return 0;
}

/**
 * wish_parse() - understand the command line
 * @command: trace, record or run
 * @argc: of its arguments, with
 * @argv: argv[0] the command
 * @wish: the result
 * @error: why it cannot be understood
 *
 * Return: 0 or -1.
 */
int wish_parse(const struct command *command, int argc, char **argv, struct wish *wish,
	       struct error *error)
{
	int end = command_end(argc, argv);

	*wish = (struct wish){ .child = end < argc ? argv + end + 1 : NULL };
	if (wish->child && !*wish->child)
		return command_misused(command, error, "behind -- stands a COMMAND");
	if (take_options(command, end, argv, wish, error))
		return -1;
	return check(command, wish, error);
}

/**
 * wish_find_container() - find the container that is asked for, if one is
 * @wish: understood
 * @error: why there is none
 *
 * Return: 0 or -1; container_free() what is in @wish either way.
 */
int wish_find_container(struct wish *wish, struct error *error)
{
	if (!wish->container_name)
		return 0;
	if (container_find(&wish->container, wish->container_name, error))
		return -1;
	wish->cgroup = wish->container.folder;
	return 0;
}

/**
 * wish_of_target() - how files and sites are chosen
 * @wish: with its container, as long as the result is used
 */
struct target_wish wish_of_target(const struct wish *wish)
{
	return (struct target_wish){
		.exact = wish->exact,
		.force = wish->force,
		.container = wish->container_name ? &wish->container : NULL,
	};
}
