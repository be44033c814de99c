/*
 * Writes results of the core as JSON, under the names that columns have in SQL and Lua; NaN is null. A call that fails
 * gives an empty result, which no case expects.
 */
#ifndef RESULTS_H
#define RESULTS_H

#include <math.h>
#include <stdio.h>

#include <cjson/cJSON.h>

#include "liqmap.h"
#include "liqmap/rows.h"

/* Returns a value as in SQL and Lua: times in seconds, unknown values as null. */
static inline cJSON *value_json(const lm_column *column, const void *row)
{
    const char *text = lm_column_text(column, row);
    const double number = lm_column_number(column, row);
    if (text)
        return cJSON_CreateString(text);
    if (isnan(number))
        return cJSON_CreateNull();
    if (column->type == LM_COLUMN_FLAG || column->type == LM_COLUMN_TAKER)
        return cJSON_CreateBool(number != 0);
    const bool time = column->type == LM_COLUMN_TIME || column->type == LM_COLUMN_DURATION;
    return cJSON_CreateNumber(time ? number / 1e6 : number);
}

static inline cJSON *row_json(const lm_row_type *type, const void *row)
{
    cJSON *json = cJSON_CreateObject();
    for (int i = 0; i < type->count; i++)
        cJSON_AddItemToObject(json, type->columns[i].name, value_json(&type->columns[i], row));
    return json;
}

static inline cJSON *rows_json(const lm_row_type *type, const void *rows, size_t count)
{
    cJSON *json = cJSON_CreateArray();
    for (size_t i = 0; i < count; i++)
        cJSON_AddItemToArray(json, row_json(type, (const char *)rows + i * type->size));
    return json;
}

static inline cJSON *ledger_json(lm_host *host, const lm_map *map)
{
    lm_ledger ledger[2];
    cJSON *json = cJSON_CreateObject();
    if (lm_map_ledger(host, map, ledger) != LM_OK)
        return json;
    cJSON_AddItemToObject(json, "long", row_json(&lm_ledger_columns, &ledger[LM_LONG]));
    cJSON_AddItemToObject(json, "short", row_json(&lm_ledger_columns, &ledger[LM_SHORT]));
    return json;
}

static inline cJSON *levels_json(lm_host *host, const lm_map *map, const lm_levels_options *options)
{
    lm_levels levels;
    if (lm_map_levels(host, map, options, &levels) != LM_OK)
        return cJSON_CreateArray();
    cJSON *json = rows_json(&lm_level_columns, levels.rows, levels.count);
    lm_levels_free(host, &levels);
    return json;
}

static inline cJSON *clusters_json(lm_host *host, const lm_map *map)
{
    lm_clusters_options options;
    lm_clusters clusters;
    lm_clusters_options_init(&options);
    if (lm_map_clusters(host, map, &options, &clusters) != LM_OK)
        return cJSON_CreateArray();
    cJSON *json = rows_json(&lm_cluster_columns, clusters.rows, clusters.count);
    lm_clusters_free(host, &clusters);
    return json;
}

static inline cJSON *heatmap_json(const lm_heatmap *heatmap)
{
    return rows_json(&lm_heatmap_row_columns, heatmap->rows, heatmap->row_count);
}

static inline cJSON *frame_json(const lm_frame_ledger *frame)
{
    return row_json(&lm_frame_ledger_columns, frame);
}

static inline cJSON *info_json(lm_host *host, const lm_map *map)
{
    lm_map_info info;
    if (lm_map_describe(host, map, &info) != LM_OK)
        return cJSON_CreateObject();
    return row_json(&lm_map_info_columns, &info);
}

static inline cJSON *classes_json(lm_host *host, const lm_map *map, double shock, const lm_impact_model *model)
{
    lm_cascade_classes classes;
    if (lm_map_cascade_by_leverage(host, map, shock, model, &classes) != LM_OK)
        return cJSON_CreateArray();
    cJSON *json = rows_json(&lm_cascade_class_columns, classes.rows, classes.count);
    lm_cascade_classes_free(host, &classes);
    return json;
}

static inline cJSON *fragility_json(lm_host *host, const lm_map *map, const lm_impact_model *model,
                                    const lm_fragility_options *options)
{
    lm_fragility fragility;
    if (lm_map_fragility(host, map, model, options, &fragility) != LM_OK)
        return cJSON_CreateArray();
    cJSON *json = rows_json(&lm_fragility_columns, fragility.rows, fragility.count);
    lm_fragility_free(host, &fragility);
    return json;
}

static inline cJSON *margin_json(const lm_margin *margin)
{
    return row_json(&lm_margin_columns, margin);
}

#endif
