/* Adds trades in bulk, from columns of Lua numbers or from packed doubles, in blocks on the C stack. */
#include "topics.h"

enum { BLOCK = 256, ROW_SIZE = 32 };

typedef struct bulk {
    lq_tape *tape;
    size_t added;
    size_t pending;
    lm_trade trades[BLOCK];
    lq_host host;
} bulk;

/* Adds the pending trades. */
static lm_status flush(bulk *bulk)
{
    size_t done = 0;
    const lm_status status =
        lm_tape_trades(&bulk->host.core, &bulk->tape->building, bulk->trades, bulk->pending, &done);
    bulk->added += status == LM_OK ? bulk->pending : done;
    bulk->pending = 0;
    return status;
}

/* ---- packed trades: rows of four little-endian doubles */

static double read_double(const uint8_t *bytes)
{
    uint64_t bits;
    double value;
    memcpy(&bits, bytes, sizeof bits);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bits = __builtin_bswap64(bits);
#endif
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Computes the taker without a branch, because takers are random and would be mispredicted. */
static int32_t read_taker(double taker)
{
    const int bought = taker == 1, sold = taker == 0;
    return LM_TAKER_BOUGHT * bought | LM_TAKER_UNKNOWN * !(bought | sold);
}

static lm_trade unpack(const uint8_t *row)
{
    return (lm_trade){
        .time = lq_microseconds(read_double(row)),
        .price = read_double(row + 8),
        .qty = read_double(row + 16),
        .taker = read_taker(read_double(row + 24)),
    };
}

static lm_status add_packed(lua_State *L, bulk *bulk)
{
    size_t size;
    const uint8_t *row = (const uint8_t *)lua_tolstring(L, 2, &size);
    lm_status status = LM_OK;
    for (const uint8_t *const end = row + size; row < end && status == LM_OK;) {
        const size_t remaining = (size_t)(end - row) / ROW_SIZE;
        bulk->pending = remaining < BLOCK ? remaining : BLOCK;
        for (size_t i = 0; i < bulk->pending; i++, row += ROW_SIZE)
            bulk->trades[i] = unpack(row);
        status = flush(bulk);
    }
    return status;
}

/* ---- columns */

enum { TS = 2, PRICE, QTY, IS_BUY }; /* stack slots */

static void check_column(lua_State *L, int index, const char *name, int rows)
{
    if (!lua_istable(L, index))
        luaL_argerror(L, 2, lua_pushfstring(L, "%s: table expected, got %s", name, luaL_typename(L, index)));
    if ((int)lq_rawlen(L, index) != rows)
        luaL_argerror(
            L, 2,
            lua_pushfstring(L, "columns differ in length: %d in %s, %d in ts", (int)lq_rawlen(L, index), name, rows));
}

/* Reads a row; false if a value has the wrong type. Leaves the values on the stack. */
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

/* Adds rows up to the first one with a wrong type: then fewer than `rows` are added. */
static lm_status add_columns(lua_State *L, bulk *bulk, int rows)
{
    const bool has_taker = !lua_isnil(L, IS_BUY);
    lm_status status = LM_OK;
    for (int row = 1; row <= rows && status == LM_OK; row++) {
        const bool numbers = read_row(L, row, has_taker, &bulk->trades[bulk->pending]);
        lua_settop(L, IS_BUY);
        bulk->pending += numbers;
        if (bulk->pending == BLOCK || row == rows || !numbers)
            status = flush(bulk);
        if (!numbers)
            break;
    }
    return status;
}

/* ---- t:trades(columns or packed) */

static int tape_trades(lua_State *L)
{
    bulk bulk;
    lq_tape *tape = lq_check_tape(L, 1);
    const bool packed = lua_type(L, 2) == LUA_TSTRING;
    if (!packed && !lua_istable(L, 2))
        return luaL_argerror(L, 2, "table of columns or packed string expected");
    lua_settop(L, 2);
    if (packed && lq_rawlen(L, 2) % ROW_SIZE != 0)
        return lq_push_error_message(L, LM_E_ARGUMENT,
                                     "packed trades are rows of 32 bytes, and the last one is cut short");
    const int rows = packed ? 0 : check_columns(L);

    bulk.tape = tape;
    bulk.added = bulk.pending = 0;
    lq_host_init(L, &bulk.host);
    lm_status status = lq_tape_change(L, &bulk.host, tape, true);
    if (status != LM_OK)
        return lq_push_error(L, &bulk.host, status);
    status = packed ? add_packed(L, &bulk) : add_columns(L, &bulk, rows);
    lq_tape_changed(&bulk.host, tape, bulk.added > 0);
    lq_report_memory(L, &bulk.host);
    if (status != LM_OK)
        return lq_push_row_error(L, &bulk.host, status, bulk.added);
    if (!packed && bulk.added < (size_t)rows)
        return luaL_argerror(L, 2,
                             lua_pushfstring(L,
                                             "row %d: ts, price and qty must be numbers, is_buy true, false or "
                                             "nil",
                                             (int)bulk.added + 1));
    lq_pushcount(L, bulk.added);
    return 1;
}

const luaL_Reg lq_trades_methods[] = {{"trades", tape_trades}, {NULL, NULL}};
