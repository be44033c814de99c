#include "base/suggest.h"

#include <stdio.h>
#include <string.h>

#define WORD_MAX 40 /* longer words are compared by their beginning */

void lm_suggest_begin(lm_suggest *suggest, const char *word, size_t length)
{
    *suggest = (lm_suggest){.word = word, .length = length < WORD_MAX ? length : WORD_MAX};
}

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

/* Returns the edit distance (Levenshtein 1966), ignoring case. */
static size_t edit_distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t row[WORD_MAX + 1];
    for (size_t j = 0; j <= b_length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t least = diagonal + (lower(a[i - 1]) != lower(b[j - 1]));
            if (row[j] + 1 < least)
                least = row[j] + 1;
            if (row[j - 1] + 1 < least)
                least = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = least;
        }
    }
    return row[b_length];
}

static bool is_part_of(const char *part, size_t part_length, const char *whole, size_t length)
{
    for (size_t from = 0; part_length >= 2 && from + part_length <= length; from++) {
        size_t same = 0;
        while (same < part_length && lower(part[same]) == lower(whole[from + same]))
            same++;
        if (same == part_length)
            return true;
    }
    return false;
}

/*
 * Returns the edit distance of a name, but at most 2 if the word is a part of the name or the name a part of the word.
 */
static size_t name_distance(const lm_suggest *suggest, const char *name)
{
    size_t length = strlen(name);
    length = length < WORD_MAX ? length : WORD_MAX;
    const size_t edits = edit_distance(suggest->word, suggest->length, name, length);
    const bool part = is_part_of(suggest->word, suggest->length, name, length) ||
                      is_part_of(name, length, suggest->word, suggest->length);
    return part && edits > 2 ? 2 : edits;
}

void lm_suggest_add(lm_suggest *suggest, const char *name)
{
    const size_t distance = name_distance(suggest, name);
    int at = suggest->count < LM_SUGGEST_NAMES ? suggest->count : LM_SUGGEST_NAMES;
    suggest->added++;
    while (at > 0 && suggest->distances[at - 1] > distance)
        at--;
    if (at == LM_SUGGEST_NAMES)
        return;
    const int kept = suggest->count < LM_SUGGEST_NAMES ? suggest->count : LM_SUGGEST_NAMES - 1;
    memmove(&suggest->names[at + 1], &suggest->names[at], (size_t)(kept - at) * sizeof suggest->names[0]);
    memmove(&suggest->distances[at + 1], &suggest->distances[at], (size_t)(kept - at) * sizeof suggest->distances[0]);
    suggest->names[at] = name;
    suggest->distances[at] = distance;
    suggest->count = kept + 1;
}

void lm_suggest_hint(const lm_suggest *suggest, char *hint, size_t size)
{
    const size_t limit = suggest->length / 3 > 2 ? suggest->length / 3 : 2;
    int close_count = 0;
    while (close_count < suggest->count && suggest->distances[close_count] <= limit)
        close_count++;
    const int shown = close_count > 0 ? close_count : suggest->count;
    const int others = close_count == 0 ? suggest->added - shown : 0;
    size_t used = (size_t)snprintf(hint, size, close_count > 0 ? "Did you mean " : suggest->count > 0 ? "Use " : "");
    for (int i = 0; i < shown && used < size; i++)
        used += (size_t)snprintf(hint + used, size - used, "%s%s",
                                 i == 0                        ? ""
                                 : i + 1 < shown || others > 0 ? ", "
                                                               : " or ",
                                 suggest->names[i]);
    if (others > 0 && used < size)
        used += (size_t)snprintf(hint + used, size - used, " or one of %d more", others);
    if (shown > 0 && used < size)
        snprintf(hint + used, size - used, close_count > 0 ? "?" : ".");
}
