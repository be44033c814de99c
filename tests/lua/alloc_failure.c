/*
 * Runs scenes under an allocator that fails their n-th allocation (then, in a second round, all from the n-th on), for
 * n = 1, 2, ... until they end without an error. Each run must succeed or end with "not enough memory", and closing the
 * state must free every byte. The allocator also checks the sizes that the module and the core give when they free or
 * move blocks. Unless LIQMAP_THOROUGH is set, n goes in steps.
 */
#include <lauxlib.h>
#include <lualib.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int luaopen_liqmap(lua_State *L);

#define NEVER LONG_MAX

typedef struct heap {
    size_t live;
    long count;   /* allocations since armed */
    long fail_at; /* NEVER, or the number of an allocation */
    bool for_good;
    bool armed;
    bool wrong_size;
} heap;

typedef union header {
    size_t size;
    max_align_t align;
} header;

static bool fails(heap *heap)
{
    if (!heap->armed)
        return false;
    heap->count++;
    return heap->for_good ? heap->count >= heap->fail_at : heap->count == heap->fail_at;
}

static void *allocate(void *context, void *block, size_t old_size, size_t new_size)
{
    heap *heap = context;
    header *at = block ? (header *)block - 1 : NULL;
    if (at && at->size != old_size)
        heap->wrong_size = true;
    if (new_size == 0) {
        heap->live -= at ? at->size : 0;
        free(at);
        return NULL;
    }
    if ((!at || new_size > at->size) && fails(heap))
        return NULL;
    header *moved = malloc(sizeof *moved + new_size); /* always moves, so that a stale pointer shows */
    if (!moved)
        abort();
    if (at)
        memcpy(moved + 1, at + 1, at->size < new_size ? at->size : new_size);
    heap->live += new_size - (at ? at->size : 0);
    free(at);
    moved->size = new_size;
    return moved + 1;
}

static bool is_thorough(void)
{
    return getenv("LIQMAP_THOROUGH") != NULL;
}

/* Runs before each scene, under an allocator that does not fail yet: opening the module is a scene of its own. */
static const char prelude[] =
    "start, half = 1767225600, 1767225600 + 900\n"
    "local options = {days = 0.02, trades_per_minute = 20}\n"
    "columns, samples = {ts = {}, price = {}, qty = {}, is_buy = {}}, {}\n"
    "for ts, price, qty, is_buy in assert(liqmap.demo_trades(options)) do\n"
    "  local i = #columns.ts + 1\n"
    "  columns.ts[i], columns.price[i], columns.qty[i], columns.is_buy[i] = ts, price, qty, is_buy\n"
    "end\n"
    "for ts, name, value in assert(liqmap.demo_gauges(options)) do samples[#samples + 1] = {ts, name, value} end\n"
    "function build()\n"
    "  local tape = assert(liqmap.tape {symbol = 'BTCUSDT', candle = '1 min'})\n"
    "  for _, sample in ipairs(samples) do assert(tape:gauge(sample[1], sample[2], sample[3])) end\n"
    "  assert(tape:trades(columns) == #columns.ts)\n"
    "  assert(tape:candle(start + 3600, 90000, 90010, 89990, 90000, 5))\n"
    "  assert(tape:liquidation(start, 90000, 1, 'long') and tape:liquidation(start, nil, 1, 'short'))\n"
    "  return tape\n"
    "end\n"
    "tape = build()\n"
    "bytes = assert(tape:encode())\n"
    "map = assert(tape:map())\n"
    "impact = {kind = 'book', levels = {{0.1, 1e6}, {1, 1e7}}}\n";

