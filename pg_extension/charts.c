/* Charts of maps, heatmaps and cascades: SVG, Vega-Lite, HTML pages, bars of text. */
#include "arguments.h"
#include "object.h"

#include "mb/pg_wchar.h"

LIQMAP_FUNCTION(liqmap_bar)
{
    lm_host host = liqmap_host();
    char text[1024];
    liqmap_check(&host, lm_bar(&host, PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(1), PG_GETARG_INT32(2),
                               GetDatabaseEncoding() == PG_UTF8, text));
    PG_RETURN_TEXT_P(cstring_to_text(text));
}

/* ---- SVG */

/* svg(map, step, within, title, width, height, theme) */
LIQMAP_FUNCTION(liqmap_map_svg)
{
    lm_host host = liqmap_host();
    lm_svg_options options;
    liqmap_read_arguments(fcinfo, &host, 1, &lm_map_svg_parameters, &options);
    lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    lm_buffer chart = liqmap_datum_begin(&host);
    liqmap_check(&host, lm_map_svg(&host, map, &options, &chart));
    lm_map_destroy(&host, map);
    return liqmap_datum_end(&chart);
}

static Datum tape_svg(FunctionCallInfo fcinfo, lm_host *host, const lm_model *model)
{
    lm_heatmap_options view;
    lm_svg_options options;
    liqmap_read_arguments(fcinfo, host, 2, &lm_heatmap_view_parameters, &view);
    liqmap_read_arguments(fcinfo, host, 9, &lm_svg_parameters, &options);
    lm_buffer chart = liqmap_datum_begin(host);
    const lm_bytes tape = LIQMAP_GETARG_BYTES(0);
    liqmap_check(host, lm_tape_svg(host, tape, model, &view, &options, &chart));
    liqmap_notice_stale_tape(host, &model->margin, tape, view.until);
    return liqmap_datum_end(&chart);
}

/* svg(tape, model, every, step, since, until, low, high, open_interest, title, width, height, theme) */
LIQMAP_MODEL_FUNCTIONS(liqmap_tape_svg, 1, tape_svg);

/* cascade_svg(map, shock, impact, options, title, width, height, theme) */
LIQMAP_FUNCTION(liqmap_map_cascade_svg)
{
    lm_host host = liqmap_host();
    size_t length;
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    const lm_impact_model *model = liqmap_impact_argument(&host, PG_GETARG_DATUM(2));
    const char *json = liqmap_json_text(PG_GETARG_DATUM(3), &length);
    lm_path_options path_options;
    lm_svg_options options;
    liqmap_check(&host, lm_path_options_read(&host, json, length, &path_options));
    liqmap_read_arguments(fcinfo, &host, 4, &lm_svg_parameters, &options);
    lm_buffer chart = liqmap_datum_begin(&host);
    liqmap_check(&host, lm_map_cascade_svg(&host, map, PG_GETARG_FLOAT8(1), model, &path_options, &options, &chart));
    return liqmap_datum_end(&chart);
}

/* ---- Vega-Lite */

/* vega(map, step, within, title, width, height) */
LIQMAP_FUNCTION(liqmap_map_vega)
{
    lm_host host = liqmap_host();
    lm_vega_options options;
    liqmap_read_arguments(fcinfo, &host, 1, &lm_map_vega_parameters, &options);
    lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    lm_buffer chart = {0};
    liqmap_check(&host, lm_map_vega(&host, map, &options, &chart));
    lm_map_destroy(&host, map);
    return liqmap_jsonb_from_buffer(&host, &chart);
}

static Datum tape_vega(FunctionCallInfo fcinfo, lm_host *host, const lm_model *model)
{
    lm_heatmap_options view;
    lm_vega_options options;
    liqmap_read_arguments(fcinfo, host, 2, &lm_heatmap_view_parameters, &view);
    liqmap_read_arguments(fcinfo, host, 9, &lm_vega_parameters, &options);
    lm_buffer chart = {0};
    const lm_bytes tape = LIQMAP_GETARG_BYTES(0);
    liqmap_check(host, lm_tape_vega(host, tape, model, &view, &options, &chart));
    liqmap_notice_stale_tape(host, &model->margin, tape, view.until);
    return liqmap_jsonb_from_buffer(host, &chart);
}

/* vega(tape, model, every, step, since, until, low, high, open_interest, title, width, height) */
LIQMAP_MODEL_FUNCTIONS(liqmap_tape_vega, 1, tape_vega);

/* ---- pages */

/* Converts a page, which the core writes in UTF-8, to text of the database. */
static Datum page_datum(lm_buffer *page)
{
    if (GetDatabaseEncoding() == PG_UTF8)
        return liqmap_datum_end(page);
    const lm_buffer content = {page->data + VARHDRSZ, page->size - VARHDRSZ, 0};
    PG_RETURN_TEXT_P(cstring_to_text(liqmap_from_utf8(&content)));
}

/* page(chart, title) of an SVG document */
LIQMAP_FUNCTION(liqmap_page_svg)
{
    lm_host host = liqmap_host();
    const lm_text svg = liqmap_text_argument(fcinfo, 0), title = liqmap_text_argument(fcinfo, 1);
    lm_buffer page = liqmap_datum_begin(&host);
    liqmap_check(&host, lm_page_svg(&host, svg, title, &page));
    return page_datum(&page);
}

/* page(chart, title, scripts) of a Vega-Lite specification */
LIQMAP_FUNCTION(liqmap_page_vega)
{
    lm_host host = liqmap_host();
    size_t length;
    const char *json = liqmap_whole_json_text(PG_GETARG_DATUM(0), &length);
    const lm_text spec = {json, length};
    lm_buffer page = liqmap_datum_begin(&host);
    liqmap_check(&host,
                 lm_page_vega(&host, spec, liqmap_text_argument(fcinfo, 1), liqmap_text_argument(fcinfo, 2), &page));
    return page_datum(&page);
}
