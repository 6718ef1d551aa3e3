// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where functions are in a file: this test's own program, the system's bash and
 * libc beside what binutils say, and files made by hand.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "binary/elf.h"
#include "binary/site.h"
#include "binary/symbols.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static char folder[] = P_tmpdir "/uprobecap-elf-XXXXXX";
static char made[sizeof(folder) + 16];

static struct error error;

/* Return: what elf_open() and symbols_find() return. */
static int find(const char *path, const char *name, struct function *function)
{
	struct elf_file file;
	int err;

	if (elf_open(&file, path, &error))
		return -1;
	err = symbols_find(&file, name, function, &error);
	elf_close(&file);
	return err;
}

static void assert_refused(const char *path, const char *name, enum exit_code code,
			   const char *says)
{
	struct function function;

	assert_int_equal(find(path, name, &function), -1);
	if (!strstr(error.what, says) && !strstr(error.why, says) && !strstr(error.remedy, says))
		fail_msg("'%s' is not in: %s / %s / %s", says, error.what, error.why, error.remedy);
	assert_int_equal(error.exit, code);
	assert_true(*error.what && *error.why && *error.remedy);
}

/* Where the kernel says that the byte of the file is that lies at an address now. */
static uint64_t offset_in_memory(const void *address)
{
	unsigned long long start, end, offset;
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[4096];

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%llx-%llx %*s %llx", &start, &end, &offset) != 3)
			fail_msg("%s", line);
		if ((uintptr_t)address >= start && (uintptr_t)address < end) {
			fclose(maps);
			return (uintptr_t)address - start + offset;
		}
	}
	fclose(maps);
	fail_msg("nothing is mapped there");
	return 0;
}

static void __attribute__((noinline)) local_function(void)
{
	__asm__ volatile("");
}

static void own_program(void **state)
{
	struct function function;

	(void)state;
	local_function();
	assert_int_equal(find("/proc/self/exe", "local_function", &function), 0);
	assert_int_equal(function.offset, offset_in_memory(local_function));
	assert_int_equal(find("/proc/self/exe", "symbols_find", &function), 0);
	assert_int_equal(function.offset, offset_in_memory(symbols_find));
	assert_true(function.size > 0);
	assert_refused("/proc/self/exe", "folder", EXIT_NO_TARGET, "data, not a function");
	assert_refused("/proc/self/exe", "elf_begin", EXIT_NO_TARGET, "a library does");
	assert_refused("/proc/self/exe", "symbol_find", EXIT_NO_TARGET, "symbols_find");
	assert_refused("/proc/self/exe", "local_functions", EXIT_NO_TARGET, "local_function");
	assert_refused("/proc/self/exe", "nothing_like_it_at_all", EXIT_NO_TARGET,
		       "uprobecap list");
}

/* The executable segment of a file, as readelf prints it. */
static void read_segment(const char *path, uint64_t *address, uint64_t *offset)
{
	unsigned long long file_offset, virtual;
	char command[256], line[1024];
	bool found = false;
	FILE *pipe;

	snprintf(command, sizeof(command), "readelf -lW %s | grep 'LOAD.* R E '", path);
	pipe = popen(command, "r");
	while (fgets(line, sizeof(line), pipe))
		found = sscanf(line, " LOAD %llx %llx", &file_offset, &virtual) == 2;
	assert_int_equal(pclose(pipe), 0);
	assert_true(found);
	*address = virtual;
	*offset = file_offset;
}

/* Every function that nm knows, found by us, at the same place. */
static void compare_with_nm(const char *path, const char *nm)
{
	uint64_t segment_address, segment_offset;
	struct function function;
	struct elf_file file;
	char command[256], line[4096], name[4096], kind;
	unsigned long long address;
	size_t compared = 0;
	FILE *pipe;

	read_segment(path, &segment_address, &segment_offset);
	assert_int_equal(elf_open(&file, path, &error), 0);
	snprintf(command, sizeof(command), "%s --defined-only %s", nm, path);
	pipe = popen(command, "r");
	while (fgets(line, sizeof(line), pipe)) {
		if (sscanf(line, "%llx %c %4095s", &address, &kind, name) != 3)
			fail_msg("%s", line);
		if (kind != 'T' || strcmp(name, "_init") == 0 || strcmp(name, "_fini") == 0 ||
		    (strchr(name, '@') && !strstr(name, "@@")))
			continue;
		name[strcspn(name, "@")] = '\0';
		assert_int_equal(symbols_find(&file, name, &function, &error), 0);
		assert_int_equal(function.offset, address - segment_address + segment_offset);
		assert_true(symbols_at(&file, function.offset, &function));
		assert_int_equal(function.offset, address - segment_address + segment_offset);
		compared++;
	}
	assert_int_equal(pclose(pipe), 0);
	assert_true(compared > 0);
	elf_close(&file);
}

