/* Reads whole files into a tape by their layout, and lists the built-in layouts. */
#include "topics.h"

static void release_layout(lm_host *host, void *payload)
{
    lm_layout **layout = payload;
    if (*layout)
        lm_layout_destroy(host, *layout);
}

lm_status lq_read_layout(lua_State *L, lq_host *host, lq_value value, const lm_layout **layout)
{
    size_t length;
    const char *text = lq_push_document(L, value, &length);
    const bool is_document = text[strspn(text, " \t\r\n")] == '{';
    lm_layout **layout_slot = lq_new_scoped(L, sizeof *layout_slot, release_layout);
    const lm_status status = is_document ? lm_layout_read(&host->core, text, length, layout_slot)
                                         : lm_layout_named(&host->core, text, length, layout_slot);
    *layout = *layout_slot;
    return status;
}

/* ---- content in chunks */

lq_chunk lq_next_chunk(lua_State *L, int index, lm_bytes *chunk)
{
    lua_pushvalue(L, index);
    lua_call(L, 0, 3);
    if (lua_type(L, -3) == LUA_TSTRING) {
        lua_pop(L, 2);
        chunk->data = (const uint8_t *)lua_tolstring(L, -1, &chunk->size);
        return LQ_CHUNK;
    }
    if (!lua_isnil(L, -3))
        luaL_error(L, "a reader must return a string, or nil at the end, not a %s", luaL_typename(L, -3));
    if (lua_isnil(L, -2))
        return LQ_CHUNK_END;
    if (lua_type(L, -1) != LUA_TSTRING) {
        lua_pop(L, 1);
        lua_pushstring(L, lm_status_code(LM_E_CORRUPT));
    }
    return LQ_CHUNK_FAILED;
}

static void release_reader(lm_host *host, void *payload)
{
    lm_feed_reader **reader = payload;
    lm_feed_reader_destroy(host, *reader);
}

/*
 * Feeds the chunks of the function at stack slot `source` into the tape at slot `tape_index`. Returns the number of
 * results that are pushed: the report, or nil, message, code. The function may do anything to the tape between the chunks,
 * so the rows meet the tape only at the end.
 */
static int feed_chunks(lua_State *L, lq_host *host, int tape_index, int source, const lm_layout *layout,
                       const lm_feed_options *options)
{
    lq_tape *tape = lq_check_tape(L, tape_index);
    lm_feed_reader **reader = lq_new_scoped(L, sizeof *reader, release_reader);
    const int owner = lua_gettop(L);
    lm_feed_report report;
    lm_bytes chunk;
    lq_chunk got;
    lm_status status = lq_tape_change(L, host, tape, false);
    if (status == LM_OK)
        status = lm_feed_reader_create_for(&host->core, tape->building, layout, options, reader);
    while (status == LM_OK && (got = lq_next_chunk(L, source, &chunk)) != LQ_CHUNK_END) {
        if (got == LQ_CHUNK_FAILED)
            return 3;
        status = lm_feed_reader_add(&host->core, *reader, chunk);
        lua_settop(L, owner);
    }
    lua_settop(L, owner);
    if (status == LM_OK)
        status = lq_tape_change(L, host, lq_check_tape(L, tape_index), false);
    if (status == LM_OK)
        status = lm_feed_reader_finish(&host->core, *reader, &tape->building, &report);
    if (status != LM_OK)
        return lq_push_error(L, host, status);
    lq_free_scoped(L, owner);
    lq_report_memory(L, host);
    lq_push_row(L, &lm_feed_report_columns, &report);
    return 1;
}

/* t:feed{content, layout, symbol}; the content is a text, or a function that gives its chunks */
static int tape_feed(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("content"), LQ_NAME("layout"), LQ_NAME("symbol"), LQ_END};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
    const int layout_index = in.first + 1;
    const bool in_chunks = lua_isfunction(L, in.first);
    lm_bytes content = {NULL, 0};
    if (!in_chunks)
        content.data = (const uint8_t *)lq_text(L, &in, 0, &content.size);
    luaL_argcheck(L, lua_type(L, layout_index) == LUA_TSTRING || lua_istable(L, layout_index), lq_argument_of(&in, 1),
                  "layout: name or table of a layout expected");
    lm_feed_options options;
    lm_feed_options_init(&options);
    options.counting = &tape->options;
    if (!lua_isnil(L, in.first + 2))
        options.symbol = lq_text(L, &in, 2, &options.symbol_length);

    const lm_layout *layout;
    lm_feed_report report;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_layout(L, &host, lq_item(&in, 1), &layout);
    if (status == LM_OK && in_chunks)
        return feed_chunks(L, &host, 1, in.first, layout, &options);
    if (status == LM_OK)
        status = lq_tape_change(L, &host, tape, false);
    if (status == LM_OK)
        status = lm_tape_feed(&host.core, &tape->building, content, layout, &options, &report);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_report_memory(L, &host);
    lq_push_row(L, &lm_feed_report_columns, &report);
    return 1;
}

/* liqmap.feed_file(path, layout, options) */
static int feed_file(lua_State *L)
{
    enum { PATH = 1, LAYOUT, OPTIONS };
    luaL_checktype(L, PATH, LUA_TSTRING);
    luaL_argcheck(L, lua_type(L, LAYOUT) == LUA_TSTRING || lua_istable(L, LAYOUT), LAYOUT,
                  "name or table of a layout expected");
    lua_settop(L, OPTIONS);
    size_t length;
    const char *json = lq_push_document(L, lq_value_at(OPTIONS), &length);
    lq_tape *tape = lq_new_tape(L);
    const int tape_index = lua_gettop(L);
    const lm_layout *layout = NULL;
    lm_feed_options options;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_tape_begin(&host, tape, json, length);
    if (status == LM_OK)
        status = lq_read_layout(L, &host, lq_value_at(LAYOUT), &layout);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lm_feed_options_init(&options);
    options.counting = &tape->options;
    if (tape->options.symbol[0] && lm_layout_has_symbols(layout)) {
        options.symbol = tape->options.symbol;
        options.symbol_length = strlen(tape->options.symbol);
    }
    const int opened = lq_open_chunks(L, PATH);
    if (opened != 1)
        return opened;
    if (feed_chunks(L, &host, tape_index, lua_gettop(L), layout, &options) != 1)
        return 3;
    lua_pushvalue(L, tape_index);
    lua_insert(L, -2);
    return 2;
}

/* liqmap.layouts() */
static int layouts(lua_State *L)
{
    lm_layout_reader reader = {0};
    lm_layout_entry entry;
    lm_status status;
    lq_host host;
    lq_host_init(L, &host);
    lua_newtable(L);
    for (int i = 1; (status = lm_layout_next(&host.core, &reader, &entry)) == LM_OK; i++) {
        lq_push_row(L, &lm_layout_columns, &entry);
        lua_rawseti(L, -2, i);
    }
    return status == LM_DONE ? 1 : lq_push_error(L, &host, status);
}

const luaL_Reg lq_feed_functions[] = {{"layouts", layouts}, {"feed_file", feed_file}, {NULL, NULL}};

const luaL_Reg lq_feed_tape_methods[] = {{"feed", tape_feed}, {NULL, NULL}};
