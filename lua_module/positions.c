/* Known positions, added one by one or as columns, and the map of them. */
#include "topics.h"

#define LQ_POSITIONS "liqmap.positions"

typedef struct lq_positions {
    lm_positions *counted; /* NULL: closed */
} lq_positions;

static lq_positions *check_positions(lua_State *L)
{
    lq_positions *positions = luaL_checkudata(L, 1, LQ_POSITIONS);
    luaL_argcheck(L, positions->counted, 1, "the positions are closed");
    return positions;
}

static int positions_close(lua_State *L)
{
    lq_positions *positions = luaL_checkudata(L, 1, LQ_POSITIONS);
    lq_host host;
    lq_host_init(L, &host);
    lm_positions_destroy(&host.core, positions->counted);
    positions->counted = NULL;
    return 0;
}

/* liqmap.positions(options) */
static int positions_create(lua_State *L)
{
    size_t length;
    lm_positions_options options;
    const char *json = lq_push_document(L, lq_value_at(1), &length);
    lq_positions *positions = lq_newuserdata(L, sizeof *positions);
    positions->counted = NULL;
    luaL_getmetatable(L, LQ_POSITIONS);
    lua_setmetatable(L, -2);
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lm_positions_options_read(&host.core, json, length, &options);
    if (status == LM_OK)
        status = lm_positions_create(&host.core, &options, &positions->counted);
    return status == LM_OK ? 1 : lq_push_error(L, &host, status);
}

/* ---- one by one: each method changes the positions and returns them */

/* Pushes the positions, argument 1, or an error. */
static int push_positions(lua_State *L, lq_host *host, lm_status status)
{
    if (status != LM_OK)
        return lq_push_error(L, host, status);
    lq_report_memory(L, host);
    lua_settop(L, 1);
    return 1;
}

static const lq_part known_parts[] = {LQ_NAME("price"), LQ_NAME("side"),     LQ_NAME("liquidation_price"),
                                      LQ_NAME("qty"),   LQ_NAME("leverage"), LQ_END};
static const lq_part margin_parts[] = {LQ_NAME("price"),    LQ_NAME("side"),       LQ_NAME("entry"), LQ_NAME("qty"),
                                       LQ_NAME("leverage"), LQ_NAME("collateral"), LQ_NAME("rules"), LQ_END};

/* p:add{price, side, liquidation_price or nil, qty, leverage} */
static int positions_add(lua_State *L)
{
    lq_positions *positions = check_positions(L);
    const lq_arguments in = lq_get_args(L, 2, known_parts);
    const lm_known_position position = {
        .price = lq_number(L, &in, 0),
        .side = lq_side(L, &in, 1),
        .liquidation_price = lq_number_or(L, &in, 2, NAN),
        .qty = lq_number(L, &in, 3),
        .leverage = lq_number_or(L, &in, 4, NAN),
    };
    lq_host host;
    lq_host_init(L, &host);
    return push_positions(L, &host, lm_positions_add(&host.core, &positions->counted, &position));
}

/* p:add_margin{price, side, entry, qty, leverage, collateral, rules} */
static int positions_add_margin(lua_State *L)
{
    lq_positions *positions = check_positions(L);
    const lq_arguments in = lq_get_args(L, 2, margin_parts);
    const double price = lq_number(L, &in, 0);
    const lm_position position = {
        .side = lq_side(L, &in, 1),
        .entry = lq_number(L, &in, 2),
        .qty = lq_number(L, &in, 3),
        .leverage = lq_number_or(L, &in, 4, 0),
        .collateral = lq_number_or(L, &in, 5, 0),
    };
    lm_rules rules;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_rules(L, &host, lq_item(&in, 6), &rules);
    if (status == LM_OK && lua_isnil(L, lq_item(&in, 4).index) && lua_isnil(L, lq_item(&in, 5).index))
        status = lm_positions_margin_unknown(&host.core);
    if (status == LM_OK)
        status = lm_positions_add_margin(&host.core, &positions->counted, price, &rules, &position);
    return push_positions(L, &host, status);
}

/* p:add_account{positions, symbol} */
static int positions_add_account(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("positions"), LQ_NAME("symbol"), LQ_END};
    lq_positions *positions = check_positions(L);
    const lq_arguments in = lq_get_named_args(L, 2, parts);
    lm_text symbol = {.text = NULL};
    lm_account *account;
    lm_account_margin margin;
    size_t added = 0;
    lq_host host;
    lq_host_init(L, &host);
    symbol.text = lq_text(L, &in, 1, &symbol.length);
    lm_status status = lq_push_account(L, &host, lq_item(&in, 0), &account);
    if (status == LM_OK)
        status = lm_account_solve_listed(&host.core, account, &margin);
    if (status == LM_OK)
        status = lm_positions_add_account(&host.core, &positions->counted, account, symbol, &added);
    lq_report_memory(L, &host);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_pushcount(L, added);
    return 1;
}