/* Separate scenes, because the time of a scene grows with the square of its allocations. */
static const char *const scenes[] = {
    /* building */
    "assert(build():encode() == bytes)\n"
    "for _ in assert(liqmap.demo_trades {days = 0.001}) do end\n",
    /* the null of a JSON library, which is a null pointer, counts as nil */
    "local rules = '{\"tiers\": [[0, 0.004, null, 100]]}'\n"
    "local price = liqmap.liquidation_price('long', 100, 10, {tiers = {{0, 0.004, null, 100}}}, 10)\n"
    "assert(price == liqmap.liquidation_price('long', 100, 10, rules, 10, null, null))\n"
    "assert(price == liqmap.liquidation_price {side = 'long', entry = 100, qty = 10, rules = rules, leverage = 10, "
    "mark = null})\n"
    "local tape = assert(liqmap.tape(null))\n"
    "assert(tape:trade(start, 90000, 1, null) and tape:liquidation(start, null, 1, 'long'))\n"
    "assert(tape:candle(start, 90000, 90000, 90000, 90000, 5, null))\n",
    /* whole files */
    "local csv = 'ts;price;qty;is_buy;id\\n1767225600;90000;1;true;x-1\\n1767225660;90001;1;;x-2\\n'\n"
    "local layout = {csv = {separator = ';'}, id = {'id'}, trades = {ts = 'ts', price = 'price', base = 'qty'}}\n"
    "local tape = assert(liqmap.tape())\n"
    "assert(tape:feed(csv, layout).trades == 2 and #liqmap.layouts() > 0)\n"
    "assert(not tape:feed('{}', 'generic/trades'))\n"
    "assert(not tape:feed('[{\"ts\":1767225600,\"price\":1}]', 'generic/trades'))\n",
    /* files in chunks, and their rows */
    "local function chunks(text)\n"
    "  local at = 1\n"
    "  return function() at = at + 40 return text:sub(at - 40, at - 1) ~= '' and text:sub(at - 40, at - 1) or nil end\n"
    "end\n"
    "local csv = 'ts,price,qty,is_buy\\n1767225600,90000,1,true\\n1767225660,90001,1,\\n'\n"
    "local tape = assert(liqmap.tape())\n"
    "assert(tape:feed(chunks(csv), 'generic/trades').trades == 2)\n"
    "local sum = 0\n"
    "for batch in assert(liqmap.rows(chunks(csv), 'generic/trades', {make_ids = true, batch = 1, symbol = 'B'})) do\n"
    "  sum = sum + batch.price[1]\n"
    "end\n"
    "for batch in assert(liqmap.rows(chunks(csv), 'generic/trades', {copy = 'x'})) do sum = sum + #batch.copy end\n"
    "assert(sum > 180001 and not liqmap.rows(chunks(csv), 'generic/trade'))\n"
    "assert(not liqmap.chunks '/no/such/file' and not liqmap.feed_file('/no/such/file', 'generic/trades'))\n",
    /* tapes */
    "local copy = assert(liqmap.decode(bytes))\n"
    "assert(copy == tape and copy:trade(start, 90000, 1))\n"
    "for _ in tape:frames() do end\n"
    "for _ in tape:volume_profile() do end\n"
    "for _ in tape:gauges() do end\n"
    "local both = assert(liqmap.rollup {tape, copy, assert(liqmap.tape {symbol = 'BTCUSDT'})})\n"
    "assert(both == tape + copy and both == tape:merge(copy))\n"
    "assert(tape:slice(start + 60):coarsen {frame = 300, precision = 10}:label 'BTC')\n"
    "assert(#tostring(tape) > 0 and not liqmap.decode 'LMT junk')\n",
    /* maps */
    "local map = assert(tape:map({exposure = 0.5}, half))\n"
    "assert(map:advance(tape) == tape:map {exposure = 0.5})\n"
    "assert(#map:notices(tape) == 0 and #tape:map {open_interest = 1e12}:notices(tape) == 1)\n"
    "assert(map:levels {by_leverage = true} and map:clusters() and map:ledger() and map:info() and map:model())\n"
    "local sum = assert(liqmap.rollup {map, map + map})\n"
    "assert(liqmap.decode(sum:encode()) == sum and liqmap.decode(map:encode()) == map)\n"
    "assert(sum:notional_between(0, 90000, 'long') and #tostring(map) > 0)\n"
    "assert(map:liquidation_quantile('long', 0.5) and map:merge(map) == map + map)\n",
    /* models and margin */
    "assert(not liqmap.check_model {colour = 'red'} and liqmap.model 'one_day' and #liqmap.models() > 0)\n"
    "assert(liqmap.ts(start) == start and liqmap.bar(1, 2))\n"
    "local rules = {fee = 0.001, rounding = {long = 'up', short = 'down'}, tick = 0.5}\n"
    "assert(liqmap.margin {side = 'long', entry = 1, qty = 1, leverage = 5, rules = rules})\n"
    "assert(liqmap.liquidation_price('long', 100, 5, rules) and liqmap.round_liquidation_price('long', 5.1, rules))\n"
    "assert(liqmap.hedged_margin(100, 2, 110, 1, 30, rules))\n"
    "assert(liqmap.hedged_liquidation_price(100, 2, 110, 1, 30, rules))\n",
    /* accounts */
    "local account = {positions = {}}\n"
    "for i = 1, 20 do\n"
    "  account.positions[i] = {symbol = 'BTC', side = i % 3 == 0 and 'short' or 'long', qty = i, mark = 100,\n"
    "    rules = {tiers = {{0, 0.01}, {500, 0.02}}}, liquidation_price = i % 3 == 0 and 150 or 50}\n"
    "end\n"
    "assert(#liqmap.cross_account(account) == 20 and liqmap.account_margin(account))\n"
    "assert(assert(liqmap.positions()):add_account {positions = account.positions, symbol = 'BTC'} == 20)\n",
    /* venues */
    "assert(liqmap.venue('hyperliquid', 'BTC') and not liqmap.venue('', ''))\n"
    "assert(not thorough or #liqmap.venues() > 0)\n",
    /* the demo market, and closing */
    "local tape = assert(liqmap.demo {days = 0.002})\n"
    "local map, positions, book = assert(tape:map()), assert(liqmap.positions()), assert(liqmap.book_impact())\n"
    "tape:close() map:close() positions:close() book:close()\n",
    /* known positions */
    "local positions = assert(liqmap.positions {symbol = 'BTCUSDT', as_of = '2026-01-01'})\n"
    "local held = {price = 90000, side = {}, qty = {}, liquidation_price = {}, entry = {}, leverage = {}}\n"
    "for i = 1, 40 do\n"
    "  held.side[i], held.qty[i], held.liquidation_price[i] = 'long', i, 80000 + 100 * i\n"
    "  held.entry[i], held.leverage[i] = 90000 + i, 4 + i\n"
    "end\n"
    "local margins = {price = 90000, side = held.side, qty = held.qty, entry = held.entry, leverage = held.leverage,\n"
    "  rules = {fee = 0.001}}\n"
    "held.entry = nil\n"
    "assert(positions:add_many(held) == 40 and positions:add_margin_many(margins) == 40)\n"
    "assert(positions:add(90000, 'short', nil, 1) and positions:add_margin(90000, 'long', 90000, 1, 5))\n"
    "assert(positions:map() == positions:map())\n",
    /* heatmaps and replays */
    "local heatmap = {every = 600, step = 2000, zero_cells = true}\n"
    "assert(#tape:heatmap(heatmap) > 10)\n"
    "heatmap.columns = true\n"
    "assert(#tape:heatmap(heatmap).ts > 10 and #tape:replay {columns = true}.ts > 10)\n"
    "assert(#tape:replay {as_of = start + 300} == 5)\n",
    /* series */
    "local count = 0\n"
    "for as_of, map in assert(tape:maps {every = 600}) do\n"
    "  assert(as_of > start and map:info())\n"
    "  count = count + 1\n"
    "end\n"
    "assert(count == 7 and #tape:density {every = 600} == 35)\n"
    "assert(#tape:density({every = 1200, distances = {0.01}, columns = true}).as_of == 4)\n",
    /* scores: the tape is too short for one */
    "local rows, message, code = tape:score {models = {{}, 'one_day'}, options = {draws = 3}}\n"
    "assert(not rows and code == 'missing', message)\n",
    /* charts */
    "assert(#map:svg {step = 2000} > 0 and #tape:svg {every = 600, step = 2000} > 0)\n"
    "assert(#liqmap.page(map:vega {step = 2000}) > 0 and #map:export('liqmap', 2000) > 0)\n",
    "assert(#tape:vega {every = 600, step = 2000} > 0)\n"
    "assert(#tape:export {layout = 'liqmap', every = 600, step = 2000} > 0)\n",
    /* cascades */
    "assert(liqmap.check_impact(impact) and map:cascade(-0.1, impact) and map:cascade_by_leverage(0.1, impact))\n"
    "assert(map:cascades({-0.1, 0.1}, impact, {1, 0.1}) and map:fragility {impact = impact, step = 2000})\n",
    "assert(#map:simulate(impact, 20, 7) > 0 and #map:cascade_path(-0.02, impact, {step = 10, duration = 60}) > 0)\n"
    "assert(#liqmap.cascade_venues({map, map}, {impact, impact}, -0.02) == 2)\n"
    "assert(#map:cascade_svg(-0.02, impact, {step = 10, duration = 60}) > 0)\n"
    "local book = assert(liqmap.book_impact())\n"
    "for i = 1, 5 do assert(book:band(start, i, i) and book:band(start, -i, i)) end\n"
    "assert(book:impact())\n"
    "local levels, other = assert(liqmap.book_impact()), assert(liqmap.book_impact())\n"
    "assert(levels:level(start, true, 99, 1, 100) and other:level(start, false, 101, 1, 100))\n"
    "assert(levels:merge(other):impact() and not tape:impact())\n",
};

