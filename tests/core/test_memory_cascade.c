/* Impact models from data, simulations, paths and venues with failing allocations and interrupts; see fault_injection.h. */
#include "fault_injection.h"

static lm_impact_model linear_model(void)
{
    lm_impact_model model;
    lm_impact_model_init(&model);
    model.depth_per_pct = 1e7;
    return model;
}

static lm_map *build_map(void)
{
    return a_map_of((map_input){"{\"exposure\": 1}", 20000, INT64_MAX});
}

/* ---- from data */

/* A tape whose price follows the flow, with one trade in each frame. */
static lm_buffer tape_with_impact(void)
{
    const lm_tape_options options = default_options();
    lm_tape *tape;
    must(lm_tape_create(&host, &options, &tape));
    for (size_t i = 0; i < trade_count + 400; i++)
        must(lm_tape_trade(&host, &tape, NEW_YEAR + (int64_t)i * LM_MINUTE, 100 + (double)(i % 2), 1,
                           i % 2 ? LM_TAKER_BOUGHT : LM_TAKER_SOLD));
    return finished(tape);
}

static lm_status estimate_impact(void)
{
    lm_buffer tape = tape_with_impact();
    lm_impact_estimate estimate = {.n = -1};
    const lm_status status = INJECT_FAULTS(lm_tape_impact(&host, bytes_of(&tape), LM_IMPACT_SQRT, &estimate));
    CHECK((status == LM_OK) == (estimate.n > 0));
    lm_buffer_free(&host, &tape);
    return status;
}

static lm_status print_estimate(void)
{
    const lm_impact_estimate estimate = {.model = linear_model(), .n = 7};
    lm_buffer out = {0};
    return append(INJECT_FAULTS(lm_impact_estimate_print(&host, &estimate, &out)), &out);
}

static lm_status print_impact(void)
{
    const lm_impact_model model = linear_model();
    lm_buffer out = {0};
    return append(INJECT_FAULTS(lm_impact_model_print(&host, &model, &out)), &out);
}

static lm_book *book_with_rows(size_t rows)
{
    lm_book *book;
    must(lm_book_create(&host, &book));
    for (size_t i = 0; i < rows; i++)
        must(lm_book_band(&host, &book, NEW_YEAR + (int64_t)i / 8,
                          i % 2 ? 1 + (double)(i / 2 % 4) : -1 - (double)(i / 2 % 4), 100.0 * (double)(1 + i / 2 % 4)));
    return book;
}

static lm_status create_book(void)
{
    lm_book *book = NULL;
    const lm_status status = INJECT_FAULTS(lm_book_create(&host, &book));
    CHECK((status == LM_OK) == (book != NULL));
    lm_book_destroy(&host, book);
    return status;
}

/* A failed growth of the book, at any row, keeps its rows. */
static lm_status add_bands(void)
{
    lm_book *book = book_with_rows(60), *same = book_with_rows(60);
    lm_status status = LM_OK;
    for (int i = 0; i < 30 && status == LM_OK; i++) {
        status = INJECT_FAULTS(lm_book_band(&host, &book, NEW_YEAR, 1, 1));
        if (status == LM_OK)
            must(lm_book_band(&host, &same, NEW_YEAR, 1, 1));
        CHECK(lm_book_is_valid(book, lm_book_size(book)));
    }
    lm_book_profile left, right;
    must(lm_book_read(&host, book, &left));
    must(lm_book_read(&host, same, &right));
    CHECK(memcmp(&left, &right, sizeof left) == 0);
    lm_book_destroy(&host, book);
    lm_book_destroy(&host, same);
    return status;
}

static lm_status add_levels(void)
{
    lm_book *book = book_with_rows(0);
    lm_status status = LM_OK;
    for (int i = 0; i < 200 && status == LM_OK; i++) {
        const size_t size = lm_book_size(book);
        status = INJECT_FAULTS(lm_book_level(&host, &book, NEW_YEAR + i, true, 99, 1, 100));
        CHECK(status == LM_OK || lm_book_size(book) == size);
        CHECK(lm_book_is_valid(book, lm_book_size(book)));
    }
    lm_book_destroy(&host, book);
    return status;
}

static lm_status print_profile(void)
{
    lm_book *book = book_with_rows(60);
    lm_book_profile profile;
    lm_buffer out = {0};
    must(lm_book_read(&host, book, &profile));
    lm_book_destroy(&host, book);
    return append(INJECT_FAULTS(lm_book_profile_print(&host, &profile, &out)), &out);
}

static lm_status merge_books(void)
{
    lm_book *book = book_with_rows(60), *other = book_with_rows(200);
    const lm_status status = INJECT_FAULTS(lm_book_merge_into(&host, &book, other));
    CHECK(lm_book_is_valid(book, lm_book_size(book)));
    lm_book_destroy(&host, book);
    lm_book_destroy(&host, other);
    return status;
}

static lm_status read_book(void)
{
    lm_book *book = book_with_rows(trade_count);
    lm_book_profile profile = {.snapshots = -1};
    const lm_status status = INJECT_FAULTS(lm_book_read(&host, book, &profile));
    CHECK((status == LM_OK) == (profile.snapshots > 0));
    lm_book_destroy(&host, book);
    return status;
}

/* ---- cascades */

