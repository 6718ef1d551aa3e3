// SPDX-License-Identifier: GPL-2.0-only
/*
 * Other processes that have the device open: children that go on with it, that run the
 * target, and that are killed in between.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../target.h"
#include "mapping.h"
#include "processes.h"
#include "reading.h"
#include "requests.h"

static const char *program;

void processes_make(const char *path)
{
	program = path;
}

static void go_on(struct actor *actor)
{
	static const struct {
		act_function *perform;
	} acts[] = { { enable },  { ledgers },	  { info },	    { read_file },
		     { disable }, { write_ring }, { look_at_ring }, { map_ring } };
	unsigned int n;

	/* A read(2) may wait for ever. */
	ualarm(50000, 0);
	for (n = 0; n < ARRAY_SIZE(acts); n++)
		acts[below(&actor->random, ARRAY_SIZE(acts))].perform(actor);
}

static bool await(pid_t child)
{
	pid_t ended = -1;

	while (child > 0 && ended != child) {
		ended = waitpid(child, NULL, 0);
		if (ended < 0 && errno != EINTR)
			return false;
	}
	return child > 0;
}

bool fork_process(struct actor *actor)
{
	pid_t child = fork();

	if (!child) {
		go_on(actor);
		_exit(0);
	}
	return await(child);
}

bool run_program(struct actor *actor)
{
	char * const arguments[] = { (char *)program, "3", "1", "2", NULL };
	pid_t child = fork();

	if (!child) {
		dup2(open("/dev/null", O_WRONLY), 1);
		execv(program, arguments);
		_exit(1);
	}
	return await(child);
}

bool kill_process(struct actor *actor)
{
	pid_t child = fork();

	if (!child) {
		for (;;)
			go_on(actor);
	}
	usleep(1000 * below(&actor->random, 8));
	if (child > 0)
		kill(child, SIGKILL);
	return await(child);
}