static void load(lua_State *L, const char *chunk)
{
    if (luaL_loadbuffer(L, chunk, strlen(chunk), "=scene") != LUA_OK)
        lua_error(L);
}

/* Runs a scene; NULL is the one that opens the module. */
static int run(lua_State *L)
{
    heap *heap = lua_touserdata(L, 1);
    const char *scene = lua_touserdata(L, 2);
    luaL_openlibs(L);
    lua_gc(L, LUA_GCSTOP, 0); /* a collector without memory to call a finalizer forgets it, whosever it is */
    heap->armed = scene == NULL;
    luaL_requiref(L, "liqmap", luaopen_liqmap, 1);
    if (!scene)
        return 0;
    lua_pushlightuserdata(L, NULL);
    lua_setglobal(L, "null");
    lua_pushboolean(L, is_thorough());
    lua_setglobal(L, "thorough");
    load(L, prelude);
    lua_call(L, 0, 0);
    load(L, scene);
    heap->armed = true;
    lua_call(L, 0, 0);
    return 0;
}

/* Lua 5.2 reports a stack overflow if there is no memory for a longer stack. */
static bool out_of_memory(const char *message)
{
    return message && (strstr(message, "not enough memory") || strstr(message, "stack overflow"));
}

/* Runs a scene in a new state; true if it ends without an error. */
static bool attempt(heap *heap, const char *scene, bool *sound)
{
    lua_State *L = lua_newstate(allocate, heap);
    lua_pushcfunction(L, run);
    lua_pushlightuserdata(L, heap);
    lua_pushlightuserdata(L, (void *)scene);
    const int result = lua_pcall(L, 2, 0, 0);
    const char *message = result == LUA_OK ? "" : lua_tostring(L, -1);
    *sound = result == LUA_OK || out_of_memory(message);
    if (!*sound)
        fprintf(stderr, "allocation %ld: %s\n", heap->fail_at, message ? message : "no message");
    heap->armed = false;
    lua_close(L);
    if (heap->live > 0)
        fprintf(stderr, "allocation %ld: %zu bytes are lost\n", heap->fail_at, heap->live);
    if (heap->wrong_size)
        fprintf(stderr, "allocation %ld: a block was freed or moved under another size\n", heap->fail_at);
    *sound = *sound && heap->live == 0 && !heap->wrong_size;
    return result == LUA_OK;
}

