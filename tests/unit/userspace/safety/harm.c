// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes that some kernels would end: one of this test's own, under a seccomp filter that
 * lets everything pass.
 */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "safety/harm.h"

static pid_t start_filtered(void)
{
	struct sock_filter pass = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = { .len = 1, .filter = &pass };
	pid_t pid = fork();
	siginfo_t stopped;

	if (!pid) {
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
			_exit(1);
		raise(SIGSTOP);
		_exit(0);
	}
	assert_int_equal(waitid(P_PID, pid, &stopped, WSTOPPED | WEXITED), 0);
	assert_int_equal(stopped.si_code, CLD_STOPPED);
	return pid;
}

static void filtered(void **state)
{
	pid_t pid = start_filtered();
	struct error error;

	(void)state;
	assert_int_equal(harm_check_process(pid, "6.12.5-amd64", &error), -1);
	assert_int_equal(error.exit, EXIT_USAGE);
	assert_non_null(strstr(error.why, "seccomp"));
	assert_non_null(strstr(error.remedy, "--force"));
	assert_int_equal(harm_check_process(pid, "6.12.117-amd64", &error), 0);
	assert_int_equal(harm_check_process(pid, "6.1.0-56-amd64", &error), 0);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_int_equal(harm_check_process(pid, "6.12.5-amd64", &error), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filtered),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/safety/harm", tests, NULL, NULL);
}
