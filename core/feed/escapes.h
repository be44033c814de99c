/* Resolves the escapes of texts in JSON. Internal to the feed module. */
#ifndef LM_FEED_ESCAPES_H
#define LM_FEED_ESCAPES_H

#include "base/host.h"

bool lm_has_escape(lm_bytes text);

/*
 * Resolves the escapes of a text into `to`, which has room for the size of the text. Returns the size without escapes; -1
 * for an escape that is not valid, half of a pair of surrogates, or one of the character 0.
 */
long lm_escapes_resolve(lm_bytes text, char *to);

#endif
