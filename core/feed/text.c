/* The kind of a text: whether it can be read at all, and as which format. */
#include "feed/text.h"

#include <string.h>

static bool begins_with(lm_bytes text, const char *bytes, size_t size)
{
    return text.size >= size && memcmp(text.data, bytes, size) == 0;
}

lm_status lm_text_check(lm_host *host, lm_bytes text)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *name, *hint;
    } kinds[] = {
        {"\x1f\x8b", 2, "compressed by gzip", "Decompress it first, as by gzip -dc."},
        {"PK\x03\x04", 4, "a zip archive", "Decompress it first, as by unzip -p."},
        {"\x04\x22\x4d\x18", 4, "compressed by lz4", "Decompress it first, as by lz4 -dc."},
        {"\x28\xb5\x2f\xfd", 4, "compressed by zstd", "Decompress it first, as by zstd -dc."},
        {"BZh", 3, "compressed by bzip2", "Decompress it first, as by bzip2 -dc."},
        {"\xfd"
         "7zXZ",
         5, "compressed by xz", "Decompress it first, as by xz -dc."},
        {"PAR1", 4, "a Parquet file", "Write it as CSV first."},
        {"\xff\xfe", 2, "UTF-16", "Write it as UTF-8 first."},
        {"\xfe\xff", 2, "UTF-16", "Write it as UTF-8 first."},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (begins_with(text, kinds[i].bytes, kinds[i].size))
            return lm_fail(host, LM_E_CORRUPT, kinds[i].hint, "the text is %s", kinds[i].name);
    return LM_OK;
}

static lm_bytes skip_byte_order_mark(lm_bytes text)
{
    const size_t mark = begins_with(text, "\xef\xbb\xbf", 3) ? 3 : 0;
    return mark ? (lm_bytes){text.data + mark, text.size - mark} : text;
}

/* Returns the first character from *at on that is no space, or 0; sets *at behind it. */
static char next_character(lm_bytes text, size_t *at)
{
    while (*at < text.size)
        if (!strchr(" \t\r\n", text.data[(*at)++]))
            return (char)text.data[*at - 1];
    return '\0';
}

/*
 * Chooses the format: a bracket means JSON if the layout reads both. If it reads only CSV, a field may begin with a
 * bracket.
 */
static lm_status choose_format(lm_host *host, lm_bytes text, const lm_layout *layout, bool *json)
{
    size_t at = 0;
    const char first = next_character(text, &at), second = next_character(text, &at);
    *json = first == '{' || first == '[';
    if (!*json && !layout->csv)
        return lm_fail(host, LM_E_CORRUPT, NULL, "the text is not JSON, but %s reads only JSON", layout->name);
    if (layout->json || !*json)
        return LM_OK;
    *json = false;
    if (strchr(first == '{' ? "\"}" : "{[\"]", second))
        return lm_fail(host, LM_E_CORRUPT, NULL, "the text is JSON, but %s reads only CSV", layout->name);
    return LM_OK;
}

lm_status lm_text_begin(lm_host *host, lm_bytes text, bool final, const lm_layout *layout, size_t *mark,
                        enum lm_text_format *format)
{
    size_t at = 0;
    bool json;
    *format = LM_TEXT_UNKNOWN;
    const lm_bytes rest = skip_byte_order_mark(text);
    *mark = text.size - rest.size;
    const bool any = next_character(rest, &at) != 0;
    if (!any || (!final && !next_character(rest, &at)))
        return LM_OK;
    LM_TRY(choose_format(host, rest, layout, &json));
    *format = json ? LM_TEXT_JSON : LM_TEXT_CSV;
    return LM_OK;
}