/* ---- as columns */

enum { COLUMNS = 2, PRICE = COLUMNS, SIDE, QTY = COLUMNS + 3 }; /* stack slots of both kinds of row */
enum { LIQUIDATION_PRICE = COLUMNS + 2, LEVERAGE = COLUMNS + 4 };
enum { ENTRY = COLUMNS + 2, COLLATERAL = COLUMNS + 5, RULES };
enum { BLOCK = 256 };

typedef struct bulk {
    lq_positions *positions;
    lm_rules rules; /* of add_margin_many */
    size_t added;
    size_t pending;
    lm_known_position known[BLOCK];
    lq_host host;
} bulk;

static void check_column(lua_State *L, int column, const char *name, int rows)
{
    if (!lua_istable(L, column))
        luaL_argerror(L, 2, lua_pushfstring(L, "%s: table expected, got %s", name, luaL_typename(L, column)));
    if (rows >= 0 && (int)lq_rawlen(L, column) != rows)
        luaL_argerror(
            L, 2,
            lua_pushfstring(L, "columns differ in length: %d in %s, %d in qty", (int)lq_rawlen(L, column), name, rows));
}

/* Moves the columns to their stack slots, checks them and returns the number of rows. The price may be one number, and
 * columns that may have holes may be absent. */
static int check_columns(lua_State *L, const lq_part *parts, bool by_margin)
{
    if (!lua_istable(L, COLUMNS))
        luaL_argerror(L, COLUMNS, "table of columns expected");
    lq_get_args(L, COLUMNS, parts);
    check_column(L, QTY, "qty", -1);
    const int rows = (int)lq_rawlen(L, QTY);
    if (lua_type(L, PRICE) != LUA_TNUMBER)
        check_column(L, PRICE, "price", rows);
    check_column(L, SIDE, "side", rows);
    if (by_margin)
        check_column(L, ENTRY, "entry", rows);
    for (int column = COLUMNS; parts[column - COLUMNS].name; column++)
        if (column != PRICE && column != RULES && !lua_isnil(L, column))
            check_column(L, column, parts[column - COLUMNS].name, -1);
    return rows;
}

/* Reads the number of a row, or the one number of the whole column; false for another type. */
static bool read_number(lua_State *L, int column, int row, double *number)
{
    int is_number;
    if (lua_type(L, column) == LUA_TNUMBER) {
        *number = lua_tonumber(L, column);
        return true;
    }
    lua_rawgeti(L, column, row);
    *number = lq_tonumber(L, -1, &is_number);
    lua_pop(L, 1);
    return is_number;
}

/* Says whether a row has no value in a column: a hole, or an absent column. */
static bool is_hole(lua_State *L, int column, int row)
{
    if (lua_isnil(L, column))
        return true;
    lua_rawgeti(L, column, row);
    const bool hole = lq_is_nil(L, -1);
    lua_pop(L, 1);
    return hole;
}

/* Reads a number, or `default_value` for a hole or an absent column; false for another type. */
static bool read_number_or(lua_State *L, int column, int row, double default_value, double *number)
{
    *number = default_value;
    return is_hole(L, column, row) || read_number(L, column, row, number);
}

static bool read_side(lua_State *L, int row, lm_side *side)
{
    lua_rawgeti(L, SIDE, row);
    const int found = lq_test_side(L, -1);
    lua_pop(L, 1);
    *side = (lm_side)found;
    return found >= 0;
}

/* Reads a row and adds it, now or with the next flush; false if a value has the wrong type. */
typedef bool (*row_reader)(lua_State *L, bulk *bulk, int row, lm_status *status);

/* Adds the pending rows. */
static lm_status flush(bulk *bulk)
{
    size_t done = 0;
    const lm_status status =
        lm_positions_add_many(&bulk->host.core, &bulk->positions->counted, bulk->known, bulk->pending, &done);
    bulk->added += done;
    bulk->pending = 0;
    return status;
}

