/* Exports maps and heatmaps as JSON text for other programs. */
#include "topics.h"

/* m:export{layout, step} */
static int map_export(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("layout"), LQ_NAME("step"), LQ_END};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
    const lm_text layout = lq_text_or(L, &in, 0, LM_EXPORT_LAYOUT);
    const double step = lq_number_or(L, &in, 1, 0);
    lq_host host;
    lq_host_init(L, &host);
    lm_buffer *json = lq_new_buffer(L);
    const lm_status status = lm_map_export(&host.core, map->map, layout, step, json);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_buffer_to_string(L);
    return 1;
}

/* t:export{layout, model, every, step, since, until, low, high, open_interest} */
static int tape_export(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("layout"), LQ_NAME("model"), LQ_LIST(lm_heatmap_view_parameters), LQ_END};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
    const lm_text layout = lq_text_or(L, &in, 0, LM_EXPORT_LAYOUT);
    lq_heatmap_inputs inputs;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_heatmap(L, &host, tape, &in, 1, &lm_heatmap_view_parameters, &inputs);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lm_buffer *json = lq_new_buffer(L);
    status = lm_tape_export(&host.core, inputs.tape, &inputs.model, &inputs.options, layout, json);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_buffer_to_string(L);
    return 1;
}

const luaL_Reg lq_export_tape_methods[] = {{"export", tape_export}, {NULL, NULL}};

const luaL_Reg lq_export_map_methods[] = {{"export", map_export}, {NULL, NULL}};
