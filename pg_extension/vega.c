/* Pictures that move: Vega-Lite out of maps and tapes, and pages out of pictures. */
#include "liqmap_pg.h"

#include "mb/pg_wchar.h"

static Datum jsonb_of(const lm_buffer *json)
{
    return liqmap_jsonb(liqmap_from_utf8(json));
}

/* Arguments `first` to first + 2: title, width, height. */
static lm_vega_options take_frame(FunctionCallInfo fcinfo, int first)
{
    lm_vega_options options;
    lm_vega_options_init(&options);
    options.title = liqmap_utf8(PG_GETARG_TEXT_PP(first), &options.title_length);
    options.width = PG_GETARG_INT32(first + 1);
    options.height = PG_GETARG_INT32(first + 2);
    return options;
}

/* vega(map, step, within, title, width, height) */
LIQMAP_FUNCTION(liqmap_map_vega)
{
    lm_host host = liqmap_host();
    const lm_vega_options options = take_frame(fcinfo, 3);
    lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    lm_buffer picture = {0};
    liqmap_check(&host, lm_map_vega(&host, map, PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2), &options, &picture));
    lm_map_free(&host, map);
    return jsonb_of(&picture);
}

/* vega(tape, model, every, step, since, until, low, high, open_interest, title, width, height) */
LIQMAP_FUNCTION(liqmap_tape_vega)
{
    lm_host host = liqmap_host();
    const lm_vega_options options = take_frame(fcinfo, 9);
    const lm_heatmap_options view = liqmap_view_arguments(fcinfo, 2);
    size_t length;
    const char *json = liqmap_json_text(PG_GETARG_DATUM(1), &length);
    lm_model model;
    lm_buffer picture = {0};
    liqmap_check(&host, lm_model_read(&host, json, length, &model));
    liqmap_check(&host, lm_tape_vega(&host, LIQMAP_GETARG_BYTES(0), &model, &view, &options, &picture));
    return jsonb_of(&picture);
}

/* ---- pages */

static Datum page_of(lm_buffer *page)
{
    if (GetDatabaseEncoding() == PG_UTF8)
        return liqmap_datum_end(page);
    const lm_buffer content = {page->data + VARHDRSZ, page->size - VARHDRSZ, 0};
    PG_RETURN_TEXT_P(cstring_to_text(liqmap_from_utf8(&content)));
}

/* page(svg, title) */
LIQMAP_FUNCTION(liqmap_page_svg)
{
    lm_host host = liqmap_host();
    size_t length, title_length;
    const char *svg = liqmap_utf8(PG_GETARG_TEXT_PP(0), &length);
    const char *title = liqmap_utf8(PG_GETARG_TEXT_PP(1), &title_length);
    lm_buffer page = liqmap_datum_begin(&host);
    liqmap_check(&host, lm_page_svg(&host, svg, length, title, title_length, &page));
    return page_of(&page);
}

/* page(spec, title, scripts) */
LIQMAP_FUNCTION(liqmap_page_vega)
{
    lm_host host = liqmap_host();
    size_t length, title_length, scripts_length;
    const char *json = liqmap_json_text(PG_GETARG_DATUM(0), &length);
    const char *spec = liqmap_utf8(cstring_to_text_with_len(json, length), &length);
    const char *title = liqmap_utf8(PG_GETARG_TEXT_PP(1), &title_length);
    const char *scripts = liqmap_utf8(PG_GETARG_TEXT_PP(2), &scripts_length);
    lm_buffer page = liqmap_datum_begin(&host);
    liqmap_check(&host, lm_page_vega(&host, spec, length, title, title_length, scripts, scripts_length, &page));
    return page_of(&page);
}