static bool has_binutils(void)
{
	return !system("command -v nm readelf >/dev/null");
}

static void system_files(void **state)
{
	static const char libc[] = "/lib/x86_64-linux-gnu/libc.so.6";

	(void)state;
	if (!has_binutils())
		skip();
	compare_with_nm("/bin/bash", "nm -D");
	if (access(libc, R_OK))
		return;
	compare_with_nm(libc, "nm -D");
	assert_refused(libc, "environ", EXIT_NO_TARGET, "data, not a function");
}

/* Beside build/tests/unit/userspace/binary/elf there is build/targets, with make check. */
static void traced_programs(void **state)
{
	char path[4096 + 64] = "";
	ssize_t length = readlink("/proc/self/exe", path, 4096);

	(void)state;
	assert_true(length > 0);
	strcpy(strstr(path, "tests/unit/") ? strstr(path, "tests/unit/") : path, "targets/add");
	if (!has_binutils() || access(path, R_OK))
		skip();
	compare_with_nm(path, "nm");
	strcat(path, "-nopie");
	compare_with_nm(path, "nm");
}

static void names_of_places(void **state)
{
	struct function function, other;
	struct elf_file file;

	(void)state;
	assert_int_equal(elf_open(&file, "/proc/self/exe", &error), 0);
	assert_int_equal(symbols_find(&file, "elf_open", &function, &error), 0);
	assert_true(symbols_at(&file, function.offset, &other));
	assert_string_equal(other.name, "elf_open");
	assert_true(symbols_at(&file, function.offset + function.size - 1, &other));
	assert_string_equal(other.name, "elf_open");
	assert_int_equal(other.offset, function.offset);
	assert_true(!symbols_at(&file, function.offset + function.size, &other) ||
		    strcmp(other.name, "elf_open"));
	assert_false(symbols_at(&file, 0, &other));
	assert_false(symbols_at(&file, UINT64_MAX, &other));
	elf_close(&file);
}

/* A hit is called by the function's name only if the file is still the same. */
static void names_of_sites(void **state)
{
	static struct uprobecap_probe definition;
	struct site_file last = { 0 };
	char path[4096] = "", expected[4096 + 32];
	struct function function;
	struct elf_file file;
	const void *id;
	char *name;

	(void)state;
	assert_true(readlink("/proc/self/exe", path, sizeof(path) - 1) > 0);
	assert_int_equal(find(path, "elf_open", &function), 0);
	assert_int_equal(elf_open(&file, path, &error), 0);
	definition.build_id_size = elf_build_id(&file, &id);
	if (!definition.build_id_size)
		skip();
	memcpy(definition.build_id, id, definition.build_id_size);
	elf_close(&file);
	definition.offset = function.offset;
	name = site_name(&last, &definition, path, 0);
	assert_string_equal(name, "elf_open");
	free(name);
	definition.offset++;
	name = site_name(&last, &definition, path, 0);
	assert_string_equal(name, "elf_open+0x1");
	free(name);
	definition.build_id[definition.build_id_size - 1]++;
	snprintf(expected, sizeof(expected), "elf+0x%llx", definition.offset);
	name = site_name(&last, &definition, path, 0);
	assert_string_equal(name, expected);
	free(name);
	name = site_name(&last, &definition, "/nowhere/gone", 0);
	snprintf(expected, sizeof(expected), "gone+0x%llx", definition.offset);
	assert_string_equal(name, expected);
	free(name);
	/* Nothing that could hang or do something is opened. */
	name = site_name(&last, &definition, "/dev/tty", 0);
	snprintf(expected, sizeof(expected), "tty+0x%llx", definition.offset);
	assert_string_equal(name, expected);
	free(name);
	site_forget(&last);
}

