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
    static const double one = 1;
    size_t shock_count, multiplier_count = 1;
    const double *shocks = lq_numbers(L, &in, 0, &shock_count);
    const double *multipliers = lua_isnil(L, in.first + 2) ? &one : lq_numbers(L, &in, 2, &multiplier_count);
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
