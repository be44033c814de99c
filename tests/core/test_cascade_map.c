/* Cascades on maps: replays, sums and known positions. Parts sum to the whole; errors are returned. */
#include "fault_injection.h"

static lm_impact_model impact_model_of(const char *json)
{
    lm_impact_model model;
    must(lm_impact_model_read(&host, json, strlen(json), &model));
    return model;
}

static lm_model default_model(void)
{
    lm_model model;
    must(lm_model_read(&host, "{}", 2, &model));
    return model;
}

static lm_map *replayed(double open_interest)
{
    const lm_tape_options options = default_options();
    const lm_model model = default_model();
    lm_map *map;
    lm_buffer tape = finished(tape_of(&options, trades, trade_count));
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, open_interest, &map));
    lm_buffer_free(&host, &tape);
    return map;
}

static lm_map *summed(double open_interest)
{
    lm_map *map = replayed(open_interest), *sum = NULL;
    must(lm_map_merge_into(&host, &sum, map));
    lm_map_destroy(&host, map);
    return sum;
}

static lm_map *known(void)
{
    lm_positions_options options;
    lm_positions *positions;
    lm_map *map;
    lm_positions_options_init(&options);
    must(lm_positions_create(&host, &options, &positions));
    for (int i = 1; i <= 300; i++)
        must(lm_positions_add(&host, &positions,
                              &(lm_known_position){90000, 90000 * (1 + uniform(0, 0.3) * (i % 2 ? 1 : -1)),
                                                   uniform(0.1, 5), i % 5 ? uniform(1, 50) : NAN, (lm_side)(i % 2)}));
    must(lm_positions_map(&host, positions, &map));
    lm_positions_destroy(&host, positions);
    return map;
}

static const char *const documents[] = {
    "{\"kind\":\"linear\",\"depth_per_pct\":3e6,\"share\":0.9,\"reported\":[0.3,0.6]}",
    "{\"kind\":\"linear\",\"depth_per_pct\":3e5,\"engine\":{\"fund\":1e4}}",
    "{\"kind\":\"sqrt\",\"sigma\":0.03,\"volume\":1e8}",
    "{\"kind\":\"saturating\",\"depth_per_pct\":1e6,\"limit_pct\":30}",
    "{\"kind\":\"book\",\"bids\":[[0.1,2e5],[1,1e6],[4,8e6]],\"asks\":[[0.2,1e5],[3,9e6]],\"multiplier\":3}",
    "{\"kind\":\"linear\",\"depth_per_pct\":3e6,\"evaporation\":{\"eta\":0.2,\"floor\":0.1},\"jump_pct\":0}",
};
#define DOCUMENTS (sizeof documents / sizeof documents[0])

static double middle_reported(const lm_map *map, const lm_impact_model *model)
{
    double range[2];
    lm_impact_model_reported(map, model, range);
    return sqrt(range[0] * range[1]);
}

static bool contains(const lm_buffer *buffer, const char *word)
{
    const size_t length = strlen(word);
    for (size_t i = 0; i + length <= buffer->size; i++)
        if (memcmp(buffer->data + i, word, length) == 0)
            return true;
    return false;
}

static lm_cascade run(const lm_map *map, double shock, const lm_impact_model *model)
{
    lm_cascade cascade;
    must(lm_map_cascade(&host, map, shock, model, &cascade));
    return cascade;
}

