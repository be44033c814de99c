/*
 * Venues: documents with the rules of each symbol and the date from which they are in force. Built-in documents and
 * those of the caller are parsed by the same functions, at each call.
 */
#include "margin/venue.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "base/embedded.h"
#include "base/host.h"
#include "base/suggest.h"
#include "base/time.h"
#include "margin/origin.h"
#include "margin/rules.h"

#define HINT_SIZE 256
#define QUOTED_MAX 64 /* longest part of a name that an error quotes */

static int quoted_length(size_t length)
{
    return (int)(length < QUOTED_MAX ? length : QUOTED_MAX);
}

/* ---- a document */

/* The members that a dated table and the whole document may have; in the document they apply to all tables. */
#define TERM_KEYS                                                                                                  \
    "basis", "fee", "fee_basis", "bankruptcy_fee", "fixed", "steps", "top_inclusive", "tiers_by", "contract_size", \
        "rounding", "tick"

static lm_status parse_formula(const lm_json_node *root, lm_rules *rules)
{
    static const char *const keys[] = {"venue",      "title",   "contract", "source",  "checked",
                                       "unverified", "sources", "symbols",  TERM_KEYS, NULL};
    lm_json_node symbols;
    lm_rules_init(rules);
    LM_TRY(lm_json_node_keys(root, keys));
    LM_TRY(lm_rules_read_contract(root, rules));
    LM_TRY(lm_rules_read_terms(root, rules));
    if (!lm_json_node_member(root, "symbols", &symbols))
        return lm_json_node_fail(root, "has no \"symbols\"");
    if (!cJSON_IsObject(symbols.item))
        return lm_json_node_fail(&symbols, "must be an object");
    return LM_OK;
}

static lm_status parse_since(const lm_json_node *dated, int64_t *since)
{
    lm_json_node member;
    if (!cJSON_IsObject(dated->item))
        return lm_json_node_fail(dated, "must be an object");
    if (!lm_json_node_member(dated, "since", &member))
        return lm_json_node_fail(dated, "has no \"since\"");
    return lm_rules_date_read(&member, since);
}

/* Replaces the source by the one of which a dated table gives the number, in the "sources" of the document. */
static lm_status parse_source_number(const lm_json_node *root, const lm_json_node *dated, lm_rules_origin *origin)
{
    lm_json_node member, sources, text;
    double number = 0;
    int count = 0;
    if (!lm_json_node_member(dated, "source", &member) || !cJSON_IsNumber(member.item))
        return LM_OK;
    LM_TRY(lm_json_node_number(&member, 0, 1000, &number));
    if (!lm_json_node_member(root, "sources", &sources))
        return lm_json_node_fail(&member, "needs \"sources\" in the document");
    LM_TRY(lm_json_node_array(&sources, 1, 1000, &count));
    if (number >= count || number != (int)number)
        return lm_json_node_fail(&member, "is not the number of one of the %d sources", count);
    lm_json_node_element(&sources, (int)number, &text);
    memset(origin->source, 0, sizeof origin->source);
    return lm_json_node_text(&text, origin->source, sizeof origin->source);
}

/* Reads where a dated table comes from; what its document says holds for all of its tables. */
static lm_status parse_origin(const lm_json_node *root, const lm_json_node *dated, lm_rules_origin *origin)
{
    lm_json_node member;
    lm_rules_origin_init(origin);
    if (lm_json_node_member(root, "source", &member) && !lm_json_node_is_text(&member))
        return lm_json_node_fail(&member, "must be text");
    LM_TRY(lm_rules_origin_read(root, origin));
    LM_TRY(lm_rules_origin_read(dated, origin));
    return parse_source_number(root, dated, origin);
}

/* Adds a dated table to the formula of the document. */
static lm_status parse_dated(const lm_json_node *root, const lm_json_node *dated, lm_rules *rules)
{
    static const char *const keys[] = {"since",    "seen",    "source", "rate_per_size", "tiers", "cap",
                                       "known_to", TERM_KEYS, NULL};
    lm_json_node tiers;
    LM_TRY(lm_json_node_keys(dated, keys));
    if (!lm_json_node_member(dated, "tiers", &tiers))
        return lm_json_node_fail(dated, "has no \"tiers\"");
    LM_TRY(parse_origin(root, dated, &rules->origin));
    return lm_rules_read_terms(dated, rules);
}

