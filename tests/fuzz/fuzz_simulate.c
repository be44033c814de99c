/*
 * Reads any text as an impact model, and after a line end as options of a simulation, a path or an estimate; and any bytes
 * as a book in building. Documents that are read without error are used, and the results must be consistent.
 */
#include "fixture.h"

static lm_map *a_map(void)
{
    lm_positions_options options;
    lm_positions *positions;
    lm_map *map;
    lm_positions_options_init(&options);
    must(lm_positions_create(&host, &options, &positions));
    for (int i = 1; i <= 40; i++)
        must(lm_positions_add(&host, &positions,
                              &(lm_known_position){90000, 90000 + 700 * (i % 2 ? i : -i), i, 5 + i % 3, i % 2}));
    must(lm_positions_map(&host, positions, &map));
    lm_positions_destroy(&host, positions);
    return map;
}

static void expect(bool holds)
{
    if (!holds)
        abort();
}

/* Quantiles ascend outward, and no cascade ends nearer than its shock. */
static void check_simulation(const lm_map *map, const lm_impact_model *model, lm_simulate_options options)
{
    lm_simulation simulation;
    if (options.sigma == 0)
        options.sigma = 0.02;
    if (lm_map_simulate(&host, map, model, &options, &simulation) != LM_OK)
        return;
    expect(simulation.count == options.quantile_count);
    expect(simulation.jump_probability >= 0 && simulation.jump_probability <= 1);
    for (int i = 0; i < simulation.count; i++) {
        const lm_simulated *row = &simulation.rows[i];
        expect(fabs(row->move_pct) >= fabs(row->shock_pct) * (1 - 1e-9));
        expect(row->notional >= 0 && row->size >= 0 && row->shortfall >= 0);
        expect(row->flow >= row->notional * (1 - 1e-9));
        expect(i == 0 || (row->notional >= row[-1].notional && row->flow >= row[-1].flow));
    }
}

/* The flow that is sold, taken over or pending never exceeds the outstanding notional. */
static void check_path(const lm_map *map, const lm_impact_model *model, lm_path_options options)
{
    lm_path path;
    if (options.duration / options.step > 200)
        options.duration = options.step * 200;
    if (lm_map_cascade_path(&host, map, -0.1, model, &options, &path) != LM_OK)
        return;
    for (size_t i = 0; i < path.count; i++) {
        const lm_path_row *row = &path.rows[i];
        expect(row->flow >= 0 && row->pending >= 0 && row->taken_over >= 0 && row->price >= 0);
        expect(i == 0 || row->cumulative_flow >= row[-1].cumulative_flow);
    }
    lm_path_free(&host, &path);
}

static void check_venues(const lm_map *map, const lm_impact_model *model)
{
    const lm_map *maps[] = {map, map};
    const lm_impact_model models[] = {*model, *model};
    lm_venues venues;
    for (double shock = -0.1; shock < 0.2; shock += 0.2)
        if (lm_cascade_venues(&host, maps, models, 2, shock, &venues) == LM_OK)
            expect(fabs(venues.move_pct) >= fabs(shock) * 100 * (1 - 1e-9) && venues.spectral_radius >= 0);
}

static void check_documents(const char *text, size_t size)
{
    const char *end = memchr(text, '\n', size), *rest = end ? end + 1 : text + size;
    const size_t length = end ? (size_t)(end - text) : size, left = (size_t)(text + size - rest);
    lm_impact_model model;
    lm_simulate_options simulate;
    lm_path_options path;
    lm_impact_kind impact;
    if (lm_impact_model_read(&host, text, length, &model) != LM_OK) {
        lm_impact_model_init(&model);
        model.depth_per_pct = 1e7;
    }
    lm_map *map = a_map();
    check_venues(map, &model);
    if (lm_simulate_options_read(&host, rest, left, &simulate) == LM_OK)
        check_simulation(map, &model, simulate);
    if (lm_path_options_read(&host, rest, left, &path) == LM_OK)
        check_path(map, &model, path);
    if (lm_tape_impact_options_read(&host, rest, left, &impact) == LM_OK)
        expect(impact == LM_IMPACT_LINEAR || impact == LM_IMPACT_SQRT);
    lm_map_destroy(&host, map);
}

/* Reads an untrusted state, which may be an error. */
static void check_book(const uint8_t *data, size_t size)
{
    lm_book_profile profile;
    void *copy = malloc(size + 1);
    memcpy(copy, data, size);
    if (lm_book_is_valid(copy, size) && lm_book_read(&host, copy, &profile) == LM_OK)
        must(lm_impact_model_check(&host, &profile.model));
    free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lm_host_init(&host);
    if (size == 0)
        return 0;
    if (data[0] % 2)
        check_book(data + 1, size - 1);
    else
        check_documents((const char *)data + 1, size - 1);
    return 0;
}