/* Checks that the figures of a cascade are consistent. */
static void check_row(const lm_map *map, double shock, const lm_impact_model *model, const lm_cascade *row)
{
    const lm_side side = shock < 0 ? LM_LONG : LM_SHORT;
    const double sign = shock < 0 ? -1 : 1;
    const double reported = middle_reported(map, model);
    lm_map_info info;
    double passed;
    must(lm_map_describe(&host, map, &info));
    CHECK_CLOSE(row->move_pct, (row->final_price / info.reference_price - 1) * 100, 1e-9);
    CHECK_CLOSE(row->amplification, log(row->final_price / info.reference_price) / log1p(shock), 1e-9);
    CHECK(row->amplification >= 1 && sign * row->move_pct >= sign * shock * 100 * (1 - 1e-12));
    CHECK(sign * row->branching_max_price <= sign * row->final_price * (1 + sign * 1e-12));
    CHECK(row->branching_max >= row->branching_at_stop && row->branching_at_stop >= 0);
    CHECK(sign * row->move_pct_least <= sign * row->move_pct && sign * row->move_pct <= sign * row->move_pct_most);
    CHECK(row->flow_least <= row->flow * (1 + 1e-12) && row->flow <= row->flow_most * (1 + 1e-12));
    CHECK(isnan(row->critical_shock) == isnan(row->landing_price));
    CHECK(isnan(row->critical_shock) == isnan(row->jump_flow));
    CHECK(row->deleveraged <= row->flow * (1 + 1e-12));
    CHECK(row->shortfall_least <= row->shortfall * (1 + 1e-9) && row->shortfall <= row->shortfall_most * (1 + 1e-9));
    /* With more flow a smaller shock makes the price jump. */
    CHECK(isnan(row->critical_shock_least) || fabs(row->critical_shock) <= fabs(row->critical_shock_least) + 1e-12);
    CHECK(isnan(row->critical_shock) || fabs(row->critical_shock_most) <= fabs(row->critical_shock) + 1e-12);
    CHECK(isnan(row->worst_shock) == isnan(row->critical_shock));
    CHECK(isnan(row->worst_shock) || fabs(row->worst_shock) >= fabs(row->critical_shock) - 1e-12);
    CHECK(row->shortfall >= 0 && (shock > 0 || row->shortfall <= row->flow)); /* a short can lose more */
    /* Notional is what the map contains between the two prices, up to the cell in which the price stops. */
    must(lm_map_notional_between(&host, map, shock < 0 ? row->final_price : 0, shock < 0 ? 1e15 : row->final_price,
                                 side, &passed));
    CHECK(fabs(row->notional - passed) <= 0.2 * passed + 1e6);
    CHECK_CLOSE(row->flow, row->notional / reported, 1e-14);
    if (!isnan(row->critical_shock) && fabs(row->critical_shock) > 1e-9) {
        const lm_cascade before = run(map, row->critical_shock * (1 - 1e-9), model);
        const lm_cascade after = run(map, row->critical_shock * (1 + 1e-9), model);
        CHECK(sign * (after.move_pct - before.move_pct) >= model->jump_pct * 0.9);
        CHECK_CLOSE(after.final_price, row->landing_price, 1e-4);
        CHECK(fabs(after.flow - before.flow - row->jump_flow) <= 1e-3 * row->flow + 1);
    }
}

static void check_classes(const lm_map *map, double shock, const lm_impact_model *model, const lm_cascade *row)
{
    lm_cascade_classes classes;
    lm_cascade_class sum = {0};
    lm_map_info info;
    must(lm_map_describe(&host, map, &info));
    must(lm_map_cascade_by_leverage(&host, map, shock, model, &classes));
    for (size_t i = 0; i < classes.count; i++) {
        const lm_cascade_class *class = &classes.rows[i];
        CHECK(i == 0 || isnan(class[-1].leverage) || class->leverage > class[-1].leverage);
        CHECK(class->notional <= class->outstanding_notional * (1 + 1e-12));
        sum.size += class->size;
        sum.notional += class->notional;
        sum.flow += class->flow;
        sum.flow_least += class->flow_least;
        sum.flow_most += class->flow_most;
        sum.outstanding_notional += class->outstanding_notional;
        sum.shortfall += class->shortfall;
        sum.deleveraged += class->deleveraged;
    }
    CHECK(fabs(sum.size - row->size) <= 1e-9 * row->size);
    CHECK(fabs(sum.notional - row->notional) <= 1e-9 * row->notional);
    CHECK(fabs(sum.flow - row->flow) <= 1e-9 * row->flow);
    CHECK(fabs(sum.flow_least - row->flow_least) <= 1e-9 * row->flow_least);
    CHECK(fabs(sum.flow_most - row->flow_most) <= 1e-9 * row->flow_most);
    CHECK(fabs(sum.shortfall - row->shortfall) <= 1e-9 * row->shortfall);
    CHECK(fabs(sum.deleveraged - row->deleveraged) <= 1e-9 * row->deleveraged);
    CHECK_CLOSE(sum.outstanding_notional, info.outstanding_notional[shock < 0 ? LM_LONG : LM_SHORT], 1e-9);
    lm_cascade_classes_free(&host, &classes);
}

