/* Trades in bulk: columns of Lua numbers, or packed doubles. Both reach the core in blocks from the stack. */
#include "topics.h"

enum { BLOCK = 256, ROW_SIZE = 32 };

typedef struct feed {
    lq_tape *tape;
    size_t added;
    size_t waiting;
    lm_trade trades[BLOCK];
    lq_host host;
} feed;

static lm_status flush(feed *feed)
{
    size_t done = 0;
    const lm_status status =
        lm_tape_trades(&feed->host.core, &feed->tape->building, feed->trades, feed->waiting, &done);
    feed->added += status == LM_OK ? feed->waiting : done;
    feed->waiting = 0;
    return status;
}

/* ---- packed: rows of four little-endian doubles */

static double double_at(const uint8_t *at)
{
    uint64_t bits;
    double value;
    memcpy(&bits, at, sizeof bits);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bits = __builtin_bswap64(bits);
#endif
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Without a branch on what no processor can foresee. */
static int32_t taker_of(double taker)
{
    const int bought = taker == 1, sold = taker == 0;
    return LM_TAKER_BOUGHT * bought | LM_TAKER_UNKNOWN * !(bought | sold);
}

static lm_trade unpack(const uint8_t *row)
{
    return (lm_trade){
        .time = lq_microseconds(double_at(row)),
        .price = double_at(row + 8),
        .qty = double_at(row + 16),
        .taker = taker_of(double_at(row + 24)),
    };
}

static lm_status add_packed(lua_State *L, feed *feed)
{
    size_t size;
    const uint8_t *row = (const uint8_t *)lua_tolstring(L, 2, &size);
    lm_status status = LM_OK;
    for (const uint8_t *const end = row + size; row < end && status == LM_OK;) {
        const size_t left = (size_t)(end - row) / ROW_SIZE;
        feed->waiting = left < BLOCK ? left : BLOCK;
        for (size_t i = 0; i < feed->waiting; i++, row += ROW_SIZE)
            feed->trades[i] = unpack(row);
        status = flush(feed);
    }
    return status;
}

/* ---- columns */

enum { TS = 2, PRICE, QTY, IS_BUY }; /* their places on the stack */

static void check_column(lua_State *L, int index, const char *name, int rows)
{
    if (!lua_istable(L, index))
        luaL_argerror(L, 2, lua_pushfstring(L, "%s: table expected, got %s", name, luaL_typename(L, index)));
    if ((int)lq_rawlen(L, index) != rows)
        luaL_argerror(
            L, 2,
            lua_pushfstring(L, "columns differ in length: %d in %s, %d in ts", (int)lq_rawlen(L, index), name, rows));
}

/* False where a value has the wrong type. Leaves its four values on the stack. */
static bool read_row(lua_State *L, int row, bool has_taker, lm_trade *trade)
{
    lua_rawgeti(L, TS, row);
    lua_rawgeti(L, PRICE, row);
    lua_rawgeti(L, QTY, row);
    trade->taker = LM_TAKER_UNKNOWN;
    if (has_taker) {
        lua_rawgeti(L, IS_BUY, row);
        const int type = lua_type(L, -1);
        if (type == LUA_TBOOLEAN)
            trade->taker = lua_toboolean(L, -1) ? LM_TAKER_BOUGHT : LM_TAKER_SOLD;
        else if (type != LUA_TNIL)
            return false;
    }
    int is_time, is_price, is_qty;
    trade->time = lq_microseconds(lq_tonumber(L, IS_BUY + TS - 1, &is_time));
    trade->price = lq_tonumber(L, IS_BUY + PRICE - 1, &is_price);
    trade->qty = lq_tonumber(L, IS_BUY + QTY - 1, &is_qty);
    return is_time && is_price && is_qty;
}

static int check_columns(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("ts"), LQ_NAME("price"), LQ_NAME("qty"), LQ_NAME("is_buy"), LQ_END};
    lq_get_args(L, TS, parts);
    const int rows = lua_istable(L, TS) ? (int)lq_rawlen(L, TS) : 0;
    for (int column = TS; column <= QTY; column++)
        check_column(L, column, parts[column - TS].name, rows);
    if (!lua_isnil(L, IS_BUY) && !lua_istable(L, IS_BUY))
        check_column(L, IS_BUY, parts[IS_BUY - TS].name, rows);
    return rows;
}

/* Stops before a row of wrong types, which is then number added + 1 and not the last. */
static lm_status add_columns(lua_State *L, feed *feed, int rows)
{
    const bool has_taker = !lua_isnil(L, IS_BUY);
    lm_status status = LM_OK;
    for (int row = 1; row <= rows && status == LM_OK; row++) {
        const bool numbers = read_row(L, row, has_taker, &feed->trades[feed->waiting]);
        lua_settop(L, IS_BUY);
        feed->waiting += numbers;
        if (feed->waiting == BLOCK || row == rows || !numbers)
            status = flush(feed);
        if (!numbers)
            break;
    }
    return status;
}

/* ---- t:trades(columns or packed) */

static int tape_trades(lua_State *L)
{
    feed feed;
    lq_tape *tape = lq_check_tape(L, 1);
    const bool packed = lua_type(L, 2) == LUA_TSTRING;
    if (!packed && !lua_istable(L, 2))
        return luaL_argerror(L, 2, "table of columns or packed string expected");
    lua_settop(L, 2);
    if (packed && lq_rawlen(L, 2) % ROW_SIZE != 0)
        return lq_push_error_message(L, LM_E_ARGUMENT,
                                     "packed trades are rows of 32 bytes, and the last one is cut short");
    const int rows = packed ? 0 : check_columns(L);

    feed.tape = tape;
    feed.added = feed.waiting = 0;
    lq_host_init(L, &feed.host);
    lm_status status = lq_tape_change(L, &feed.host, tape, true);
    if (status != LM_OK)
        return lq_push_error(L, &feed.host, status);
    status = packed ? add_packed(L, &feed) : add_columns(L, &feed, rows);
    lq_tape_changed(&feed.host, tape, feed.added > 0);
    lq_report_memory(L, &feed.host);
    if (status != LM_OK)
        return lq_push_row_error(L, &feed.host, status, feed.added);
    if (!packed && feed.added < (size_t)rows)
        return luaL_argerror(L, 2,
                             lua_pushfstring(L,
                                             "row %d: ts, price and qty must be numbers, is_buy true, false or "
                                             "nil",
                                             (int)feed.added + 1));
    lq_pushcount(L, feed.added);
    return 1;
}

const luaL_Reg lq_trades_methods[] = {{"trades", tape_trades}, {NULL, NULL}};