/*
 * Returns the number of allocations that failed; -1 after an error. venues() reads hundreds of tables in one loop, which
 * takes .1 s, so make check does not call it, and make check-all fails a part of its allocations.
 */
static long fail_each(const char *scene, long count, bool for_good)
{
    bool sound;
    const long least = is_thorough() ? 1 : for_good ? 11 : 3;
    const long stride = scene && strstr(scene, "venues()") && count / 50 > least ? count / 50 : least;
    for (long n = 1;; n += stride) {
        heap heap = {.fail_at = n, .for_good = for_good};
        attempt(&heap, scene, &sound);
        if (!sound)
            return -1;
        if (heap.count < n)
            return heap.count;
    }
}

static bool survives(const char *scene, long *allocations)
{
    bool sound;
    heap heap = {.fail_at = NEVER};
    if (!attempt(&heap, scene, &sound) || !sound)
        return false;
    const long alone = fail_each(scene, heap.count, false), for_good = fail_each(scene, heap.count, true);
    *allocations += alone;
    return alone > 0 && for_good > 0;
}

int main(void)
{
    long allocations = 0;
    const size_t count = sizeof scenes / sizeof *scenes;
    if (!survives(NULL, &allocations))
        return EXIT_FAILURE;
    for (size_t i = 0; i < count; i++)
        if (!survives(scenes[i], &allocations)) {
            fprintf(stderr, "in this scene:\n%s", scenes[i]);
            return EXIT_FAILURE;
        }
    printf("sound with %s of %ld allocations failing, alone and with all that follow\n",
           is_thorough() ? "most" : "a part", allocations);
    return EXIT_SUCCESS;
}
