/* The synthetic demo market, for first steps and tests. */
#include "topics.h"

enum { BLOCK = 256 };

/* Reads the options, by position or by name from argument 1 on. */
static lm_demo read_demo(lua_State *L)
{
    static const lq_part parts[] = {LQ_LIST(lm_demo_parameters), LQ_NAME("days"), LQ_END};
    const lq_arguments in = lq_get_args(L, 1, parts);
    const int days = lm_demo_parameters.count;
    lm_demo demo;
    lq_host host;
    lq_host_init(L, &host);
    lq_read_parameters(L, &host, &in, 0, &lm_demo_parameters, &demo);
    if (lua_isnil(L, in.first + days))
        return demo;
    if (demo.until != INT64_MAX)
        luaL_argerror(L, lq_argument_of(&in, days), "days: until is given too");
    demo.until = lq_microseconds(lq_seconds(demo.since) + lq_number(L, &in, days) * 86400);
    if (demo.until == INT64_MAX)
        demo.until = LM_TIME_MAX; /* so that the core fails: INT64_MAX would mean the default */
    return demo;
}

/* ---- liqmap.demo_trades(), liqmap.demo_gauges(): iterators over a reader that owns no memory */

static int push_iterator(lua_State *L, lua_CFunction next)
{
    const lm_demo demo = read_demo(L);
    lq_host host;
    lq_host_init(L, &host);
    lm_demo_reader *reader = lq_newuserdata(L, sizeof *reader);
    const lm_status status = lm_demo_reader_init(&host.core, &demo, reader);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lua_pushcclosure(L, next, 1);
    return 1;
}

static int next_trade(lua_State *L)
{
    lm_trade trade;
    if (!lm_demo_next_trade(lua_touserdata(L, lua_upvalueindex(1)), &trade))
        return 0;
    lua_pushnumber(L, lq_seconds(trade.time));
    lua_pushnumber(L, trade.price);
    lua_pushnumber(L, trade.qty);
    lua_pushboolean(L, trade.taker == LM_TAKER_BOUGHT);
    return 4;
}

static int demo_trades(lua_State *L)
{
    return push_iterator(L, next_trade);
}

static int next_gauge(lua_State *L)
{
    lm_gauge_sample sample;
    if (!lm_demo_next_gauge(lua_touserdata(L, lua_upvalueindex(1)), &sample))
        return 0;
    lua_pushnumber(L, lq_seconds(sample.time));
    lua_pushstring(L, sample.name);
    lua_pushnumber(L, sample.value);
    return 3;
}

static int demo_gauges(lua_State *L)
{
    return push_iterator(L, next_gauge);
}

/* ---- liqmap.demo(): the tape of trades and gauges */

static lm_status add_trades(lq_host *host, const lm_demo *demo, lm_tape **tape)
{
    lm_demo_reader reader;
    lm_trade trades[BLOCK];
    size_t count, added;
    lm_status status = lm_demo_reader_init(&host->core, demo, &reader);
    do {
        for (count = 0; status == LM_OK && count < BLOCK && lm_demo_next_trade(&reader, &trades[count]);)
            count++;
        if (status == LM_OK)
            status = lm_tape_trades(&host->core, tape, trades, count, &added);
    } while (status == LM_OK && count == BLOCK);
    return status;
}

static lm_status add_gauges(lq_host *host, const lm_demo *demo, lm_tape **tape)
{
    lm_demo_reader reader;
    lm_gauge_sample sample;
    lm_status status = lm_demo_reader_init(&host->core, demo, &reader);
    while (status == LM_OK && lm_demo_next_gauge(&reader, &sample))
        status = lm_tape_gauge(&host->core, tape, sample.time, sample.name, strlen(sample.name), sample.value);
    return status;
}

static int demo(lua_State *L)
{
    const lm_demo demo = read_demo(L);
    lq_tape *tape = lq_new_tape(L);
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lm_tape_create(&host.core, &tape->options, &tape->building);
    if (status == LM_OK)
        status = add_trades(&host, &demo, &tape->building);
    if (status == LM_OK)
        status = add_gauges(&host, &demo, &tape->building);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_report_memory(L, &host);
    return 1;
}

const luaL_Reg lq_demo_functions[] = {
    {"demo", demo},
    {"demo_trades", demo_trades},
    {"demo_gauges", demo_gauges},
    {NULL, NULL},
};