/* Checks the rows of the grid against cascades in an impact model of that depth. */
static void check_grid(const lm_map *map, const lm_impact_model *model)
{
    const double shocks[] = {-0.05, 0.02, -0.01}, depths[] = {1, 0.1};
    lm_cascades grid;
    must(lm_map_cascades(&host, map, shocks, 3, depths, 2, model, &grid));
    CHECK(grid.count == 6);
    for (size_t i = 0; i < grid.count; i++) {
        lm_impact_model deep = *model;
        deep.multiplier *= depths[i % 2];
        const lm_cascade alone = run(map, shocks[i / 2], &deep);
        CHECK(grid.rows[i].shock == shocks[i / 2] && grid.rows[i].depth_multiplier == depths[i % 2]);
        CHECK_CLOSE(grid.rows[i].cascade.final_price, alone.final_price, 1e-12);
        CHECK_CLOSE(grid.rows[i].cascade.critical_shock, alone.critical_shock, 1e-9);
    }
    lm_cascades_free(&host, &grid);
}

/* Checks that the steps sum to the map, and their branching ratio by its definition. */
static void check_fragility(const lm_map *map, const lm_impact_model *model)
{
    const double reported = middle_reported(map, model);
    lm_map_info info;
    lm_fragility plain, filled;
    double notional[2] = {0, 0};
    must(lm_map_describe(&host, map, &info));
    must(lm_map_fragility(&host, map, model, &(lm_fragility_options){.step = 250}, &plain));
    must(lm_map_fragility(&host, map, model, &(lm_fragility_options){.step = 250, .within = 0.1, .empty_steps = true},
                          &filled));
    for (size_t i = 0; i < plain.count; i++) {
        const lm_fragility_row *row = &plain.rows[i];
        const double width = log(row->price_high / row->price_low) * 100;
        notional[row->side] += row->liquidation_per_pct * width * reported / model->share;
        CHECK(row->side == LM_LONG ? row->price_high <= info.reference_price : row->price_low >= info.reference_price);
        CHECK(i == 0 || row->price_low >= row[-1].price_high);
        CHECK(row->critical == (row->branching >= 1));
        CHECK(row->liquidation_per_pct > 0);
        if (model->kind == LM_IMPACT_LINEAR ||
            model->kind == LM_IMPACT_SQRT) { /* other kinds may be deeper farther out */
            CHECK(row->branching_least <= row->branching * (1 + 1e-9));
            CHECK(row->branching <= row->branching_most * (1 + 1e-9));
        }
        if (model->eta == 0)
            CHECK_CLOSE(row->branching, row->liquidation_per_pct / row->depth_per_pct, 1e-9);
        else
            CHECK(row->branching >= row->liquidation_per_pct / row->depth_per_pct * 0.99);
    }
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        CHECK_CLOSE(notional[side], info.outstanding_notional[side], 1e-9);
    for (size_t i = 0; i < filled.count; i++) {
        CHECK(fabs(filled.rows[i].distance_pct) <= 10);
        CHECK(i == 0 || filled.rows[i].price_low == filled.rows[i - 1].price_high);
        CHECK(filled.rows[i].depth_per_pct > 0 || model->kind == LM_IMPACT_SQRT);
    }
    CHECK(filled.count > 10);
    lm_fragility_free(&host, &plain);
    lm_fragility_free(&host, &filled);
}