/* Finds the table that is in force at as_of: the last that is not after it. The dates of a symbol ascend. */
static lm_status choose_dated(const lm_json_node *symbol, int64_t as_of, lm_json_node *chosen)
{
    char first_day[LM_DATE_SIZE], day[LM_DATE_SIZE];
    int64_t first = 0, before = INT64_MIN;
    int count, at = -1;
    LM_TRY(lm_json_node_array(symbol, 1, 1000, &count));
    for (int i = 0; i < count; i++) {
        lm_json_node dated;
        int64_t since;
        lm_json_node_element(symbol, i, &dated);
        LM_TRY(parse_since(&dated, &since));
        if (i > 0 && since <= before)
            return lm_json_node_fail(&dated, "must be later than the one before it");
        if (i == 0)
            first = since;
        if (since <= as_of)
            at = i;
        before = since;
    }
    if (at < 0) {
        lm_time_date(first, first_day);
        lm_time_date(as_of, day);
        return lm_fail(symbol->document->host, LM_E_TIME, "Give a later as_of, or tiers of your own.",
                       "%s has no rules for %s as of %s: the first rules are of %s", symbol->document->subject,
                       symbol->item->string, as_of < -62135596800 * LM_SECOND ? "-infinity" : day, first_day);
    }
    lm_json_node_element(symbol, at, chosen);
    return LM_OK;
}

static lm_status find_symbol(const lm_json_node *symbols, const char *name, size_t length, lm_json_node *found)
{
    lm_suggest suggest;
    char hint[HINT_SIZE];
    const cJSON *item;
    lm_suggest_begin(&suggest, name, length);
    cJSON_ArrayForEach(item, symbols->item)
    {
        if (strlen(item->string) == length && memcmp(item->string, name, length) == 0) {
            *found = (lm_json_node){symbols->document, symbols, item, -1};
            return LM_OK;
        }
        lm_suggest_add(&suggest, item->string);
    }
    lm_suggest_hint(&suggest, hint, sizeof hint);
    return lm_fail(
        symbols->document->host, LM_E_ARGUMENT,
        suggest.added ? hint : "Give \"tiers\" beside \"venue\": liqmap has the formula of the venue, and no table.",
        "%s has no symbol \"%.*s\"", symbols->document->subject, quoted_length(length), name);
}

/* Copies the begin of a name, for messages. */
static void copy_name(const char *name, char copy[64])
{
    const size_t length = strlen(name);
    memcpy(copy, name, length < 63 ? length : 63);
}

/* Parses the rules of a symbol as of a time; without a symbol only the formula. */
static lm_status parse_rules(lm_json_document *document, const char *symbol, size_t length, int64_t as_of,
                             lm_rules *rules)
{
    const lm_json_node root = lm_json_document_root(document);
    lm_json_node symbols, found, dated, venue;
    LM_TRY(parse_formula(&root, rules));
    if (!symbol)
        return LM_OK;
    lm_json_node_member(&root, "symbols", &symbols);
    LM_TRY(find_symbol(&symbols, symbol, length, &found));
    LM_TRY(choose_dated(&found, as_of, &dated));
    LM_TRY(parse_dated(&root, &dated, rules));
    copy_name(found.item->string, rules->origin.symbol);
    if (lm_json_node_member(&root, "venue", &venue) && lm_json_node_is_text(&venue))
        copy_name(venue.item->valuestring, rules->origin.venue);
    rules->origin.stale_days = lm_rules_stale_days(rules, as_of);
    return LM_OK;
}

/* ---- built-in documents */

static lm_status find_document(lm_host *host, const char *name, size_t length, const lm_embedded **found)
{
    lm_suggest suggest;
    char hint[HINT_SIZE];
    lm_suggest_begin(&suggest, name, length);
    for (const lm_embedded *document = lm_venue_documents; document->name; document++) {
        if (strlen(document->name) == length && memcmp(document->name, name, length) == 0) {
            *found = document;
            return LM_OK;
        }
        lm_suggest_add(&suggest, document->name);
    }
    lm_suggest_hint(&suggest, hint, sizeof hint);
    return lm_fail(host, LM_E_ARGUMENT, hint, "no venue is named \"%.*s\"", quoted_length(length), name);
}

