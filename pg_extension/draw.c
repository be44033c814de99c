/* Pictures. */
#include "liqmap_pg.h"

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

/* Arguments `first` to first + 3: title, width, height, theme. */
static void take_frame(FunctionCallInfo fcinfo, lm_host *host, int first, lm_svg_options *options)
{
    size_t length;
    options->title = liqmap_utf8(PG_GETARG_TEXT_PP(first), &options->title_length);
    options->width = PG_GETARG_INT32(first + 1);
    options->height = PG_GETARG_INT32(first + 2);
    const char *theme = liqmap_utf8(PG_GETARG_TEXT_PP(first + 3), &length);
    liqmap_check(host, lm_theme_named(host, theme, length, &options->theme));
}

/* svg(map, step, within, title, width, height, theme) */
LIQMAP_FUNCTION(liqmap_map_svg)
{
    lm_host host = liqmap_host();
    lm_svg_options options;
    lm_svg_options_init(&options);
    options.step = PG_GETARG_FLOAT8(1);
    options.within = PG_GETARG_FLOAT8(2);
    take_frame(fcinfo, &host, 3, &options);
    lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    lm_buffer picture = liqmap_datum_begin(&host);
    liqmap_check(&host, lm_map_svg(&host, map, &options, &picture));
    lm_map_free(&host, map);
    return liqmap_datum_end(&picture);
}

/* svg(tape, model, every, step, since, until, low, high, open_interest, title, width, height, theme) */
LIQMAP_FUNCTION(liqmap_tape_svg)
{
    lm_host host = liqmap_host();
    size_t length;
    const char *json = liqmap_json_text(PG_GETARG_DATUM(1), &length);
    lm_model model;
    lm_svg_options options;
    const lm_heatmap_options view = {
        .every = liqmap_microseconds(PG_GETARG_INTERVAL_P(2)),
        .step = PG_GETARG_FLOAT8(3),
        .since = liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(4)),
        .until = liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(5)),
        .low = PG_GETARG_FLOAT8(6),
        .high = PG_GETARG_FLOAT8(7),
        .open_interest = PG_GETARG_FLOAT8(8),
    };
    lm_svg_options_init(&options);
    take_frame(fcinfo, &host, 9, &options);
    liqmap_check(&host, lm_model_read(&host, json, length, &model));
    lm_buffer picture = liqmap_datum_begin(&host);
    liqmap_check(&host, lm_tape_svg(&host, LIQMAP_GETARG_BYTES(0), &model, &view, &options, &picture));
    return liqmap_datum_end(&picture);
}

/* cascade_svg(map, shock, market, options, title, width, height, theme) */
LIQMAP_FUNCTION(liqmap_cascade_svg)
{
    lm_host host = liqmap_host();
    size_t length;
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    const lm_market *market = liqmap_market_argument(&host, PG_GETARG_DATUM(2));
    const char *json = liqmap_json_text(PG_GETARG_DATUM(3), &length);
    lm_path_options path_options;
    lm_svg_options options;
    liqmap_check(&host, lm_path_options_read(&host, json, length, &path_options));
    lm_svg_options_init(&options);
    take_frame(fcinfo, &host, 4, &options);
    lm_buffer picture = liqmap_datum_begin(&host);
    liqmap_check(&host, lm_path_svg(&host, map, PG_GETARG_FLOAT8(1), market, &path_options, &options, &picture));
    return liqmap_datum_end(&picture);
}
