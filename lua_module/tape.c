/* The tape: its two forms, and what is added one by one; trades.c adds in bulk. */
#include "glue.h"

/* ---- the userdata and its two forms */

lq_tape *lq_new_tape(lua_State *L)
{
    lq_tape *tape = lq_newuserdata(L, sizeof *tape);
    *tape = (lq_tape){.building = NULL, .encoded = LUA_NOREF};
    lm_tape_options_init(&tape->options);
    luaL_getmetatable(L, LQ_TAPE);
    lua_setmetatable(L, -2);
    return tape;
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

static void forget_encoded(lua_State *L, lq_tape *tape)
{
    luaL_unref(L, LUA_REGISTRYINDEX, tape->encoded);
    tape->encoded = LUA_NOREF;
}

static lm_status build(lua_State *L, lq_host *host, lq_tape *tape)
{
    lm_bytes bytes;
    lm_tape_options found;
    lm_status status = lq_tape_encoded(L, host, tape, &bytes);
    if (status == LM_OK)
        status = lm_tape_decode(&host->core, bytes, &tape->building);
    if (status != LM_OK)
        return status;
    lua_pop(L, 1);
    lm_tape_options_of(tape->building, &found);
    tape->options.frame = found.frame;
    return LM_OK;
}

static bool is_placed(const lm_tape *tape)
{
    lm_tape_options options;
    lm_tape_options_of(tape, &options);
    return options.placed;
}

static lm_status place(lq_host *host, lq_tape *tape)
{
    lm_tape *placed;
    lm_status status = lm_tape_new(&host->core, &tape->options, &placed);
    if (status != LM_OK)
        return status;
    status = lm_tape_absorb_building(&host->core, &placed, tape->building);
    if (status != LM_OK) {
        lm_tape_free(&host->core, placed);
        return status;
    }
    tape->unplaced = tape->building;
    tape->building = placed;
    return LM_OK;
}

lm_status lq_tape_change(lua_State *L, lq_host *host, lq_tape *tape, bool placed)
{
    lm_status status = tape->building ? LM_OK : build(L, host, tape);
    if (status == LM_OK && placed && !is_placed(tape->building))
        status = place(host, tape);
    if (status == LM_OK)
        forget_encoded(L, tape);
    return status;
}

void lq_tape_changed(lq_host *host, lq_tape *tape, bool kept)
{
    if (!tape->unplaced)
        return;
    lm_tape_free(&host->core, kept ? tape->unplaced : tape->building);
    if (!kept)
        tape->building = tape->unplaced;
    tape->unplaced = NULL;
}

lm_status lq_tape_encoded(lua_State *L, lq_host *host, lq_tape *tape, lm_bytes *bytes)
{
    if (tape->encoded == LUA_NOREF) {
        lm_buffer *buffer = lq_own_buffer(L);
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

lm_status lq_tape_absorb(lua_State *L, lq_host *host, lq_tape *tape, lq_tape *other)
{
    if (other->building)
        return lm_tape_absorb_building(&host->core, &tape->building, other->building);
    lm_bytes bytes;
    lm_status status = lq_tape_encoded(L, host, other, &bytes);
    if (status != LM_OK)
        return status;
    status = lm_tape_absorb(&host->core, &tape->building, bytes);
    lua_pop(L, 1);
    return status;
}

static int tape_close(lua_State *L)
{
    lq_tape *tape = luaL_checkudata(L, 1, LQ_TAPE);
    lq_host host;
    lq_host_init(L, &host);
    lq_tape_changed(&host, tape, true);
    if (tape->building)
        lm_tape_free(&host.core, tape->building);
    tape->building = NULL;
    forget_encoded(L, tape);
    return 0;
}

/* liqmap.tape(options) */
static int tape_new(lua_State *L)
{
    size_t length;
    const char *json = lq_push_document(L, 1, &length);
    lq_tape *tape = lq_new_tape(L);
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lm_tape_options_read(&host.core, json, length, &tape->options);
    if (status == LM_OK) {
        lm_tape_options begun = tape->options;
        begun.placed = false;
        status = lm_tape_new(&host.core, &begun, &tape->building);
    }
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_weigh(L, &host);
    return 1;
}

/* ---- adding: each changes the tape and returns it */

static int added(lua_State *L, lq_host *host, lq_tape *tape, lm_status status)
{
    lq_tape_changed(host, tape, status == LM_OK);
    if (status != LM_OK)
        return lq_refuse(L, host, status);
    lq_weigh(L, host);
    lua_settop(L, 1);
    return 1;
}

/* t:trade(ts, price, qty, is_buy) */
static int tape_trade(lua_State *L)
{
    lq_tape *tape = lq_check_tape(L, 1);
    const int64_t time = lq_microseconds(luaL_checknumber(L, 2));
    const double price = luaL_checknumber(L, 3);
    const double qty = luaL_checknumber(L, 4);
    const lm_taker taker = lq_check_taker(L, 5);
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_tape_change(L, &host, tape, true);
    if (status == LM_OK)
        status = lm_tape_trade(&host.core, &tape->building, time, price, qty, taker);
    return added(L, &host, tape, status);
}

/* t:candle{ts, open, high, low, close, volume, taker_buy_volume, duration} */
static int tape_candle(lua_State *L)
{
    static const char *const names[] = {"ts",       "open", "high", "low", "close", "volume", "taker_buy_volume",
                                        "duration", NULL};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_take(L, 2, names);
    lm_candle candle = {
        .time = lq_microseconds(lq_number(L, &in, 0)),
        .open = lq_number(L, &in, 1),
        .high = lq_number(L, &in, 2),
        .low = lq_number(L, &in, 3),
        .close = lq_number(L, &in, 4),
        .volume = lq_number(L, &in, 5),
        .taker_buy_volume = lq_number_or(L, &in, 6, NAN),
        .duration = lq_time_or(L, &in, 7, tape->options.candle),
    };
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_tape_change(L, &host, tape, true);
    if (candle.duration == 0)
        candle.duration = tape->options.frame;
    if (status == LM_OK)
        status = lm_tape_candle(&host.core, &tape->building, &candle);
    return added(L, &host, tape, status);
}

/* t:gauge(name, ts, value) */
static int tape_gauge(lua_State *L)
{
    lq_tape *tape = lq_check_tape(L, 1);
    size_t length;
    const char *name = luaL_checklstring(L, 2, &length);
    const int64_t time = lq_microseconds(luaL_checknumber(L, 3));
    const double value = luaL_checknumber(L, 4);
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_tape_change(L, &host, tape, false);
    if (status == LM_OK)
        status = lm_tape_gauge(&host.core, &tape->building, time, name, length, value);
    return added(L, &host, tape, status);
}

/* t:forced(ts, price or nil, qty, side) */
static int tape_forced(lua_State *L)
{
    lq_tape *tape = lq_check_tape(L, 1);
    const int64_t time = lq_microseconds(luaL_checknumber(L, 2));
    const bool placed = !lua_isnil(L, 3);
    const double price = placed ? luaL_checknumber(L, 3) : 0;
    const double qty = luaL_checknumber(L, 4);
    const lm_side side = lq_check_side(L, 5);
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_tape_change(L, &host, tape, true);
    if (status == LM_OK && placed)
        status = lm_tape_forced(&host.core, &tape->building, time, price, qty, side);
    else if (status == LM_OK)
        status = lm_tape_forced_unplaced(&host.core, &tape->building, time, qty, side);
    return added(L, &host, tape, status);
}

void lq_tape_open(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"trade", tape_trade},
        {"trades", lq_tape_trades},
        {"candle", tape_candle},
        {"gauge", tape_gauge},
        {"forced", tape_forced},
        {"merge", lq_tape_merge},
        {"slice", lq_tape_slice},
        {"coarsen", lq_tape_coarsen},
        {"frames", lq_tape_frames},
        {"prints", lq_tape_prints},
        {"gauges", lq_tape_gauges},
        {"info", lq_tape_info},
        {"encode", lq_tape_encode},
        {"map", lq_tape_map},
        {"market", lq_tape_market},
        {"feed", lq_tape_feed},
        {"heatmap", lq_tape_heatmap},
        {"replay", lq_tape_replay},
        {"svg", lq_tape_svg},
        {"vega", lq_tape_vega},
        {"interchange", lq_tape_interchange},
        {"close", tape_close},
        {NULL, NULL},
    };
    static const luaL_Reg metamethods[] = {
        {"__add", lq_tape_add}, {"__eq", lq_tape_eq},    {"__tostring", lq_tape_tostring},
        {"__gc", tape_close},   {"__close", tape_close}, {NULL, NULL},
    };
    lq_new_class(L, LQ_TAPE, methods, metamethods);
    lua_pushcfunction(L, tape_new);
    lua_setfield(L, -2, "tape");
}
