/* The built-in layouts: one file for each exchange, with its layouts by name. */
#include "feed/layout_document.h"

#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/embedded.h"
#include "base/suggest.h"

static lm_status parse_layouts(lm_host *host, const lm_embedded *file, lm_json_document *document,
                               lm_json_node *layouts)
{
    LM_TRY(lm_json_document_init(host, document, file->name, (const char *)file->json, file->size));
    const lm_json_node root = lm_json_document_root(document);
    if (lm_json_node_member(&root, "layouts", layouts) && cJSON_IsObject(layouts->item))
        return LM_OK;
    const lm_status status = lm_json_node_fail(&root, "has no \"layouts\"");
    lm_json_document_free(document);
    return status;
}

/* Finds layout number `index` of a file; false after the last. */
static bool find_layout(const lm_json_node *layouts, int index, lm_json_node *found)
{
    const cJSON *item = cJSON_GetArrayItem(layouts->item, index);
    if (!item)
        return false;
    *found = (lm_json_node){layouts->document, layouts, item, -1};
    return true;
}

static void write_name(const lm_embedded *file, const lm_json_node *layout, char name[LM_LAYOUT_NAME_SIZE])
{
    snprintf(name, LM_LAYOUT_NAME_SIZE, "%s/%s", file->name, layout->item->string);
}

static lm_status unknown_layout_error(lm_host *host, const char *name, size_t length)
{
    enum { MOST = 128 };
    char names[MOST][LM_LAYOUT_NAME_SIZE], hint[256];
    lm_suggest suggest;
    int count = 0;
    lm_suggest_begin(&suggest, name, length);
    for (const lm_embedded *file = lm_layout_documents; file->name; file++) {
        lm_json_document document;
        lm_json_node layouts, layout;
        LM_TRY(parse_layouts(host, file, &document, &layouts));
        for (int i = 0; count < MOST && find_layout(&layouts, i, &layout); i++, count++) {
            write_name(file, &layout, names[count]);
            lm_suggest_add(&suggest, names[count]);
        }
        lm_json_document_free(&document);
    }
    lm_suggest_hint(&suggest, hint, sizeof hint);
    return lm_fail(host, LM_E_ARGUMENT, hint, "no layout is named \"%.*s\"", (int)(length < 64 ? length : 64), name);
}

lm_status lm_layout_named(lm_host *host, const char *name, size_t length, lm_layout **layout)
{
    const char *slash = memchr(name, '/', length);
    const size_t of_file = slash ? (size_t)(slash - name) : length;
    lm_layout parsed = {.contract = LM_ANY_CONTRACT};
    for (const lm_embedded *file = lm_layout_documents; file->name; file++) {
        lm_json_document document;
        lm_json_node layouts, node;
        lm_status status = LM_DONE;
        if (strlen(file->name) != of_file || memcmp(file->name, name, of_file) != 0)
            continue;
        LM_TRY(parse_layouts(host, file, &document, &layouts));
        for (int i = 0; status == LM_DONE && find_layout(&layouts, i, &node); i++) {
            write_name(file, &node, parsed.name);
            if (strlen(parsed.name) == length && memcmp(parsed.name, name, length) == 0)
                status = lm_layout_read_node(&node, &parsed);
        }
        lm_json_document_free(&document);
        if (status == LM_OK)
            return lm_layout_copy(host, &parsed, layout);
        if (status != LM_DONE)
            return status;
    }
    return unknown_layout_error(host, name, length);
}

/* ---- listing */

static lm_status join_traps(const lm_json_node *layout, char *text, size_t size)
{
    lm_json_node traps, element;
    int count;
    size_t used = 0;
    if (!lm_json_node_member(layout, "traps", &traps))
        return LM_OK;
    LM_TRY(lm_json_node_array(&traps, 0, 20, &count));
    for (int i = 0; i < count && used < size; i++) {
        char trap[LM_LAYOUT_TEXT_SIZE];
        lm_json_node_element(&traps, i, &element);
        LM_TRY(lm_json_node_text(&element, trap, sizeof trap));
        used += (size_t)snprintf(text + used, size - used, "%s%s", i ? "; " : "", trap);
    }
    return LM_OK;
}

static void join_streams(const lm_layout *layout, char *text, size_t size)
{
    static const char *const names[] = {"trades", "candles", "gauges", "liquidations"};
    bool seen[4] = {false};
    size_t used = 0;
    for (int i = 0; i < layout->stream_count; i++)
        seen[layout->streams[i].kind] = true;
    for (int kind = 0; kind < 4; kind++)
        if (seen[kind])
            used += (size_t)snprintf(text + used, size - used, "%s%s", used ? ", " : "", names[kind]);
}

static lm_status parse_entry(const lm_json_node *node, lm_layout_entry *entry)
{
    static const char *const contracts[] = {"linear", "inverse", ""};
    lm_layout layout = {.contract = LM_ANY_CONTRACT};
    LM_TRY(lm_layout_read_node(node, &layout));
    join_streams(&layout, entry->streams, sizeof entry->streams);
    strcpy(entry->contract, contracts[layout.contract]);
    LM_TRY(lm_json_member_text(node, "title", entry->title, sizeof entry->title));
    LM_TRY(lm_json_member_text(node, "source", entry->source, sizeof entry->source));
    return join_traps(node, entry->traps, sizeof entry->traps);
}

lm_status lm_layout_next(lm_host *host, lm_layout_reader *reader, lm_layout_entry *entry)
{
    for (; lm_layout_documents[reader->file].name; reader->file++, reader->layout = 0) {
        const lm_embedded *file = &lm_layout_documents[reader->file];
        lm_json_document document;
        lm_json_node layouts, node;
        lm_status status = LM_DONE;
        LM_TRY(parse_layouts(host, file, &document, &layouts));
        memset(entry, 0, sizeof *entry);
        if (find_layout(&layouts, reader->layout, &node)) {
            write_name(file, &node, entry->name);
            status = parse_entry(&node, entry);
        }
        lm_json_document_free(&document);
        if (status == LM_DONE)
            continue;
        reader->layout++;
        return status;
    }
    return LM_DONE;
}
