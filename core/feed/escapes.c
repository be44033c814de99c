#include "feed/escapes.h"

#include <string.h>

#include "base/number.h"

static int read_hex(const char *at, const char *end)
{
    int code = 0;
    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        const char c = (char)(at[i] | 0x20);
        if (!lm_is_digit(at[i]) && !(c >= 'a' && c <= 'f'))
            return -1;
        code = code * 16 + (lm_is_digit(at[i]) ? at[i] - '0' : c - 'a' + 10);
    }
    return code;
}

static char *write_utf8(char *to, int code)
{
    const int extra = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const int first[] = {0, 0xc0, 0xe0, 0xf0};
    *to++ = (char)(first[extra] | code >> (6 * extra));
    for (int i = extra - 1; i >= 0; i--)
        *to++ = (char)(0x80 | (code >> (6 * i) & 0x3f));
    return to;
}

long lm_escapes_resolve(lm_bytes text, char *to)
{
    static const char names[] = "\"\\/bfnrt", characters[] = "\"\\/\b\f\n\r\t";
    const char *at = (const char *)text.data, *const end = at + text.size, *const begin = to;
    while (at < end) {
        if (*at != '\\') {
            *to++ = *at++;
            continue;
        }
        const char *name = end - at > 1 && at[1] ? strchr(names, at[1]) : NULL;
        if (name) {
            *to++ = characters[name - names];
            at += 2;
            continue;
        }
        int code = end - at > 1 && at[1] == 'u' ? read_hex(at + 2, end) : -1;
        if (code < 0)
            return -1;
        at += 6;
        if (code >= 0xd800 && code < 0xdc00) {
            const int low = end - at > 1 && at[0] == '\\' && at[1] == 'u' ? read_hex(at + 2, end) : -1;
            code = low >= 0xdc00 && low < 0xe000 ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) : -1;
            at += 6;
        }
        if (code <= 0 || (code >= 0xd800 && code < 0xe000))
            return -1;
        to = write_utf8(to, code);
    }
    return to - begin;
}

bool lm_has_escape(lm_bytes text)
{
    return text.size > 0 && memchr(text.data, '\\', text.size);
}
