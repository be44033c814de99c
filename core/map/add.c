/* Adds maps into a sum, such as the maps of several venues. */
#include "base/number.h"
#include "map/map.h"
#include "map/model.h"
#include "map/map_view.h"

/* Sets everything in a sum but its entries from a live map; LM_E_MISSING without open interest. */
static lm_status init_sum(lm_host *host, const lm_replay *state, lm_sum *out)
{
    lm_buffer model = {0};
    if (!state->traded)
        return LM_OK;
    if (!state->open_interest_source)
        return lm_fail(host, LM_E_MISSING,
                       "Put the gauge \"open_interest\" in the tape, or pass open_interest to map().",
                       "a map without open interest has no notional to add");
    out->begun = out->dated = true;
    out->precision = state->options.precision;
    out->unit = state->options.unit;
    memcpy(out->symbol, state->options.symbol, LM_SYMBOL_SIZE);
    memcpy(out->quote, state->options.quote, LM_QUOTE_SIZE);
    out->as_of_first = out->as_of_last = state->as_of;
    out->reference_price = state->close;
    lm_status status = lm_model_write(host, &state->model, &model);
    if (status == LM_OK)
        status = lm_sum_push_model(host, out, &model);
    lm_buffer_free(host, &model);
    return status;
}

/* Rounds the notional of each cell and class to counts, once. LM_E_OVERFLOW beyond 64 bits. */
static lm_status quantize_side(lm_host *host, const lm_map_view *view, lm_side side, lm_sum *out)
{
    for (size_t i = 0; i < view->count[side]; i++) {
        const lm_map_entry *entry = &view->entries[side][i];
        lm_sum_entry sum_entry = {entry->cell, (uint8_t)side, entry->leverage, 0};
        LM_TRY(lm_check_interrupt_at(host, i));
        if (!lm_count_from_double(entry->notional / out->unit, &sum_entry.count) ||
            __builtin_add_overflow(out->heaviest, sum_entry.count, &out->heaviest))
            return lm_fail(host, LM_E_OVERFLOW, "Build the tape with a greater unit.",
                           "the notional of a map does not fit in 63 bits");
        if (sum_entry.count > 0)
            LM_TRY(lm_sum_push(host, out, &sum_entry));
    }
    return LM_OK;
}

static lm_status quantize_map(lm_host *host, const lm_map *map, lm_sum *out)
{
    lm_map_view view;
    LM_TRY(init_sum(host, &map->replay, out));
    if (!out->begun)
        return LM_OK;
    LM_TRY(lm_map_view_init(host, map, &view));
    lm_status status = quantize_side(host, &view, LM_LONG, out);
    if (status == LM_OK)
        status = quantize_side(host, &view, LM_SHORT, out);
    lm_map_view_free(host, &view);
    return status;
}

lm_status lm_map_merge_into(lm_host *host, lm_map **total, const lm_map *map)
{
    lm_map *result = NULL;
    lm_sum quantized, empty;
    lm_sum_init(&quantized);
    lm_sum_init(&empty);
    LM_TRY(lm_map_allocate(host, false, &result));
    lm_status status = map->live ? quantize_map(host, map, &quantized) : LM_OK;
    const lm_sum *added = map->live ? &quantized : &map->sum;
    if (status == LM_OK && *total && (*total)->live)
        status = lm_fail(host, LM_E_ARGUMENT, NULL, "maps are added into a sum");
    if (status == LM_OK)
        status = lm_sum_add(host, *total ? &(*total)->sum : &empty, added, &result->sum);
    lm_sum_free(host, &quantized);
    if (status != LM_OK) {
        lm_map_destroy(host, result);
        return status;
    }
    lm_map_destroy(host, *total);
    *total = result;
    return LM_OK;
}
