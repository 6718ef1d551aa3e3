# SPDX-License-Identifier: GPL-2.0-only
# What a person types. The kernel's build system reads Kbuild instead.

VERSION := $(shell cat VERSION)
BUILD := build

KDIR ?= /lib/modules/$(shell uname -r)/build
KVER = $(notdir $(patsubst %/build,%,$(KDIR:%/=%)))

CC ?= cc
PKG_CONFIG ?= pkg-config
CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes
USER_CFLAGS = -std=gnu11 $(WARNINGS) -D_GNU_SOURCE -DUPROBECAP_PROGRAM_VERSION='"$(VERSION)"' \
	-iquote userspace -iquote module -MMD -MP $(CPPFLAGS) $(CFLAGS)
USER_LIBS = $(shell $(PKG_CONFIG) --libs libdw libelf capstone libzstd) -liberty

all: userspace modules ## the program and, for the running kernel (or KDIR=), the module

# The program. Everything but its main() is also what the unit tests link.
PROGRAM_SOURCES := $(wildcard userspace/*.c userspace/*/*.c) $(wildcard module/spec*.c) module/scan.c
PROGRAM_OBJECTS := $(PROGRAM_SOURCES:%.c=$(BUILD)/%.o)

userspace: $(BUILD)/uprobecap ## the program only

