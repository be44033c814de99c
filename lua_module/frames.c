/* Iterators over what a tape holds: for ts, row in t:frames(), t:prints() and t:gauges(). */
#include "glue.h"

/* Upvalues of an iterator: the owned place, the encoded tape that it reads, and the names of its gauges. */
#define PLACE lua_upvalueindex(1)
#define NAMES lua_upvalueindex(3)

typedef struct place {
    lm_tape_reader *reader;
    lm_frame frame;
    size_t next; /* item of the frame */
} place;

static void release_place(lm_host *host, void *payload)
{
    place *at = payload;
    if (at->reader)
        lm_tape_reader_close(host, at->reader);
}

static int iterate(lua_State *L, lua_CFunction next)
{
    lq_tape *tape = lq_check_tape(L, 1);
    lm_bytes bytes;
    lq_host host;
    lq_host_init(L, &host);
    place *at = lq_own(L, sizeof *at, release_place);
    lm_status status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status == LM_OK)
        status = lm_tape_reader_open(&host.core, bytes, &at->reader);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_push_gauge_names(L, bytes);
    lua_pushcclosure(L, next, 3);
    return 1;
}

/* False behind the last frame. */
static bool read_frame(lua_State *L, place *at)
{
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_tape_reader_next(&host.core, at->reader, &at->frame);
    at->next = 0;
    if (status == LM_OK)
        return true;
    memset(&at->frame, 0, sizeof at->frame);
    if (status != LM_DONE)
        lq_raise(L, &host, status);
    return false;
}

/* ---- frames */

static int next_frame(lua_State *L)
{
    place *at = lq_owned(L, PLACE);
    if (!read_frame(L, at))
        return 0;
    const lm_frame *frame = &at->frame;
    const lm_tape_options *options = lm_tape_reader_options(at->reader);
    lua_pushnumber(L, lq_seconds(frame->start));
    lua_createtable(L, 0, 9);
    lq_set_count(L, "prints", frame->prints);
    if (frame->prints > 0) {
        lq_set_number(L, "low", frame->low);
        lq_set_number(L, "high", frame->high);
        lq_set_number(L, "close", frame->close);
    }
    lq_set_number(L, "notional", lm_frame_notional(frame, options));
    lq_set_number(L, "taker_buy_notional", (double)frame->bought * options->unit);
    lq_set_count(L, "cells", (int64_t)frame->cell_count);
    lq_set_number(L, "forced_long", lm_frame_forced_notional(frame, options, LM_LONG));
    lq_set_number(L, "forced_short", lm_frame_forced_notional(frame, options, LM_SHORT));
    return 2;
}

int lq_tape_frames(lua_State *L)
{
    return iterate(L, next_frame);
}

/* ---- prints */

static int next_print(lua_State *L)
{
    place *at = lq_owned(L, PLACE);
    while (at->next == at->frame.cell_count)
        if (!read_frame(L, at))
            return 0;
    const lm_tape_options *options = lm_tape_reader_options(at->reader);
    const lm_print *print = &at->frame.cells[at->next++];
    lua_pushnumber(L, lq_seconds(at->frame.start));
    lua_createtable(L, 0, 3);
    lq_set_number(L, "price_low", lm_cell_low(print->cell, options->precision));
    lq_set_number(L, "price_high", lm_cell_low(print->cell + 1, options->precision));
    lq_set_number(L, "notional", (double)print->count * options->unit);
    return 2;
}

int lq_tape_prints(lua_State *L)
{
    return iterate(L, next_print);
}

/* ---- gauges */

static int next_gauge(lua_State *L)
{
    place *at = lq_owned(L, PLACE);
    while (at->next == at->frame.gauge_count)
        if (!read_frame(L, at))
            return 0;
    const lm_gauge *gauge = &at->frame.gauges[at->next++];
    lua_pushnumber(L, lq_seconds(at->frame.start));
    lua_createtable(L, 0, 5);
    lua_rawgeti(L, NAMES, gauge->name + 1);
    lua_setfield(L, -2, "name");
    lq_set_count(L, "samples", gauge->samples);
    lq_set_number(L, "min", gauge->min);
    lq_set_number(L, "max", gauge->max);
    lq_set_number(L, "last", gauge->last);
    return 2;
}

int lq_tape_gauges(lua_State *L)
{
    return iterate(L, next_gauge);
}
