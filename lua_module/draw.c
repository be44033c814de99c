/* Pictures: SVG text out of maps and tapes. */
#include "glue.h"

/* Item `item` as text, "" where it is nil; not a number, though Lua would turn one into text. */
static const char *text_of(lua_State *L, const lq_arguments *in, int item, size_t *length)
{
    if (lua_isnil(L, in->first + item)) {
        *length = 0;
        return "";
    }
    return lq_text(L, in, item, length);
}

static lm_status take_theme(lua_State *L, lq_host *host, const lq_arguments *in, int item, lm_theme *theme)
{
    size_t length;
    const char *name = text_of(L, in, item, &length);
    return length > 0 ? lm_theme_named(&host->core, name, length, theme) : LM_OK;
}

/* Items `first` to first + 3. */
static lm_status take_frame(lua_State *L, lq_host *host, const lq_arguments *in, int first, lm_svg_options *options)
{
    options->title = text_of(L, in, first, &options->title_length);
    options->width = (int)lq_whole_or(L, in, first + 1, options->width, INT32_MAX);
    options->height = (int)lq_whole_or(L, in, first + 2, options->height, INT32_MAX);
    return take_theme(L, host, in, first + 3, &options->theme);
}

/* m:svg{step, within, title, width, height, theme} */
int lq_map_svg(lua_State *L)
{
    static const char *const names[] = {"step", "within", "title", "width", "height", "theme", NULL};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_take(L, 2, names);
    lm_svg_options options;
    lq_host host;
    lq_host_init(L, &host);
    lm_svg_options_init(&options);
    options.step = lq_number_or(L, &in, 0, options.step);
    options.within = lq_number_or(L, &in, 1, options.within);
    lm_status status = take_frame(L, &host, &in, 2, &options);
    lm_buffer *picture = lq_own_buffer(L);
    if (status == LM_OK)
        status = lm_map_svg(&host.core, map->map, &options, picture);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_buffer_to_string(L);
    return 1;
}

/* t:svg{model, every, step, since, until, low, high, open_interest, title, width, height, theme} */
int lq_tape_svg(lua_State *L)
{
    enum { MODEL, EVERY, STEP, SINCE, UNTIL, LOW, HIGH, OPEN_INTEREST, TITLE };
    static const char *const names[] = {"model",         "every", "step",  "since",  "until", "low", "high",
                                        "open_interest", "title", "width", "height", "theme", NULL};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_take_named(L, 2, names);
    lm_heatmap_options view;
    lm_svg_options options;
    lm_model model;
    lm_bytes bytes;
    size_t length;
    lq_host host;
    lq_host_init(L, &host);
    lm_heatmap_options_init(&view);
    lm_svg_options_init(&options);
    view.every = lq_time_or(L, &in, EVERY, view.every);
    view.step = lq_number_or(L, &in, STEP, view.step);
    view.since = lq_time_or(L, &in, SINCE, view.since);
    view.until = lq_time_or(L, &in, UNTIL, view.until);
    view.low = lq_number_or(L, &in, LOW, view.low);
    view.high = lq_number_or(L, &in, HIGH, view.high);
    view.open_interest = lq_number_or(L, &in, OPEN_INTEREST, view.open_interest);
    lm_status status = take_frame(L, &host, &in, TITLE, &options);
    const char *json = lq_push_document(L, in.first + MODEL, &length);
    if (status == LM_OK)
        status = lm_model_read(&host.core, json, length, &model);
    if (status == LM_OK)
        status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lm_buffer *picture = lq_own_buffer(L);
    status = lm_tape_svg(&host.core, bytes, &model, &view, &options, picture);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_buffer_to_string(L);
    return 1;
}