static void test_maps(void)
{
    for (int which = 0; which < 3; which++)
        for (size_t i = 0; i < DOCUMENTS; i++) {
            const lm_impact_model model = impact_model_of(documents[i]);
            random_trades(trades, trade_count, 2 * LM_DAY, true);
            lm_map *map = which == 0 ? replayed(40000) : which == 1 ? summed(40000) : known();
            for (double shock = -0.2; shock < 0.25; shock += 0.0571) {
                const lm_cascade row = run(map, shock, &model);
                check_row(map, shock, &model, &row);
                check_classes(map, shock, &model, &row);
            }
            check_grid(map, &model);
            check_fragility(map, &model);
            lm_map_destroy(&host, map);
        }
}

/* ---- what feeds report */

/* Without `reported` the map decides: a range for replays, 1 for known positions; else that of the impact model. */
static void test_reported(void)
{
    const lm_impact_model unset = impact_model_of("{\"kind\":\"linear\",\"depth_per_pct\":3e6}");
    const lm_impact_model ranged = impact_model_of("{\"kind\":\"linear\",\"depth_per_pct\":3e6,\"reported\":[0.3,1]}");
    const lm_impact_model certain = impact_model_of("{\"kind\":\"linear\",\"depth_per_pct\":3e6,\"reported\":1}");
    lm_map *replay = replayed(40000), *sum = summed(40000), *positions = known(), *both = NULL;
    const lm_map *const maps[] = {replay, sum, positions};
    lm_buffer printed = {0};
    must(lm_map_merge_into(&host, &both, replay));
    must(lm_map_merge_into(&host, &both, positions));
    for (int i = 0; i < 3; i++) {
        const lm_cascade open = run(maps[i], -0.05, &unset), sure = run(maps[i], -0.05, &certain);
        const lm_cascade as_said = run(maps[i], -0.05, i < 2 ? &ranged : &certain);
        CHECK(open.final_price == as_said.final_price && open.flow_most == as_said.flow_most);
        CHECK(i == 2 || (open.flow > sure.flow && open.flow_most > open.flow_least));
        CHECK(sure.flow_most == sure.flow_least && sure.critical_shock_most == sure.critical_shock_least);
    }
    double range[2];
    lm_impact_model_reported(both, &unset, range);
    CHECK(range[0] == LM_REPORTED_LEAST && range[1] == LM_REPORTED_MOST);
    lm_impact_model_reported(both, &certain, range);
    CHECK(range[0] == 1 && range[1] == 1);
    must(lm_impact_model_print(&host, &unset, &printed));
    CHECK(!contains(&printed, "reported"));
    lm_buffer_free(&host, &printed);
    must(lm_impact_model_print(&host, &certain, &printed));
    CHECK(contains(&printed, "reported"));
    lm_buffer_free(&host, &printed);
    lm_map_destroy(&host, replay);
    lm_map_destroy(&host, sum);
    lm_map_destroy(&host, positions);
    lm_map_destroy(&host, both);
}

/* ---- positions on one side only */

static void test_one_side(void)
{
    lm_positions_options options;
    lm_positions *positions;
    lm_map *map;
    lm_fragility fragility;
    lm_cascade_classes classes;
    const lm_impact_model model = impact_model_of(documents[0]);
    lm_positions_options_init(&options);
    must(lm_positions_create(&host, &options, &positions));
    must(lm_positions_add(&host, &positions, &(lm_known_position){90000, 80000, 1, 10, LM_LONG}));
    must(lm_positions_map(&host, positions, &map));
    const lm_cascade up = run(map, 0.1, &model), down = run(map, -0.12, &model);
    CHECK_CLOSE(up.final_price, 99000, 1e-12);
    CHECK(up.size == 0 && up.branching_max == 0 && up.branching_max_price == 90000 && isnan(up.critical_shock));
    CHECK_CLOSE(down.size, 1, 1e-3);
    must(lm_map_cascade_by_leverage(&host, map, 0.1, &model, &classes));
    CHECK(classes.count == 0);
    lm_cascade_classes_free(&host, &classes);
    must(lm_map_fragility(&host, map, &model, &(lm_fragility_options){0, 0.0105, true}, &fragility));
    CHECK(fragility.step == 200);
    for (size_t i = 0; i < fragility.count; i++)
        CHECK(fragility.rows[i].side == LM_LONG && fragility.rows[i].liquidation_per_pct == 0);
    CHECK(fragility.count == 5);
    lm_fragility_free(&host, &fragility);
    lm_map_destroy(&host, map);
    lm_positions_destroy(&host, positions);
}

