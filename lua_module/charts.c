/* Charts of maps, heatmaps and cascades: SVG and Vega-Lite as text, HTML pages, bars of text. */
#include "topics.h"

/* Replaces the scoped buffer on top of the stack by a string, or pushes an error. */
static int push_result(lua_State *L, const lq_host *host, lm_status status)
{
    if (status != LM_OK)
        return lq_push_error(L, host, status);
    lq_buffer_to_string(L);
    return 1;
}

/* ---- charts of a map */

/* m:svg{step, within, title, width, height, theme} */
static int map_svg(lua_State *L)
{
    static const lq_part parts[] = {LQ_LIST(lm_map_svg_parameters), LQ_END};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
    lm_svg_options options;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_parameters(L, &host, &in, 0, &lm_map_svg_parameters, &options);
    lm_buffer *chart = lq_new_buffer(L);
    if (status == LM_OK)
        status = lm_map_svg(&host.core, map->map, &options, chart);
    return push_result(L, &host, status);
}

/* m:cascade_svg{shock, impact, options, title, width, height, theme} */
static int map_cascade_svg(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("shock"), LQ_NAME("impact"), LQ_NAME("options"), LQ_LIST(lm_svg_parameters),
                                    LQ_END};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_get_args_if_named(L, 2, parts);
    const double shock = lq_number(L, &in, 0);
    lm_impact_model model;
    lm_path_options path_options;
    lm_svg_options options;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_parameters(L, &host, &in, 3, &lm_svg_parameters, &options);
    if (status == LM_OK)
        status = lq_read_impact(L, &host, lq_item(&in, 1), &model);
    if (status == LM_OK)
        status = lq_read_path_options(L, &host, lq_item(&in, 2), &path_options);
    lm_buffer *chart = lq_new_buffer(L);
    if (status == LM_OK)
        status = lm_map_cascade_svg(&host.core, map->map, shock, &model, &path_options, &options, chart);
    return push_result(L, &host, status);
}

/* m:vega{step, within, title, width, height} */
static int map_vega(lua_State *L)
{
    static const lq_part parts[] = {LQ_LIST(lm_map_vega_parameters), LQ_END};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
    lm_vega_options options;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_parameters(L, &host, &in, 0, &lm_map_vega_parameters, &options);
    lm_buffer *chart = lq_new_buffer(L);
    if (status == LM_OK)
        status = lm_map_vega(&host.core, map->map, &options, chart);
    return push_result(L, &host, status);
}

/* ---- charts of the heatmap of a tape */

/* Reads the arguments of such a chart: model, heatmap options, and the options of the list. Pushes the encoded tape. */
static lm_status read_tape_chart(lua_State *L, lq_host *host, const lm_parameter_list *list, void *options,
                                 lq_heatmap_inputs *inputs)
{
    const lq_part parts[] = {LQ_NAME("model"), LQ_LIST(lm_heatmap_view_parameters), {NULL, list}, LQ_END};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_get_named_args(L, 2, parts);
    lq_host_init(L, host);
    const lm_status status = lq_read_parameters(L, host, &in, 1 + lm_heatmap_view_parameters.count, list, options);
    return status == LM_OK ? lq_read_heatmap(L, host, tape, &in, 0, &lm_heatmap_view_parameters, inputs) : status;
}

/* t:svg{model, every, step, since, until, low, high, open_interest, title, width, height, theme} */
static int tape_svg(lua_State *L)
{
    lm_svg_options options;
    lq_heatmap_inputs in;
    lq_host host;
    lm_status status = read_tape_chart(L, &host, &lm_svg_parameters, &options, &in);
    lm_buffer *chart = lq_new_buffer(L);
    if (status == LM_OK)
        status = lm_tape_svg(&host.core, in.tape, &in.model, &in.options, &options, chart);
    return push_result(L, &host, status);
}

/* t:vega{model, every, step, since, until, low, high, open_interest, title, width, height} */
static int tape_vega(lua_State *L)
{
    lm_vega_options options;
    lq_heatmap_inputs in;
    lq_host host;
    lm_status status = read_tape_chart(L, &host, &lm_vega_parameters, &options, &in);
    lm_buffer *chart = lq_new_buffer(L);
    if (status == LM_OK)
        status = lm_tape_vega(&host.core, in.tape, &in.model, &in.options, &options, chart);
    return push_result(L, &host, status);
}

/* ---- pages and bars */

/* liqmap.page{chart, title, scripts}: SVG begins with "<", a Vega-Lite specification with "{" */
static int page(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("chart"), LQ_NAME("title"), LQ_NAME("scripts"), LQ_END};
    const lq_arguments in = lq_get_args(L, 1, parts);
    lm_text chart;
    chart.text = lq_text(L, &in, 0, &chart.length);
    const lm_text title = lq_text_or(L, &in, 1, ""), scripts = lq_text_or(L, &in, 2, "");
    const char *first = chart.text + strspn(chart.text, " \t\r\n");
    lq_host host;
    lq_host_init(L, &host);
    lm_buffer *out = lq_new_buffer(L);
    return push_result(L, &host,
                       *first == '{' ? lm_page_vega(&host.core, chart, title, scripts, out)
                                     : lm_page_svg(&host.core, chart, title, out));
}

/* liqmap.bar{value, max, width} */
static int bar(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("value"), LQ_NAME("max"), LQ_NAME("width"), LQ_END};
    const lq_arguments in = lq_get_args(L, 1, parts);
    const double value = lq_number_or(L, &in, 0, NAN), max = lq_number(L, &in, 1);
    const int width = (int)lq_whole_or(L, &in, 2, LM_BAR_WIDTH, INT32_MAX);
    char text[1024];
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_bar(&host.core, value, max, width, true, text);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lua_pushstring(L, text);
    return 1;
}

const luaL_Reg lq_charts_functions[] = {{"page", page}, {"bar", bar}, {NULL, NULL}};

const luaL_Reg lq_charts_tape_methods[] = {{"svg", tape_svg}, {"vega", tape_vega}, {NULL, NULL}};

const luaL_Reg lq_charts_map_methods[] = {
    {"svg", map_svg},
    {"cascade_svg", map_cascade_svg},
    {"vega", map_vega},
    {NULL, NULL},
};
