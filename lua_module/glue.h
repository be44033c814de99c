/*
 * What the rooms of the Lua module share. Misuse (wrong types, a closed object) raises; what the core refuses comes
 * back as nil, message, code. Raising is a longjmp, so nothing of the core is ever held by a C variable alone while Lua
 * runs: it belongs to a userdata with a __gc first.
 */
#ifndef LQ_GLUE_H
#define LQ_GLUE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "compat.h"
#include "liqmap.h"

/* ---- the host: Lua's allocator, the collector's share, errors (host.c) */

typedef struct lq_host {
    lm_host core;
    lua_Alloc allocate;
    void *context;
    size_t grown; /* bytes taken in this call, for the collector to know of */
} lq_host;

void lq_host_init(lua_State *L, lq_host *host);

/* What the core took is invisible to Lua's collector, so it is told: the same pressure as a string of that size. */
void lq_weigh(lua_State *L, lq_host *host);

/* Pushes nil, message with hint, code, and returns 3; raises where the host is out of memory. */
int lq_refuse(lua_State *L, const lq_host *host, lm_status status);
int lq_refuse_with(lua_State *L, lm_status status, const char *message);
/* The same for the row behind `added` good ones: the message begins with its number, and the fourth result is theirs. */
int lq_refuse_row(lua_State *L, const lq_host *host, lm_status status, size_t added);

/* For operators, which have no room for a second result. */
int lq_raise(lua_State *L, const lq_host *host, lm_status status);

/* A zeroed payload inside of a new userdata on the stack, released by the collector or by lq_disown, once. */
typedef void (*lq_release)(lm_host *host, void *payload);
void *lq_own(lua_State *L, size_t size, lq_release release);
void *lq_owned(lua_State *L, int index);
void lq_disown(lua_State *L, int index);

/* An owned buffer, and its end: replaced on top of the stack by a Lua string. */
lm_buffer *lq_own_buffer(lua_State *L);
void lq_buffer_to_string(lua_State *L);

void lq_host_open(lua_State *L);

/* ---- arguments in (argument.c) */

/* Arguments by place, or by name where the first of them is a table: as in SQL. Item 0 stands at `first`. */
typedef struct lq_arguments {
    int first;
    bool named;
    const char *const *names; /* ends with NULL */
} lq_arguments;

lq_arguments lq_take(lua_State *L, int first, const char *const *names);
/* Only by name, where one of them may be a table itself: the first argument is nil or holds all of them. */
lq_arguments lq_take_named(lua_State *L, int first, const char *const *names);
double lq_number(lua_State *L, const lq_arguments *in, int item);
double lq_number_or(lua_State *L, const lq_arguments *in, int item, double otherwise);
int64_t lq_whole_or(lua_State *L, const lq_arguments *in, int item, int64_t otherwise, int64_t most);
bool lq_flag(lua_State *L, const lq_arguments *in, int item);
const char *lq_text(lua_State *L, const lq_arguments *in, int item, size_t *length);
lm_side lq_side(lua_State *L, const lq_arguments *in, int item);
int64_t lq_time(lua_State *L, const lq_arguments *in, int item);
int64_t lq_time_or(lua_State *L, const lq_arguments *in, int item, int64_t otherwise);

lm_side lq_check_side(lua_State *L, int index);
int lq_test_side(lua_State *L, int index); /* -1 if it is none */
lm_taker lq_check_taker(lua_State *L, int index);
/* As of when: nil and math.huge mean all. */
int64_t lq_opt_as_of(lua_State *L, int index);

/*
 * Seconds to microseconds, whole seconds exactly. From 1e11 on (the year 5138) it is milliseconds that someone took for
 * seconds: that becomes a time the core refuses, with a hint at ts().
 */
static inline int64_t lq_microseconds(double seconds)
{
    if (!(seconds > -1e11 && seconds < 1e11))
        return seconds > 0 ? INT64_MAX : INT64_MIN;
    const int64_t whole = (int64_t)seconds;
    return whole * LM_SECOND + llrint((seconds - (double)whole) * 1e6);
}

static inline double lq_seconds(int64_t time)
{
    return (double)time / 1e6;
}

/* Pushes a document argument as JSON text: a table, JSON text itself, or nothing, which is {} (document.c). */
const char *lq_push_document(lua_State *L, int index, size_t *length);

/* ---- fields out: set in the table on top of the stack; NaN is left out (field.c) */

void lq_set_number(lua_State *L, const char *name, double value);
void lq_set_count(lua_State *L, const char *name, int64_t value);
void lq_set_time(lua_State *L, const char *name, int64_t time);
void lq_set_flag(lua_State *L, const char *name, bool value);
void lq_set_text(lua_State *L, const char *name, const char *text);
extern const char *const lq_side_names[];     /* "long", "short" */
extern const char *const lq_contract_names[]; /* "linear", "inverse" */

/* "2026-01-15 08:30:00", UTC. */
#define LQ_CLOCK_SIZE 64
const char *lq_clock(int64_t time, char text[LQ_CLOCK_SIZE]);

