/* Markets from data: estimated from a tape, gathered from snapshots of a book. */
#include "glue.h"

/* t:market(options) */
int lq_tape_market(lua_State *L)
{
    lq_tape *tape = lq_check_tape(L, 1);
    lm_bytes bytes;
    lm_impact_kind impact;
    lm_market_estimate estimate;
    size_t length;
    lq_host host;
    lq_host_init(L, &host);
    lua_settop(L, 2);
    const char *json = lq_push_document(L, 2, &length);
    lm_status status = lm_market_estimate_options_read(&host.core, json, length, &impact);
    if (status == LM_OK)
        status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status == LM_OK)
        status = lm_market_estimate_tape(&host.core, bytes, impact, &estimate);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_push_market(L, &estimate.market);
    lua_createtable(L, 0, 7);
    lq_set_number(L, "low", estimate.low);
    lq_set_number(L, "high", estimate.high);
    lq_set_count(L, "n", estimate.n);
    lq_set_number(L, "r2", estimate.r2);
    lq_set_number(L, "sigma", estimate.sigma);
    lq_set_number(L, "volume", estimate.volume);
    lq_set_number(L, "frame", lq_seconds(estimate.frame));
    lua_setfield(L, -2, "estimate");
    return 1;
}

/* ---- books */

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

/* liqmap.book_market() */
static int book_new(lua_State *L)
{
    lq_host host;
    lq_host_init(L, &host);
    lq_book *book = lq_newuserdata(L, sizeof *book);
    book->book = NULL;
    luaL_getmetatable(L, LQ_BOOK);
    lua_setmetatable(L, -2);
    const lm_status status = lm_book_new(&host.core, &book->book);
    return status == LM_OK ? 1 : lq_refuse(L, &host, status);
}

static int book_close(lua_State *L)
{
    lq_book *book = luaL_checkudata(L, 1, LQ_BOOK);
    lq_host host;
    lq_host_init(L, &host);
    lm_book_free(&host.core, book->book);
    book->book = NULL;
    return 0;
}

/* The book itself, or why the row was refused. */
static int added(lua_State *L, lq_host *host, lm_status status)
{
    if (status != LM_OK)
        return lq_refuse(L, host, status);
    lq_weigh(L, host);
    lua_settop(L, 1);
    return 1;
}

/* b:band(ts, percentage, notional) */
static int book_band(lua_State *L)
{
    static const char *const names[] = {"ts", "percentage", "notional", NULL};
    lq_book *book = check_book(L, 1);
    const lq_arguments in = lq_take(L, 2, names);
    lq_host host;
    lq_host_init(L, &host);
    const int64_t time = lq_time(L, &in, 0);
    const double percentage = lq_number(L, &in, 1), notional = lq_number(L, &in, 2);
    return added(L, &host, lm_book_band(&host.core, &book->book, time, percentage, notional));
}

/* b:level(ts, is_bid, price, qty, mid) */
static int book_level(lua_State *L)
{
    static const char *const names[] = {"ts", "is_bid", "price", "qty", "mid", NULL};
    lq_book *book = check_book(L, 1);
    const lq_arguments in = lq_take(L, 2, names);
    lq_host host;
    lq_host_init(L, &host);
    luaL_argcheck(L, lua_isboolean(L, in.first + 1), in.named ? in.first : in.first + 1, "is_bid: boolean expected");
    const int64_t time = lq_time(L, &in, 0);
    const bool bid = lq_flag(L, &in, 1);
    const double price = lq_number(L, &in, 2), qty = lq_number(L, &in, 3), mid = lq_number(L, &in, 4);
    return added(L, &host, lm_book_level(&host.core, &book->book, time, bid, price, qty, mid));
}

/* b:merge(other): adds all rows of another */
static int book_merge(lua_State *L)
{
    lq_book *book = check_book(L, 1);
    const lq_book *other = check_book(L, 2);
    lq_host host;
    lq_host_init(L, &host);
    luaL_argcheck(L, book != other, 2, "a book cannot be merged with itself");
    return added(L, &host, lm_book_absorb(&host.core, &book->book, other->book));
}

/* b:market() */
static int book_market(lua_State *L)
{
    const lq_book *book = check_book(L, 1);
    lq_host host;
    lq_host_init(L, &host);
    lm_book_profile *profile = lq_newuserdata(L, sizeof *profile);
    const lm_status status = lm_book_read(&host.core, book->book, profile);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_push_market(L, &profile->market);
    lua_createtable(L, 0, 3);
    lq_set_count(L, "snapshots", profile->snapshots);
    lq_set_time(L, "since", profile->since);
    lq_set_time(L, "until", profile->until);
    lua_setfield(L, -2, "estimate");
    return 1;
}

static int book_tostring(lua_State *L)
{
    const lq_book *book = luaL_checkudata(L, 1, LQ_BOOK);
    lua_pushstring(L, book->book ? "liqmap.book" : "liqmap.book (closed)");
    return 1;
}

void lq_estimate_open(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"band", book_band},     {"level", book_level}, {"merge", book_merge},
        {"market", book_market}, {"close", book_close}, {NULL, NULL},
    };
    static const luaL_Reg metamethods[] = {
        {"__tostring", book_tostring},
        {"__gc", book_close},
        {"__close", book_close},
        {NULL, NULL},
    };
    lq_new_class(L, LQ_BOOK, methods, metamethods);
    lua_pushcfunction(L, book_new);
    lua_setfield(L, -2, "book_market");
}
