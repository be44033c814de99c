/* Models, maps and known positions with failing allocations and interrupts; see fault_injection.h. */
#include "fault_injection.h"

static lm_model a_model(void)
{
    lm_model model;
    must(lm_model_read(&host, "{}", 2, &model));
    return model;
}

static lm_map *a_map(int64_t as_of)
{
    return a_map_of((map_input){"{}", 0, as_of});
}

static lm_map *a_sum(void)
{
    lm_map *map = a_map(INT64_MAX), *sum = NULL;
    must(lm_map_merge_into(&host, &sum, map));
    lm_map_destroy(&host, map);
    return sum;
}

/* ---- maps */

static lm_status print_model(void)
{
    const lm_model model = a_model();
    lm_buffer out = {0};
    return append(INJECT_FAULTS(lm_model_print(&host, &model, &out)), &out);
}

static lm_status list_model(void)
{
    lm_buffer json = {0};
    lm_model_entry entry = {.name = NULL};
    const lm_status status = INJECT_FAULTS(lm_model_entry_at(&host, 0, &json, &entry));
    CHECK((status == LM_OK) == (entry.name != NULL));
    lm_buffer_free(&host, &json);
    return status;
}

static lm_status print_rules(void)
{
    static const char json[] = "{\"tiers\": [[0, 0.01], [1000, 0.02]]}";
    lm_rules rules;
    lm_buffer out = {0};
    must(lm_rules_read(&host, json, strlen(json), &rules));
    return append(INJECT_FAULTS(lm_rules_print(&host, &rules, &out)), &out);
}

static lm_status count_frame(void *context, const lm_map *map, const lm_frame_ledger *frame)
{
    (void)map;
    (void)frame;
    ++*(long *)context;
    return LM_OK;
}

