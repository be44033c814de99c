/* Creates tapes and adds rows one by one; trades.c adds trades in bulk. */
#include "topics.h"

/* liqmap.tape(options) */
static int tape_create(lua_State *L)
{
    size_t length;
    const char *json = lq_push_document(L, lq_value_at(1), &length);
    lq_tape *tape = lq_new_tape(L);
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lq_tape_begin(&host, tape, json, length);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_report_memory(L, &host);
    return 1;
}

/* ---- adding rows: each method changes the tape and returns it */

/* Ends the change, and pushes the tape, argument 1, or an error. */
static int push_tape(lua_State *L, lq_host *host, lq_tape *tape, lm_status status)
{
    lq_tape_changed(host, tape, status == LM_OK);
    if (status != LM_OK)
        return lq_push_error(L, host, status);
    lq_report_memory(L, host);
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
    return push_tape(L, &host, tape, status);
}

/* t:candle{ts, open, high, low, close, volume, taker_buy_volume, duration} */
static int tape_candle(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("ts"),
                                    LQ_NAME("open"),
                                    LQ_NAME("high"),
                                    LQ_NAME("low"),
                                    LQ_NAME("close"),
                                    LQ_NAME("volume"),
                                    LQ_NAME("taker_buy_volume"),
                                    LQ_NAME("duration"),
                                    LQ_END};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
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
    return push_tape(L, &host, tape, status);
}

/* t:gauge(ts, name, value) */
static int tape_gauge(lua_State *L)
{
    lq_tape *tape = lq_check_tape(L, 1);
    size_t length;
    const int64_t time = lq_microseconds(luaL_checknumber(L, 2));
    const char *name = luaL_checklstring(L, 3, &length);
    const double value = luaL_checknumber(L, 4);
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_tape_change(L, &host, tape, false);
    if (status == LM_OK)
        status = lm_tape_gauge(&host.core, &tape->building, time, name, length, value);
    return push_tape(L, &host, tape, status);
}

/* t:liquidation(ts, price or nil, qty, side) */
static int tape_liquidation(lua_State *L)
{
    lq_tape *tape = lq_check_tape(L, 1);
    const int64_t time = lq_microseconds(luaL_checknumber(L, 2));
    const bool has_price = !lq_is_nil(L, 3);
    const double price = has_price ? luaL_checknumber(L, 3) : 0;
    const double qty = luaL_checknumber(L, 4);
    const lm_side side = lq_check_side(L, 5);
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_tape_change(L, &host, tape, true);
    if (status == LM_OK && has_price)
        status = lm_tape_liquidation(&host.core, &tape->building, time, price, qty, side);
    else if (status == LM_OK)
        status = lm_tape_liquidation_without_price(&host.core, &tape->building, time, qty, side);
    return push_tape(L, &host, tape, status);
}

const luaL_Reg lq_tape_functions[] = {{"tape", tape_create}, {NULL, NULL}};

const luaL_Reg lq_tape_methods[] = {
    {"trade", tape_trade},    {"candle", tape_candle},
    {"gauge", tape_gauge},    {"liquidation", tape_liquidation},
    {"close", lq_tape_close}, {NULL, NULL},
};
