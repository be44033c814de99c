#include "feed/conditions.h"

#include <string.h>

const char *lm_feed_quote(lm_bytes field, char text[LM_QUOTED_SIZE])
{
    const size_t most = LM_QUOTED_SIZE - 4, size = field.size < most ? field.size : most;
    for (size_t i = 0; i < size; i++)
        text[i] = field.data[i] >= 0x20 && field.data[i] < 0x7f ? (char)field.data[i] : '?';
    strcpy(text + size, size < field.size ? "..." : "");
    return text;
}

bool lm_feed_is_one_of(lm_bytes field, const lm_layout_words *words)
{
    for (int i = 0; i < words->count; i++)
        if (lm_same_word(field, words->words[i]))
            return true;
    return false;
}

static bool same_letter(uint8_t a, uint8_t b)
{
    return lm_same_text((lm_bytes){&a, 1}, (lm_bytes){&b, 1});
}

/* Tells whether a text has a pattern, in which a star is any text. Only the last star is tried again. */
static bool has_pattern(lm_bytes text, const char *pattern)
{
    const char *star = NULL;
    size_t at = 0, after_star = 0;
    while (at < text.size) {
        if (*pattern == '*') {
            star = pattern++;
            after_star = at;
        } else if (*pattern && same_letter(text.data[at], (uint8_t)*pattern)) {
            pattern++;
            at++;
        } else if (star) {
            pattern = star + 1;
            at = ++after_star;
        } else {
            return false;
        }
    }
    return pattern[strspn(pattern, "*")] == '\0';
}

static bool has_pattern_of(lm_bytes field, const lm_layout_words *words)
{
    for (int i = 0; i < words->count; i++)
        if (has_pattern(field, words->words[i]))
            return true;
    return false;
}

bool lm_feed_all_hold(const lm_layout_condition *conditions, int count, const lm_row *row)
{
    for (int i = 0; i < count; i++) {
        const lm_layout_condition *condition = &conditions[i];
        const lm_bytes field = row->fields[condition->column];
        const bool holds = condition->same_as >= 0 ? lm_same_text(field, row->fields[condition->same_as])
                                                   : has_pattern_of(field, &condition->words) != condition->negated;
        if (!holds)
            return false;
    }
    return true;
}