/* ---- Files made by hand */

/**
 * struct made_symbol - a symbol of a file made by hand
 * @name: of it
 * @value: its address
 * @info: GELF_ST_INFO()
 * @size: of it
 * @undefined: it is in another file
 */
struct made_symbol {
	const char *name;
	uint64_t value;
	unsigned char info;
	uint64_t size;
	bool undefined;
};

#define FUNC(bind) GELF_ST_INFO(bind, STT_FUNC)

/* Code at 0x5000 of the file and 0x7000100 in memory, behind data and in front of a hole. */
static const GElf_Phdr segments[] = {
	{ .p_type = PT_LOAD,
	  .p_flags = PF_R,
	  .p_offset = 0,
	  .p_vaddr = 0x7000000,
	  .p_filesz = 0x100,
	  .p_memsz = 0x100 },
	{ .p_type = PT_LOAD,
	  .p_flags = PF_R | PF_X,
	  .p_offset = 0x5000,
	  .p_vaddr = 0x7000100,
	  .p_filesz = 0x200,
	  .p_memsz = 0x400 },
	{ .p_type = PT_NOTE,
	  .p_flags = PF_X,
	  .p_offset = 0x9000,
	  .p_vaddr = 0x7000400,
	  .p_filesz = 0x100,
	  .p_memsz = 0x100 },
};

static const struct made_symbol symbols[] = {
	{ "first", 0x7000100, FUNC(STB_GLOBAL), 0x10, false },
	{ "last", 0x70002ff, FUNC(STB_WEAK), 1, false },
	{ "behind", 0x7000300, FUNC(STB_GLOBAL), 0, false },
	{ "in_data", 0x7000010, FUNC(STB_GLOBAL), 0, false },
	{ "in_note", 0x7000410, FUNC(STB_GLOBAL), 0, false },
	{ "nowhere", 0x10, FUNC(STB_GLOBAL), 0, false },
	{ "twice", 0x7000110, FUNC(STB_LOCAL), 4, false },
	{ "twice", 0x7000120, FUNC(STB_LOCAL), 4, false },
	{ "alias", 0x7000130, FUNC(STB_GLOBAL), 4, false },
	{ "alias", 0x7000130, FUNC(STB_GLOBAL), 4, false },
	{ "hidden", 0x7000140, FUNC(STB_LOCAL), 4, false },
	{ "hidden", 0x7000150, FUNC(STB_GLOBAL), 4, false },
	{ "chosen", 0x7000160, GELF_ST_INFO(STB_GLOBAL, STT_GNU_IFUNC), 4, false },
	{ "variable", 0x7000020, GELF_ST_INFO(STB_GLOBAL, STT_OBJECT), 4, false },
	{ "label", 0x7000170, GELF_ST_INFO(STB_GLOBAL, STT_NOTYPE), 0, false },
	{ "elsewhere", 0, FUNC(STB_GLOBAL), 0, true },
	{ "versioned@@NEW", 0x7000180, FUNC(STB_GLOBAL), 4, false },
	{ "versioned@OLD", 0x7000190, FUNC(STB_GLOBAL), 4, false },
	{ "old@OLD", 0x70001a0, FUNC(STB_GLOBAL), 4, false },
	{ "__internal", 0x70001b0, FUNC(STB_GLOBAL), 4, false },
	{ "known64", 0x70001b0, FUNC(STB_GLOBAL), 4, false },
	{ "known", 0x70001b0, FUNC(STB_GLOBAL), 4, false },
	{ "it", 0x70001b0, FUNC(STB_LOCAL), 4, false },
};

