/* The objects of scripts, tapes and maps, and arguments that are documents of the core. */
#ifndef LQ_OBJECT_H
#define LQ_OBJECT_H

#include "args.h"
#include "json.h"

#define LQ_TAPE "liqmap.tape"

/*
 * A tape as a building block, as encoded bytes, or as both with equal content; with neither the tape is closed. Gauges
 * must merge with any tape, so the core gets no options except the frame until the first row with a price.
 */
typedef struct lq_tape {
    lm_tape *building;
    lm_tape *without_prices; /* the former `building` while the first row with a price is added, else NULL */
    int encoded;             /* reference to a Lua string, LUA_NOREF for none */
    lm_tape_options options; /* for rows with a price; candle 0 means the frame */
} lq_tape;

static inline bool lq_tape_closed(const lq_tape *tape)
{
    return !tape->building && tape->encoded == LUA_NOREF;
}

lq_tape *lq_new_tape(lua_State *L);
/* Reads the options of a new tape from JSON, and begins an empty tape, which has no prices yet. */
lm_status lq_tape_begin(lq_host *host, lq_tape *tape, const char *json, size_t length);
lq_tape *lq_test_tape(lua_State *L, int index); /* NULL for any other value */
lq_tape *lq_check_tape(lua_State *L, int index);

/* Begins a change: drops the encoded bytes, and applies the options to the block if the next rows have prices. */
lm_status lq_tape_change(lua_State *L, lq_host *host, lq_tape *tape, bool has_prices);
/* Ends a change: restores the block without prices if its first row with a price was not added (`keep` is false). */
void lq_tape_changed(lq_host *host, lq_tape *tape, bool keep);
/* Pushes the encoded tape as a string, which owns `bytes`. */
lm_status lq_tape_encoded(lua_State *L, lq_host *host, lq_tape *tape, lm_bytes *bytes);
/* Replaces a string of valid bytes on top of the stack by a tape of them with these options for further rows. */
void lq_tape_from_string(lua_State *L, const lm_tape_options *options);
/* Adds all rows of another tape; `tape` must be a building block. */
lm_status lq_tape_merge_into(lua_State *L, lq_host *host, lq_tape *tape, lq_tape *other);

#define LQ_MAP "liqmap.map"

typedef struct lq_map {
    lm_map *map; /* NULL: closed */
} lq_map;

lq_map *lq_new_map(lua_State *L);
lq_map *lq_test_map(lua_State *L, int index);
lq_map *lq_check_map(lua_State *L, int index);

/* The methods `close` of tapes and maps. */
int lq_tape_close(lua_State *L);
int lq_map_close(lua_State *L);

/* ---- documents: the read functions leave the stack as it was */

/* Returns an item of the arguments as a value with its name. */
static inline lq_value lq_item(const lq_arguments *in, int item)
{
    return (lq_value){in->first + item, lq_argument_of(in, item), in->names[item]};
}

lm_status lq_read_model(lua_State *L, lq_host *host, lq_value value, lm_model *model);
/* Reads margin rules; nil means the default rules. */
lm_status lq_read_rules(lua_State *L, lq_host *host, lq_value value, lm_rules *rules);
/* Reads an impact model; throws for nil. */
lm_status lq_read_impact(lua_State *L, lq_host *host, lq_value value, lm_impact_model *model);

lm_status lq_read_path_options(lua_State *L, lq_host *host, lq_value value, lm_path_options *options);

/* The inputs of a heatmap: of its rows, its charts and its export. */
typedef struct lq_heatmap_inputs {
    lm_bytes tape;
    lm_model model;
    lm_heatmap_options options;
} lq_heatmap_inputs;

/* Reads the model, which is item `item`, and the options of the list behind it. Pushes the encoded tape. */
lm_status lq_read_heatmap(lua_State *L, lq_host *host, lq_tape *tape, const lq_arguments *in, int item,
                          const lm_parameter_list *list, lq_heatmap_inputs *inputs);

/* Pushes a document that the core prints, as a table, or an error. Returns the number of results: 1 or 3. */
typedef lm_status (*lq_printer)(lm_host *host, const void *document, lm_buffer *out);
int lq_push_printed(lua_State *L, lq_host *host, lq_printer print, const void *document);
int lq_push_model(lua_State *L, lq_host *host, const lm_model *model);
int lq_push_rules(lua_State *L, lq_host *host, const lm_rules *rules);
int lq_push_impact(lua_State *L, lq_host *host, const lm_impact_model *model);

#endif
