#include "chart/template.h"

#include <string.h>

static const lm_embedded *template_named(const char *name)
{
    const lm_embedded *found = lm_templates;
    while (strcmp(found->name, name) != 0)
        found++;
    return found;
}

/* Behind the closing quote of the string that begins at `at`. */
static const char *skip_string(const char *at)
{
    for (at++; *at != '"'; at++)
        if (*at == '\\')
            at++;
    return at + 1;
}

static void write_place(lm_writer *writer, const char *name, size_t length, const lm_placeholder *places,
                        const void *context)
{
    for (; places->name; places++)
        if (strlen(places->name) == length && memcmp(places->name, name, length) == 0) {
            writer->first = true; /* the template has its commas */
            places->write(writer, context);
            return;
        }
    writer->status = lm_fail(writer->host, LM_E_UNSUPPORTED, NULL, "a picture has no \"%.*s\"", (int)length, name);
}

void lm_write_template(lm_writer *writer, const char *name, const lm_placeholder *places, const void *context)
{
    const lm_embedded *template = template_named(name);
    const char *at = (const char *)template->json, *const end = at + template->size;
    while (at < end) {
        const char *next = at + 1;
        if (*at == '"')
            next = skip_string(at);
        if (*at == '"' && at[1] == '@')
            write_place(writer, at + 2, (size_t)(next - at) - 3, places, context);
        else if (!strchr(" \n", *at))
            lm_write_raw(writer, at, (size_t)(next - at));
        at = next;
    }
    writer->first = false;
}
