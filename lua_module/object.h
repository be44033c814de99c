/* The objects that scripts hold, tapes and maps, and arguments that are documents of the core. */
#ifndef LQ_OBJECT_H
#define LQ_OBJECT_H

#include "args.h"
#include "json.h"

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
lm_status lq_tape_merge_into(lua_State *L, lq_host *host, lq_tape *tape, lq_tape *other);

#define LQ_MAP "liqmap.map"

typedef struct lq_map {
    lm_map *map; /* NULL: closed */
} lq_map;

lq_map *lq_new_map(lua_State *L);
lq_map *lq_test_map(lua_State *L, int index);
lq_map *lq_check_map(lua_State *L, int index);

/* The arguments `close`, for both. */
int lq_tape_close(lua_State *L);
int lq_map_close(lua_State *L);

/* ---- documents: what is pushed for one is popped again */

lm_status lq_read_model(lua_State *L, lq_host *host, int index, lm_model *model);
/* nil are the rules of the default model. */
lm_status lq_read_rules(lua_State *L, lq_host *host, int index, lm_rules *rules);
/* Must be there. */
lm_status lq_read_impact(lua_State *L, lq_host *host, const lq_arguments *in, int item, lm_impact_model *model);

lm_status lq_read_path_options(lua_State *L, lq_host *host, int index, lm_path_options *options);

/* The core's own printing of a document, as a table; refused as lq_push_error() does. */
typedef lm_status (*lq_printer)(lm_host *host, const void *document, lm_buffer *out);
int lq_push_printed(lua_State *L, lq_host *host, lq_printer print, const void *document);
int lq_push_model(lua_State *L, lq_host *host, const lm_model *model);
int lq_push_rules(lua_State *L, lq_host *host, const lm_rules *rules);
int lq_push_impact(lua_State *L, lq_host *host, const lm_impact_model *model);

#endif