static Elf_Data *add_section(Elf *elf, const GElf_Shdr *header, void *bytes, size_t size,
			     Elf_Type type)
{
	Elf_Scn *section = elf_newscn(elf);
	Elf_Data *data = elf_newdata(section);
	GElf_Shdr shdr;

	gelf_getshdr(section, &shdr);
	shdr.sh_name = 0;
	shdr.sh_type = header->sh_type;
	shdr.sh_link = header->sh_link;
	shdr.sh_entsize = header->sh_entsize;
	assert_true(gelf_update_shdr(section, &shdr));
	data->d_buf = bytes;
	data->d_size = size;
	data->d_type = type;
	data->d_align = 8;
	data->d_version = EV_CURRENT;
	return data;
}

static void add_symbols(Elf *elf)
{
	static char names[1024], table[COUNT(symbols) * sizeof(Elf64_Sym)];
	size_t entry = gelf_fsize(elf, ELF_T_SYM, 1, EV_CURRENT);
	size_t length = 1, n;
	Elf_Data *data;

	data = add_section(elf,
			   &(GElf_Shdr){ .sh_type = SHT_SYMTAB, .sh_link = 2, .sh_entsize = entry },
			   table, COUNT(symbols) * entry, ELF_T_SYM);
	for (n = 0; n < COUNT(symbols); n++) {
		GElf_Sym symbol = {
			.st_name = length,
			.st_value = symbols[n].value,
			.st_info = symbols[n].info,
			.st_size = symbols[n].size,
			.st_shndx = symbols[n].undefined ? SHN_UNDEF : SHN_ABS,
		};

		assert_true(gelf_update_sym(data, n, &symbol));
		strcpy(names + length, symbols[n].name);
		length += strlen(symbols[n].name) + 1;
	}
	add_section(elf, &(GElf_Shdr){ .sh_type = SHT_STRTAB }, names, length, ELF_T_BYTE);
}

static void make_elf(int class, int type, bool with_symbols)
{
	int fd = open(made, O_RDWR | O_CREAT | O_TRUNC, 0600);
	Elf *elf = elf_begin(fd, ELF_C_WRITE, NULL);
	GElf_Ehdr header;
	GElf_Phdr segment;
	size_t n;

	assert_non_null(elf);
	assert_true(gelf_newehdr(elf, class));
	assert_true(gelf_newphdr(elf, COUNT(segments)));
	gelf_getehdr(elf, &header);
	header.e_ident[EI_DATA] = ELFDATA2LSB;
	header.e_type = type;
	header.e_machine = class == ELFCLASS64 ? EM_X86_64 : EM_386;
	header.e_version = EV_CURRENT;
	assert_true(gelf_update_ehdr(elf, &header));
	for (n = 0; n < COUNT(segments); n++) {
		segment = segments[n];
		assert_true(gelf_update_phdr(elf, n, &segment));
	}
	if (with_symbols)
		add_symbols(elf);
	assert_true(elf_update(elf, ELF_C_WRITE) > 0);
	elf_end(elf);
	close(fd);
}

static void made_functions(int class, int type)
{
	static const struct {
		const char *name;
		uint64_t offset;
	} found[] = {
		{ "first", 0x5000 },  { "last", 0x51ff },      { "alias", 0x5030 },
		{ "hidden", 0x5050 }, { "versioned", 0x5080 }, { "versioned@OLD", 0x5090 },
		{ "old", 0x50a0 },
	};
	struct function function;
	struct elf_file file;
	size_t n;

	make_elf(class, type, true);
	for (n = 0; n < COUNT(found); n++) {
		if (find(made, found[n].name, &function))
			fail_msg("%s: %s, %s", found[n].name, error.what, error.why);
		assert_int_equal(function.offset, found[n].offset);
	}
	assert_int_equal(find(made, "first", &function), 0);
	assert_int_equal(function.size, 0x10);
	assert_refused(made, "behind", EXIT_NO_TARGET,
		       "no part of the file that is loaded as code");
	assert_refused(made, "in_data", EXIT_NO_TARGET,
		       "no part of the file that is loaded as code");
	assert_refused(made, "in_note", EXIT_NO_TARGET,
		       "no part of the file that is loaded as code");
	assert_refused(made, "nowhere", EXIT_NO_TARGET,
		       "no part of the file that is loaded as code");
	assert_refused(made, "twice", EXIT_NO_TARGET, "0x5010, 0x5020");
	assert_refused(made, "chosen", EXIT_NO_TARGET, "indirect");
	assert_refused(made, "variable", EXIT_NO_TARGET, "data, not a function");
	assert_refused(made, "label", EXIT_NO_TARGET, "data, not a function");
	assert_refused(made, "elsewhere", EXIT_NO_TARGET, "a library does");
	assert_refused(made, "frist", EXIT_NO_TARGET, "first");
	assert_int_equal(elf_open(&file, made, &error), 0);
	assert_true(symbols_at(&file, 0x50b2, &function));
	assert_string_equal(function.name, "known");
	assert_int_equal(function.offset, 0x50b0);
	elf_close(&file);
}

