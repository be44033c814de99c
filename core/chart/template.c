#include "chart/template.h"

#include <string.h>

static const lm_embedded *find_template(const char *name)
{
    const lm_embedded *found = lm_templates;
    while (strcmp(found->name, name) != 0)
        found++;
    return found;
}

/* Returns the position behind the closing quote of the string that begins at `at`. */
static const char *skip_string(const char *at)
{
    for (at++; *at != '"'; at++)
        if (*at == '\\')
            at++;
    return at + 1;
}

static void fill_placeholder(lm_writer *writer, const char *name, size_t length, const lm_placeholder *placeholders,
                             const void *context)
{
    for (; placeholders->name; placeholders++)
        if (strlen(placeholders->name) == length && memcmp(placeholders->name, name, length) == 0) {
            writer->first = true; /* the template has its commas */
            placeholders->write(writer, context);
            return;
        }
    writer->status = lm_fail(writer->host, LM_E_UNSUPPORTED, NULL, "a chart has no \"%.*s\"", (int)length, name);
}

void lm_write_template(lm_writer *writer, const char *name, const lm_placeholder *placeholders, const void *context)
{
    const lm_embedded *template = find_template(name);
    const char *at = (const char *)template->json, *const end = at + template->size;
    while (at < end) {
        const char *next = at + 1;
        if (*at == '"')
            next = skip_string(at);
        if (*at == '"' && at[1] == '@')
            fill_placeholder(writer, at + 2, (size_t)(next - at) - 3, placeholders, context);
        else if (!strchr(" \n", *at))
            lm_write_raw(writer, at, (size_t)(next - at));
        at = next;
    }
    writer->first = false;
}
