/* The objects of scripts, tapes and maps, and arguments that are documents of the core. */
#include "object.h"

/* ---- tapes: the userdata and its two forms */

lq_tape *lq_new_tape(lua_State *L)
{
    lq_tape *tape = lq_newuserdata(L, sizeof *tape);
    *tape = (lq_tape){.building = NULL, .encoded = LUA_NOREF};
    lm_tape_options_init(&tape->options);
    luaL_getmetatable(L, LQ_TAPE);
    lua_setmetatable(L, -2);
    return tape;
}

lm_status lq_tape_begin(lq_host *host, lq_tape *tape, const char *json, size_t length)
{
    const lm_status status = lm_tape_options_read(&host->core, json, length, &tape->options);
    if (status != LM_OK)
        return status;
    lm_tape_options initial = tape->options;
    initial.has_prices = false;
    return lm_tape_create(&host->core, &initial, &tape->building);
}

lq_tape *lq_test_tape(lua_State *L, int index)
{
    return lq_test_class(L, index, LQ_TAPE);
}

lq_tape *lq_check_tape(lua_State *L, int index)
{
    lq_tape *tape = luaL_checkudata(L, index, LQ_TAPE);
    luaL_argcheck(L, !lq_tape_closed(tape), index, "the tape is closed");
    return tape;
}

static void drop_encoded(lua_State *L, lq_tape *tape)
{
    luaL_unref(L, LUA_REGISTRYINDEX, tape->encoded);
    tape->encoded = LUA_NOREF;
}

/* Decodes the encoded tape into a building block. */
static lm_status start_building(lua_State *L, lq_host *host, lq_tape *tape)
{
    lm_bytes bytes;
    lm_tape_options decoded;
    lm_status status = lq_tape_encoded(L, host, tape, &bytes);
    if (status == LM_OK)
        status = lm_tape_decode(&host->core, bytes, &tape->building);
    if (status != LM_OK)
        return status;
    lua_pop(L, 1);
    lm_tape_options_of(tape->building, &decoded);
    tape->options.frame = decoded.frame;
    return LM_OK;
}

static bool tape_has_prices(const lm_tape *tape)
{
    lm_tape_options options;
    lm_tape_options_of(tape, &options);
    return options.has_prices;
}

/* Replaces the building block by one with the options of the tape, which rows with prices need. */
static lm_status apply_options(lq_host *host, lq_tape *tape)
{
    lm_tape *with_prices;
    lm_status status = lm_tape_create(&host->core, &tape->options, &with_prices);
    if (status != LM_OK)
        return status;
    status = lm_tape_merge_building_into(&host->core, &with_prices, tape->building);
    if (status != LM_OK) {
        lm_tape_destroy(&host->core, with_prices);
        return status;
    }
    tape->without_prices = tape->building;
    tape->building = with_prices;
    return LM_OK;
}

lm_status lq_tape_change(lua_State *L, lq_host *host, lq_tape *tape, bool has_prices)
{
    lm_status status = tape->building ? LM_OK : start_building(L, host, tape);
    if (status == LM_OK && has_prices && !tape_has_prices(tape->building))
        status = apply_options(host, tape);
    if (status == LM_OK)
        drop_encoded(L, tape);
    return status;
}

void lq_tape_changed(lq_host *host, lq_tape *tape, bool keep)
{
    if (!tape->without_prices)
        return;
    lm_tape_destroy(&host->core, keep ? tape->without_prices : tape->building);
    if (!keep)
        tape->building = tape->without_prices;
    tape->without_prices = NULL;
}

lm_status lq_tape_encoded(lua_State *L, lq_host *host, lq_tape *tape, lm_bytes *bytes)
{
    if (tape->encoded == LUA_NOREF) {
        lm_buffer *buffer = lq_new_buffer(L);
        const lm_status status = lm_tape_encode(&host->core, tape->building, buffer);
        if (status != LM_OK)
            return status;
        lq_buffer_to_string(L);
        lua_pushvalue(L, -1);
        tape->encoded = luaL_ref(L, LUA_REGISTRYINDEX);
    } else {
        lua_rawgeti(L, LUA_REGISTRYINDEX, tape->encoded);
    }
    bytes->data = (const uint8_t *)lua_tolstring(L, -1, &bytes->size);
    return LM_OK;
}

void lq_tape_from_string(lua_State *L, const lm_tape_options *options)
{
    lq_tape *tape = lq_new_tape(L);
    tape->options = *options;
    lua_insert(L, -2);
    tape->encoded = luaL_ref(L, LUA_REGISTRYINDEX);
}

