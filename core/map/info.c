/* Describes maps: info, models and ledger. */
#include <math.h>

#include "map/map.h"
#include "map/model.h"
#include "map/map_view.h"
#include "tape/quote.h"

static void describe_replay(const lm_replay *state, lm_map_info *info)
{
    info->live = true;
    info->empty = !state->traded;
    info->dated = state->begun;
    info->as_of_first = info->as_of = state->as_of;
    info->reference_price = state->traded ? state->close : NAN;
    info->open_interest = state->open_interest_source ? state->open_interest : NAN;
    info->open_interest_time =
        state->open_interest_source == LM_OPEN_INTEREST_GAUGE ? state->open_interest_time : LM_TIME_UNKNOWN;
    info->open_interest_given = state->open_interest_source == LM_OPEN_INTEREST_GIVEN;
    info->coverage = lm_replay_coverage(state);
    lm_adaptive_ratios(&state->adaptive, &state->model, state->as_of, info->exposure);
    info->exposure[LM_LONG] *= state->model.exposure;
    info->exposure[LM_SHORT] *= state->model.exposure;
    info->daily_sigma = lm_replay_daily_sigma(state);
    info->frame = state->options.frame;
    info->frame_differs = lm_replay_frame_differs(state);
    info->burn_in_frame = state->burn_in_frame;
    info->burn_in_until = state->burn_in_frame ? state->burn_in_until : LM_TIME_UNKNOWN;
    info->models = 1;
    info->precision = state->options.precision;
    info->unit = state->options.unit;
    memcpy(info->symbol, state->options.symbol, LM_SYMBOL_SIZE);
}

static void describe_sum(const lm_sum *sum, lm_map_info *info)
{
    info->empty = !sum->begun;
    info->dated = sum->dated;
    info->as_of_first = sum->as_of_first;
    info->as_of = sum->as_of_last;
    info->reference_price = sum->begun ? sum->reference_price : NAN;
    info->open_interest = info->coverage = info->daily_sigma = NAN;
    info->exposure[LM_LONG] = info->exposure[LM_SHORT] = NAN;
    info->open_interest_time = info->burn_in_until = LM_TIME_UNKNOWN;
    info->models = (int)sum->model_count;
    info->positions = sum->position_counts[LM_LONG].positions + sum->position_counts[LM_SHORT].positions;
    info->precision = sum->precision;
    info->unit = sum->unit;
    memcpy(info->symbol, sum->symbol, LM_SYMBOL_SIZE);
}

void lm_map_quote(const lm_map *map, char quote[LM_QUOTE_SIZE])
{
    if (map->live)
        lm_quote_of(map->replay.options.quote, map->replay.options.symbol, quote);
    else
        lm_quote_of(map->sum.quote, map->sum.symbol, quote);
}

lm_status lm_map_describe(lm_host *host, const lm_map *map, lm_map_info *info)
{
    lm_map_info result;
    lm_map_view view;
    LM_TRY(lm_map_view_init(host, map, &view));
    memset(&result, 0, sizeof result);
    if (map->live)
        describe_replay(&map->replay, &result);
    else
        describe_sum(&map->sum, &result);
    lm_map_quote(map, result.quote);
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        result.outstanding_notional[side] = view.sized ? view.notional[side] : NAN;
    lm_map_view_free(host, &view);
    *info = result;
    return LM_OK;
}

lm_status lm_map_model(lm_host *host, const lm_map *map, int index, lm_model *model)
{
    if (index < 0 || index >= (map->live ? 1 : (int)map->sum.model_count))
        return lm_fail(host, LM_E_ARGUMENT, NULL, "the map has no model number %d", index);
    if (map->live) {
        *model = map->replay.model;
        return LM_OK;
    }
    lm_cursor cursor = lm_cursor_of((lm_bytes){map->sum.models[index].data, map->sum.models[index].size});
    lm_model_get(&cursor, model);
    return LM_OK;
}

lm_status lm_map_ledger(lm_host *host, const lm_map *map, lm_ledger ledger[2])
{
    lm_map_view view;
    LM_TRY(lm_map_view_init(host, map, &view));
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        lm_ledger *row = &ledger[side];
        memset(row, 0, sizeof *row);
        row->side = (lm_side)side;
        row->opened = map->live ? map->replay.opened[side] : NAN;
        row->swept = map->live ? map->replay.swept[side] : NAN;
        row->decayed = map->live ? map->replay.decayed[side] : NAN;
        row->outstanding = map->live ? lm_replay_outstanding(&map->replay, (lm_side)side) : NAN;
        row->outstanding_size = view.sized ? view.size[side] : NAN;
        row->outstanding_notional = view.sized ? view.notional[side] : NAN;
        if (map->live)
            continue;
        row->positions = map->sum.position_counts[side].positions;
        row->never_notional = (double)map->sum.position_counts[side].never * map->sum.unit;
        row->liquidatable_notional = (double)map->sum.position_counts[side].liquidatable * map->sum.unit;
    }
    lm_map_view_free(host, &view);
    return LM_OK;
}