/* ---- errors */

static void test_refused(void)
{
    static const double shocks[] = {0, -0.0, 1, -1, 1.5, -2, NAN, INFINITY, -INFINITY};
    lm_impact_model model = impact_model_of(documents[0]);
    lm_cascade cascade = {.size = 7};
    lm_cascade_classes classes = {NULL, 7};
    lm_cascades grid = {NULL, 7};
    lm_fragility fragility = {NULL, 7, 0};
    const double good = -0.1, bad = 0;
    lm_map *map = replayed(1000), *shares = replayed(0);
    for (size_t i = 0; i < sizeof shocks / sizeof shocks[0]; i++) {
        CHECK(lm_map_cascade(&host, map, shocks[i], &model, &cascade) == LM_E_RANGE);
        CHECK(lm_map_cascade_by_leverage(&host, map, shocks[i], &model, &classes) == LM_E_RANGE);
        CHECK(lm_map_cascades(&host, map, &shocks[i], 1, &good, 1, &model, &grid) == LM_E_RANGE);
    }
    CHECK(lm_map_cascade(&host, shares, good, &model, &cascade) == LM_E_MISSING);
    CHECK(strstr(host.error.hint, "open_interest") != NULL);
    CHECK(lm_map_fragility(&host, shares, &model, &(lm_fragility_options){0}, &fragility) == LM_E_MISSING);
    CHECK(lm_map_cascades(&host, map, &good, 0, &good, 1, &model, &grid) == LM_E_ARGUMENT);
    CHECK(lm_map_cascades(&host, map, &good, 1, &good, 0, &model, &grid) == LM_E_ARGUMENT);
    CHECK(lm_map_cascades(&host, map, &good, 1, &bad, 1, &model, &grid) == LM_E_RANGE);
    CHECK(lm_map_fragility(&host, map, &model, &(lm_fragility_options){.step = -1}, &fragility) == LM_E_RANGE);
    CHECK(lm_map_fragility(&host, map, &model, &(lm_fragility_options){.step = NAN}, &fragility) == LM_E_RANGE);
    CHECK(lm_map_fragility(&host, map, &model, &(lm_fragility_options){.step = 1e-9}, &fragility) == LM_E_RANGE);
    CHECK(lm_map_fragility(&host, map, &model, &(lm_fragility_options){.within = NAN}, &fragility) == LM_E_RANGE);
    CHECK(lm_map_fragility(&host, map, &model, &(lm_fragility_options){.step = 0.001}, &fragility) == LM_E_LIMIT);
    model.reference_price = 1;
    CHECK(lm_map_cascade(&host, map, good, &model, &cascade) == LM_E_RANGE);
    model.reference_price = 0;
    model.depth_per_pct = -1;
    CHECK(lm_map_cascade(&host, map, good, &model, &cascade) == LM_E_ARGUMENT);
    CHECK(strcmp(host.error.message, "depth_per_pct must be from 1e-06 to 1e+18, not -1") == 0);
    lm_impact_model_init(&model);
    CHECK(lm_map_fragility(&host, map, &model, &(lm_fragility_options){0}, &fragility) == LM_E_ARGUMENT);
    CHECK(cascade.size == 7 && classes.count == 7 && grid.count == 7 && fragility.count == 7);
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, shares);
}

/* ---- impact models as documents */