static lm_status parse_document(lm_host *host, const lm_embedded *built_in, lm_json_document *document)
{
    return lm_json_document_init(host, document, built_in->name, (const char *)built_in->json, built_in->size);
}

/*
 * Returns the next line at or after `at` that begins a symbol of a built-in document, or the end of its symbols; NULL if
 * the document has none. In these documents, and only there, such a line has four spaces and then the name.
 */
static const char *find_line(const lm_embedded *built_in, const char *at)
{
    const char *const end = (const char *)built_in->json + built_in->size;
    while (at && end - at > 8) {
        if (memcmp(at, "    \"", 5) == 0 || memcmp(at, "  }\n", 4) == 0)
            return at;
        at = memchr(at, '\n', (size_t)(end - at));
        at = at ? at + 1 : NULL;
    }
    return at && memcmp(at, "  }\n", 4) == 0 ? at : NULL;
}

static const char *first_symbol(const lm_embedded *built_in)
{
    static const char opening[] = "  \"symbols\": {\n";
    const char *at = (const char *)built_in->json, *const end = at + built_in->size;
    while (at && (size_t)(end - at) > sizeof opening) {
        if (memcmp(at, opening, sizeof opening - 1) == 0)
            return at + sizeof opening - 1;
        at = memchr(at, '\n', (size_t)(end - at));
        at = at ? at + 1 : NULL;
    }
    return NULL;
}

/*
 * Parses a built-in document with only the symbol whose line is at `line`, and of its dated tables only those from
 * `tables` to `end`. The largest document has 628 tables of 87 symbols.
 */
static lm_status parse_part(lm_host *host, const lm_embedded *built_in, const char *line, const char *tables,
                            const char *end, lm_json_document *document)
{
    const char *const begin = (const char *)built_in->json;
    const size_t head = (size_t)(first_symbol(built_in) - begin), size = (size_t)(end - tables);
    const size_t opening = (size_t)((const char *)memchr(line, '[', (size_t)(tables - line)) + 1 - line);
    char *part =
        cJSON_malloc(head + opening + size + 3); /* not of the host, which may leave while a document is held */
    if (!part)
        return lm_fail(host, LM_E_MEMORY, NULL, "no memory for a document");
    memcpy(part, begin, head);
    memcpy(part + head, line, opening);
    memcpy(part + head + opening, tables, size);
    memcpy(part + head + opening + size, "]}}", 3);
    const lm_status status = lm_json_document_init(host, document, built_in->name, part, head + opening + size + 3);
    cJSON_free(part);
    return status;
}

/* Returns the bracket that closes the tables of the symbol whose line is at `line`. */
static const char *end_of_tables(const lm_embedded *built_in, const char *line)
{
    const char *end = find_line(built_in, line + 1);
    while (*end != ']')
        end--;
    return end;
}

/*
 * Finds dated table number `number` of the symbol whose line is at `line`, from *table to *end; false after the last. In
 * these documents a line that begins a table has six spaces and then its object.
 */
static bool find_table(const lm_embedded *built_in, const char *line, int number, const char **table, const char **end)
{
    const char *const last = end_of_tables(built_in, line);
    const char *at = line;
    *table = NULL;
    *end = last;
    while ((at = memchr(at, '\n', (size_t)(last - at))) != NULL) {
        if (memcmp(++at, "      {", 7) != 0 || number-- > 0)
            continue;
        if (*table) {
            *end = at - 2; /* without the comma and the end of the line */
            break;
        }
        *table = at;
    }
    return *table != NULL;
}

/* Parses a built-in document with only the symbol whose line is at `line`. */
static lm_status parse_symbol(lm_host *host, const lm_embedded *built_in, const char *line, lm_json_document *document)
{
    const char *end = end_of_tables(built_in, line);
    return parse_part(host, built_in, line, (const char *)memchr(line, '[', (size_t)(end - line)) + 1, end, document);
}

/* Parses as much of a built-in document as a symbol needs: all of it if the symbol is unknown, for the hint. */
static lm_status parse_for_symbol(lm_host *host, const lm_embedded *built_in, const char *symbol, size_t length,
                                  lm_json_document *document)
{
    const char *const end = (const char *)built_in->json + built_in->size;
    const char *line = symbol ? first_symbol(built_in) : NULL;
    for (line = line ? find_line(built_in, line) : NULL; line && line[2] != '}'; line = find_line(built_in, line + 1)) {
        const char *name = line + 5;
        if (length < (size_t)(end - name) && memcmp(name, symbol, length) == 0 && name[length] == '"')
            return parse_symbol(host, built_in, line, document);
    }
    return parse_document(host, built_in, document);
}

