// SPDX-License-Identifier: GPL-2.0-only
/*
 * The record that describes a probe to the reader.
 */

#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "definition.h"
#include "fetch.h"
#include "probe.h"
#include "target.h"

static void describe_fields(const struct spec_fields *fields, struct uprobecap_field *to)
{
	u32 offset = sizeof(struct uprobecap_hit);
	unsigned int n;

	for (n = 0; n < fields->nr; n++) {
		const struct spec_field *field = &fields->field[n];

		to[n] = (struct uprobecap_field){
			.kind = field->kind,
			.size = field->kind == UPROBECAP_STRING ? sizeof(struct uprobecap_string) :
								  field->size,
			.count = field->count,
			.offset = offset,
		};
		strscpy(to[n].name, field->name, sizeof(to[n].name));
		offset += fetch_slot_size(field);
	}
}

static void describe_target(const struct target *target, struct uprobecap_probe *to)
{
	to->dev_major = MAJOR(target->inode->i_sb->s_dev);
	to->dev_minor = MINOR(target->inode->i_sb->s_dev);
	to->inode = target->inode->i_ino;
	to->build_id_size = target->image.build_id_size;
	memcpy(to->build_id, target->image.build_id, sizeof(to->build_id));
}

/**
 * definition_create() - describe a probe
 * @probe: with its fields and its target
 * @text: the fields as they were given
 *
 * Return: the record, for kvfree(); NULL when there is no memory.
 */
struct uprobecap_probe *definition_create(const struct probe *probe, const char *text)
{
	const char *path = probe->target->path;
	char type = probe->type == UPROBECAP_RETURN ? 'r' : 'p';
	size_t fields = sizeof(struct uprobecap_probe);
	size_t path_at = fields + probe->fields->nr * sizeof(struct uprobecap_field);
	size_t spec_at = path_at + strlen(path) + 1;
	char counter[32] = "";
	struct uprobecap_probe *to;
	size_t size;

	if (probe->ref_ctr_offset)
		snprintf(counter, sizeof(counter), "(0x%llx)", probe->ref_ctr_offset);
	size = spec_at + 1 +
	       snprintf(NULL, 0, "%c %s:0x%llx%s %s", type, path, probe->offset, counter, text);
	size = ALIGN(size, 8);
	to = kvzalloc(size, GFP_KERNEL);
	if (!to)
		return NULL;
	to->record.type = UPROBECAP_PROBE;
	to->record.size = size;
	to->id = probe->id;
	to->type = type;
	to->offset = probe->offset;
	to->ref_ctr_offset = probe->ref_ctr_offset;
	to->nr_fields = probe->fields->nr;
	to->fields = fields;
	to->path = path_at;
	to->spec = spec_at;
	describe_target(probe->target, to);
	describe_fields(probe->fields, (void *)to + fields);
	strscpy((char *)to + path_at, path, spec_at - path_at);
	snprintf((char *)to + spec_at, size - spec_at, "%c %s:0x%llx%s %s", type, path,
		 probe->offset, counter, text);
	return to;
}
