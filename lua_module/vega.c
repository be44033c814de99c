/* Pictures that move: Vega-Lite, as JSON text, out of maps and tapes; and pages out of pictures. */
#include "glue.h"

/* Items `first` to first + 2. */
static lm_vega_options take_frame(lua_State *L, const lq_arguments *in, int first)
{
    lm_vega_options options;
    lm_vega_options_init(&options);
    options.title = lq_text_or(L, in, first, "", &options.title_length);
    options.width = (int)lq_whole_or(L, in, first + 1, options.width, INT32_MAX);
    options.height = (int)lq_whole_or(L, in, first + 2, options.height, INT32_MAX);
    return options;
}

/* m:vega{step, within, title, width, height} */
int lq_map_vega(lua_State *L)
{
    static const char *const names[] = {"step", "within", "title", "width", "height", NULL};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_take(L, 2, names);
    const double step = lq_number_or(L, &in, 0, 0), within = lq_number_or(L, &in, 1, 0.15);
    const lm_vega_options options = take_frame(L, &in, 2);
    lq_host host;
    lq_host_init(L, &host);
    lm_buffer *picture = lq_own_buffer(L);
    const lm_status status = lm_map_vega(&host.core, map->map, step, within, &options, picture);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_buffer_to_string(L);
    return 1;
}

/* t:vega{model, every, step, since, until, low, high, open_interest, title, width, height} */
int lq_tape_vega(lua_State *L)
{
    enum { MODEL, EVERY, TITLE = EVERY + 7 };
    static const char *const names[] = {"model", "every",         "step",  "since", "until",  "low",
                                        "high",  "open_interest", "title", "width", "height", NULL};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_take(L, 2, names);
    const lm_heatmap_options view = lq_view(L, &in, EVERY);
    const lm_vega_options options = take_frame(L, &in, TITLE);
    lm_model model;
    lm_bytes bytes;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_model_item(L, &host, &in, MODEL, &model);
    if (status == LM_OK)
        status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lm_buffer *picture = lq_own_buffer(L);
    status = lm_tape_vega(&host.core, bytes, &model, &view, &options, picture);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_buffer_to_string(L);
    return 1;
}

/* liqmap.page(picture, title, scripts): SVG begins with "<", a Vega-Lite specification with "{" */
static int page(lua_State *L)
{
    size_t length, title_length, scripts_length;
    luaL_checktype(L, 1, LUA_TSTRING);
    const char *picture = lua_tolstring(L, 1, &length);
    const char *title = luaL_optlstring(L, 2, "", &title_length);
    const char *scripts = luaL_optlstring(L, 3, "", &scripts_length);
    const char *first = picture + strspn(picture, " \t\r\n");
    lq_host host;
    lq_host_init(L, &host);
    lm_buffer *out = lq_own_buffer(L);
    const lm_status status =
        *first == '{' ? lm_page_vega(&host.core, picture, length, title, title_length, scripts, scripts_length, out)
                      : lm_page_svg(&host.core, picture, length, title, title_length, out);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_buffer_to_string(L);
    return 1;
}

void lq_page_open(lua_State *L)
{
    static const luaL_Reg functions[] = {{"page", page}, {NULL, NULL}};
    lq_setfuncs(L, functions);
}
