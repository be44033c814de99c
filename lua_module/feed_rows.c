/* Gives the rows of a file in batches: columns of one kind of row each. */
#include "topics.h"

enum { KINDS = 4, DEFAULT_BATCH = 8192, MOST_BATCH = 1 << 20 };

static const char *const kinds[KINDS] = {"trade", "candle", "gauge", "liquidation"};

/* The state of an iterator. */
typedef struct batches {
    lm_feed_reader *reader;
    size_t most;         /* rows of a batch */
    bool ended, failed;  /* all content was given; an error was raised */
    lm_feed_row *sorted; /* the rows of the batch by kind */
    size_t capacity;
    size_t counts[KINDS];
    size_t begin; /* of the rows of kind `kind` */
    int kind;     /* the next to give; KINDS: none is left */
    bool wanted[LM_MAX_COLUMNS];
} batches;

static void release_batches(lm_host *host, void *payload)
{
    batches *all = payload;
    lm_feed_reader_destroy(host, all->reader);
    if (all->sorted)
        host->allocate(host->context, all->sorted, all->capacity * sizeof *all->sorted, 0);
}

static int kind_of(const lm_feed_row *row)
{
    int kind = 0;
    while (kinds[kind][0] != row->kind[0])
        kind++;
    return kind;
}

/* Sorts the rows by kind, those of a kind in order of the file. */
static lm_status sort_rows(lq_host *host, batches *all, const lm_feed_row *rows, size_t count)
{
    size_t next[KINDS] = {0};
    if (count > all->capacity) {
        void *grown =
            host->core.allocate(host->core.context, all->sorted, all->capacity * sizeof *rows, count * sizeof *rows);
        if (!grown)
            return LM_E_MEMORY;
        all->sorted = grown;
        all->capacity = count;
    }
    memset(all->counts, 0, sizeof all->counts);
    for (size_t i = 0; i < count; i++)
        all->counts[kind_of(&rows[i])]++;
    for (int kind = 1; kind < KINDS; kind++)
        next[kind] = next[kind - 1] + all->counts[kind - 1];
    for (size_t i = 0; i < count; i++)
        all->sorted[next[kind_of(&rows[i])]++] = rows[i];
    all->kind = 0;
    all->begin = 0;
    return LM_OK;
}

enum { STATE = 1, SOURCE, LAYOUT, REPORT, COPY }; /* upvalues */

static void push_copy(lua_State *L, lq_host *host, const lm_feed_row *rows, size_t count)
{
    lm_text source;
    source.text = lua_tolstring(L, lua_upvalueindex(COPY), &source.length);
    lm_buffer *buffer = lq_new_buffer(L);
    const lm_status status = lm_feed_rows_copy(&host->core, source, rows, count, buffer);
    if (status != LM_OK)
        lq_throw(L, host, status);
    lq_buffer_to_string(L);
}

/* Pushes the rows of the next kind. */
static void push_batch(lua_State *L, lq_host *host, batches *all)
{
    const int kind = all->kind++;
    const size_t count = all->counts[kind];
    const lm_feed_row *rows = all->sorted + all->begin;
    all->begin += count;
    lua_createtable(L, 0, lm_feed_row_columns.count);
    lua_pushstring(L, kinds[kind]);
    lua_setfield(L, -2, "kind");
    lq_pushcount(L, count);
    lua_setfield(L, -2, "rows");
    if (!lua_isnil(L, lua_upvalueindex(COPY))) {
        push_copy(L, host, rows, count);
        lua_setfield(L, -2, "copy");
        return;
    }
    for (int i = 1; i < lm_feed_row_columns.count; i++) /* all but the kind */
        if (all->wanted[i])
            lq_set_column(L, &lm_feed_row_columns, i, rows, count);
}

/* Raises the error of a function that gave nil, message, code. */
static int raise_chunk_error(lua_State *L)
{
    lua_pop(L, 1);
    return lua_error(L);
}

/* Gives the next chunk to the reader. */
static lm_status add_chunk(lua_State *L, lq_host *host, batches *all)
{
    lm_bytes chunk;
    const int top = lua_gettop(L);
    const lq_chunk got = lq_next_chunk(L, lua_upvalueindex(SOURCE), &chunk);
    lm_status status = LM_OK;
    if (got == LQ_CHUNK_FAILED) {
        all->failed = true;
        raise_chunk_error(L);
    }
    if (got == LQ_CHUNK)
        status = lm_feed_reader_add(&host->core, all->reader, chunk);
    else
        lm_feed_reader_end(all->reader);
    all->ended = got == LQ_CHUNK_END;
    lua_settop(L, top);
    return status;
}

/* Returns the next batch, or nil at the end. Raises errors, so that no loop takes a part of a file for the whole. */
static int next_batch(lua_State *L)
{
    batches *all = lq_to_scoped(L, lua_upvalueindex(STATE));
    const lm_feed_row *rows;
    size_t count;
    lq_host host;
    lq_host_init(L, &host);
    if (all->failed)
        return luaL_error(L, "the rows of the file ended with an error before");
    for (;;) {
        while (all->kind < KINDS && all->counts[all->kind] == 0)
            all->kind++;
        if (all->kind < KINDS)
            break;
        lm_status status = lm_feed_reader_rows(&host.core, all->reader, all->most, &rows, &count);
        if (status == LM_OK)
            status = sort_rows(&host, all, rows, count);
        else if (status == LM_DONE && !all->ended)
            status = add_chunk(L, &host, all);
        if (status == LM_OK)
            continue;
        lua_pushvalue(L, lua_upvalueindex(REPORT));
        lq_set_row(L, &lm_feed_report_columns, lm_feed_reader_report(all->reader));
        lua_pop(L, 1);
        if (status == LM_DONE) {
            lua_pushnil(L);
            return 1;
        }
        all->failed = true;
        return lq_throw(L, &host, status);
    }
    push_batch(L, &host, all);
    lq_report_memory(L, &host);
    return 1;
}