static lm_status replay_frames(void)
{
    const lm_model model = a_model();
    lm_buffer bytes = a_stored_tape();
    lm_map *map = NULL;
    long frames = 0;
    const lm_status status =
        INJECT_FAULTS(lm_tape_replay(&host, bytes_of(&bytes), &model, INT64_MAX, 0, count_frame, &frames, &map));
    CHECK(status == LM_OK ? map != NULL && frames > 0 : map == NULL);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status replay_tape(void)
{
    const lm_model model = a_model();
    lm_buffer bytes = a_stored_tape();
    lm_map *map = NULL;
    const lm_status status = INJECT_FAULTS(lm_tape_map(&host, bytes_of(&bytes), &model, INT64_MAX, 0, &map));
    CHECK((status == LM_OK) == (map != NULL));
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status advance_map(void)
{
    lm_map *map = a_map(NEW_YEAR + period / 4);
    lm_buffer bytes = a_stored_tape();
    const lm_status status = INJECT_FAULTS(lm_map_advance(&host, map, bytes_of(&bytes), INT64_MAX));
    lm_map *whole = a_map(INT64_MAX);
    /* A failed advance keeps whole frames only: advancing again gives the same map as without the failure. */
    must(lm_map_advance(&host, map, bytes_of(&bytes), INT64_MAX));
    CHECK(same_and_freed(encoded_map(map), encoded_map(whole)));
    lm_map_destroy(&host, whole);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status encode_map(void)
{
    lm_map *map = a_map(INT64_MAX);
    lm_buffer out = {0};
    const lm_status status = INJECT_FAULTS(lm_map_encode(&host, map, &out));
    lm_map_destroy(&host, map);
    return append(status, &out);
}

static lm_status encode_sum(void)
{
    lm_map *sum = a_sum();
    lm_buffer out = {0};
    const lm_status status = INJECT_FAULTS(lm_map_encode(&host, sum, &out));
    lm_map_destroy(&host, sum);
    return append(status, &out);
}

static lm_status decode(lm_map *map)
{
    lm_buffer bytes = encoded_map(map);
    lm_map *read = NULL;
    const lm_status status = INJECT_FAULTS(lm_map_decode(&host, bytes_of(&bytes), &read));
    CHECK((status == LM_OK) == (read != NULL));
    lm_map_destroy(&host, read);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status decode_map(void)
{
    return decode(a_map(INT64_MAX));
}

static lm_status decode_sum(void)
{
    return decode(a_sum());
}

static lm_status add_maps(void)
{
    lm_map *map = a_map(INT64_MAX), *sum = a_sum();
    lm_buffer before = encoded_map(sum);
    const lm_status status = INJECT_FAULTS(lm_map_merge_into(&host, &sum, map));
    lm_buffer after = encoded_map(sum);
    CHECK(same_bytes(&before, &after) == (status != LM_OK));
    lm_buffer_free(&host, &before);
    lm_buffer_free(&host, &after);
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, sum);
    return status;
}

static lm_status describe_map(void)
{
    lm_map *map = a_map(INT64_MAX);
    lm_map_info info = {.models = -1};
    const lm_status status = INJECT_FAULTS(lm_map_describe(&host, map, &info));
    CHECK((status == LM_OK) == (info.models == 1));
    lm_map_destroy(&host, map);
    return status;
}

static lm_status read_levels(void)
{
    lm_map *map = a_map(INT64_MAX);
    const lm_levels_options options = {.step = 100, .by_leverage = true, .empty_steps = true};
    lm_levels levels = {NULL, 7, 0};
    const lm_status status = INJECT_FAULTS(lm_map_levels(&host, map, &options, &levels));
    CHECK(status == LM_OK || (levels.rows == NULL && levels.count == 7));
    if (status == LM_OK)
        lm_levels_free(&host, &levels);
    lm_map_destroy(&host, map);
    return status;
}

static lm_status read_notional(void)
{
    lm_map *map = a_map(INT64_MAX);
    double notional = -1;
    const lm_status status = INJECT_FAULTS(lm_map_notional_between(&host, map, 1, 1e9, LM_LONG, &notional));
    CHECK((status == LM_OK) == (notional > 0));
    lm_map_destroy(&host, map);
    return status;
}

static lm_status read_quantile(void)
{
    lm_map *map = a_map(INT64_MAX);
    double price = -1;
    const lm_status status = INJECT_FAULTS(lm_map_liquidation_quantile(&host, map, LM_LONG, 0.5, &price));
    CHECK((status == LM_OK) == (price > 0));
    lm_map_destroy(&host, map);
    return status;
}

static lm_status read_clusters(void)
{
    lm_map *map = a_map(INT64_MAX);
    lm_clusters clusters = {NULL, 7};
    const lm_status status = INJECT_FAULTS(lm_map_clusters(&host, map, &(lm_clusters_options){0, 0.01}, &clusters));
    CHECK(status == LM_OK || (clusters.rows == NULL && clusters.count == 7));
    if (status == LM_OK)
        lm_clusters_free(&host, &clusters);
    lm_map_destroy(&host, map);
    return status;
}

static lm_status forecast_map(void)
{
    static const double prices[] = {60000, 120000};
    lm_map *map = a_map(INT64_MAX);
    lm_forecast rows[2] = {{.price = -1}, {.price = -1}};
    const lm_status status = INJECT_FAULTS(lm_map_forecast(&host, map, prices, 2, 60 * LM_MINUTE, rows));
    CHECK((status == LM_OK) == (rows[0].price > 0) && (status == LM_OK) == (rows[1].price > 0));
    lm_map_destroy(&host, map);
    return status;
}

static lm_status read_ledger(void)
{
    lm_map *map = a_map(INT64_MAX);
    lm_ledger ledger[2];
    const lm_status status = INJECT_FAULTS(lm_map_ledger(&host, map, ledger));
    lm_map_destroy(&host, map);
    return status;
}

static lm_status make_heatmap(void)
{
    const lm_model model = a_model();
    lm_buffer bytes = a_stored_tape();
    lm_heatmap heatmap = {.row_count = 7};
    lm_heatmap_options options = few_columns();
    options.zero_cells = true;
    const lm_status status = INJECT_FAULTS(lm_tape_heatmap(&host, bytes_of(&bytes), &model, &options, &heatmap));
    CHECK(status == LM_OK ? heatmap.row_count > 7 : heatmap.row_count == 7);
    if (status == LM_OK)
        lm_heatmap_free(&host, &heatmap);
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status copy_map(void)
{
    lm_map *map = a_map(INT64_MAX), *copy = NULL;
    const lm_status status = INJECT_FAULTS(lm_map_copy(&host, map, &copy));
    CHECK((status == LM_OK) == (copy != NULL));
    if (copy)
        CHECK(same_and_freed(encoded_map(copy), encoded_map(map)));
    lm_map_destroy(&host, copy);
    lm_map_destroy(&host, map);
    return status;
}

static lm_status copy_sum(void)
{
    lm_map *sum = a_sum(), *copy = NULL;
    const lm_status status = INJECT_FAULTS(lm_map_copy(&host, sum, &copy));
    CHECK((status == LM_OK) == (copy != NULL));
    lm_map_destroy(&host, copy);
    lm_map_destroy(&host, sum);
    return status;
}

static lm_series_options few_instants(void)
{
    lm_series_options options;
    lm_series_options_init(&options);
    options.every = period / 6;
    return options;
}

static lm_status create_maps(void)
{
    const lm_model model = a_model();
    const lm_series_options options = few_instants();
    lm_buffer bytes = a_stored_tape();
    lm_maps *maps = NULL;
    const lm_status status = INJECT_FAULTS(lm_maps_create(&host, bytes_of(&bytes), &model, &options, &maps));
    CHECK((status == LM_OK) == (maps != NULL));
    lm_maps_destroy(&host, maps);
    lm_buffer_free(&host, &bytes);
    return status;
}

/* An interrupted step is repeated: the maps after it are the same as without the interrupt. */
static lm_status step_maps(void)
{
    const lm_model model = a_model();
    const lm_series_options options = few_instants();
    lm_buffer bytes = a_stored_tape();
    lm_maps *maps;
    const lm_map *map = NULL;
    int64_t as_of = 0;
    must(lm_maps_create(&host, bytes_of(&bytes), &model, &options, &maps));
    const lm_status status = INJECT_FAULTS(lm_maps_next(&host, maps, &as_of, &map));
    CHECK((status == LM_OK) == (map != NULL));
    if (status != LM_E_MEMORY) {
        must(lm_maps_next(&host, maps, &as_of, &map));
        lm_map *whole = a_map(as_of);
        CHECK(same_and_freed(encoded_map(map), encoded_map(whole)));
        lm_map_destroy(&host, whole);
    }
    lm_maps_destroy(&host, maps);
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status count_density(void *context, const lm_density *row)
{
    CHECK(row->share[LM_LONG] >= 0);
    ++*(long *)context;
    return LM_OK;
}

static lm_status read_density(void)
{
    const lm_model model = a_model();
    const lm_series_options options = few_instants();
    const double distances[] = {0.05, 0.01};
    lm_buffer bytes = a_stored_tape();
    lm_series_about about = {.instants = 0};
    long rows = 0;
    const lm_status status = INJECT_FAULTS(
        lm_tape_density(&host, bytes_of(&bytes), &model, &options, distances, 2, count_density, &rows, &about));
    CHECK(status == LM_OK ? rows == 2 * (long)about.instants && rows > 0 : about.instants == 0);
    lm_buffer_free(&host, &bytes);
    return status;
}

/* ---- known positions */

static lm_positions *some_positions(int count)
{
    lm_positions_options options;
    lm_positions *positions;
    lm_positions_options_init(&options);
    must(lm_positions_create(&host, &options, &positions));
    for (int i = 0; i < count; i++)
        must(lm_positions_add(&host, &positions,
                              &(lm_known_position){90000, 80000 - 50 * i, 1 + i, i % 3 ? 10 : NAN, LM_LONG}));
    return positions;
}

static lm_buffer map_of_positions(const lm_positions *positions)
{
    lm_map *map;
    must(lm_positions_map(&host, positions, &map));
    const lm_buffer bytes = encoded_map(map);
    lm_map_destroy(&host, map);
    return bytes;
}

static lm_status new_positions(void)
{
    lm_positions_options options;
    lm_positions *positions = NULL;
    lm_positions_options_init(&options);
    const lm_status status = INJECT_FAULTS(lm_positions_create(&host, &options, &positions));
    CHECK((status == LM_OK) == (positions != NULL));
    lm_positions_destroy(&host, positions);
    return status;
}

/* Adds so many positions that the tables grow. A failed call leaves the positions as they were. */
static lm_status add_positions(void)
{
    lm_positions *positions = some_positions(5);
    lm_status status = LM_OK;
    for (int i = 0; i < 200 && status == LM_OK; i++) {
        const lm_known_position known = {90000, 100000 + 100 * i, 1, 20, LM_SHORT};
        lm_buffer before = map_of_positions(positions);
        status = INJECT_FAULTS(lm_positions_add(&host, &positions, &known));
        lm_buffer after = map_of_positions(positions);
        CHECK(same_bytes(&before, &after) == (status != LM_OK));
        lm_buffer_free(&host, &before);
        lm_buffer_free(&host, &after);
    }
    lm_positions_destroy(&host, positions);
    return status;
}

/* The first `done` positions are in, and no others. */
static lm_status add_many_positions(void)
{
    enum { COUNT = 200 };
    lm_known_position known[COUNT];
    lm_positions *positions = some_positions(5), *same = some_positions(5);
    size_t done = 0;
    for (int i = 0; i < COUNT; i++)
        known[i] = (lm_known_position){90000, 100000 + 100 * i, 1, 20, LM_SHORT};
    const lm_status status = INJECT_FAULTS(lm_positions_add_many(&host, &positions, known, COUNT, &done));
    CHECK((status == LM_OK) == (done == COUNT));
    for (size_t i = 0; i < done; i++)
        must(lm_positions_add(&host, &same, &known[i]));
    CHECK(same_and_freed(map_of_positions(positions), map_of_positions(same)));
    lm_positions_destroy(&host, positions);
    lm_positions_destroy(&host, same);
    return status;
}

static lm_status add_margin_positions(void)
{
    static const char json[] = "{\"tiers\": [[0, 0.005]]}";
    lm_positions *positions = some_positions(5);
    lm_rules rules;
    lm_status status = LM_OK;
    must(lm_rules_read(&host, json, strlen(json), &rules));
    for (int i = 0; i < 200 && status == LM_OK; i++) {
        const lm_position position = {.side = LM_LONG, .entry = 90000 + 100 * i, .qty = 1, .leverage = 10};
        lm_buffer before = map_of_positions(positions);
        status = INJECT_FAULTS(lm_positions_add_margin(&host, &positions, 90000 + 100 * i, &rules, &position));
        lm_buffer after = map_of_positions(positions);
        CHECK(same_bytes(&before, &after) == (status != LM_OK));
        lm_buffer_free(&host, &before);
        lm_buffer_free(&host, &after);
    }
    lm_positions_destroy(&host, positions);
    return status;
}

static lm_status absorb_positions(void)
{
    lm_positions *positions = some_positions(5), *others = some_positions(300);
    const lm_status status = INJECT_FAULTS(lm_positions_merge_into(&host, &positions, others));
    lm_buffer bytes = map_of_positions(positions);
    CHECK(bytes.size > 0);
    lm_buffer_free(&host, &bytes);
    lm_positions_destroy(&host, positions);
    lm_positions_destroy(&host, others);
    return status;
}

static lm_status map_positions(void)
{
    lm_positions *positions = some_positions(100);
    lm_map *map = NULL;
    const lm_status status = INJECT_FAULTS(lm_positions_map(&host, positions, &map));
    CHECK((status == LM_OK) == (map != NULL));
    lm_map_destroy(&host, map);
    lm_positions_destroy(&host, positions);
    return status;
}

/* ---- the list of calls */

static const step steps[] = {
    {"lm_model_print", print_model, false},
    {"lm_model_entry_at", list_model, false},
    {"lm_rules_print", print_rules, false},
    {"lm_tape_replay", replay_frames, true},
    {"lm_tape_map", replay_tape, true},
    {"lm_map_advance", advance_map, true},
    {"lm_map_encode", encode_map, false},
    {"lm_map_encode of a sum", encode_sum, false},
    {"lm_map_decode", decode_map, false},
    {"lm_map_decode of a sum", decode_sum, false},
    {"lm_map_merge_into", add_maps, false},
    {"lm_map_describe", describe_map, false},
    {"lm_map_levels", read_levels, false},
    {"lm_map_notional_between", read_notional, false},
    {"lm_map_liquidation_quantile", read_quantile, false},
    {"lm_map_clusters", read_clusters, false},
    {"lm_map_ledger", read_ledger, false},
    {"lm_map_forecast", forecast_map, false},
    {"lm_tape_heatmap", make_heatmap, true},
    {"lm_map_copy", copy_map, false},
    {"lm_map_copy of a sum", copy_sum, false},
    {"lm_maps_create", create_maps, true},
    {"lm_maps_next", step_maps, true},
    {"lm_tape_density", read_density, true},
    {"lm_positions_create", new_positions, false},
    {"lm_positions_add", add_positions, false},
    {"lm_positions_add_many", add_many_positions, false},
    {"lm_positions_add_margin", add_margin_positions, false},
    {"lm_positions_merge_into", absorb_positions, false},
    {"lm_positions_map", map_positions, false},
};

int main(void)
{
    run_steps(steps, sizeof steps / sizeof steps[0]);
    return check_report("memory of maps");
}
