/* Impact models from data: estimated from a tape, or aggregated from snapshots of order book depth. */
#include "topics.h"

/* t:impact(options) */
static int tape_impact(lua_State *L)
{
    lq_tape *tape = lq_check_tape(L, 1);
    lm_bytes bytes;
    lm_impact_kind kind;
    lm_impact_estimate estimate;
    size_t length;
    lq_host host;
    lq_host_init(L, &host);
    lua_settop(L, 2);
    const char *json = lq_push_document(L, lq_value_at(2), &length);
    lm_status status = lm_tape_impact_options_read(&host.core, json, length, &kind);
    if (status == LM_OK)
        status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status == LM_OK)
        status = lm_tape_impact(&host.core, bytes, kind, &estimate);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    if (lq_push_impact(L, &host, &estimate.model) != 1)
        return 3; /* nil, message, code */
    lq_push_row(L, &lm_impact_estimate_columns, &estimate);
    lua_setfield(L, -2, "estimate");
    return 1;
}

/* liqmap.check_impact(document) */
static int check_impact(lua_State *L)
{
    luaL_checkany(L, 1);
    lm_impact_model model;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lq_read_impact(L, &host, lq_value_at(1), &model);
    return status == LM_OK ? lq_push_impact(L, &host, &model) : lq_push_error(L, &host, status);
}

/* ---- liqmap.book_impact(): depth of an order book */

#define LQ_BOOK "liqmap.book"

typedef struct lq_book {
    lm_book *book; /* NULL: closed */
} lq_book;

static lq_book *check_book(lua_State *L, int index)
{
    lq_book *book = luaL_checkudata(L, index, LQ_BOOK);
    luaL_argcheck(L, book->book, index, "the book is closed");
    return book;
}

/* liqmap.book_impact() */
static int book_create(lua_State *L)
{
    lq_host host;
    lq_host_init(L, &host);
    lq_book *book = lq_newuserdata(L, sizeof *book);
    book->book = NULL;
    luaL_getmetatable(L, LQ_BOOK);
    lua_setmetatable(L, -2);
    const lm_status status = lm_book_create(&host.core, &book->book);
    return status == LM_OK ? 1 : lq_push_error(L, &host, status);
}

static int book_close(lua_State *L)
{
    lq_book *book = luaL_checkudata(L, 1, LQ_BOOK);
    lq_host host;
    lq_host_init(L, &host);
    lm_book_destroy(&host.core, book->book);
    book->book = NULL;
    return 0;
}

/* Pushes the book, argument 1, or an error. */
static int push_book(lua_State *L, lq_host *host, lm_status status)
{
    if (status != LM_OK)
        return lq_push_error(L, host, status);
    lq_report_memory(L, host);
    lua_settop(L, 1);
    return 1;
}

/* b:band(ts, percentage, notional) */
static int book_band(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("ts"), LQ_NAME("percentage"), LQ_NAME("notional"), LQ_END};
    lq_book *book = check_book(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
    lq_host host;
    lq_host_init(L, &host);
    const int64_t time = lq_time(L, &in, 0);
    const double percentage = lq_number(L, &in, 1), notional = lq_number(L, &in, 2);
    return push_book(L, &host, lm_book_band(&host.core, &book->book, time, percentage, notional));
}

/* b:level(ts, is_bid, price, qty, mid) */
static int book_level(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("ts"),  LQ_NAME("is_bid"), LQ_NAME("price"),
                                    LQ_NAME("qty"), LQ_NAME("mid"),    LQ_END};
    lq_book *book = check_book(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
    lq_host host;
    lq_host_init(L, &host);
    luaL_argcheck(L, lua_isboolean(L, in.first + 1), lq_argument_of(&in, 1), "is_bid: boolean expected");
    const int64_t time = lq_time(L, &in, 0);
    const bool bid = lq_flag(L, &in, 1);
    const double price = lq_number(L, &in, 2), qty = lq_number(L, &in, 3), mid = lq_number(L, &in, 4);
    return push_book(L, &host, lm_book_level(&host.core, &book->book, time, bid, price, qty, mid));
}

/* b:merge(other): adds all rows of another book */
static int book_merge(lua_State *L)
{
    lq_book *book = check_book(L, 1);
    const lq_book *other = check_book(L, 2);
    lq_host host;
    lq_host_init(L, &host);
    luaL_argcheck(L, book != other, 2, "a book cannot be merged with itself");
    return push_book(L, &host, lm_book_merge_into(&host.core, &book->book, other->book));
}

/* b:impact() */
static int book_impact(lua_State *L)
{
    const lq_book *book = check_book(L, 1);
    lq_host host;
    lq_host_init(L, &host);
    lm_book_profile *profile = lq_newuserdata(L, sizeof *profile);
    const lm_status status = lm_book_read(&host.core, book->book, profile);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    if (lq_push_impact(L, &host, &profile->model) != 1)
        return 3; /* nil, message, code */
    lq_push_row(L, &lm_book_profile_columns, profile);
    lua_setfield(L, -2, "estimate");
    return 1;
}

static int book_tostring(lua_State *L)
{
    const lq_book *book = luaL_checkudata(L, 1, LQ_BOOK);
    lua_pushstring(L, book->book ? "liqmap.book" : "liqmap.book (closed)");
    return 1;
}

static const luaL_Reg methods[] = {
    {"band", book_band},     {"level", book_level}, {"merge", book_merge},
    {"impact", book_impact}, {"close", book_close}, {NULL, NULL},
};

static const luaL_Reg metamethods[] = {
    {"__tostring", book_tostring},
    {"__gc", book_close},
    {"__close", book_close},
    {NULL, NULL},
};

void lq_book_open(lua_State *L)
{
    static const luaL_Reg *const sets[] = {methods, NULL};
    lq_new_class(L, LQ_BOOK, sets, metamethods);
}

const luaL_Reg lq_impact_functions[] = {{"book_impact", book_create}, {"check_impact", check_impact}, {NULL, NULL}};

const luaL_Reg lq_impact_tape_methods[] = {{"impact", tape_impact}, {NULL, NULL}};