static lm_status named_rules(lm_host *host, const char *venue, size_t venue_length, const char *symbol,
                             size_t symbol_length, int64_t as_of, lm_rules *rules)
{
    const lm_embedded *built_in = NULL;
    lm_json_document document;
    lm_rules parsed;
    LM_TRY(find_document(host, venue, venue_length, &built_in));
    LM_TRY(parse_for_symbol(host, built_in, symbol, symbol_length, &document));
    const lm_status status = parse_rules(&document, symbol, symbol_length, as_of, &parsed);
    lm_json_document_free(&document);
    LM_TRY(status);
    *rules = parsed;
    return LM_OK;
}

lm_status lm_venue_document_rules(lm_host *host, const char *json, size_t length, const char *symbol,
                                  size_t symbol_length, int64_t as_of, lm_rules *rules)
{
    lm_json_document document;
    lm_rules parsed;
    LM_TRY(lm_json_document_init(host, &document, "venue", json, length));
    const lm_status status = parse_rules(&document, symbol, symbol_length, as_of, &parsed);
    lm_json_document_free(&document);
    LM_TRY(status);
    *rules = parsed;
    return LM_OK;
}

lm_status lm_venue_rules(lm_host *host, const char *venue, size_t venue_length, const char *symbol,
                         size_t symbol_length, int64_t as_of, lm_rules *rules)
{
    if (venue_length > 0 && venue[0] == '{')
        return lm_venue_document_rules(host, venue, venue_length, symbol, symbol_length, as_of, rules);
    return named_rules(host, venue, venue_length, symbol, symbol_length, as_of, rules);
}

/* ---- a venue in another document */

static lm_status parse_as_of(const lm_json_node *node, int64_t *as_of)
{
    lm_json_node member;
    *as_of = INT64_MAX;
    return lm_json_node_member(node, "as_of", &member) ? lm_json_node_time(&member, as_of) : LM_OK;
}

/*
 * Parses the rules of {"venue","symbol","as_of"} at this node; "venue" is a name or a document. Without a symbol the
 * rules are the formula of the venue with the tiers of lm_rules_init(), for a document with its own tiers.
 */
static lm_status parse_venue_node(const lm_json_node *node, lm_rules *rules)
{
    lm_json_node venue, symbol, tiers;
    char name[64], symbol_name[64] = "";
    int64_t as_of;
    lm_json_node_member(node, "venue", &venue);
    const bool named = lm_json_node_member(node, "symbol", &symbol);
    if (named)
        LM_TRY(lm_json_node_text(&symbol, symbol_name, sizeof symbol_name));
    else if (!lm_json_node_member(node, "tiers", &tiers))
        return lm_json_node_fail(node, "has a \"venue\", but neither a \"symbol\" nor \"tiers\" of its own");
    LM_TRY(parse_as_of(node, &as_of));
    const char *symbol_or_null = named ? symbol_name : NULL;
    if (cJSON_IsObject(venue.item)) {
        lm_json_document nested = {node->document->host, (cJSON *)(uintptr_t)venue.item, "venue"};
        return parse_rules(&nested, symbol_or_null, strlen(symbol_name), as_of, rules);
    }
    LM_TRY(lm_json_node_text(&venue, name, sizeof name));
    return named_rules(node->document->host, name, strlen(name), symbol_or_null, strlen(symbol_name), as_of, rules);
}

/* ---- rules, which may name a venue */

/* Reads the origin. Tiers of the document's own do not come from the table of its venue. */
static lm_status read_origin(const lm_json_node *node, lm_rules *rules)
{
    lm_json_node member;
    int64_t as_of;
    if (lm_json_node_member(node, "tiers", &member))
        lm_rules_origin_init(&rules->origin);
    if (lm_json_node_member(node, "source", &member) && !lm_json_node_is_text(&member))
        return lm_json_node_fail(&member, "must be text");
    LM_TRY(lm_rules_origin_read(node, &rules->origin));
    LM_TRY(parse_as_of(node, &as_of));
    if (as_of != INT64_MAX)
        rules->origin.stale_days = lm_rules_stale_days(rules, as_of);
    return lm_rules_stale_days_read(node, &rules->origin);
}

