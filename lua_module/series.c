/* Series: the map as of many instants, or its density near the price. */
#include "topics.h"

/* What both functions take: the model, which is item 0, and the options behind it. Pushes the encoded tape. */
typedef struct series_inputs {
    lm_bytes tape;
    lm_model model;
    lm_series_options options;
} series_inputs;

static lm_status read_inputs(lua_State *L, lq_host *host, lq_tape *tape, const lq_arguments *in, series_inputs *inputs)
{
    lm_status status = lq_read_parameters(L, host, in, 1, &lm_series_parameters, &inputs->options);
    if (status == LM_OK)
        status = lq_read_model(L, host, lq_item(in, 0), &inputs->model);
    return status == LM_OK ? lq_tape_encoded(L, host, tape, &inputs->tape) : status;
}

/* ---- t:maps{...} */

static void release_maps(lm_host *host, void *payload)
{
    lm_maps_destroy(host, *(lm_maps **)payload);
}

/* Upvalue 1 is the scoped series, upvalue 2 the encoded tape that it reads. Gives each map as a copy of its own. */
static int next_map(lua_State *L)
{
    lm_maps *maps = *(lm_maps **)lq_to_scoped(L, lua_upvalueindex(1));
    const lm_map *map;
    int64_t as_of;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lm_maps_next(&host.core, maps, &as_of, &map);
    if (status == LM_DONE)
        return 0;
    if (status != LM_OK)
        return lq_throw(L, &host, status);
    lua_pushnumber(L, lq_seconds(as_of));
    lq_map *copy = lq_new_map(L);
    status = lm_map_copy(&host.core, map, &copy->map);
    if (status != LM_OK)
        return lq_throw(L, &host, status);
    lq_report_memory(L, &host);
    return 2;
}

/* t:maps{model, every, since, until, open_interest} */
static int tape_maps(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("model"), LQ_LIST(lm_series_parameters), LQ_END};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_get_named_args(L, 2, parts);
    series_inputs inputs;
    lq_host host;
    lq_host_init(L, &host);
    lm_maps **maps = lq_new_scoped(L, sizeof *maps, release_maps);
    lm_status status = read_inputs(L, &host, tape, &in, &inputs);
    if (status == LM_OK)
        status = lm_maps_create(&host.core, inputs.tape, &inputs.model, &inputs.options, maps);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lua_pushcclosure(L, next_map, 2);
    return 1;
}

/* ---- t:density{...} */

static lm_status append_density(void *context, const lm_density *row)
{
    return lq_append_row(context, row);
}

/* t:density{model, every, since, until, open_interest, distances, columns} */
static int tape_density(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("model"), LQ_LIST(lm_series_parameters), LQ_NAME("distances"),
                                    LQ_NAME("columns"), LQ_END};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_get_named_args(L, 2, parts);
    const int given = 1 + lm_series_parameters.count;
    const bool columns = lq_flag(L, &in, given + 1);
    size_t count;
    const double *distances =
        lua_isnil(L, in.first + given) ? lm_density_distances(&count) : lq_numbers(L, &in, given, &count);
    series_inputs inputs;
    lm_series_about about;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = read_inputs(L, &host, tape, &in, &inputs);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_row_list *list = lq_new_scoped(L, sizeof *list, lq_release_row_list);
    const int owner = lua_gettop(L);
    list->host = &host.core;
    list->size = sizeof(lm_density);
    status = lm_tape_density(&host.core, inputs.tape, &inputs.model, &inputs.options, distances, count, append_density,
                             list, &about);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_push_rows(L, &lm_density_columns, list->rows, list->count, columns);
    lq_push_row(L, &lm_series_about_columns, &about);
    lq_free_scoped(L, owner);
    return 2;
}

const luaL_Reg lq_series_tape_methods[] = {{"maps", tape_maps}, {"density", tape_density}, {NULL, NULL}};
