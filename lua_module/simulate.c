/* Monte Carlo simulation of cascades, cascades in time steps, and cascades on several venues. */
#include "topics.h"

/* ---- m:simulate */

static void push_simulation(lua_State *L, const lm_simulation *simulation)
{
    lq_push_rows(L, &lm_simulated_columns, simulation->rows, (size_t)simulation->count, false);
    lq_set_row(L, &lm_simulation_columns, simulation);
}

static lm_status read_simulate_options(lua_State *L, lq_host *host, lq_value value, lm_simulate_options *options)
{
    size_t length;
    const char *json = lq_push_document(L, value, &length);
    const lm_status status = lm_simulate_options_read(&host->core, json, length, options);
    lua_pop(L, 1);
    return status;
}

/* m:simulate{impact, draws, seed, options} */
static int map_simulate(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("impact"), LQ_LIST(lm_simulate_parameters), LQ_NAME("options"), LQ_END};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_get_args_if_named(L, 2, parts);
    lm_impact_model model;
    lm_simulate_options parameters, options;
    lm_simulation simulation;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_parameters(L, &host, &in, 1, &lm_simulate_parameters, &parameters);
    if (status == LM_OK)
        status = lq_read_impact(L, &host, lq_item(&in, 0), &model);
    if (status == LM_OK)
        status = read_simulate_options(L, &host, lq_item(&in, 1 + lm_simulate_parameters.count), &options);
    options.draws = parameters.draws;
    options.seed = parameters.seed;
    if (status == LM_OK)
        status = lm_map_simulate(&host.core, map->map, &model, &options, &simulation);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    push_simulation(L, &simulation);
    return 1;
}

/* ---- m:cascade_path */

static void release_path(lm_host *host, void *payload)
{
    lm_path_free(host, payload);
}

/* m:cascade_path{shock, impact, options, columns} */
static int map_cascade_path(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("shock"), LQ_NAME("impact"), LQ_NAME("options"), LQ_NAME("columns"),
                                    LQ_END};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_get_args_if_named(L, 2, parts);
    const double shock = lq_number(L, &in, 0);
    const bool columns = lq_flag(L, &in, 3);
    lm_impact_model model;
    lm_path_options options;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_impact(L, &host, lq_item(&in, 1), &model);
    if (status == LM_OK)
        status = lq_read_path_options(L, &host, lq_item(&in, 2), &options);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lm_path *path = lq_new_scoped(L, sizeof *path, release_path);
    status = lm_map_cascade_path(&host.core, map->map, shock, &model, &options, path);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_push_rows(L, &lm_path_columns, path->rows, path->count, columns);
    lq_free_scoped(L, -2);
    return 1;
}

/* ---- liqmap.cascade_venues */

static void push_venues(lua_State *L, const lm_venues *venues)
{
    lq_push_rows(L, &lm_venues_row_columns, venues->rows, (size_t)venues->count, false);
    lq_set_row(L, &lm_venues_columns, venues);
}

enum { MAPS, IMPACTS, SHOCK };

static int list_length(lua_State *L, const lq_arguments *in, int item)
{
    const int index = in->first + item;
    if (!lua_istable(L, index))
        luaL_argerror(L, lq_argument_of(in, item),
                      lua_pushfstring(L, "%s: table expected, got %s", in->names[item], luaL_typename(L, index)));
    return (int)lq_rawlen(L, index);
}

/* Checks that maps and impacts are lists of equal length, and returns it. */
static int check_lists(lua_State *L, const lq_arguments *in)
{
    const int count = list_length(L, in, MAPS), impact_count = list_length(L, in, IMPACTS);
    if (impact_count != count)
        luaL_argerror(L, lq_argument_of(in, IMPACTS),
                      lua_pushfstring(L, "as many impacts as maps expected, got %d and %d", impact_count, count));
    return count;
}

/* Pushes the maps of the list, which keeps them alive. */
static const lm_map **push_maps(lua_State *L, const lq_arguments *in, int count)
{
    const int argument = lq_argument_of(in, MAPS);
    const lm_map **maps = lq_newuserdata(L, ((size_t)count + 1) * sizeof *maps);
    for (int i = 0; i < count; i++) {
        lua_rawgeti(L, in->first + MAPS, i + 1);
        if (!lq_test_map(L, -1))
            luaL_argerror(L, argument,
                          lua_pushfstring(L, "map %d: " LQ_MAP " expected, got %s", i + 1, luaL_typename(L, -1)));
        maps[i] = lq_test_map(L, -1)->map;
        if (!maps[i])
            luaL_argerror(L, argument, lua_pushfstring(L, "map %d is closed", i + 1));
        lua_pop(L, 1);
    }
    return maps;
}

static lm_status read_impact_models(lua_State *L, lq_host *host, const lq_arguments *in, int count,
                                    lm_impact_model *models)
{
    const int argument = lq_argument_of(in, IMPACTS);
    lm_status status = LM_OK;
    for (int i = 0; i < count && status == LM_OK; i++) {
        const char *name = lua_pushfstring(L, "impact %d", i + 1);
        lua_rawgeti(L, in->first + IMPACTS, i + 1);
        status = lq_read_impact(L, host, (lq_value){lua_gettop(L), argument, name}, &models[i]);
        lua_pop(L, 2);
    }
    return status;
}

/* liqmap.cascade_venues{maps, impacts, shock}: a list of venues, with the fields of the whole cascade beside it */
static int cascade_venues(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("maps"), LQ_NAME("impacts"), LQ_NAME("shock"), LQ_END};
    const lq_arguments in = lq_get_args_if_named(L, 1, parts);
    const int count = check_lists(L, &in);
    const double shock = lq_number(L, &in, SHOCK);
    lm_venues venues;
    lq_host host;
    lq_host_init(L, &host);
    const lm_map **maps = push_maps(L, &in, count);
    lm_impact_model *models = lq_newuserdata(L, ((size_t)count + 1) * sizeof *models);
    lm_status status = read_impact_models(L, &host, &in, count, models);
    if (status == LM_OK)
        status = lm_cascade_venues(&host.core, maps, models, (size_t)count, shock, &venues);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    push_venues(L, &venues);
    return 1;
}

const luaL_Reg lq_simulate_functions[] = {{"cascade_venues", cascade_venues}, {NULL, NULL}};

const luaL_Reg lq_simulate_map_methods[] = {
    {"simulate", map_simulate},
    {"cascade_path", map_cascade_path},
    {NULL, NULL},
};
