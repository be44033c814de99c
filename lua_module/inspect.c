/* Reads tapes: info, and the iterators t:frames(), t:volume_profile() and t:gauges(), which return ts, row. */
#include "topics.h"

#include <stdio.h>

/* t:encode() */
static int tape_encode(lua_State *L)
{
    lq_tape *tape = lq_check_tape(L, 1);
    lm_bytes bytes;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lq_tape_encoded(L, &host, tape, &bytes);
    return status == LM_OK ? 1 : lq_push_error(L, &host, status);
}

static lm_status describe(lua_State *L, lq_host *host, lq_tape *tape, lm_bytes *bytes, lm_tape_info *info)
{
    const lm_status status = lq_tape_encoded(L, host, tape, bytes);
    return status == LM_OK ? lm_tape_describe(&host->core, *bytes, info) : status;
}

/* t:info() */
static int tape_info(lua_State *L)
{
    lq_tape *tape = lq_check_tape(L, 1);
    lm_bytes bytes;
    lm_tape_info info;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = describe(L, &host, tape, &bytes, &info);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_push_row(L, &lm_tape_info_columns, &info);
    return 1;
}

static int tape_tostring(lua_State *L)
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
        return lq_throw(L, &host, status);

    char counts[96], since[LM_TIME_TEXT_SIZE], until[LM_TIME_TEXT_SIZE];
    snprintf(counts, sizeof counts, "%lld rows in %lld frames of %g s", (long long)info.rows, (long long)info.frames,
             lq_seconds(info.options.frame));
    lua_pushfstring(L, "liqmap.tape%s%s: %s", info.options.symbol[0] ? " " : "", info.options.symbol, counts);
    if (info.frames > 0) {
        lua_pushfstring(L, ", %s to %s", lm_time_text(info.since, since), lm_time_text(info.until, until));
        lua_concat(L, 2);
    }
    return 1;
}

/* t == u: equal content, in whatever order the rows were added */
static int tape_eq(lua_State *L)
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
        return lq_throw(L, &host, status);
    lua_pushboolean(L, lua_rawequal(L, -1, -2));
    return 1;
}

/* ---- frame by frame */

/* Upvalue 1 of an iterator is the scoped cursor, upvalue 2 the encoded tape that it reads. */
#define CURSOR lua_upvalueindex(1)

typedef struct frame_cursor {
    lm_tape_reader *reader;
    lm_frame frame;
    size_t next; /* next item of the frame */
} frame_cursor;

static void release_cursor(lm_host *host, void *payload)
{
    frame_cursor *cursor = payload;
    if (cursor->reader)
        lm_tape_reader_destroy(host, cursor->reader);
}

static int push_iterator(lua_State *L, lua_CFunction next)
{
    lq_tape *tape = lq_check_tape(L, 1);
    lm_bytes bytes;
    lq_host host;
    lq_host_init(L, &host);
    frame_cursor *cursor = lq_new_scoped(L, sizeof *cursor, release_cursor);
    lm_status status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status == LM_OK)
        status = lm_tape_reader_create(&host.core, bytes, &cursor->reader);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lua_pushcclosure(L, next, 2);
    return 1;
}

/* Reads the next frame; false after the last one. */
static bool read_frame(lua_State *L, frame_cursor *cursor)
{
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_tape_reader_next(&host.core, cursor->reader, &cursor->frame);
    cursor->next = 0;
    if (status == LM_OK)
        return true;
    memset(&cursor->frame, 0, sizeof cursor->frame);
    if (status != LM_DONE)
        lq_throw(L, &host, status);
    return false;
}

/* Pushes two results: the start of the frame in seconds, and the row. */
static int push_timed_row(lua_State *L, const frame_cursor *cursor, const lm_row_type *type, const void *row)
{
    lua_pushnumber(L, lq_seconds(cursor->frame.start));
    lq_push_row(L, type, row);
    return 2;
}

static int next_frame(lua_State *L)
{
    frame_cursor *cursor = lq_to_scoped(L, CURSOR);
    lm_frame_row row;
    if (!read_frame(L, cursor))
        return 0;
    lm_frame_describe(cursor->reader, &cursor->frame, &row);
    return push_timed_row(L, cursor, &lm_frame_columns, &row);
}

static int tape_frames(lua_State *L)
{
    return push_iterator(L, next_frame);
}

static int next_price_volume(lua_State *L)
{
    frame_cursor *cursor = lq_to_scoped(L, CURSOR);
    lm_price_volume row;
    while (cursor->next == cursor->frame.cell_count)
        if (!read_frame(L, cursor))
            return 0;
    lm_frame_price_volume(cursor->reader, &cursor->frame, cursor->next++, &row);
    return push_timed_row(L, cursor, &lm_price_volume_columns, &row);
}

static int tape_volume_profile(lua_State *L)
{
    return push_iterator(L, next_price_volume);
}

static int next_gauge(lua_State *L)
{
    frame_cursor *cursor = lq_to_scoped(L, CURSOR);
    lm_gauge_row row;
    while (cursor->next == cursor->frame.gauge_count)
        if (!read_frame(L, cursor))
            return 0;
    lm_frame_gauge(cursor->reader, &cursor->frame, cursor->next++, &row);
    return push_timed_row(L, cursor, &lm_gauge_columns, &row);
}

static int tape_gauges(lua_State *L)
{
    return push_iterator(L, next_gauge);
}

const luaL_Reg lq_inspect_methods[] = {
    {"info", tape_info},     {"encode", tape_encode},
    {"frames", tape_frames}, {"volume_profile", tape_volume_profile},
    {"gauges", tape_gauges}, {NULL, NULL},
};

const luaL_Reg lq_inspect_metamethods[] = {{"__eq", tape_eq}, {"__tostring", tape_tostring}, {NULL, NULL}};