/* ---- tape (tape.c, trades.c, union.c, look.c, frames.c) */

#define LQ_TAPE "liqmap.tape"

/*
 * At least one of the two forms is there, and both say the same; with neither the tape is closed. Until something with
 * a place in price comes, the core is told of the frame alone, so that gauges merge with any tape.
 */
typedef struct lq_tape {
    lm_tape *building;
    lm_tape *unplaced;       /* what `building` was before the change under way, if that gave it its place */
    int encoded;             /* reference to a Lua string, LUA_NOREF for none */
    lm_tape_options options; /* how to count once something is placed; candle 0 stands for the frame */
} lq_tape;

static inline bool lq_tape_closed(const lq_tape *tape)
{
    return !tape->building && tape->encoded == LUA_NOREF;
}

lq_tape *lq_new_tape(lua_State *L);
lq_tape *lq_test_tape(lua_State *L, int index); /* NULL if it is something else */
lq_tape *lq_check_tape(lua_State *L, int index);

/* A change begins: the building form becomes the only one, and counts in place if what is to come is placed. */
lm_status lq_tape_change(lua_State *L, lq_host *host, lq_tape *tape, bool placed);
/* It ends: what the first placed thing brought about is undone if it was refused. */
void lq_tape_changed(lq_host *host, lq_tape *tape, bool kept);
/* Pushes the encoded form, which the bytes are part of. */
lm_status lq_tape_encoded(lua_State *L, lq_host *host, lq_tape *tape, lm_bytes *bytes);
/* Replaces the string on top of the stack, valid bytes, by a tape of it that would count on with these options. */
void lq_tape_from_string(lua_State *L, const lm_tape_options *options);
/* Adds all of another tape. */
lm_status lq_tape_absorb(lua_State *L, lq_host *host, lq_tape *tape, lq_tape *other);
void lq_push_gauge_names(lua_State *L, lm_bytes tape);

/* Methods in rooms of their own. */
int lq_tape_trades(lua_State *L);
int lq_tape_merge(lua_State *L);
int lq_tape_add(lua_State *L);
int lq_tape_slice(lua_State *L);
int lq_tape_coarsen(lua_State *L);
int lq_tape_encode(lua_State *L);
int lq_tape_info(lua_State *L);
int lq_tape_tostring(lua_State *L);
int lq_tape_eq(lua_State *L);
int lq_tape_frames(lua_State *L);
int lq_tape_prints(lua_State *L);
int lq_tape_gauges(lua_State *L);

/* ---- map (map.c, levels.c, heatmap.c) */

#define LQ_MAP "liqmap.map"

typedef struct lq_map {
    lm_map *map; /* NULL: closed */
} lq_map;

lq_map *lq_new_map(lua_State *L);
lq_map *lq_test_map(lua_State *L, int index);
lq_map *lq_check_map(lua_State *L, int index);

int lq_tape_map(lua_State *L);
int lq_tape_heatmap(lua_State *L);
int lq_tape_replay(lua_State *L);
int lq_map_levels(lua_State *L);
int lq_map_clusters(lua_State *L);
int lq_map_notional_between(lua_State *L);
int lq_map_ledger(lua_State *L);

/* ---- pictures (draw.c) */

int lq_map_svg(lua_State *L);
int lq_tape_svg(lua_State *L);

/* ---- pictures that move, pages, interchange (vega.c, interchange.c) */

int lq_map_vega(lua_State *L);
int lq_tape_vega(lua_State *L);
int lq_map_interchange(lua_State *L);
int lq_tape_interchange(lua_State *L);
void lq_page_open(lua_State *L);

/* Items `first` to first + 6: every, step, since, until, low, high, open_interest. */
lm_heatmap_options lq_view(lua_State *L, const lq_arguments *in, int first);
/* An item that is text, or nil, which is `otherwise`. */
const char *lq_text_or(lua_State *L, const lq_arguments *in, int item, const char *otherwise, size_t *length);
/* A model as item `item`; what is pushed for it stays. */
lm_status lq_model_item(lua_State *L, lq_host *host, const lq_arguments *in, int item, lm_model *model);

/* ---- model and margin (model.c, margin.c, venue.c) */

void lq_push_rules(lua_State *L, const lm_rules *rules);
/* Margin rules from a table or JSON text; nil are those of the default model. */
lm_status lq_read_rules(lua_State *L, lq_host *host, int index, lm_rules *rules);
void lq_push_model(lua_State *L, const lm_model *model);

/* ---- what each room puts into the module's table, on top of the stack */

void lq_tape_open(lua_State *L);
void lq_map_open(lua_State *L);
void lq_positions_open(lua_State *L);
void lq_model_open(lua_State *L);
void lq_margin_open(lua_State *L);
void lq_venue_open(lua_State *L);
void lq_demo_open(lua_State *L);

/* A metatable with methods as its __index; an object of that class, or NULL. */
void lq_new_class(lua_State *L, const char *name, const luaL_Reg *methods, const luaL_Reg *metamethods);
void *lq_test_class(lua_State *L, int index, const char *name);

#endif