static lm_status run_cascade(void)
{
    lm_map *map = build_map();
    const lm_impact_model model = linear_model();
    lm_cascade cascade = {.final_price = -1};
    const lm_status status = INJECT_FAULTS(lm_map_cascade(&host, map, -0.02, &model, &cascade));
    CHECK((status == LM_OK) == (cascade.final_price > 0));
    lm_map_destroy(&host, map);
    return status;
}

static lm_status run_classes(void)
{
    lm_map *map = build_map();
    const lm_impact_model model = linear_model();
    lm_cascade_classes classes = {NULL, 77};
    const lm_status status = INJECT_FAULTS(lm_map_cascade_by_leverage(&host, map, -0.02, &model, &classes));
    CHECK(status == LM_OK ? classes.count < 77 : classes.rows == NULL && classes.count == 77);
    if (status == LM_OK)
        lm_cascade_classes_free(&host, &classes);
    lm_map_destroy(&host, map);
    return status;
}

static lm_status run_grid(void)
{
    lm_map *map = build_map();
    const lm_impact_model model = linear_model();
    const double shocks[] = {-0.02, 0.02}, multipliers[] = {1, 0.1};
    lm_cascades cascades = {.count = 7};
    const lm_status status = INJECT_FAULTS(lm_map_cascades(&host, map, shocks, 2, multipliers, 2, &model, &cascades));
    CHECK(status == LM_OK ? cascades.count == 4 : cascades.rows == NULL && cascades.count == 7);
    if (status == LM_OK)
        lm_cascades_free(&host, &cascades);
    lm_map_destroy(&host, map);
    return status;
}

static lm_status run_fragility(void)
{
    lm_map *map = build_map();
    const lm_impact_model model = linear_model();
    lm_fragility_options options;
    lm_fragility fragility = {.count = 7};
    lm_fragility_options_init(&options);
    options.step = 100;
    const lm_status status = INJECT_FAULTS(lm_map_fragility(&host, map, &model, &options, &fragility));
    CHECK(status == LM_OK ? fragility.rows != NULL : fragility.rows == NULL && fragility.count == 7);
    if (status == LM_OK)
        lm_fragility_free(&host, &fragility);
    lm_map_destroy(&host, map);
    return status;
}

static lm_status simulate(void)
{
    lm_map *map = build_map();
    const lm_impact_model model = linear_model();
    lm_simulate_options options;
    lm_simulation simulation = {.count = -1};
    lm_simulate_options_init(&options);
    options.draws = 100;
    options.sigma = 0.02;
    const lm_status status = INJECT_FAULTS(lm_map_simulate(&host, map, &model, &options, &simulation));
    CHECK((status == LM_OK) == (simulation.count == 8));
    lm_map_destroy(&host, map);
    return status;
}

static lm_status run_path(void)
{
    lm_map *map = build_map();
    lm_impact_model model = linear_model();
    lm_path_options options;
    lm_path path = {.count = 7};
    model.engine.partial = 0.2;
    lm_path_options_init(&options);
    const lm_status status = INJECT_FAULTS(lm_map_cascade_path(&host, map, -0.02, &model, &options, &path));
    CHECK(status == LM_OK ? path.count == 1801 : path.count == 7 && path.rows == NULL);
    if (status == LM_OK)
        lm_path_free(&host, &path);
    lm_map_destroy(&host, map);
    return status;
}

static lm_status run_venues(void)
{
    lm_map *map = build_map();
    const lm_map *maps[] = {map, map, map};
    const lm_impact_model models[] = {linear_model(), linear_model(), linear_model()};
    lm_venues venues = {.count = -1};
    const lm_status status = INJECT_FAULTS(lm_cascade_venues(&host, maps, models, 3, -0.02, &venues));
    CHECK((status == LM_OK) == (venues.count == 3));
    lm_map_destroy(&host, map);
    return status;
}

static lm_status draw_path(void)
{
    lm_map *map = build_map();
    const lm_impact_model model = linear_model();
    lm_path_options options;
    lm_svg_options svg_options;
    lm_buffer out = {0};
    lm_path_options_init(&options);
    options.duration = 300;
    lm_svg_options_init(&svg_options);
    const lm_status status = INJECT_FAULTS(lm_map_cascade_svg(&host, map, -0.02, &model, &options, &svg_options, &out));
    lm_map_destroy(&host, map);
    return append(status, &out);
}

static const step steps[] = {
    {"lm_tape_impact", estimate_impact, true},
    {"lm_impact_estimate_print", print_estimate, false},
    {"lm_book_create", create_book, false},
    {"lm_book_band", add_bands, false},
    {"lm_book_merge_into", merge_books, false},
    {"lm_book_read", read_book, true},
    {"lm_book_level", add_levels, false},
    {"lm_book_profile_print", print_profile, false},
    {"lm_impact_model_print", print_impact, false},
    {"lm_map_cascade", run_cascade, false},
    {"lm_map_cascade_by_leverage", run_classes, false},
    {"lm_map_cascades", run_grid, true},
    {"lm_map_fragility", run_fragility, true},
    {"lm_map_simulate", simulate, true},
    {"lm_map_cascade_path", run_path, true},
    {"lm_cascade_venues", run_venues, true},
    {"lm_map_cascade_svg", draw_path, true},
};

int main(void)
{
    run_steps(steps, sizeof steps / sizeof steps[0]);
    return check_report("memory of cascades");
}
