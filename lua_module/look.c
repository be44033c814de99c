/* Looking at a tape as a whole; frames.c goes through it. */
#include "glue.h"

#include <stdio.h>

/* t:encode() */
int lq_tape_encode(lua_State *L)
{
    lq_tape *tape = lq_check_tape(L, 1);
    lm_bytes bytes;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lq_tape_encoded(L, &host, tape, &bytes);
    return status == LM_OK ? 1 : lq_refuse(L, &host, status);
}

static lm_status describe(lua_State *L, lq_host *host, lq_tape *tape, lm_bytes *bytes, lm_tape_info *info)
{
    const lm_status status = lq_tape_encoded(L, host, tape, bytes);
    return status == LM_OK ? lm_tape_describe(&host->core, *bytes, info) : status;
}

void lq_push_gauge_names(lua_State *L, lm_bytes tape)
{
    const char *name;
    size_t length;
    lua_newtable(L);
    for (int i = 0; (name = lm_tape_gauge_name(tape, i, &length)) != NULL; i++) {
        lua_pushlstring(L, name, length);
        lua_rawseti(L, -2, i + 1);
    }
}

/* t:info() */
int lq_tape_info(lua_State *L)
{
    lq_tape *tape = lq_check_tape(L, 1);
    lm_bytes bytes;
    lm_tape_info info;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = describe(L, &host, tape, &bytes, &info);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);

    lua_createtable(L, 0, 18);
    lq_set_number(L, "frame", lq_seconds(info.options.frame));
    if (info.options.placed) {
        lq_set_text(L, "symbol", info.options.symbol);
        lq_set_count(L, "precision", info.options.precision);
        lq_set_text(L, "contract", lq_contract_names[info.options.contract]);
        lq_set_number(L, "contract_size", info.options.contract_size);
        lq_set_number(L, "unit", info.options.unit);
    }
    lq_set_count(L, "frames", info.frames);
    if (info.frames > 0) {
        lq_set_time(L, "since", info.since);
        lq_set_time(L, "until", info.until);
    }
    lq_set_count(L, "prints", info.prints);
    lq_set_count(L, "cells", info.cells);
    lq_set_number(L, "notional", info.notional);
    lq_set_number(L, "taker_buy_notional", info.taker_buy_notional);
    lq_set_number(L, "forced_long", info.forced_long);
    lq_set_number(L, "forced_short", info.forced_short);
    lq_set_count(L, "gauge_samples", info.gauge_samples);
    lq_push_gauge_names(L, bytes);
    lua_setfield(L, -2, "gauges");
    return 1;
}

int lq_tape_tostring(lua_State *L)
{
    lq_tape *tape = luaL_checkudata(L, 1, LQ_TAPE);
    if (lq_tape_closed(tape)) {
        lua_pushliteral(L, "liqmap.tape (closed)");
        return 1;
    }
    lm_bytes bytes;
    lm_tape_info info;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = describe(L, &host, tape, &bytes, &info);
    if (status != LM_OK)
        return lq_raise(L, &host, status);

    char counts[96], since[LQ_CLOCK_SIZE], until[LQ_CLOCK_SIZE];
    snprintf(counts, sizeof counts, "%lld prints in %lld frames of %g s", (long long)info.prints,
             (long long)info.frames, lq_seconds(info.options.frame));
    lua_pushfstring(L, "liqmap.tape%s%s: %s", info.options.symbol[0] ? " " : "", info.options.symbol, counts);
    if (info.frames > 0) {
        lua_pushfstring(L, ", %s to %s UTC", lq_clock(info.since, since), lq_clock(info.until, until));
        lua_concat(L, 2);
    }
    return 1;
}

/* Equal content, whatever the order it came in. */
int lq_tape_eq(lua_State *L)
{
    lq_tape *a = lq_test_tape(L, 1), *b = lq_test_tape(L, 2);
    if (!a || !b || lq_tape_closed(a) || lq_tape_closed(b)) {
        lua_pushboolean(L, a == b);
        return 1;
    }
    lm_bytes bytes;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_tape_encoded(L, &host, a, &bytes);
    if (status == LM_OK)
        status = lq_tape_encoded(L, &host, b, &bytes);
    if (status != LM_OK)
        return lq_raise(L, &host, status);
    lua_pushboolean(L, lua_rawequal(L, -1, -2));
    return 1;
}
