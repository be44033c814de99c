/* Maps and heatmaps as JSON text that other programs read. */
#include "glue.h"

const char *lq_text_or(lua_State *L, const lq_arguments *in, int item, const char *otherwise, size_t *length)
{
    if (!lua_isnil(L, in->first + item))
        return lq_text(L, in, item, length);
    *length = strlen(otherwise);
    return otherwise;
}

lm_heatmap_options lq_view(lua_State *L, const lq_arguments *in, int first)
{
    lm_heatmap_options view;
    lm_heatmap_options_init(&view);
    view.every = lq_time_or(L, in, first, view.every);
    view.step = lq_number_or(L, in, first + 1, view.step);
    view.since = lq_time_or(L, in, first + 2, view.since);
    view.until = lq_time_or(L, in, first + 3, view.until);
    view.low = lq_number_or(L, in, first + 4, view.low);
    view.high = lq_number_or(L, in, first + 5, view.high);
    view.open_interest = lq_number_or(L, in, first + 6, view.open_interest);
    return view;
}

lm_status lq_model_item(lua_State *L, lq_host *host, const lq_arguments *in, int item, lm_model *model)
{
    size_t length;
    const char *json = lq_push_document(L, in->first + item, &length);
    return lm_model_read(&host->core, json, length, model);
}

/* m:interchange{layout, step} */
int lq_map_interchange(lua_State *L)
{
    static const char *const names[] = {"layout", "step", NULL};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_take(L, 2, names);
    size_t length;
    const char *layout = lq_text_or(L, &in, 0, "liqmap", &length);
    const double step = lq_number_or(L, &in, 1, 0);
    lq_host host;
    lq_host_init(L, &host);
    lm_buffer *json = lq_own_buffer(L);
    const lm_status status = lm_map_interchange(&host.core, map->map, layout, length, step, json);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_buffer_to_string(L);
    return 1;
}

/* t:interchange{layout, model, every, step, since, until, low, high, open_interest} */
int lq_tape_interchange(lua_State *L)
{
    enum { LAYOUT, MODEL, EVERY };
    static const char *const names[] = {"layout", "model", "every", "step",          "since",
                                        "until",  "low",   "high",  "open_interest", NULL};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_take(L, 2, names);
    size_t length;
    const char *layout = lq_text_or(L, &in, LAYOUT, "liqmap", &length);
    const lm_heatmap_options view = lq_view(L, &in, EVERY);
    lm_model model;
    lm_bytes bytes;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_model_item(L, &host, &in, MODEL, &model);
    if (status == LM_OK)
        status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lm_buffer *json = lq_own_buffer(L);
    status = lm_tape_interchange(&host.core, bytes, &model, &view, layout, length, json);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_buffer_to_string(L);
    return 1;
}
