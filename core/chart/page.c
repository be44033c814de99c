/*
 * Writes a chart as one HTML file, a page. Titles and specifications are escaped, so that they cannot become markup or
 * a script. The Content-Security-Policy names by hash what may run, or by URL the pinned scripts; the browser blocks
 * everything else.
 */
#include <stdio.h>
#include <string.h>

#include "base/json_writer.h"
#include "base/sha256.h"
#include "chart/format.h"
#include "chart/svg.h"
#include "liqmap/chart.h"

#define LITERAL(text) text, sizeof text - 1

/* ---- pieces */

static void write_string(lm_writer *page, const char *text)
{
    lm_write_raw(page, text, strlen(text));
}

/* Writes text as content, in ASCII. Bytes that are not UTF-8 become U+FFFD. */
static void write_content(lm_writer *page, const char *text, size_t length)
{
    const char *const end = text + length;
    while (text < end) {
        const char *const at = text;
        const uint32_t character = lm_next_character(&text, end);
        char reference[16];
        if (character < 0x80 && !strchr("&<>\"'", (int)character))
            lm_write_raw(page, at, 1);
        else
            lm_write_raw(page, reference, (size_t)snprintf(reference, sizeof reference, "&#x%x;", (unsigned)character));
    }
}

static void begin_page(lm_writer *page, const char *policy)
{
    write_string(page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    write_string(page, policy);
    write_string(page, "; base-uri 'none'; form-action 'none'\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
}

static void write_head(lm_writer *page, const char *title, size_t title_length, const char *style)
{
    write_string(page, "<title>");
    write_content(page, title_length > 0 ? title : "liqmap", title_length > 0 ? title_length : 6);
    write_string(page, "</title>\n<style>");
    write_string(page, style);
    write_string(page, "</style>\n");
}

static void skip_spaces(const char **text, size_t *length)
{
    while (*length > 0 && strchr(" \t\r\n", **text) && **text)
        ++*text, --*length;
    while (*length > 0 && strchr(" \t\r\n", (*text)[*length - 1]) && (*text)[*length - 1])
        --*length;
}

static bool begins_with(const char *text, size_t length, const char *words)
{
    return length >= strlen(words) && memcmp(text, words, strlen(words)) == 0;
}

static bool ends_with(const char *text, size_t length, const char *words)
{
    const size_t size = strlen(words);
    return length >= size && memcmp(text + length - size, words, size) == 0;
}

/* ---- from SVG: no script at all */

/* Skips an XML declaration, which HTML does not allow. */
static void skip_declaration(const char **svg, size_t *length)
{
    if (!begins_with(*svg, *length, "<?xml"))
        return;
    for (; *length > 0 && !begins_with(*svg, *length, "?>"); --*length)
        ++*svg;
    if (*length > 0)
        *svg += 2, *length -= 2;
    skip_spaces(svg, length);
}

lm_status lm_page_svg(lm_host *host, lm_text chart, lm_text title, lm_buffer *out)
{
    const char *svg = chart.text;
    size_t length = chart.length;
    static const char style[] = "html{color-scheme:light dark}body{margin:0;min-height:100vh;display:flex}"
                                "svg{display:block;margin:auto;max-width:100%;height:auto}";
    lm_writer page;
    LM_TRY(lm_title_check(host, title));
    skip_spaces(&svg, &length);
    skip_declaration(&svg, &length);
    if (!begins_with(svg, length, "<svg") || !ends_with(svg, length, "</svg>"))
        return lm_fail(host, LM_E_ARGUMENT, "Give the text that svg() returns.", "the chart is no SVG document");
    lm_writer_begin(&page, host, out);
    begin_page(&page, "style-src 'unsafe-inline'; img-src data:");
    write_head(&page, title.text, title.length, style);
    write_string(&page, "</head>\n<body>\n");
    lm_write_raw(&page, svg, length);
    write_string(&page, "\n</body>\n</html>\n");
    return lm_writer_end(&page);
}

/* ---- from a Vega-Lite specification */

/* The scripts that a page loads if it does not contain them. Browsers check the hash of their bytes. */
static const struct {
    const char *url, *integrity;
} hosted_scripts[] = {
    {"https://cdn.jsdelivr.net/npm/vega@6.4.0/build/vega.min.js",
     "sha384-VKdcJr3ZaBIJMbVcopTAI/JEuUkSY6qnwVu9iLuw0DnQ9gQ1JjsfZJhXFQAgNi43"},
    {"https://cdn.jsdelivr.net/npm/vega-lite@6.4.1/build/vega-lite.min.js",
     "sha384-QtG7pnWvq1Tk0Rcvl53B1TEVw7U1PUqfciCz3XMUqSmi1fNpJwiv5ml+m5NeOOzH"},
    {"https://cdn.jsdelivr.net/npm/vega-embed@7.3.0/build/vega-embed.min.js",
     "sha384-Muy1QRxYFeNrA1zShc1KtN4OfipkR/61gt+HWqN57c1Zxu3Oe16TsilsruVVjfKL"},
};
enum { HOSTED_SCRIPTS = sizeof hosted_scripts / sizeof hosted_scripts[0] };

static const char vega_style[] =
    "body{margin:12px;background:#fff;font:13px system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',sans-serif}"
    "#chart{display:inline-block}.vega-actions a{margin-right:1em;color:#565b63}"
    "#vg-tooltip-element{visibility:hidden;position:fixed;z-index:1000;padding:8px;border:1px solid #c9ced6;"
    "border-radius:3px;background:rgba(255,255,255,.95);color:#1b2430;font-size:12px;box-shadow:1px 1px 4px #0002}"
    "#vg-tooltip-element.visible{visibility:visible}#vg-tooltip-element table{border-spacing:0}"
    "#vg-tooltip-element td{padding:1px 4px}#vg-tooltip-element td.key{color:#5a6675;text-align:right}"
    "#vg-tooltip-element td.value{font-variant-numeric:tabular-nums}";

/*
 * The script that draws the chart. With `ast: true` Vega interprets expressions. Otherwise it would compile them, which
 * the policy forbids.
 */
static const char vega_start[] =
    "\"use strict\";\n"
    "(function () {\n"
    "  var place = document.getElementById(\"chart\");\n"
    "  function fail(error) { place.textContent = error.message || String(error); console.error(error); }\n"
    "  if (typeof vegaEmbed !== \"function\")\n"
    "    return fail(new Error(\"The scripts of Vega are not there: without a network, page() wants them as "
    "argument.\"));\n"
    "  vegaEmbed(place, JSON.parse(document.getElementById(\"spec\").textContent), {\n"
    "    renderer: \"canvas\", ast: true, defaultStyle: false, tooltip: {disableDefaultStyle: true}, downloadFileName: "
    "\"liqmap\",\n"
    "    actions: {export: true, source: false, compiled: false, editor: false}\n"
    "  }).then(function (made) { window.liqmap = made.view; }, fail);\n"
    "})();\n";

#define LONGEST_PIECE ((size_t)1 << 20)
typedef void (*piece_sink)(void *context, const char *piece, size_t size);

static bool begins_with_ignoring_case(const char *text, size_t length, const char *words)
{
    for (; *words; words++, text++, length--)
        if (length == 0 || (*text | ((*text >= 'A' && *text <= 'Z') ? 32 : 0)) != *words)
            return false;
    return true;
}

/*
 * Passes a script to `sink` in pieces that can be put between tags, with line ends as browsers read them. "</script"
 * and "<!--" would end or disturb the element. They can only occur in a string or a pattern, where an escape means the
 * same. The host may interrupt between pieces.
 */
static lm_status escape_script(lm_host *host, const char *script, size_t length, piece_sink sink, void *context)
{
    size_t from = 0;
    for (size_t i = 0; i < length; i++) {
        const char *replacement = NULL;
        if (i - from == LONGEST_PIECE) {
            sink(context, script + from, i - from);
            from = i;
            LM_TRY(lm_check_interrupt(host));
        }
        if (script[i] == '<' && (begins_with_ignoring_case(script + i, length - i, "</script") ||
                                 begins_with_ignoring_case(script + i, length - i, "<!--")))
            replacement = "\\x3c";
        else if (script[i] == '\r')
            replacement = i + 1 < length && script[i + 1] == '\n' ? "" : "\n";
        else if (script[i] == '\0')
            replacement = " ";
        if (!replacement)
            continue;
        sink(context, script + from, i - from);
        sink(context, replacement, strlen(replacement));
        from = i + 1;
    }
    sink(context, script + from, length - from);
    return LM_OK;
}

static void add_to_hash(void *context, const char *piece, size_t size)
{
    lm_sha256_add(context, piece, size);
}

static void write_piece(void *context, const char *piece, size_t size)
{
    lm_write_raw(context, piece, size);
}

static lm_status hash_of(lm_host *host, const char *text, size_t length, char hash[LM_HASH_TEXT])
{
    lm_sha256 state;
    lm_sha256_begin(&state);
    LM_TRY(escape_script(host, text, length, add_to_hash, &state));
    lm_sha256_end(&state, hash);
    return LM_OK;
}

static lm_status begin_vega_page(lm_writer *page, const char *scripts, size_t scripts_length)
{
    char start[LM_HASH_TEXT], style[LM_HASH_TEXT], scripts_hash[LM_HASH_TEXT], policy[640];
    size_t used;
    LM_TRY(hash_of(page->host, LITERAL(vega_start), start));
    LM_TRY(hash_of(page->host, LITERAL(vega_style), style));
    used = (size_t)snprintf(policy, sizeof policy, "style-src 'sha256-%s'; script-src 'sha256-%s'", style, start);
    if (scripts_length > 0) {
        LM_TRY(hash_of(page->host, scripts, scripts_length, scripts_hash));
        snprintf(policy + used, sizeof policy - used, " 'sha256-%s'", scripts_hash);
    }
    for (int i = 0; scripts_length == 0 && i < HOSTED_SCRIPTS; i++)
        used += (size_t)snprintf(policy + used, sizeof policy - used, " %s", hosted_scripts[i].url);
    begin_page(page, policy);
    return page->status;
}

static lm_status write_scripts(lm_writer *page, const char *scripts, size_t length)
{
    if (length > 0) {
        write_string(page, "<script>");
        LM_TRY(escape_script(page->host, scripts, length, write_piece, page));
        write_string(page, "</script>\n");
    }
    for (int i = 0; length == 0 && i < HOSTED_SCRIPTS; i++) {
        write_string(page, "<script src=\"");
        write_string(page, hosted_scripts[i].url);
        write_string(page, "\" integrity=\"");
        write_string(page, hosted_scripts[i].integrity);
        write_string(page, "\" crossorigin=\"anonymous\"></script>\n");
    }
    return page->status;
}

/* Writes "<", which JSON has only in strings, as an escape, so that no tag can begin in the specification. */
static void write_spec(lm_writer *page, const char *spec, size_t length)
{
    write_string(page, "<script type=\"application/json\" id=\"spec\">");
    for (const char *next; (next = memchr(spec, '<', length)) != NULL;) {
        lm_write_raw(page, spec, (size_t)(next - spec));
        write_string(page, "\\u003c");
        length -= (size_t)(next + 1 - spec);
        spec = next + 1;
    }
    lm_write_raw(page, spec, length);
    write_string(page, "</script>\n");
}

lm_status lm_page_vega(lm_host *host, lm_text chart, lm_text title, lm_text scripts, lm_buffer *out)
{
    const char *spec = chart.text;
    size_t length = chart.length;
    lm_writer page;
    LM_TRY(lm_title_check(host, title));
    skip_spaces(&spec, &length);
    if (!begins_with(spec, length, "{") || !ends_with(spec, length, "}"))
        return lm_fail(host, LM_E_ARGUMENT, "Give the text that vega() returns.", "the chart is no JSON object");
    lm_writer_begin(&page, host, out);
    page.status = begin_vega_page(&page, scripts.text, scripts.length);
    write_head(&page, title.text, title.length, vega_style);
    if (page.status == LM_OK)
        page.status = write_scripts(&page, scripts.text, scripts.length);
    write_string(&page, "</head>\n<body>\n<div id=\"chart\"></div>\n");
    write_spec(&page, spec, length);
    write_string(&page, "<script>");
    write_string(&page, vega_start);
    write_string(&page, "</script>\n</body>\n</html>\n");
    return lm_writer_end(&page);
}
