/* Maps over time: heatmaps, and the ledger of each frame of a replay. */
#include "topics.h"

/* ---- t:heatmap{...} */

static void release_heatmap(lm_host *host, void *payload)
{
    lm_heatmap_free(host, payload);
}

/* t:heatmap{model, every, step, since, until, low, high, open_interest, by_leverage, zero_cells, columns} */
static int tape_heatmap(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("model"), LQ_LIST(lm_heatmap_parameters), LQ_NAME("columns"), LQ_END};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_get_named_args(L, 2, parts);
    const bool columns = lq_flag(L, &in, 1 + lm_heatmap_parameters.count);
    lq_heatmap_inputs inputs;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_heatmap(L, &host, tape, &in, 0, &lm_heatmap_parameters, &inputs);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lm_heatmap *heatmap = lq_new_scoped(L, sizeof *heatmap, release_heatmap);
    const int owner = lua_gettop(L);
    status = lm_tape_heatmap(&host.core, inputs.tape, &inputs.model, &inputs.options, heatmap);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_push_rows(L, &lm_heatmap_row_columns, heatmap->rows, heatmap->row_count, columns);
    lq_push_row(L, &lm_heatmap_columns, heatmap);
    lq_free_scoped(L, owner);
    return 2;
}

/* ---- t:replay{...} */

static lm_status append_ledger(void *context, const lm_map *map, const lm_frame_ledger *frame)
{
    (void)map;
    return lq_append_row(context, frame);
}

/* t:replay{model, as_of, open_interest, columns} */
static int tape_replay(lua_State *L)
{
    enum { MODEL, AS_OF, OPEN_INTEREST, COLUMNS };
    static const lq_part parts[] = {LQ_NAME("model"), LQ_NAME("as_of"), LQ_NAME("open_interest"), LQ_NAME("columns"),
                                    LQ_END};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_get_named_args(L, 2, parts);
    const int64_t as_of = lq_time_or(L, &in, AS_OF, INT64_MAX);
    const double open_interest = lq_number_or(L, &in, OPEN_INTEREST, 0);
    const bool columns = lq_flag(L, &in, COLUMNS);
    lm_bytes bytes;
    lm_model model;
    lm_map *map;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_read_model(L, &host, lq_item(&in, MODEL), &model);
    if (status == LM_OK)
        status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_row_list *list = lq_new_scoped(L, sizeof *list, lq_release_row_list);
    const int owner = lua_gettop(L);
    list->host = &host.core;
    list->size = sizeof(lm_frame_ledger);
    status = lm_tape_replay(&host.core, bytes, &model, as_of, open_interest, append_ledger, list, &map);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lm_map_destroy(&host.core, map);
    lq_push_rows(L, &lm_frame_ledger_columns, list->rows, list->count, columns);
    lq_free_scoped(L, owner);
    return 1;
}

const luaL_Reg lq_heatmap_tape_methods[] = {{"heatmap", tape_heatmap}, {"replay", tape_replay}, {NULL, NULL}};
