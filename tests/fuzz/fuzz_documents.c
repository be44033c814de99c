/*
 * Reads any text as a model, options, rules, an impact model or a venue; the first byte chooses. What is read without
 * error, other than options, is printed, read again and used.
 */
#include "round_trip.h"

static void check_model(const lm_model *model)
{
    check_model_document(model);
    for (int k = 0; k < model->class_count; k++) {
        double ratio;
        lm_margin_ratio(&model->margin, model->position, model->reference_price, LM_LONG, model->classes[k].x, &ratio);
    }
    check_maps_of_model(model);
}

static void check_rules(const lm_rules *rules)
{
    const lm_position position = {.side = LM_SHORT, .entry = 90000, .qty = 1, .leverage = 10};
    lm_buffer printed = {0}, again = {0};
    lm_margin margin;
    lm_rules read;
    char text[LM_STALE_TEXT_SIZE];
    must(lm_rules_print(&host, rules, &printed));
    must(lm_rules_read(&host, (const char *)printed.data, printed.size, &read));
    must(lm_rules_print(&host, &read, &again));
    if (!same_and_freed(printed, again))
        abort();
    lm_rules_stale_text(rules, rules->origin.stale_days, text);
    if (lm_margin_solve(&host, rules, &position, &margin) == LM_OK && margin.status == LM_MARGIN_LIQUIDATABLE &&
        margin.liquidation_price > position.entry * (1 + 1e-12))
        abort(); /* a short has passed a price below its mark */
    lm_rules_stale_text(rules, lm_rules_stale_days(rules, NEW_YEAR), text);
}

static void check_options(const lm_tape_options *options)
{
    const lm_trade trade = {NEW_YEAR, 90000, 1, LM_TAKER_UNKNOWN};
    lm_tape *tape;
    size_t done;
    must(lm_tape_create(&host, options, &tape));
    lm_tape_trades(&host, &tape, &trade, 1, &done);
    check_stored_tape(finished(tape));
}

/* A cascade in any impact model ends, and not nearer than the shock. */
static void check_impact(const lm_impact_model *model)
{
    lm_buffer printed = {0}, again = {0};
    lm_impact_model read;
    lm_positions_options options;
    lm_positions *positions;
    lm_map *map;
    lm_cascade cascade;
    lm_fragility fragility;
    must(lm_impact_model_check(&host, model));
    must(lm_impact_model_print(&host, model, &printed));
    must(lm_impact_model_read(&host, (const char *)printed.data, printed.size, &read));
    must(lm_impact_model_print(&host, &read, &again));
    if (!same_and_freed(printed, again))
        abort();
    lm_positions_options_init(&options);
    must(lm_positions_create(&host, &options, &positions));
    for (int i = 1; i <= 20; i++)
        must(lm_positions_add(&host, &positions,
                              &(lm_known_position){90000, 90000 + 700 * (i % 2 ? i : -i), i, 10, i % 2}));
    must(lm_positions_map(&host, positions, &map));
    for (double shock = -0.2; shock < 0.3; shock += 0.4)
        if (lm_map_cascade(&host, map, shock, model, &cascade) == LM_OK &&
            !(shock < 0 ? cascade.move_pct <= shock * 100 + 1e-9 : cascade.move_pct >= shock * 100 - 1e-9))
            abort();
    if (lm_map_fragility(&host, map, model, &(lm_fragility_options){0, 0, false}, &fragility) == LM_OK)
        lm_fragility_free(&host, &fragility);
    check_stored_map(map);
    lm_positions_destroy(&host, positions);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lm_model model;
    lm_rules rules;
    lm_tape_options options;
    lm_impact_model impact;
    lm_host_init(&host);
    if (size == 0)
        return 0;
    const char *text = (const char *)data + 1;
    switch (data[0] % 5) {
    case 0:
        if (lm_model_read(&host, text, size - 1, &model) == LM_OK)
            check_model(&model);
        break;
    case 1:
        if (lm_rules_read(&host, text, size - 1, &rules) == LM_OK)
            check_rules(&rules);
        break;
    case 4:
        if (lm_venue_rules(&host, text, size - 1, "A", 1, NEW_YEAR, &rules) == LM_OK)
            check_rules(&rules);
        break;
    case 3:
        if (lm_impact_model_read(&host, text, size - 1, &impact) == LM_OK)
            check_impact(&impact);
        break;
    default:
        if (lm_tape_options_read(&host, text, size - 1, &options) == LM_OK)
            check_options(&options);
    }
    return 0;
}