static bool add_known_row(lua_State *L, bulk *bulk, int row, lm_status *status)
{
    lm_known_position *position = &bulk->known[bulk->pending];
    if (!read_number(L, PRICE, row, &position->price) || !read_side(L, row, &position->side) ||
        !read_number_or(L, LIQUIDATION_PRICE, row, NAN, &position->liquidation_price) ||
        !read_number(L, QTY, row, &position->qty) || !read_number_or(L, LEVERAGE, row, NAN, &position->leverage))
        return false;
    if (++bulk->pending == BLOCK)
        *status = flush(bulk);
    return true;
}

static bool add_margin_row(lua_State *L, bulk *bulk, int row, lm_status *status)
{
    lm_position position;
    double price;
    if (!read_number(L, PRICE, row, &price) || !read_side(L, row, &position.side) ||
        !read_number(L, ENTRY, row, &position.entry) || !read_number(L, QTY, row, &position.qty) ||
        !read_number_or(L, LEVERAGE, row, 0, &position.leverage) ||
        !read_number_or(L, COLLATERAL, row, 0, &position.collateral))
        return false;
    if (is_hole(L, LEVERAGE, row) && is_hole(L, COLLATERAL, row))
        *status = lm_positions_margin_unknown(&bulk->host.core);
    else
        *status = lm_positions_add_margin(&bulk->host.core, &bulk->positions->counted, price, &bulk->rules, &position);
    bulk->added += *status == LM_OK;
    return true;
}

/* Adds rows up to the first bad one and pushes their number or an error. */
static int add_rows(lua_State *L, bulk *bulk, int rows, row_reader add)
{
    lm_status status = LM_OK;
    bool readable = true;
    for (int row = 1; row <= rows && status == LM_OK && readable; row++)
        readable = add(L, bulk, row, &status);
    if (status == LM_OK)
        status = flush(bulk);
    lq_report_memory(L, &bulk->host);
    if (status != LM_OK)
        return lq_push_row_error(L, &bulk->host, status, bulk->added);
    if (!readable)
        return luaL_argerror(
            L, 2, lua_pushfstring(L, "row %d: side must be 'long' or 'short', all else numbers", (int)bulk->added + 1));
    lq_pushcount(L, bulk->added);
    return 1;
}

static void bulk_begin(lua_State *L, bulk *bulk)
{
    bulk->positions = check_positions(L);
    bulk->added = bulk->pending = 0;
    lq_host_init(L, &bulk->host);
}

/* p:add_many{price, side, liquidation_price, qty, leverage} */
static int positions_add_many(lua_State *L)
{
    bulk bulk;
    bulk_begin(L, &bulk);
    return add_rows(L, &bulk, check_columns(L, known_parts, false), add_known_row);
}

/* p:add_margin_many{price, side, entry, qty, leverage, collateral, rules} */
static int positions_add_margin_many(lua_State *L)
{
    bulk bulk;
    bulk_begin(L, &bulk);
    const int rows = check_columns(L, margin_parts, true);
    const lm_status status = lq_read_rules(L, &bulk.host, (lq_value){RULES, COLUMNS, "rules"}, &bulk.rules);
    if (status != LM_OK)
        return lq_push_error(L, &bulk.host, status);
    return add_rows(L, &bulk, rows, add_margin_row);
}

/* ---- the map */

/* p:map() */
static int positions_map(lua_State *L)
{
    const lq_positions *positions = check_positions(L);
    lq_host host;
    lq_host_init(L, &host);
    lq_map *map = lq_new_map(L);
    const lm_status status = lm_positions_map(&host.core, positions->counted, &map->map);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_report_memory(L, &host);
    return 1;
}

static int positions_tostring(lua_State *L)
{
    const lq_positions *positions = luaL_checkudata(L, 1, LQ_POSITIONS);
    lua_pushstring(L, positions->counted ? "liqmap.positions" : "liqmap.positions (closed)");
    return 1;
}

static const luaL_Reg methods[] = {
    {"add", positions_add},
    {"add_many", positions_add_many},
    {"add_margin", positions_add_margin},
    {"add_margin_many", positions_add_margin_many},
    {"add_account", positions_add_account},
    {"map", positions_map},
    {"close", positions_close},
    {NULL, NULL},
};

static const luaL_Reg metamethods[] = {
    {"__tostring", positions_tostring},
    {"__gc", positions_close},
    {"__close", positions_close},
    {NULL, NULL},
};

void lq_positions_open(lua_State *L)
{
    static const luaL_Reg *const sets[] = {methods, NULL};
    lq_new_class(L, LQ_POSITIONS, sets, metamethods);
}

const luaL_Reg lq_positions_functions[] = {{"positions", positions_create}, {NULL, NULL}};