$(BUILD)/uprobecap: $(PROGRAM_OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(USER_LIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(USER_CFLAGS) -c -o $@ $<

# The module is built in a copy, so that each kernel has its own and the tree stays clean.
modules: ## the module only
	@mkdir -p $(BUILD)/modules/$(KVER)
	cp -ru Kbuild VERSION module $(BUILD)/modules/$(KVER)/
	$(MAKE) -C $(KDIR) M=$(CURDIR)/$(BUILD)/modules/$(KVER) CONFIG_DEBUG_INFO_BTF_MODULES= modules

# dkms keeps sources of its own, and builds them for each kernel that is installed.
DKMS_MODULE = uprobecap/$(VERSION)
DKMS_SOURCES = $(DESTDIR)/usr/src/uprobecap-$(VERSION)

dkms-sources: ## put the module where dkms looks for it (under DESTDIR=)
	mkdir -p $(DKMS_SOURCES)
	cp -r dkms.conf Kbuild VERSION module $(DKMS_SOURCES)

dkms-install: dkms-remove ## the module for this kernel and those to come (as root)
	$(MAKE) dkms-sources DESTDIR=
	dkms install $(DKMS_MODULE) -k $(KVER)

dkms-remove: ## what dkms-install brought (as root)
	[ -z "$$(dkms status $(DKMS_MODULE))" ] || dkms remove $(DKMS_MODULE) --all
	rm -rf /usr/src/uprobecap-$(VERSION)

# What install brings and uninstall takes: FILE:PLACE below PREFIX:MODE.
PREFIX ?= /usr/local
INSTALLED = $(BUILD)/uprobecap:bin/uprobecap:755 \
	$(foreach script,$(wildcard tracefs-scripts/*.sh),$(script):share/uprobecap/$(script):755) \
	$(foreach section,1 4,man/uprobecap.$(section):share/man/man$(section)/uprobecap.$(section):644) \
	completion/uprobecap:share/bash-completion/completions/uprobecap:644 \
	udev/60-uprobecap.rules:lib/udev/rules.d/60-uprobecap.rules:644 \
	share/uprobecap/prototypes:share/uprobecap/prototypes:644 \
	$(foreach recipe,$(wildcard share/uprobecap/recipes/*),$(recipe):$(recipe):644) \
	module/uapi/uprobecap.h:include/uprobecap.h:644
# Folders that a system without us need not have; those that are empty then.
INSTALLED_FOLDERS = share/uprobecap/tracefs-scripts share/uprobecap/recipes share/uprobecap share/man/man1 share/man/man4 \
	share/bash-completion/completions share/bash-completion lib/udev/rules.d lib/udev
FIELDS_OF_INSTALLED = file=$${installed%%:*} mode=$${installed\#\#*:}; \
	place=$${installed\#*:}; place=$(DESTDIR)$(PREFIX)/$${place%:*}

install: userspace ## program, scripts, manual, completion, udev rule, header (PREFIX=, DESTDIR=)
	@set -e; for installed in $(INSTALLED); do $(FIELDS_OF_INSTALLED); \
		echo "$$place"; install -D -m "$$mode" "$$file" "$$place"; done

uninstall: ## what install brought (PREFIX=, DESTDIR=)
	@set -e; for installed in $(INSTALLED); do $(FIELDS_OF_INSTALLED); rm -f "$$place"; done
	@for folder in $(INSTALLED_FOLDERS:%=$(DESTDIR)$(PREFIX)/%); do \
		[ ! -d "$$folder" ] || rmdir --ignore-fail-on-non-empty "$$folder"; done

# In a copy, so that the tree stays clean; the words of the build are in build/deb/log.
deb: ## Debian packages, into build/deb/
	rm -rf $(BUILD)/deb
	mkdir -p $(BUILD)/deb/uprobecap
	tar --exclude=./.git --exclude=./$(BUILD) -c . | tar -x -C $(BUILD)/deb/uprobecap
	cd $(BUILD)/deb/uprobecap && { dpkg-checkbuilddeps || { \
		echo 'make deb: run: sudo apt-get build-dep .' >&2; exit 1; }; }
	cd $(BUILD)/deb/uprobecap && { env -u MAKEFLAGS -u MAKELEVEL dpkg-buildpackage -us -uc -b >../log 2>&1 || { \
		tail -n 40 ../log >&2; exit 1; }; }
	rm -r $(BUILD)/deb/uprobecap
	ls $(BUILD)/deb/*.deb

# tests/unit has the shape of the tree: tests/unit/module/spec.c tests module/spec.c.
UNIT_TESTS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/*/*.c tests/unit/*/*/*.c))

unit: $(UNIT_TESTS) ## the unit tests' programs

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(filter-out $(BUILD)/userspace/main.o,$(PROGRAM_OBJECTS))
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(USER_LIBS) -lcmocka -ljson-c

# Those that read what others wrote, under what nobody would write. The corpus that a fuzzer
# has made is replayed without it, as a unit test.
FUZZERS := $(patsubst tests/fuzz/%.c,%,$(filter-out %/replay.c,$(wildcard tests/fuzz/*.c)))
REPLAYS := $(FUZZERS:%=$(BUILD)/tests/fuzz/%)
FUZZ_BUILD := BUILD=$(BUILD)/fuzz CC=clang FUZZ_MAIN=-fsanitize=fuzzer \
	CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined'
FUZZ_MAIN = $(BUILD)/tests/fuzz/replay.o
FUZZ ?= $(FUZZERS)
TIME ?= 600

$(REPLAYS): %: %.o $(BUILD)/tests/fuzz/replay.o $(filter-out $(BUILD)/userspace/main.o,$(PROGRAM_OBJECTS))
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter-out %/replay.o,$^) $(FUZZ_MAIN) $(USER_LIBS)

fuzzers: $(REPLAYS)

REPLAY_BUILD := BUILD=$(BUILD)/replay CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined'

fuzz: ## fuzz what reads files and texts, TIME=600 seconds each, or FUZZ=spec (as root)
	@tests/setup fuzz
	@$(MAKE) $(QUIETLY) --jobs=$(JOBS) fuzzers $(FUZZ_BUILD)
	@for fuzzer in $(FUZZ); do tests/fuzz/run $(TIME) "$$fuzzer" || exit; done; $(HAND_BACK)

# What the tests trace: one program a file, and add once more at a fixed address;
# the example that traces without ours; and what attacks the module.
TARGETS := $(patsubst tests/%.c,$(BUILD)/%,$(wildcard tests/targets/*.c)) $(BUILD)/targets/add-nopie \
	$(BUILD)/targets/example-session $(BUILD)/targets/hostile
TARGET_CFLAGS = -std=gnu11 -O2 -g $(WARNINGS) -Wno-unused-parameter -pthread

targets: $(TARGETS) ## the programs that the tests trace

%-nopie: TARGET_CFLAGS += -no-pie
%/narrow: TARGET_CFLAGS += -m32 -ffreestanding -nostdlib -static -no-pie -fno-pie -fno-stack-protector
$(BUILD)/targets/%-nopie: tests/targets/%.c tests/targets/target.h
	@mkdir -p $(@D)
	$(CC) $(TARGET_CFLAGS) -o $@ $<
$(BUILD)/targets/example-%: examples/%.c module/uapi/uprobecap.h
	@mkdir -p $(@D)
	$(CC) -std=gnu11 $(WARNINGS) -Wpedantic -I module/uapi -o $@ $<
# Asks the module what its own parser says.
$(BUILD)/targets/specs: tests/targets/specs.c $(wildcard module/spec*.c) module/scan.c tests/targets/target.h
	@mkdir -p $(@D)
	$(CC) $(TARGET_CFLAGS) -iquote module -o $@ $(filter-out %.h,$^)
$(BUILD)/targets/hostile: $(wildcard tests/targets/hostile/*.[ch]) tests/targets/target.h module/uapi/uprobecap.h
	@mkdir -p $(@D)
	$(CC) $(TARGET_CFLAGS) -o $@ $(filter %.c,$^)
$(BUILD)/targets/%: tests/targets/%.c $(wildcard tests/targets/*.h)
	@mkdir -p $(@D)
	$(CC) $(TARGET_CFLAGS) -o $@ $<

# What the bench measures with: programs that are traced, and for each kernel a uprobe
# consumer that does nothing.
BENCH_PROGRAMS = $(addprefix $(BUILD)/bench/,calls calls-nopie work sites-1 sites-10000)

bench-parts: $(BENCH_PROGRAMS)
	@mkdir -p $(BUILD)/bench/$(KVER)
	cp -u tests/bench/module/* module/compat.h $(BUILD)/bench/$(KVER)/
	$(MAKE) -C $(KDIR) M=$(CURDIR)/$(BUILD)/bench/$(KVER) CONFIG_DEBUG_INFO_BTF_MODULES= modules

$(BUILD)/bench/sites-%: tests/bench/sites.c tests/bench/sites.S
	@mkdir -p $(@D)
	$(CC) $(TARGET_CFLAGS) -DSITES=$* -o $@ $^
$(BUILD)/bench/%-nopie: tests/bench/%.c tests/bench/functions.S tests/bench/functions.h
	@mkdir -p $(@D)
	$(CC) $(TARGET_CFLAGS) -o $@ $(filter-out %.h,$^)
$(BUILD)/bench/profile.so: tests/bench/profile.c tests/bench/qemu_plugin.h
	@mkdir -p $(@D)
	$(CC) -std=gnu11 $(WARNINGS) -O2 -fPIC -fvisibility=hidden -shared -o $@ $<
$(BUILD)/bench/%: tests/bench/%.c tests/bench/functions.S tests/bench/functions.h
	@mkdir -p $(@D)
	$(CC) $(TARGET_CFLAGS) -o $@ $(filter-out %.h,$^)

# The VM: a kernel of tests/vm/kernels, with what this tree builds for it; or several.
KERNEL ?= 6.1
KERNELS ?= default
export KERNEL
TESTS ?= $(sort $(wildcard tests/vm/*/*.t))
LINTS = $(wildcard tests/lint/*.t)
# A test in a VM waits now and then.
JOBS ?= $(shell expr $$(nproc) + 1)
PROVE = prove --failures --comments --jobs $(JOBS) --exec tests/run
QUIETLY = --no-print-directory --silent
# What was built through sudo belongs to the one who typed it; the status stays.
HAND_BACK = status=$$?; [ -z "$$SUDO_UID" ] || chown -hR "$$SUDO_UID:$$SUDO_GID" $(BUILD); exit $$status

setup: ## install what is missing for the tests from Debian's packages (as root)
	@tests/setup

vm-parts: userspace targets
	@tests/vm/parts $(KERNEL); $(HAND_BACK)

demo: ## three captures in a VM, live (as root: installs what it misses)
	@tests/setup demo
	@$(MAKE) $(QUIETLY) --jobs=$(JOBS) vm-parts
	@tests/vm/boot tests/demo/captures; $(HAND_BACK)

# A clone that was built before is built by ccache; the tests of dkms use the same one.
# Tests on the host boot KERNEL, whichever KERNELS are asked for.
check: export PATH := /usr/lib/ccache:$(PATH)
check: export CCACHE_DIR := $(or $(XDG_CACHE_HOME),$(or $(HOME),/root)/.cache)/uprobecap/ccache
check: export CCACHE_MAXSIZE := 500M
check: ## all tests (as root: installs what it misses; KERNELS=all, or KERNELS="5.10 7.2")
	@tests/setup
	@tests/rooted $(MAKE) $(QUIETLY) --jobs=$(JOBS) userspace targets unit deb >/dev/null
	@tests/rooted $(MAKE) $(QUIETLY) --jobs=$(JOBS) fuzzers $(REPLAY_BUILD)
	@tests/rooted tests/vm/prepare $(KERNELS)
	@tests/rooted $(MAKE) $(QUIETLY) vm-parts
	@KERNELS="$(KERNELS)" TESTS="$(TESTS)" tests/rooted tests/check $(PROVE) $(wildcard tests/host/*.t) $(LINTS) $(UNIT_TESTS) $(REPLAYS:$(BUILD)/%=$(BUILD)/replay/%); \
		$(HAND_BACK)

bench: ## what a hit costs (as root; KERNELS=6.1 TOOLS=uprobecap CASES=entry-2args)
	@tests/setup bench
	@KERNELS="$(if $(filter-out default,$(KERNELS)),$(KERNELS))" TOOLS="$(TOOLS)" CASES="$(CASES)" tests/rooted tests/bench/run; \
		$(HAND_BACK)

profile: ## instructions of a hit by function (as root; CASE=entry-2args KERNEL=6.1)
	@tests/setup bench
	@$(MAKE) $(QUIETLY) $(BUILD)/bench/profile.so
	@tests/rooted tests/bench/profile $(KERNEL) "$(CASE)"; $(HAND_BACK)

picture: vm-parts ## draw README's picture anew, of a session in the VM
	@mkdir -p $(BUILD)/vm
	@tests/vm/boot tests/demo/session >$(BUILD)/vm/session
	@tests/demo/picture <$(BUILD)/vm/session >tests/demo/session.svg; $(HAND_BACK)

build-matrix: ## compile the module with all packages of headers, or SUITE=trixie (as root)
	@tests/setup
	@tests/rooted tests/vm/build-matrix $(SUITE); $(HAND_BACK)

kernels-table: ## README's tables, from check KERNELS=all and build-matrix
	@tests/vm/kernels-table

check-debug: KERNEL := debug
check-debug: ## VM tests on a kernel with KASAN, lockdep and more, built first (as root)
	@tests/setup check-debug
	@$(MAKE) $(QUIETLY) --jobs=$(JOBS) vm-parts KERNEL=debug
	@$(PROVE) tests/debug/options.t tests/debug/reports.t $(wildcard tests/debug/vm/*.t) $(TESTS); $(HAND_BACK)

# Those with several CPUs at one session, and with what comes and goes meanwhile. Not that of the
# order of time: a CPU that stands still in the midst of a hit is late.
RACE_TESTS = $(patsubst %,tests/vm/%.t,$(addprefix module/,calls everything ledger lifetime mapped overwrite \
	reader scope shared soak storm unload hostile))
check-race: KERNEL := race
check-race: ## tests with several CPUs on a kernel with KCSAN, built first (as root)
	@tests/setup check-debug
	@$(MAKE) $(QUIETLY) --jobs=$(JOBS) vm-parts KERNEL=race
	@$(PROVE) tests/debug/options.t tests/debug/races.t $(RACE_TESTS); $(HAND_BACK)

# The long form of tests that are short in check. Each of two users makes so many calls; one takes
# 5 to 7 ms on the debug kernel.
CALLS ?= 1000000
SEED ?= 1
CYCLES ?= 1000

hostile: vm-parts ## calls that no well-meaning program makes (CALLS=1000000 SEED=1 KERNEL=debug)
	@tests/vm/boot -t $$(($(CALLS) / 5 + 600)) tests/vm/module/hostile.t $(CALLS) $(SEED); $(HAND_BACK)

soak: vm-parts ## hits on 4 CPUs while all around changes, for TIME=600 seconds (KERNEL=6.1)
	@tests/vm/boot -t $$(($(TIME) + 600)) tests/vm/module/soak.t $(TIME); $(HAND_BACK)

unload: vm-parts ## load and unload under hits, CYCLES=1000 times (KERNEL=6.1)
	@tests/vm/boot -t $$(($(CYCLES) * 10 + 600)) tests/vm/module/unload.t $(CYCLES); $(HAND_BACK)

coverage: vm-parts ## lines of the module that tests in the VM reach (TESTS=tests/vm/module/hostile.t)
	@tests/coverage/run $(TESTS); $(HAND_BACK)

check-browser: ## what report --speedscope prints, in speedscope (as root; needs npm, too)
	@tests/setup browser
	@$(MAKE) $(QUIETLY) --jobs=$(JOBS) vm-parts
	@$(PROVE) tests/browser/speedscope.t; $(HAND_BACK)

lint: ## checkers of C and sh, style, licences, versions, paths in the documents
	@$(PROVE) $(LINTS); $(HAND_BACK)

vm: vm-parts ## the tests in the VM, or some: TESTS=tests/vm/module/load.t
	@$(PROVE) $(TESTS)

shell: vm-parts ## a shell in the VM (KERNEL=6.1)
	@tests/vm/boot shell

clean: ## remove what was built
	rm -rf $(BUILD)

help: ## this text
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 24

.PHONY: all userspace modules dkms-sources dkms-install dkms-remove install uninstall deb unit targets setup vm-parts demo check fuzz fuzzers bench bench-parts profile picture build-matrix kernels-table check-debug check-race check-browser hostile soak unload coverage lint vm shell clean help
.SECONDARY:
-include $(PROGRAM_OBJECTS:.o=.d) $(UNIT_TESTS:%=%.d) $(REPLAYS:%=%.d)