static void test_documents(void)
{
    for (size_t i = 0; i < DOCUMENTS; i++) {
        const lm_impact_model model = impact_model_of(documents[i]);
        lm_buffer first = {0}, second = {0};
        lm_impact_model read;
        must(lm_impact_model_print(&host, &model, &first));
        must(lm_impact_model_read(&host, (const char *)first.data, first.size, &read));
        must(lm_impact_model_print(&host, &read, &second));
        CHECK(memcmp(&model, &read, sizeof read) == 0);
        CHECK(same_and_freed(first, second));
    }
    /* The largest impact model can be printed. */
    lm_impact_model model = impact_model_of("{\"kind\":\"book\",\"levels\":[[1,1]]}");
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        model.depth_count[side] = LM_MAX_DEPTHS;
        for (int i = 0; i < LM_MAX_DEPTHS; i++)
            model.depths[side][i] = (lm_depth){(i + 1 + side) / 3.0, 1e15 * (i + 1) / 0.7};
    }
    lm_buffer out = {0};
    must(lm_impact_model_print(&host, &model, &out));
    lm_buffer_free(&host, &out);
}

/* ---- failing allocations and interrupts */

static lm_status print_impact(void)
{
    const lm_impact_model model = impact_model_of(documents[4]);
    lm_buffer out = {0};
    return append(INJECT_FAULTS(lm_impact_model_print(&host, &model, &out)), &out);
}

static lm_status run_cascade(void)
{
    const lm_impact_model model = impact_model_of(documents[0]);
    lm_map *map = replayed(1000);
    lm_cascade cascade = {.size = -1};
    const lm_status status = INJECT_FAULTS(lm_map_cascade(&host, map, -0.1, &model, &cascade));
    CHECK((status == LM_OK) == (cascade.size >= 0));
    lm_map_destroy(&host, map);
    return status;
}

static lm_status run_classes(void)
{
    const lm_impact_model model = impact_model_of(documents[0]);
    lm_map *map = replayed(1000);
    lm_cascade_classes classes = {NULL, 7};
    const lm_status status = INJECT_FAULTS(lm_map_cascade_by_leverage(&host, map, 0.1, &model, &classes));
    CHECK(status == LM_OK || (classes.rows == NULL && classes.count == 7));
    if (status == LM_OK)
        lm_cascade_classes_free(&host, &classes);
    lm_map_destroy(&host, map);
    return status;
}

static lm_status run_grid(void)
{
    const double shocks[] = {-0.1, 0.1}, depths[] = {1, 2};
    const lm_impact_model model = impact_model_of(documents[1]);
    lm_map *map = replayed(1000);
    lm_cascades grid = {NULL, 7};
    const lm_status status = INJECT_FAULTS(lm_map_cascades(&host, map, shocks, 2, depths, 2, &model, &grid));
    CHECK(status == LM_OK || (grid.rows == NULL && grid.count == 7));
    if (status == LM_OK)
        lm_cascades_free(&host, &grid);
    lm_map_destroy(&host, map);
    return status;
}

static lm_status run_fragility(void)
{
    const lm_impact_model model = impact_model_of(documents[0]);
    lm_map *map = replayed(1000);
    lm_fragility fragility = {NULL, 7, 0};
    const lm_status status =
        INJECT_FAULTS(lm_map_fragility(&host, map, &model, &(lm_fragility_options){0}, &fragility));
    CHECK(status == LM_OK || (fragility.rows == NULL && fragility.count == 7));
    if (status == LM_OK)
        lm_fragility_free(&host, &fragility);
    lm_map_destroy(&host, map);
    return status;
}

static const step steps[] = {
    {"lm_impact_model_print", print_impact, false},     {"lm_map_cascade", run_cascade, false},
    {"lm_map_cascade_by_leverage", run_classes, false}, {"lm_map_cascades", run_grid, true},
    {"lm_map_fragility", run_fragility, true},
};

int main(void)
{
    lm_host_init(&host);
    trade_count = 2500;
    random_trades(trades, trade_count, 2 * LM_DAY, true);
    test_maps();
    test_reported();
    test_one_side();
    test_refused();
    test_documents();
    run_steps(steps, sizeof steps / sizeof steps[0]);
    return check_report("cascade_map");
}