lm_status lm_rules_read_node(const lm_json_node *node, lm_rules *rules)
{
    static const char *const keys[] = {"contract",      "basis",    "fee",   "fee_basis",     "fixed",
                                       "steps",         "tiers",    "venue", "symbol",        "as_of",
                                       "any_leverage",  "tiers_by", "cap",   "known_to",      "contract_size",
                                       "rate_per_size", "rounding", "tick",  "top_inclusive", "bankruptcy_fee",
                                       LM_ORIGIN_KEYS,  NULL};
    lm_rules parsed;
    lm_json_node member;
    bool any_leverage = false;
    lm_rules_init(&parsed);
    LM_TRY(lm_json_node_keys(node, keys));
    if (lm_json_node_member(node, "venue", &member))
        LM_TRY(parse_venue_node(node, &parsed));
    else if (lm_json_node_member(node, "symbol", &member) || lm_json_node_member(node, "as_of", &member))
        return lm_json_node_fail(&member, "needs a \"venue\" in the same object");
    LM_TRY(lm_rules_read_contract(node, &parsed));
    LM_TRY(lm_rules_read_terms(node, &parsed));
    LM_TRY(read_origin(node, &parsed));
    LM_TRY(lm_json_member_bool(node, "any_leverage", &any_leverage));
    for (int i = 0; any_leverage && i < parsed.tier_count; i++)
        parsed.tiers[i].max_leverage = 0;
    *rules = parsed;
    return LM_OK;
}

lm_status lm_rules_read(lm_host *host, const char *json, size_t length, lm_rules *rules)
{
    lm_json_document document;
    LM_TRY(lm_json_document_init(host, &document, "rules", json, length));
    const lm_json_node root = lm_json_document_root(&document);
    const lm_status status = lm_rules_read_node(&root, rules);
    lm_json_document_free(&document);
    return status;
}

/* ---- listing */

/* Reads the one table of the one symbol of a part of a document. */
static lm_status parse_entry(lm_json_document *document, lm_venue_entry *entry)
{
    const lm_json_node root = lm_json_document_root(document);
    lm_json_node symbols, dated;
    LM_TRY(parse_formula(&root, &entry->rules));
    lm_json_node_member(&root, "symbols", &symbols);
    const lm_json_node symbol = {symbols.document, &symbols, symbols.item->child, -1};
    lm_json_node_element(&symbol, 0, &dated);
    if (strlen(symbol.item->string) >= sizeof entry->symbol)
        return lm_json_node_fail(&symbol, "has a name that is too long");
    strcpy(entry->symbol, symbol.item->string);
    LM_TRY(parse_since(&dated, &entry->since));
    LM_TRY(parse_dated(&root, &dated, &entry->rules));
    entry->seen = entry->rules.origin.seen;
    memcpy(entry->source, entry->rules.origin.source, sizeof entry->source);
    return LM_OK;
}

lm_status lm_venue_next(lm_host *host, lm_venue_reader *reader, lm_venue_entry *entry)
{
    while (lm_venue_documents[reader->venue].name) {
        const lm_embedded *built_in = &lm_venue_documents[reader->venue];
        const char *const begin = (const char *)built_in->json;
        const char *from = reader->symbol == 0 ? first_symbol(built_in) : begin + reader->symbol;
        const char *line = find_line(built_in, from);
        const char *table, *end;
        lm_json_document document;
        if (!line || line[2] == '}') {
            *reader = (lm_venue_reader){.venue = reader->venue + 1};
            continue;
        }
        if (!find_table(built_in, line, reader->entry, &table, &end)) {
            reader->symbol = (size_t)(line + 1 - begin);
            reader->entry = 0;
            continue;
        }
        LM_TRY(parse_part(host, built_in, line, table, end, &document));
        memset(entry, 0, sizeof *entry);
        const lm_status status = parse_entry(&document, entry);
        lm_json_document_free(&document);
        LM_TRY(status);
        strncpy(entry->venue, built_in->name, sizeof entry->venue - 1);
        reader->entry++;
        return LM_OK;
    }
    return LM_DONE;
}
