/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * JSON that was printed, parsed again.
 */
#ifndef TESTS_PARSED_H
#define TESTS_PARSED_H

static inline struct json_object *get(struct json_object *object, const char *key,
				      enum json_type type)
{
	struct json_object *value;

	if (!json_object_object_get_ex(object, key, &value))
		fail_msg("no %s in %s", key, json_object_to_json_string(object));
	if (!json_object_is_type(value, type))
		fail_msg("%s is of a wrong type in %s", key, json_object_to_json_string(object));
	return value;
}

#endif /* TESTS_PARSED_H */
