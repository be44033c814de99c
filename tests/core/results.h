/*
 * What the core gives, as JSON with the names that columns have in SQL and Lua; NaN is null. Something that fails is
 * empty, which no case expects.
 */
#ifndef RESULTS_H
#define RESULTS_H

#include <math.h>
#include <stdio.h>

#include <cjson/cJSON.h>

#include "liqmap.h"

static inline void put_number(cJSON *object, const char *name, double value)
{
    if (isnan(value))
        cJSON_AddNullToObject(object, name);
    else
        cJSON_AddNumberToObject(object, name, value);
}

static inline void put_time(cJSON *object, const char *name, bool known, int64_t time)
{
    put_number(object, name, known ? (double)time / 1e6 : NAN);
}

static inline cJSON *ledger_json(lm_host *host, const lm_map *map)
{
    static const char *const sides[] = {"long", "short"};
    lm_ledger ledger[2];
    cJSON *json = cJSON_CreateObject();
    if (lm_map_ledger(host, map, ledger) != LM_OK)
        return json;
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        cJSON *row = cJSON_AddObjectToObject(json, sides[side]);
        put_number(row, "opened", ledger[side].opened);
        put_number(row, "swept", ledger[side].swept);
        put_number(row, "decayed", ledger[side].decayed);
        put_number(row, "standing", ledger[side].standing);
        put_number(row, "standing_size", ledger[side].standing_size);
        put_number(row, "standing_notional", ledger[side].standing_notional);
        put_number(row, "positions", (double)ledger[side].positions);
        put_number(row, "never_notional", ledger[side].never_notional);
        put_number(row, "already_notional", ledger[side].already_notional);
    }
    return json;
}

static inline cJSON *levels_json(lm_host *host, const lm_map *map, const lm_levels_options *options)
{
    lm_levels levels;
    cJSON *json = cJSON_CreateArray();
    if (lm_map_levels(host, map, options, &levels) != LM_OK)
        return json;
    for (size_t i = 0; i < levels.count; i++) {
        const lm_level *level = &levels.rows[i];
        cJSON *row = cJSON_CreateObject();
        put_number(row, "price_low", level->price_low);
        put_number(row, "price_high", level->price_high);
        put_number(row, "leverage", level->leverage);
        put_number(row, "long_share", level->share[LM_LONG]);
        put_number(row, "short_share", level->share[LM_SHORT]);
        put_number(row, "long_size", level->size[LM_LONG]);
        put_number(row, "short_size", level->size[LM_SHORT]);
        put_number(row, "long_notional", level->notional[LM_LONG]);
        put_number(row, "short_notional", level->notional[LM_SHORT]);
        put_number(row, "long_cumulative", level->cumulative[LM_LONG]);
        put_number(row, "short_cumulative", level->cumulative[LM_SHORT]);
        put_number(row, "distance_pct", level->distance_pct);
        cJSON_AddItemToArray(json, row);
    }
    lm_levels_free(host, &levels);
    return json;
}

static inline cJSON *clusters_json(lm_host *host, const lm_map *map)
{
    const lm_clusters_options options = {0, 0.1};
    lm_clusters clusters;
    cJSON *json = cJSON_CreateArray();
    if (lm_map_clusters(host, map, &options, &clusters) != LM_OK)
        return json;
    for (size_t i = 0; i < clusters.count; i++) {
        const lm_cluster *cluster = &clusters.rows[i];
        cJSON *row = cJSON_CreateObject();
        put_number(row, "rank", cluster->rank);
        cJSON_AddStringToObject(row, "side", cluster->side == LM_LONG ? "long" : "short");
        put_number(row, "price_low", cluster->price_low);
        put_number(row, "price_peak", cluster->price_peak);
        put_number(row, "price_high", cluster->price_high);
        put_number(row, "size", cluster->size);
        put_number(row, "notional", cluster->notional);
        put_number(row, "share", cluster->share);
        put_number(row, "distance_pct", cluster->distance_pct);
        put_number(row, "distance_sigmas", cluster->distance_sigmas);
        put_number(row, "prominence", cluster->prominence);
        cJSON_AddItemToArray(json, row);
    }
    lm_clusters_free(host, &clusters);
    return json;
}

