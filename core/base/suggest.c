#include "base/suggest.h"

#include <stdio.h>
#include <string.h>

#define WORD_MAX 40 /* what is longer is compared by its beginning */

void lm_suggest_begin(lm_suggest *near, const char *word, size_t length)
{
    *near = (lm_suggest){.word = word, .length = length < WORD_MAX ? length : WORD_MAX};
}

static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

/* Least number of letters put in, left out or changed to get from one to the other, whatever their case. */
static size_t edits(const char *a, size_t a_length, const char *b, size_t b_length)
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

static bool within(const char *part, size_t part_length, const char *whole, size_t length)
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

/* A word within a name, or a name within a word, is as near as two typing errors. */
static size_t distance(const lm_suggest *near, const char *name)
{
    size_t length = strlen(name);
    length = length < WORD_MAX ? length : WORD_MAX;
    const size_t typed = edits(near->word, near->length, name, length);
    const bool part = within(near->word, near->length, name, length) || within(name, length, near->word, near->length);
    return part && typed > 2 ? 2 : typed;
}

void lm_suggest_add(lm_suggest *near, const char *name)
{
    const size_t away = distance(near, name);
    int at = near->count < LM_SUGGEST_NAMES ? near->count : LM_SUGGEST_NAMES;
    near->offered++;
    while (at > 0 && near->distances[at - 1] > away)
        at--;
    if (at == LM_SUGGEST_NAMES)
        return;
    const int kept = near->count < LM_SUGGEST_NAMES ? near->count : LM_SUGGEST_NAMES - 1;
    memmove(&near->names[at + 1], &near->names[at], (size_t)(kept - at) * sizeof near->names[0]);
    memmove(&near->distances[at + 1], &near->distances[at], (size_t)(kept - at) * sizeof near->distances[0]);
    near->names[at] = name;
    near->distances[at] = away;
    near->count = kept + 1;
}

void lm_suggest_hint(const lm_suggest *near, char *hint, size_t size)
{
    const size_t limit = near->length / 3 > 2 ? near->length / 3 : 2;
    int close = 0;
    while (close < near->count && near->distances[close] <= limit)
        close++;
    const int listed = close > 0 ? close : near->count;
    size_t used = (size_t)snprintf(hint, size, close > 0 ? "Did you mean " : near->count > 0 ? "There is " : "");
    for (int i = 0; i < listed && used < size; i++)
        used += (size_t)snprintf(hint + used, size - used, "%s%s",
                                 i == 0                         ? ""
                                 : i + 1 < listed || close == 0 ? ", "
                                                                : " or ",
                                 near->names[i]);
    if (close == 0 && near->offered > listed && used < size)
        used += (size_t)snprintf(hint + used, size - used, " and %d more", near->offered - listed);
    if (listed > 0 && used < size)
        snprintf(hint + used, size - used, close > 0 ? "?" : ".");
}