static void made_by_hand(void **state)
{
	(void)state;
	made_functions(ELFCLASS64, ET_DYN);
	made_functions(ELFCLASS64, ET_EXEC);
	made_functions(ELFCLASS32, ET_DYN);
	made_functions(ELFCLASS32, ET_EXEC);
	make_elf(ELFCLASS64, ET_EXEC, false);
	assert_refused(made, "first", EXIT_NO_TARGET, "stripped");
	make_elf(ELFCLASS64, ET_REL, true);
	assert_refused(made, "first", EXIT_FAILED, "not linked");
	make_elf(ELFCLASS64, ET_CORE, true);
	assert_refused(made, "first", EXIT_FAILED, "not linked");
}

static void write_file(const char *text)
{
	FILE *file = fopen(made, "w");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void no_programs(void **state)
{
	(void)state;
	assert_refused("/nowhere/prog", "f", EXIT_NO_TARGET, "No such file");
	assert_refused("prog", "f", EXIT_NO_TARGET, "command -v prog");
	assert_refused("/proc/self/exe/prog", "f", EXIT_NO_TARGET, "Not a directory");
	assert_refused("/", "f", EXIT_FAILED, "a folder");
	assert_refused("/dev/null", "f", EXIT_FAILED, "no plain file");
	write_file("");
	assert_refused(made, "f", EXIT_FAILED, "empty");
	write_file("#!/bin/sh\nexit\n");
	assert_refused(made, "f", EXIT_FAILED, "script");
	write_file("nothing");
	assert_refused(made, "f", EXIT_FAILED, "no ELF file");
	write_file("\177ELF");
	assert_refused(made, "f", EXIT_FAILED, "cannot be probed");
	unlink(made);
	assert_int_equal(mkfifo(made, 0600), 0);
	assert_refused(made, "f", EXIT_FAILED, "no plain file");
	unlink(made);
	if (!geteuid())
		return;
	write_file("secret");
	assert_int_equal(chmod(made, 0), 0);
	assert_refused(made, "f", EXIT_NO_ACCESS, "Permission denied");
}

/* Any damage is refused or survived; sanitizers and valgrind watch. */
static void damaged(void **state)
{
	unsigned char bytes[4096], spoiled[4096];
	struct function function;
	unsigned int round, n;
	ssize_t size;
	FILE *file;
	int fd;

	(void)state;
	make_elf(ELFCLASS64, ET_DYN, true);
	fd = open(made, O_RDONLY);
	size = read(fd, bytes, sizeof(bytes));
	close(fd);
	assert_true(size > 1000);
	srandom(1);
	for (round = 0; round < 3000; round++) {
		memcpy(spoiled, bytes, size);
		for (n = 0; n < 1 + round % 4; n++)
			spoiled[random() % (round % 2 ? 200 : size)] = random();
		/* A file that is cut short and written anew would wait for the disk. */
		unlink(made);
		file = fopen(made, "w");
		fwrite(spoiled, 1, round % 3 ? size : random() % size, file);
		fclose(file);
		find(made, "first", &function);
		find(made, "frist", &function);
	}
}

static int make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(made, sizeof(made), "%s/made", folder);
	elf_version(EV_CURRENT);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	unlink(made);
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_program),	   cmocka_unit_test(system_files),
		cmocka_unit_test(traced_programs), cmocka_unit_test(names_of_places),
		cmocka_unit_test(names_of_sites),  cmocka_unit_test(made_by_hand),
		cmocka_unit_test(no_programs),	   cmocka_unit_test(damaged),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("userspace/binary/elf", tests, make_folder,
					   remove_folder);
}