static inline void put_sides(cJSON *object, const char *name, const double values[2])
{
    static const char *const sides[] = {"long", "short"};
    char column[64];
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        snprintf(column, sizeof column, "%s_%s", sides[side], name);
        put_number(object, column, values[side]);
    }
}

static inline cJSON *heatmap_json(const lm_heatmap *heatmap)
{
    cJSON *json = cJSON_CreateArray();
    for (size_t i = 0; i < heatmap->row_count; i++) {
        const lm_heatmap_row *cell = &heatmap->rows[i];
        cJSON *row = cJSON_CreateObject();
        put_time(row, "ts", true, heatmap->columns[cell->column].time);
        put_number(row, "price_low", cell->price_low);
        put_number(row, "price_high", cell->price_high);
        put_number(row, "leverage", cell->leverage);
        put_sides(row, "share", cell->share);
        put_sides(row, "notional", cell->notional);
        cJSON_AddItemToArray(json, row);
    }
    return json;
}

static inline cJSON *frame_json(const lm_frame_ledger *frame)
{
    cJSON *row = cJSON_CreateObject();
    put_time(row, "ts", true, frame->start);
    put_number(row, "low", frame->low);
    put_number(row, "high", frame->high);
    put_number(row, "close", frame->close);
    put_sides(row, "opened", frame->opened);
    put_sides(row, "swept", frame->swept);
    put_sides(row, "decayed", frame->decayed);
    put_sides(row, "standing", frame->standing);
    put_number(row, "last_open_interest", frame->open_interest);
    put_sides(row, "predicted_size", frame->predicted_size);
    put_sides(row, "predicted_notional", frame->predicted_notional);
    put_sides(row, "forced_notional", frame->forced);
    return row;
}

static inline cJSON *info_json(lm_host *host, const lm_map *map)
{
    lm_map_info info;
    cJSON *json = cJSON_CreateObject();
    if (lm_map_describe(host, map, &info) != LM_OK)
        return json;
    cJSON_AddBoolToObject(json, "live", info.live);
    put_time(json, "as_of_first", info.dated, info.as_of_first);
    put_time(json, "as_of", info.dated, info.as_of);
    put_number(json, "reference_price", info.reference_price);
    put_number(json, "open_interest", info.open_interest);
    put_time(json, "open_interest_ts", !isnan(info.open_interest) && !info.open_interest_given,
             info.open_interest_time);
    cJSON_AddBoolToObject(json, "open_interest_given", info.open_interest_given);
    put_number(json, "long_notional", info.standing_notional[LM_LONG]);
    put_number(json, "short_notional", info.standing_notional[LM_SHORT]);
    put_number(json, "coverage", info.coverage);
    put_number(json, "daily_sigma", info.daily_sigma);
    cJSON_AddBoolToObject(json, "frame_differs", info.frame_differs);
    put_number(json, "models", info.models);
    put_number(json, "positions", (double)info.positions);
    put_number(json, "precision", info.precision);
    put_number(json, "unit", info.unit);
    cJSON_AddStringToObject(json, "symbol", info.symbol);
    return json;
}

