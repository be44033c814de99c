/* The kind of a text. Internal to the feed module. */
#ifndef LM_FEED_TEXT_H
#define LM_FEED_TEXT_H

#include "feed/layout.h"

#define LM_TEXT_SIGNATURE 6 /* bytes that show a compressed file */

enum lm_text_format { LM_TEXT_UNKNOWN, LM_TEXT_CSV, LM_TEXT_JSON };

/*
 * Checks the first bytes of a file: all, or at least LM_TEXT_SIGNATURE. LM_E_CORRUPT, with advice in the hint, for a file
 * that is compressed, in UTF-16 or Parquet.
 */
lm_status lm_text_check(lm_host *host, lm_bytes text);

/*
 * Chooses the format of a text by its first two characters; *mark is the size of its byte order mark. LM_TEXT_UNKNOWN if
 * the text is blank, or if more of it is needed. LM_E_CORRUPT for a format that the layout does not read.
 */
lm_status lm_text_begin(lm_host *host, lm_bytes text, bool final, const lm_layout *layout, size_t *mark,
                        enum lm_text_format *format);

#endif
