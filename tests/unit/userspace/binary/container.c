// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of containers, and of their folders.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "binary/container.h"

#define ID "3f4c91d2a07be6583f4c91d2a07be6583f4c91d2a07be6583f4c91d2a07be658"

static void of_ids(void **state)
{
	(void)state;
	assert_true(container_is_called("docker-" ID ".scope", "3f4c91d2a07b"));
	assert_true(container_is_called("libpod-" ID ".scope", "3f4c"));
	assert_true(container_is_called("libpod-payload-" ID, "3f4c91"));
	assert_true(container_is_called("cri-containerd-" ID ".scope", ID));
	assert_true(container_is_called("crio-" ID ".scope", "3f4c91d2a07b"));
	assert_true(container_is_called("nerdctl-" ID ".scope", "3f4c91d2a07b"));
	assert_true(container_is_called(ID, "3f4c91d2a07b"));
	assert_false(container_is_called("docker-" ID ".scope", "3f4"));
	assert_false(container_is_called("docker-" ID ".scope", "4c91d2a07be6"));
	assert_false(container_is_called("docker-" ID ".scope", "3f4c91d2a07c"));
	assert_false(container_is_called("docker-" ID ".scope", "docker"));
	assert_false(container_is_called(ID "0", "3f4c91d2a07b"));
	assert_false(container_is_called("3f4c91d2a07b-builder.service", "3f4c91d2a07b"));
}

static void of_names(void **state)
{
	(void)state;
	assert_true(container_is_called("lxc.payload.web", "web"));
	assert_true(container_is_called("lxc.payload.my.web-1", "my.web-1"));
	assert_true(container_is_called("machine-web.scope", "web"));
	assert_true(container_is_called("systemd-nspawn@web.service", "web"));
	assert_true(container_is_called("web", "web"));
	assert_true(container_is_called("web.service", "web"));
	assert_true(container_is_called("machine-my\\x2dweb.scope", "my-web"));
	assert_true(container_is_called("machine-web\\x", "web\\x"));
	assert_true(container_is_called("machine-web\\x9", "web\t"));
	assert_false(container_is_called("lxc.payload.my-web", "web"));
	assert_false(container_is_called("lxc.payload.webserver", "web"));
	assert_false(container_is_called("lxc.monitor.web", "web"));
	assert_false(container_is_called("web.slice", "web"));
	assert_false(container_is_called("docker-.scope", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_ids),
		cmocka_unit_test(of_names),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/binary/container", tests, NULL, NULL);
}