/* ---- liqmap.rows(source, layout, options) */

/* Moves an option of the table at `options` to the stack: pushes its value, and removes it from the table. */
static void take_option(lua_State *L, int options, const char *name, int type, const char *expected)
{
    lua_getfield(L, options, name);
    if (!lua_isnil(L, -1) && lua_type(L, -1) != type)
        luaL_argerror(L, 3, lua_pushfstring(L, "%s: %s expected, got %s", name, expected, luaL_typename(L, -1)));
    lua_pushnil(L);
    lua_setfield(L, options, name);
}

/* Pushes a copy of the options, from which options are taken. */
static void copy_options(lua_State *L, int index)
{
    luaL_argcheck(L, lua_isnil(L, index) || lua_istable(L, index), index, "table of options expected");
    lua_newtable(L);
    const int copy = lua_gettop(L);
    if (lua_isnil(L, index))
        return;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_settable(L, copy);
    }
}

/* Reads the names of the wanted columns, a list at `index`; nil means all. */
static void read_columns(lua_State *L, int index, batches *all)
{
    const int count = lm_feed_row_columns.count;
    for (int i = 0; i < count; i++)
        all->wanted[i] = lua_isnil(L, index);
    for (int k = 1; lua_istable(L, index) && k <= (int)lq_rawlen(L, index); k++) {
        int i = 0;
        lua_rawgeti(L, index, k);
        const char *name = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : luaL_typename(L, -1);
        while (i < count && strcmp(lm_feed_row_columns.columns[i].name, name) != 0)
            i++;
        if (i == count)
            luaL_argerror(L, 3, lua_pushfstring(L, "columns: rows have no column '%s'", name));
        all->wanted[i] = true;
        lua_pop(L, 1);
    }
}

/* liqmap.rows(source, layout, options) */
static int rows(lua_State *L)
{
    enum {
        ARGUMENT_SOURCE = 1,
        ARGUMENT_LAYOUT,
        ARGUMENT_OPTIONS,
        COPIED,
        SYMBOL,
        BATCH,
        MAKE_IDS,
        COPY_SOURCE,
        COLUMNS
    };
    lua_settop(L, ARGUMENT_OPTIONS);
    luaL_argcheck(L, lua_type(L, ARGUMENT_SOURCE) == LUA_TSTRING || lua_isfunction(L, ARGUMENT_SOURCE), ARGUMENT_SOURCE,
                  "path of a file, or function that returns its chunks, expected");
    luaL_argcheck(L, lua_type(L, ARGUMENT_LAYOUT) == LUA_TSTRING || lua_istable(L, ARGUMENT_LAYOUT), ARGUMENT_LAYOUT,
                  "name or table of a layout expected");
    copy_options(L, ARGUMENT_OPTIONS);
    take_option(L, COPIED, "symbol", LUA_TSTRING, "string");
    take_option(L, COPIED, "batch", LUA_TNUMBER, "number");
    take_option(L, COPIED, "make_ids", LUA_TBOOLEAN, "boolean");
    take_option(L, COPIED, "copy", LUA_TSTRING, "string");
    take_option(L, COPIED, "columns", LUA_TTABLE, "list of names");
    const double batch = lua_isnil(L, BATCH) ? DEFAULT_BATCH : lua_tonumber(L, BATCH);
    luaL_argcheck(L, batch >= 1 && batch <= MOST_BATCH, ARGUMENT_OPTIONS, "batch: a number from 1 to 1048576 expected");
    lm_feed_options feed_options;
    lm_feed_options_init(&feed_options);
    if (!lua_isnil(L, SYMBOL))
        feed_options.symbol = lua_tolstring(L, SYMBOL, &feed_options.symbol_length);
    feed_options.make_ids = lua_toboolean(L, MAKE_IDS);

    size_t length;
    lm_tape_options options;
    const lm_layout *layout = NULL;
    lq_host host;
    lq_host_init(L, &host);
    const char *json = lq_push_document(L, (lq_value){COPIED, ARGUMENT_OPTIONS, NULL}, &length);
    batches *all = lq_new_scoped(L, sizeof *all, release_batches);
    const int state = lua_gettop(L);
    all->most = (size_t)batch;
    all->kind = KINDS;
    read_columns(L, COLUMNS, all);
    lm_status status = lm_tape_options_read(&host.core, json, length, &options);
    if (status == LM_OK)
        status = lq_read_layout(L, &host, lq_value_at(ARGUMENT_LAYOUT), &layout);
    const int layout_owner = lua_gettop(L);
    if (status == LM_OK)
        status = lm_feed_reader_create(&host.core, layout, &options, &feed_options, &all->reader);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    if (lua_type(L, ARGUMENT_SOURCE) == LUA_TSTRING) {
        const int opened = lq_open_chunks(L, ARGUMENT_SOURCE);
        if (opened != 1)
            return opened;
        lua_replace(L, ARGUMENT_SOURCE);
    }
    lua_newtable(L); /* the report */
    lua_pushvalue(L, state);
    lua_pushvalue(L, ARGUMENT_SOURCE);
    lua_pushvalue(L, layout_owner);
    lua_pushvalue(L, -4);
    lua_pushvalue(L, COPY_SOURCE);
    lua_pushcclosure(L, next_batch, 5);
    lua_insert(L, -2);
    return 2;
}

const luaL_Reg lq_feed_rows_functions[] = {{"rows", rows}, {NULL, NULL}};
