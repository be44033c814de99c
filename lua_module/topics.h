/* The functions of the module and the methods of tapes and maps that each file defines. Each list ends with NULL. */
#ifndef LQ_TOPICS_H
#define LQ_TOPICS_H

#include "object.h"
#include "rows.h"

/* tape.c, trades.c, merge.c, inspect.c */
extern const luaL_Reg lq_tape_functions[], lq_tape_methods[], lq_trades_methods[];
extern const luaL_Reg lq_merge_methods[], lq_merge_metamethods[];
extern const luaL_Reg lq_inspect_methods[], lq_inspect_metamethods[];

/* files.c, feed.c, feed_rows.c, demo.c */
extern const luaL_Reg lq_files_functions[], lq_feed_functions[], lq_feed_tape_methods[], lq_feed_rows_functions[];
extern const luaL_Reg lq_demo_functions[];

/* Pushes the function that gives the chunks of the file at stack slot `index`, or nil, message, code: returns 1 or 3. */
int lq_open_chunks(lua_State *L, int index);

/* Reads a layout, a name or a document. Pushes the text and the userdata that owns the layout. */
lm_status lq_read_layout(lua_State *L, lq_host *host, lq_value value, const lm_layout **layout);

/* A chunk of content on top of the stack, LQ_CHUNK_END for no more, LQ_CHUNK_FAILED with nil, message, code on the stack. */
typedef enum lq_chunk { LQ_CHUNK, LQ_CHUNK_END, LQ_CHUNK_FAILED } lq_chunk;
/* Calls the function at stack slot or upvalue `index` for the next chunk, which is pushed. Throws for other values. */
lq_chunk lq_next_chunk(lua_State *L, int index, lm_bytes *chunk);

/* margin.c, venue.c, model.c */
extern const luaL_Reg lq_margin_functions[], lq_venue_functions[], lq_model_functions[];

/* account.c */
extern const luaL_Reg lq_account_functions[];
/* Pushes a list of positions as an account, which the collector frees, whatever the status. */
lm_status lq_push_account(lua_State *L, lq_host *host, lq_value positions, lm_account **account);

/* map.c, map_read.c, heatmap.c, series.c, score.c, positions.c */
extern const luaL_Reg lq_map_tape_methods[], lq_map_methods[], lq_map_metamethods[], lq_map_read_methods[];
extern const luaL_Reg lq_heatmap_tape_methods[], lq_series_tape_methods[], lq_score_tape_methods[];
extern const luaL_Reg lq_positions_functions[];
void lq_positions_open(lua_State *L);

/* cascade.c, simulate.c, impact.c */
extern const luaL_Reg lq_cascade_map_methods[], lq_simulate_functions[], lq_simulate_map_methods[];
extern const luaL_Reg lq_impact_functions[], lq_impact_tape_methods[];
void lq_book_open(lua_State *L);

/* charts.c, export.c */
extern const luaL_Reg lq_charts_functions[], lq_charts_tape_methods[], lq_charts_map_methods[];
extern const luaL_Reg lq_export_tape_methods[], lq_export_map_methods[];

#endif
