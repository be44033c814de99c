/* Cascades and fragility. A userdata owns the rows while they become tables. */
#include "topics.h"

/* ---- one cascade */

/* m:cascade{shock, impact} */
static int map_cascade(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("shock"), LQ_NAME("impact"), LQ_END};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_get_args_if_named(L, 2, parts);
    const double shock = lq_number(L, &in, 0);
    lm_impact_model model;
    lm_cascade cascade;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_impact(L, &host, lq_item(&in, 1), &model);
    if (status == LM_OK)
        status = lm_map_cascade(&host.core, map->map, shock, &model, &cascade);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_push_row(L, &lm_cascade_columns, &cascade);
    return 1;
}

static void release_classes(lm_host *host, void *payload)
{
    lm_cascade_classes_free(host, payload);
}

/* m:cascade_by_leverage{shock, impact, columns} */
static int map_cascade_by_leverage(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("shock"), LQ_NAME("impact"), LQ_NAME("columns"), LQ_END};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_get_args_if_named(L, 2, parts);
    const double shock = lq_number(L, &in, 0);
    const bool columns = lq_flag(L, &in, 2);
    lm_impact_model model;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_impact(L, &host, lq_item(&in, 1), &model);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lm_cascade_classes *classes = lq_new_scoped(L, sizeof *classes, release_classes);
    status = lm_map_cascade_by_leverage(&host.core, map->map, shock, &model, classes);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_push_rows(L, &lm_cascade_class_columns, classes->rows, classes->count, columns);
    lq_free_scoped(L, -2);
    return 1;
}

/* ---- the grid */

/* Reads a list of numbers into a userdata that replaces it on the stack. nil means `default_value` if that is not 0. */
static const double *read_numbers(lua_State *L, const lq_arguments *in, int item, double default_value, size_t *count)
{
    const int index = in->first + item, argument = lq_argument_of(in, item);
    const bool is_default = lua_isnil(L, index) && default_value != 0;
    if (!is_default && !lua_istable(L, index))
        luaL_argerror(
            L, argument,
            lua_pushfstring(L, "%s: list of numbers expected, got %s", in->names[item], luaL_typename(L, index)));
    *count = is_default ? 1 : lq_rawlen(L, index);
    double *values = lq_newuserdata(L, (*count + 1) * sizeof(double));
    values[0] = default_value;
    for (size_t i = 0; !is_default && i < *count; i++) {
        lua_rawgeti(L, index, (int)i + 1);
        if (lua_type(L, -1) != LUA_TNUMBER)
            luaL_argerror(L, argument,
                          lua_pushfstring(L, "%s: a list without holes and of numbers only expected", in->names[item]));
        values[i] = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    lua_replace(L, index);
    return values;
}

static void release_cascades(lm_host *host, void *payload)
{
    lm_cascades_free(host, payload);
}

/* m:cascades{shocks, impact, depth_multipliers, columns} */
static int map_cascades(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("shocks"), LQ_NAME("impact"), LQ_NAME("depth_multipliers"),
                                    LQ_NAME("columns"), LQ_END};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_get_args_if_named(L, 2, parts);
    size_t shock_count, multiplier_count;
    const double *shocks = read_numbers(L, &in, 0, 0, &shock_count);
    const double *multipliers = read_numbers(L, &in, 2, 1, &multiplier_count);
    const bool columns = lq_flag(L, &in, 3);
    lm_impact_model model;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_impact(L, &host, lq_item(&in, 1), &model);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lm_cascades *grid = lq_new_scoped(L, sizeof *grid, release_cascades);
    status = lm_map_cascades(&host.core, map->map, shocks, shock_count, multipliers, multiplier_count, &model, grid);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_push_rows(L, &lm_cascades_columns, grid->rows, grid->count, columns);
    lq_free_scoped(L, -2);
    return 1;
}

/* ---- fragility */

static void release_fragility(lm_host *host, void *payload)
{
    lm_fragility_free(host, payload);
}

/* m:fragility{impact, step, within, empty_steps, columns} */
static int map_fragility(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("impact"), LQ_LIST(lm_fragility_parameters), LQ_NAME("columns"), LQ_END};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_get_args_if_named(L, 2, parts);
    const bool columns = lq_flag(L, &in, 1 + lm_fragility_parameters.count);
    lm_fragility_options options;
    lm_impact_model model;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_parameters(L, &host, &in, 1, &lm_fragility_parameters, &options);
    if (status == LM_OK)
        status = lq_read_impact(L, &host, lq_item(&in, 0), &model);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lm_fragility *fragility = lq_new_scoped(L, sizeof *fragility, release_fragility);
    status = lm_map_fragility(&host.core, map->map, &model, &options, fragility);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_push_rows(L, &lm_fragility_columns, fragility->rows, fragility->count, columns);
    lq_free_scoped(L, -2);
    return 1;
}

const luaL_Reg lq_cascade_map_methods[] = {
    {"cascade", map_cascade},
    {"cascade_by_leverage", map_cascade_by_leverage},
    {"cascades", map_cascades},
    {"fragility", map_fragility},
    {NULL, NULL},
};
