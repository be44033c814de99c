/* Cases of maps: ledgers, levels, clusters, cascades, advances, heatmaps and replays. */
#ifndef CASES_MAP_H
#define CASES_MAP_H

#include "cases_compare.h"

/* ---- maps */

static inline void check_ledger(test_case *test, const cJSON *expected, const lm_map *map)
{
    cJSON *got = ledger_json(&host, map);
    const cJSON *side;
    cJSON_ArrayForEach(side, expected)
    {
        compare_members(test, side->string, side, member(got, side->string));
    }
    cJSON_Delete(got);
}

static inline void check_ledger_as_of(test_case *test, const cJSON *expected, const lm_map *whole)
{
    (void)whole;
    const cJSON *row;
    cJSON_ArrayForEach(row, expected)
    {
        lm_map *map = NULL;
        lm_ledger l[2];
        if (!worked(test, "ledger_as_of", build_map(&host, test->json, cell_of(row, 0), &map)) ||
            !worked(test, "ledger_as_of", lm_map_ledger(&host, map, l)))
            return;
        const double columns[] = {l[0].opened,  l[0].swept,       l[1].swept,      l[0].decayed,
                                  l[1].decayed, l[0].outstanding, l[1].outstanding};
        for (int i = 0; i < 7; i++) {
            cJSON *got = cJSON_CreateNumber(columns[i]);
            compare(test, "ledger_as_of", cell_of(row, i + 1), got);
            cJSON_Delete(got);
        }
        lm_map_destroy(&host, map);
    }
}

static inline void check_levels(test_case *test, const cJSON *expected, const lm_map *map)
{
    const lm_levels_options options = {
        .step = number_or(member(expected, "step"), 0),
        .within = number_or(member(expected, "within"), 0),
        .by_leverage = cJSON_IsTrue(member(expected, "by_leverage")),
        .empty_steps = cJSON_IsTrue(member(expected, "empty_steps")),
    };
    cJSON *got = levels_json(&host, map, &options);
    compare_rows(test, "levels", member(expected, "rows"), got);
    cJSON_Delete(got);
}

static inline void check_clusters(test_case *test, const cJSON *expected, const lm_map *map)
{
    cJSON *got = clusters_json(&host, map);
    compare_rows(test, "clusters", member(expected, "rows"), got);
    cJSON_Delete(got);
}

static inline void check_info(test_case *test, const cJSON *expected, const lm_map *map)
{
    cJSON *got = info_json(&host, map);
    compare_members(test, "info", expected, got);
    cJSON_Delete(got);
}

static inline void check_notional_between(test_case *test, const cJSON *expected, const lm_map *map)
{
    const cJSON *row;
    cJSON_ArrayForEach(row, expected)
    {
        double notional;
        if (!worked(test, "notional_between",
                    lm_map_notional_between(&host, map, cell_of(row, 0)->valuedouble, cell_of(row, 1)->valuedouble,
                                            side_of(cell_of(row, 2)), &notional)))
            return;
        cJSON *got = cJSON_CreateNumber(notional);
        compare(test, "notional_between", cell_of(row, 3), got);
        cJSON_Delete(got);
    }
}

/* ---- cascades */

static inline void check_cascade(test_case *test, const cJSON *expected, const lm_map *map)
{
    const cJSON *run;
    cJSON_ArrayForEach(run, expected)
    {
        lm_impact_model model;
        lm_cascade cascade;
        if (!worked(test, "impact", read_impact_model(&host, run, &model)) ||
            !worked(test, "cascade",
                    lm_map_cascade(&host, map, number_or(member(run, "shock"), NAN), &model, &cascade)))
            return;
        cJSON *got = row_json(&lm_cascade_columns, &cascade);
        compare_members(test, "cascade", member(run, "row"), got);
        cJSON_Delete(got);
    }
}

static inline void check_cascade_by_leverage(test_case *test, const cJSON *expected, const lm_map *map)
{
    const cJSON *run;
    cJSON_ArrayForEach(run, expected)
    {
        lm_impact_model model;
        if (!worked(test, "impact", read_impact_model(&host, run, &model)))
            return;
        cJSON *got = classes_json(&host, map, number_or(member(run, "shock"), NAN), &model);
        compare_rows(test, "cascade_by_leverage", member(run, "rows"), got);
        cJSON_Delete(got);
    }
}

static inline size_t numbers_of(const cJSON *list, double numbers[16])
{
    size_t count = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        numbers[count++] = item->valuedouble;
    }
    return count;
}

static inline void check_cascades(test_case *test, const cJSON *expected, const lm_map *map)
{
    lm_impact_model model;
    lm_cascades grid;
    double shocks[16], depths[16];
    const size_t shock_count = numbers_of(member(expected, "shocks"), shocks);
    const size_t depth_count = numbers_of(member(expected, "depth_multipliers"), depths);
    if (!worked(test, "impact", read_impact_model(&host, expected, &model)) ||
        !worked(test, "cascades", lm_map_cascades(&host, map, shocks, shock_count, depths, depth_count, &model, &grid)))
        return;
    cJSON *got = rows_json(&lm_cascades_columns, grid.rows, grid.count);
    compare_rows(test, "cascades", member(expected, "rows"), got);
    cJSON_Delete(got);
    lm_cascades_free(&host, &grid);
}

static inline void check_fragility(test_case *test, const cJSON *expected, const lm_map *map)
{
    const cJSON *run;
    cJSON_ArrayForEach(run, expected)
    {
        lm_impact_model model;
        const lm_fragility_options options = {
            .step = number_or(member(run, "step"), 0),
            .within = number_or(member(run, "within"), 0),
            .empty_steps = cJSON_IsTrue(member(run, "empty_steps")),
        };
        if (!worked(test, "impact", read_impact_model(&host, run, &model)))
            return;
        cJSON *got = fragility_json(&host, map, &model, &options);
        compare_rows(test, "fragility", member(run, "rows"), got);
        cJSON_Delete(got);
    }
}

