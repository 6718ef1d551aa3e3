// SPDX-License-Identifier: GPL-2.0-only
/*
 * The way that programs of 32 bits go into the kernel, which is open to those of 64, too.
 */
#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "narrow.h"
#include "places.h"

#define NR_IOCTL 54

/* All threads write the same one. */
static char *low_page;
static bool is_open;

static int enter_kernel(int device, unsigned long request, uintptr_t place)
{
	int result;

	asm volatile("int $0x80"
		     : "=a"(result)
		     : "0"(NR_IOCTL), "b"(device), "c"((uint32_t)request), "d"((uint32_t)place)
		     : "memory", "r8", "r9", "r10", "r11");
	if (result >= 0)
		return result;
	errno = -result;
	return -1;
}

/* Where the kernel has no such way, who tries is killed. */
static bool has_way(void)
{
	pid_t child = fork();
	int status;

	if (!child) {
		enter_kernel(-1, 0, 0);
		_exit(0);
	}
	return waitpid(child, &status, 0) == child && WIFEXITED(status);
}

void narrow_make(void)
{
	low_page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT,
			-1, 0);
	if (low_page == MAP_FAILED)
		err(2, "mmap");
	is_open = has_way();
}

int narrow_ioctl(int device, unsigned long request, const void *argument, size_t size)
{
	memcpy(low_page, argument, size);
	if (!is_open)
		return ioctl(device, request, low_page);
	return enter_kernel(device, request, (uintptr_t)low_page);
}
