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
#include "plan.h"
#include "probe.h"
#include "target.h"

static void describe_fields(const struct plan *plan, struct uprobecap_field *to)
{
	const struct spec_fields *fields = &plan->spec.fields;
	unsigned int n;

	for (n = 0; n < fields->nr; n++) {
		const struct spec_field *field = &fields->field[n];
		bool has_text = field->kind == UPROBECAP_STRING || field->kind == UPROBECAP_BYTES;

		to[n] = (struct uprobecap_field){
			.kind = field->kind,
			.size = has_text ? sizeof(struct uprobecap_string) : field->size,
			.count = field->count,
			.offset = plan_step(plan, n)->slot,
			.flags = plan->record_type == UPROBECAP_CALL && n >= plan->spec.nr_entry ?
					 UPROBECAP_AT_RETURN :
					 0,
		};
		strscpy(to[n].name, field->name, sizeof(to[n].name));
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

/* "TYPE[:NAME] PATH:0xOFFSET[(REFCTR)] FIELDS..." Return: its length, as snprintf(). */
static int describe_spec(const struct probe *probe, char *to, size_t size)
{
	const char *text = probe->plan->text + strspn(probe->plan->text, " \t");
	int type = strcspn(text, " \t");
	char counter[32] = "";

	if (probe->ref_ctr_offset)
		snprintf(counter, sizeof(counter), "(0x%llx)", probe->ref_ctr_offset);
	return snprintf(to, size, "%.*s %s:0x%llx%s%s", type, text, probe->target->path,
			probe->offset, counter, text + type);
}

/**
 * definition_create() - describe a probe
 * @probe: any
 *
 * Return: the record, for kvfree(); NULL when there is no memory.
 */
struct uprobecap_probe *definition_create(const struct probe *probe)
{
	const struct plan *plan = probe->plan;
	const char *path = probe->target->path;
	size_t fields = sizeof(struct uprobecap_probe);
	size_t path_at = fields + plan->spec.fields.nr * sizeof(struct uprobecap_field);
	size_t spec_at = path_at + strlen(path) + 1;
	size_t size = ALIGN(spec_at + describe_spec(probe, NULL, 0) + 1, 8);
	struct uprobecap_probe *to = kvzalloc(size, GFP_KERNEL);

	if (!to)
		return NULL;
	to->record.type = UPROBECAP_PROBE;
	to->record.size = size;
	to->id = probe->id;
	to->type = plan->spec.type;
	to->offset = probe->offset;
	to->ref_ctr_offset = probe->ref_ctr_offset;
	to->nr_fields = plan->spec.fields.nr;
	to->fields = fields;
	to->path = path_at;
	to->spec = spec_at;
	to->flags = READ_ONCE(probe->uprobe) ? UPROBECAP_ARMED : 0;
	describe_target(probe->target, to);
	describe_fields(plan, (void *)to + fields);
	strscpy((char *)to + path_at, path, spec_at - path_at);
	describe_spec(probe, (char *)to + spec_at, size - spec_at);
	return to;
}
