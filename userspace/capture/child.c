// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command behind "--": it is started, held until the probes are armed, and
 * its end is waited for.
 */

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "binary/search.h"
#include "capture/child.h"

#define NSEC_PER_SEC 1000000000ull

static int cannot_run(const char *name, int reason, struct error *error)
{
	error_what(error, EXIT_NO_TARGET, "%s cannot be run", name);
	error_why(error, "%s",
		  reason == ENOEXEC ? "it is neither a program nor a script that begins with #!" :
				      strerror(reason));
	return error_remedy(error, "behind -- stands a command as you would type it: command -v %s",
			    name);
}

/* In the new process: little is called here, for it may be traced already. */
static void __attribute__((noreturn)) run_held(const char *path, char **argv, int line)
{
	char go;
	int reason;

	if (read(line, &go, sizeof(go)) == sizeof(go)) {
		execv(path, argv);
		reason = errno;
		if (write(line, &reason, sizeof(reason)) < 0)
			_exit(EXIT_FAILED);
	}
	_exit(EXIT_FAILED);
}

/**
 * child_start() - make the process, which waits
 * @child: to be filled
 * @argv: the command and its arguments
 * @error: why not
 *
 * Return: 0, then child_release() or child_abandon() it; or -1.
 */
int child_start(struct child *child, char **argv, struct error *error)
{
	char *path = search_program(argv[0]);
	int lines[2];

	*child = (struct child){ .name = argv[0] };
	if (!path)
		return cannot_run(argv[0], ENOENT, error);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, lines)) {
		free(path);
		return cannot_run(argv[0], errno, error);
	}
	child->pid = fork();
	if (!child->pid) {
		close(lines[0]);
		run_held(path, argv, lines[1]);
	}
	close(lines[1]);
	free(path);
	child->line = lines[0];
	if (child->pid > 0)
		return 0;
	close(child->line);
	return cannot_run(argv[0], errno, error);
}

/**
 * child_release() - let it become the command
 * @child: started
 * @error: why it could not
 *
 * Return: 0 or -1, and there is no process any more.
 */
int child_release(struct child *child, struct error *error)
{
	int reason;
	ssize_t got;

	send(child->line, "", 1, MSG_NOSIGNAL);
	do {
		got = read(child->line, &reason, sizeof(reason));
	} while (got < 0 && errno == EINTR);
	if (got != sizeof(reason)) {
		close(child->line);
		return 0;
	}
	child_abandon(child);
	return cannot_run(child->name, reason, error);
}

/**
 * child_abandon() - it shall not become the command
 * @child: started and not released
 */
void child_abandon(struct child *child)
{
	close(child->line);
	while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
		;
	child->ended = true;
}

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

/**
 * child_has_ended() - look whether the command is still there
 * @child: released; @child->code is its exit code if it has ended
 */
bool child_has_ended(struct child *child)
{
	int status;

	if (!child->ended && waitpid(child->pid, &status, WNOHANG) == child->pid) {
		child->ended = true;
		child->ended_at = now_ns();
		child->code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	}
	return child->ended;
}

/**
 * child_signal() - hand on a signal that was meant to end the command
 * @child: released
 * @signal: that came to us
 */
void child_signal(const struct child *child, const struct signalfd_siginfo *signal)
{
	/* What is typed at the terminal, the terminal has sent to the command, too. */
	if (!child->ended && signal->ssi_code != SI_KERNEL)
		kill(child->pid, signal->ssi_signo);
}