lm_status lq_tape_merge_into(lua_State *L, lq_host *host, lq_tape *tape, lq_tape *other)
{
    if (other->building)
        return lm_tape_merge_building_into(&host->core, &tape->building, other->building);
    lm_bytes bytes;
    lm_status status = lq_tape_encoded(L, host, other, &bytes);
    if (status != LM_OK)
        return status;
    status = lm_tape_merge_into(&host->core, &tape->building, bytes);
    lua_pop(L, 1);
    return status;
}

int lq_tape_close(lua_State *L)
{
    lq_tape *tape = luaL_checkudata(L, 1, LQ_TAPE);
    lq_host host;
    lq_host_init(L, &host);
    lq_tape_changed(&host, tape, true);
    if (tape->building)
        lm_tape_destroy(&host.core, tape->building);
    tape->building = NULL;
    drop_encoded(L, tape);
    return 0;
}

/* ---- maps */

lq_map *lq_new_map(lua_State *L)
{
    lq_map *map = lq_newuserdata(L, sizeof *map);
    map->map = NULL;
    luaL_getmetatable(L, LQ_MAP);
    lua_setmetatable(L, -2);
    return map;
}

lq_map *lq_test_map(lua_State *L, int index)
{
    return lq_test_class(L, index, LQ_MAP);
}

lq_map *lq_check_map(lua_State *L, int index)
{
    lq_map *map = luaL_checkudata(L, index, LQ_MAP);
    luaL_argcheck(L, map->map, index, "the map is closed");
    return map;
}

int lq_map_close(lua_State *L)
{
    lq_map *map = luaL_checkudata(L, 1, LQ_MAP);
    lq_host host;
    lq_host_init(L, &host);
    if (map->map)
        lm_map_destroy(&host.core, map->map);
    map->map = NULL;
    return 0;
}

/* ---- documents */

lm_status lq_read_model(lua_State *L, lq_host *host, lq_value value, lm_model *model)
{
    size_t length;
    const char *json = lq_push_document(L, value, &length);
    const lm_status status = lm_model_read(&host->core, json, length, model);
    lua_pop(L, 1);
    return status;
}

lm_status lq_read_rules(lua_State *L, lq_host *host, lq_value value, lm_rules *rules)
{
    size_t length;
    lm_rules_init(rules);
    if (lua_isnil(L, value.index))
        return LM_OK;
    const char *json = lq_push_document(L, value, &length);
    const lm_status status = lm_rules_read(&host->core, json, length, rules);
    lua_pop(L, 1);
    return status;
}

lm_status lq_read_impact(lua_State *L, lq_host *host, lq_value value, lm_impact_model *model)
{
    size_t length;
    if (lua_isnil(L, value.index))
        lq_value_error(L, &value, "table or JSON text expected, got nil");
    const char *json = lq_push_document(L, value, &length);
    const lm_status status = lm_impact_model_read(&host->core, json, length, model);
    lua_pop(L, 1);
    return status;
}

lm_status lq_read_path_options(lua_State *L, lq_host *host, lq_value value, lm_path_options *options)
{
    size_t length;
    const char *json = lq_push_document(L, value, &length);
    const lm_status status = lm_path_options_read(&host->core, json, length, options);
    lua_pop(L, 1);
    return status;
}

lm_status lq_read_heatmap(lua_State *L, lq_host *host, lq_tape *tape, const lq_arguments *in, int item,
                          const lm_parameter_list *list, lq_heatmap_inputs *inputs)
{
    lm_status status = lq_read_parameters(L, host, in, item + 1, list, &inputs->options);
    if (status == LM_OK)
        status = lq_read_model(L, host, lq_item(in, item), &inputs->model);
    return status == LM_OK ? lq_tape_encoded(L, host, tape, &inputs->tape) : status;
}

int lq_push_printed(lua_State *L, lq_host *host, lq_printer print, const void *document)
{
    lm_buffer *json = lq_new_buffer(L);
    const lm_status status = print(&host->core, document, json);
    if (status != LM_OK)
        return lq_push_error(L, host, status);
    lq_json_to_value(L);
    return 1;
}

static lm_status print_model(lm_host *host, const void *model, lm_buffer *out)
{
    return lm_model_print(host, model, out);
}

int lq_push_model(lua_State *L, lq_host *host, const lm_model *model)
{
    return lq_push_printed(L, host, print_model, model);
}

static lm_status print_rules(lm_host *host, const void *rules, lm_buffer *out)
{
    return lm_rules_print(host, rules, out);
}

int lq_push_rules(lua_State *L, lq_host *host, const lm_rules *rules)
{
    return lq_push_printed(L, host, print_rules, rules);
}

static lm_status print_impact(lm_host *host, const void *model, lm_buffer *out)
{
    return lm_impact_model_print(host, model, out);
}

int lq_push_impact(lua_State *L, lq_host *host, const lm_impact_model *model)
{
    return lq_push_printed(L, host, print_impact, model);
}
