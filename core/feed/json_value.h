/* Values of JSON in a text that comes in parts. Internal to the feed module. */
#ifndef LM_FEED_JSON_VALUE_H
#define LM_FEED_JSON_VALUE_H

#include "feed/rows.h"

enum { LM_JSON_OBJECT, LM_JSON_ARRAY, LM_JSON_TEXT, LM_JSON_LITERAL };

void lm_json_skip_space(lm_json *json);

/* Returns the line of a position, which must not lie before that of an earlier call. */
int64_t lm_json_line_of(lm_json *json, const char *position);

lm_status lm_json_syntax_error(lm_host *host, lm_json *json);

/*
 * Reads the value at json->at into json->values; depth counts the values that contain it. LM_DONE, with json->at
 * unchanged, if the value may go on in text that is still to come. LM_E_CORRUPT for text that is not valid JSON.
 */
lm_status lm_json_read_value(lm_host *host, lm_json *json, int depth);

#endif