/* ---- advance */

static inline lm_status advance_through(const test_case *test, const cJSON *times, const lm_buffer *tape, lm_map **map)
{
    lm_status status = build_map(&host, test->json, cell_of(times, 0), map);
    for (int i = 1; status == LM_OK && i < cJSON_GetArraySize(times); i++)
        status = lm_map_advance(&host, *map, bytes_of(tape), microseconds(cell_of(times, i), 0));
    if (status == LM_OK)
        status = lm_map_advance(&host, *map, bytes_of(tape), microseconds(member(test->json, "as_of"), INT64_MAX));
    return status;
}

static inline void check_advance(test_case *test, const cJSON *expected, const lm_map *whole)
{
    lm_buffer tape = {0}, a = {0}, b = {0};
    lm_map *map = NULL;
    lm_status status = encoded_tape(&host, test->json, &tape);
    if (status == LM_OK)
        status = advance_through(test, expected, &tape, &map);
    if (status == LM_OK)
        status = lm_map_encode(&host, map, &a);
    if (status == LM_OK)
        status = lm_map_encode(&host, whole, &b);
    if (worked(test, "advance", status) && (a.size != b.size || memcmp(a.data, b.data, a.size) != 0))
        fail(test, "advance", "other bytes than the whole replay");
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &tape);
    lm_buffer_free(&host, &a);
    lm_buffer_free(&host, &b);
}

static inline lm_status make_heatmap(const test_case *test, const cJSON *asked, lm_heatmap *heatmap)
{
    const lm_heatmap_options options = {
        .every = microseconds(member(asked, "every"), 0),
        .step = number_or(member(asked, "step"), 0),
        .since = microseconds(member(asked, "since"), INT64_MIN),
        .until = microseconds(member(asked, "until"), INT64_MAX),
        .low = number_or(member(asked, "low"), 0),
        .high = number_or(member(asked, "high"), INFINITY),
        .by_leverage = cJSON_IsTrue(member(asked, "by_leverage")),
        .zero_cells = cJSON_IsTrue(member(asked, "zero_cells")),
        .open_interest = number_or(member(asked, "open_interest"), number_or(member(test->json, "open_interest"), 0)),
    };
    lm_buffer tape = {0};
    lm_model model;
    lm_status status = read_model(&host, test->json, &model);
    if (status == LM_OK)
        status = encoded_tape(&host, test->json, &tape);
    if (status == LM_OK)
        status = lm_tape_heatmap(&host, bytes_of(&tape), &model, &options, heatmap);
    lm_buffer_free(&host, &tape);
    return status;
}

static inline void check_heatmap(test_case *test, const cJSON *expected, const lm_map *map)
{
    (void)map;
    lm_heatmap heatmap;
    if (!worked(test, "heatmap", make_heatmap(test, expected, &heatmap)))
        return;
    cJSON *got = heatmap_json(&heatmap);
    compare_rows(test, "heatmap", member(expected, "rows"), got);
    cJSON_Delete(got);
    lm_heatmap_free(&host, &heatmap);
}

static inline lm_status keep_frame(void *context, const lm_map *map, const lm_frame_ledger *frame)
{
    (void)map;
    cJSON_AddItemToArray(context, frame_json(frame));
    return LM_OK;
}

static inline void check_replay(test_case *test, const cJSON *expected, const lm_map *map)
{
    (void)map;
    lm_buffer tape = {0};
    lm_model model;
    lm_map *replayed = NULL;
    cJSON *got = cJSON_CreateArray();
    lm_status status = read_model(&host, test->json, &model);
    if (status == LM_OK)
        status = encoded_tape(&host, test->json, &tape);
    if (status == LM_OK)
        status = lm_tape_replay(&host, bytes_of(&tape), &model, INT64_MAX,
                                number_or(member(test->json, "open_interest"), 0), keep_frame, got, &replayed);
    if (worked(test, "replay", status))
        compare_rows(test, "replay", member(expected, "rows"), got);
    cJSON_Delete(got);
    lm_map_destroy(&host, replayed);
    lm_buffer_free(&host, &tape);
}

static inline void run_map(test_case *test)
{
    static const struct {
        const char *name;
        void (*check)(test_case *test, const cJSON *expected, const lm_map *map);
    } parts[] = {{"ledger", check_ledger},
                 {"ledger_as_of", check_ledger_as_of},
                 {"levels", check_levels},
                 {"notional_between", check_notional_between},
                 {"clusters", check_clusters},
                 {"advance", check_advance},
                 {"info", check_info},
                 {"cascade", check_cascade},
                 {"cascade_by_leverage", check_cascade_by_leverage},
                 {"cascades", check_cascades},
                 {"fragility", check_fragility},
                 {"heatmap", check_heatmap},
                 {"replay", check_replay}};
    lm_map *map = NULL;
    if (!worked(test, "map", build_map(&host, test->json, NULL, &map)))
        return;
    const cJSON *expected;
    cJSON_ArrayForEach(expected, test->expected)
    {
        size_t i = 0;
        while (i < sizeof parts / sizeof parts[0] && strcmp(parts[i].name, expected->string) != 0)
            i++;
        if (i < sizeof parts / sizeof parts[0])
            parts[i].check(test, expected, map);
        else
            fail(test, expected->string, "nothing of that name can be expected");
    }
    lm_map_destroy(&host, map);
}

#endif