static inline void put_cascade(cJSON *row, const lm_cascade *cascade)
{
    put_number(row, "final_price", cascade->final_price);
    put_number(row, "move_pct", cascade->move_pct);
    put_number(row, "size", cascade->size);
    put_number(row, "notional", cascade->notional);
    put_number(row, "amplification", cascade->amplification);
    put_number(row, "branching_at_stop", cascade->branching_at_stop);
    put_number(row, "branching_max", cascade->branching_max);
    put_number(row, "branching_max_price", cascade->branching_max_price);
    put_number(row, "critical_shock", cascade->critical_shock);
    put_number(row, "landing_price", cascade->landing_price);
    put_number(row, "jump_notional", cascade->jump_notional);
    put_number(row, "shortfall", cascade->shortfall);
    put_number(row, "adl_notional", cascade->adl_notional);
    put_number(row, "move_pct_least", cascade->move_pct_least);
    put_number(row, "move_pct_most", cascade->move_pct_most);
    put_number(row, "notional_least", cascade->notional_least);
    put_number(row, "notional_most", cascade->notional_most);
    put_number(row, "critical_shock_least", cascade->critical_shock_least);
    put_number(row, "critical_shock_most", cascade->critical_shock_most);
    put_number(row, "shortfall_least", cascade->shortfall_least);
    put_number(row, "shortfall_most", cascade->shortfall_most);
    put_number(row, "worst_shock", cascade->worst_shock);
    put_number(row, "worst_landing_price", cascade->worst_landing_price);
    put_number(row, "worst_jump_notional", cascade->worst_jump_notional);
}

static inline cJSON *classes_json(lm_host *host, const lm_map *map, double shock, const lm_market *market)
{
    lm_cascade_classes classes;
    cJSON *json = cJSON_CreateArray();
    if (lm_cascade_by_leverage(host, map, shock, market, &classes) != LM_OK)
        return json;
    for (size_t i = 0; i < classes.count; i++) {
        cJSON *row = cJSON_CreateObject();
        put_number(row, "leverage", classes.rows[i].leverage);
        put_number(row, "size", classes.rows[i].size);
        put_number(row, "notional", classes.rows[i].notional);
        put_number(row, "standing_notional", classes.rows[i].standing_notional);
        put_number(row, "shortfall", classes.rows[i].shortfall);
        put_number(row, "adl_notional", classes.rows[i].adl_notional);
        put_number(row, "notional_least", classes.rows[i].notional_least);
        put_number(row, "notional_most", classes.rows[i].notional_most);
        cJSON_AddItemToArray(json, row);
    }
    lm_cascade_classes_free(host, &classes);
    return json;
}

static inline cJSON *fragility_json(lm_host *host, const lm_map *map, const lm_market *market,
                                    const lm_fragility_options *options)
{
    lm_fragility fragility;
    cJSON *json = cJSON_CreateArray();
    if (lm_map_fragility(host, map, market, options, &fragility) != LM_OK)
        return json;
    for (size_t i = 0; i < fragility.count; i++) {
        const lm_fragility_row *step = &fragility.rows[i];
        cJSON *row = cJSON_CreateObject();
        cJSON_AddStringToObject(row, "side", step->side == LM_LONG ? "long" : "short");
        put_number(row, "price_low", step->price_low);
        put_number(row, "price_high", step->price_high);
        put_number(row, "distance_pct", step->distance_pct);
        put_number(row, "liquidation_per_pct", step->liquidation_per_pct);
        put_number(row, "depth_per_pct", step->depth_per_pct);
        put_number(row, "branching", step->branching);
        cJSON_AddBoolToObject(row, "critical", step->critical);
        put_number(row, "branching_least", step->branching_least);
        put_number(row, "branching_most", step->branching_most);
        cJSON_AddItemToArray(json, row);
    }
    lm_fragility_free(host, &fragility);
    return json;
}

static inline cJSON *margin_json(const lm_margin *margin)
{
    static const char *const outcomes[] = {"price", "never", "already"};
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "status", outcomes[margin->status]);
    put_number(json, "liquidation_price", margin->liquidation_price);
    put_number(json, "bankruptcy_price", margin->bankruptcy_price);
    put_number(json, "tier_at_entry", margin->tier_at_entry);
    put_number(json, "tier_at_liquidation", margin->tier_at_liquidation < 0 ? NAN : margin->tier_at_liquidation);
    put_number(json, "initial_margin", margin->initial_margin);
    put_number(json, "maintenance_margin", margin->maintenance_margin);
    put_number(json, "distance_pct", margin->distance_pct);
    return json;
}

#endif
