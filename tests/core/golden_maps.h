/* Makes the golden maps, from the stored golden tapes and from lists of positions. */
#ifndef GOLDEN_MAPS_H
#define GOLDEN_MAPS_H

#include "golden.h"

static lm_buffer golden_encoded(lm_map *map)
{
    const lm_buffer out = encoded_map(map);
    lm_map_destroy(&host, map);
    return out;
}

static lm_map *golden_map(const char *name)
{
    lm_map *map;
    lm_buffer bytes = golden_read(name);
    must(lm_map_decode(&host, bytes_of(&bytes), &map));
    lm_buffer_free(&host, &bytes);
    return map;
}

static lm_map *golden_replay(const char *tape, const char *model_json, int64_t as_of, double open_interest)
{
    const lm_model model = golden_model(model_json);
    lm_map *map;
    lm_buffer bytes = golden_read(tape);
    must(lm_tape_map(&host, bytes_of(&bytes), &model, as_of, open_interest, &map));
    lm_buffer_free(&host, &bytes);
    return map;
}

static lm_buffer golden_live(const char *tape, const char *model_json, double open_interest)
{
    return golden_encoded(golden_replay(tape, model_json, INT64_MAX, open_interest));
}

/* ---- models that differ from the default in every member */

static const char three_classes[] = "{\"leverage\": [{\"x\": 10, \"share\": 0.5, \"half_life\": \"5 d\"},"
                                    " {\"x\": 25, \"share\": 0.3, \"half_life\": 86400},"
                                    " {\"x\": 50.5, \"share\": 0.2, \"half_life\": 3600}]}";
static const char own_model[] =
    "{\"margin\": {\"basis\": \"entry\", \"fee\": 0.0006, \"fee_basis\": \"mark\", \"fixed\": 1.5, \"steps\": true,"
    " \"cap\": 5000000, \"known_to\": 6000000, \"tick\": 0.5, \"rounding\": {\"long\": \"up\", \"short\": \"nearest\"},"
    " \"tiers\": [{\"floor\": 0, \"rate\": 0.005, \"max_leverage\": 100}, {\"floor\": 50000, \"rate\": 0.02},"
    " [250000, 0.05, 1200, 20]]}, \"position\": 40000, \"exposure\": 0.03125, \"frame\": 300,"
    " \"leverage\": [{\"x\": 3, \"share\": 0.25, \"half_life\": 1000000}, {\"x\": 20, \"share\": 0.75, \"half_life\": "
    "50000}]}";
static const char model_by_size[] =
    "{\"margin\": {\"tiers_by\": \"size\", \"rate_per_size\": 0.00001, \"contract_size\": 0.1,"
    " \"tiers\": [[0, 0.004], [40, 0.01, 0.2, 25]]}, \"position\": 20000, \"reference_price\": 90000}";
static const char inverse_model[] =
    "{\"margin\": {\"contract\": \"inverse\", \"tiers\": [[0, 0.004], [5, 0.01], [10, 0.025]]},"
    " \"position\": 600000, \"reference_price\": 90000,"
    " \"leverage\": [{\"x\": 1, \"share\": 0.25, \"half_life\": 500000}, {\"x\": 12, \"share\": 0.75, \"half_life\": "
    "90000}]}";
static const char fast_classes[] = "{\"leverage\": [{\"x\": 10, \"share\": 0.5, \"half_life\": 60},"
                                   " {\"x\": 40, \"share\": 0.5, \"half_life\": 400}]}";

/* ---- live maps */

static lm_buffer make_live(void)
{
    return golden_live("demo_day.tape", "{}", 0);
}

static lm_buffer make_live_fortnight(void)
{
    return golden_live("demo_fortnight.tape", three_classes, 0);
}

static lm_buffer make_live_without_interest(void)
{
    return golden_live("trades_linear.tape", three_classes, 0);
}

static lm_buffer make_live_interest_given(void)
{
    return golden_live("everything.tape", three_classes, 81234.5);
}

static lm_buffer make_live_inverse(void)
{
    return golden_live("trades_inverse.tape", inverse_model, 4e8);
}

static lm_buffer make_live_quote(void)
{
    return golden_live("quote.tape", three_classes, 500);
}

static lm_buffer make_live_own_model(void)
{
    return golden_live("everything.tape", own_model, 0);
}

static lm_buffer make_live_by_size(void)
{
    return golden_live("precision_8.tape", model_by_size, 50000);
}

static lm_buffer make_live_volume_power_1(void)
{
    return golden_live("unknown_takers.tape", "{\"volume_power\": 1, \"exposure\": 1}", 1000);
}

/* Half-lives of a minute and a few: multipliers fall below their least within the tape. */
static lm_buffer make_live_renormalised(void)
{
    return golden_live("trades_linear.tape", fast_classes, 60000);
}

static lm_buffer make_live_young(void)
{
    return golden_encoded(golden_replay("demo_day.tape", "{}", NEW_YEAR + 50 * LM_MINUTE, 0));
}

/* Advances a map by a tape that has only later rows. */
static lm_buffer make_live_advanced(void)
{
    lm_map *map = golden_map("live_young.map");
    lm_buffer rest = {0}, whole = golden_read("demo_day.tape");
    must(lm_tape_slice(&host, bytes_of(&whole), NEW_YEAR + 40 * LM_MINUTE, NEW_YEAR + 9 * 60 * LM_MINUTE, &rest));
    must(lm_map_advance(&host, map, bytes_of(&rest), NEW_YEAR + 8 * 60 * LM_MINUTE));
    lm_buffer_free(&host, &rest);
    lm_buffer_free(&host, &whole);
    return golden_encoded(map);
}

static lm_buffer make_live_empty(void)
{
    return golden_live("empty.tape", "{}", 0);
}

static lm_buffer make_live_empty_interest_given(void)
{
    return golden_live("empty_unplaced.tape", "{}", 12.5);
}

static lm_buffer make_live_gauges_only(void)
{
    return golden_live("gauges_only.tape", "{}", 0);
}

static lm_buffer make_live_forced_only(void)
{
    return golden_live("forced_only.tape", "{}", 0);
}

static lm_buffer make_live_precision_20(void)
{
    return golden_live("precision_20.tape", three_classes, 0);
}

static lm_buffer make_live_frame_day(void)
{
    return golden_live("frame_day.tape", three_classes, 70000);
}

static lm_buffer make_live_frame_second(void)
{
    return golden_live("frame_second.tape", three_classes, 70000);
}

static lm_buffer make_live_negative_times(void)
{
    return golden_live("negative_times.tape", three_classes, 1);
}

static lm_buffer make_live_extreme_prices(void)
{
    return golden_live("extreme_prices.tape", three_classes, 0);
}

/* A fortnight with observed liquidations, those of shorts from the fourth day on: twice the demo's frame apart. */
static lm_buffer make_live_adaptive(void)
{
    lm_buffer market = golden_read("demo_fortnight.tape");
    lm_tape_reader *reader;
    lm_tape *tape;
    uint64_t state = 77;
    must(lm_tape_reader_create(&host, bytes_of(&market), &reader));
    must(lm_tape_create(&host, lm_tape_reader_options(reader), &tape));
    lm_tape_reader_destroy(&host, reader);
    must(lm_tape_merge_into(&host, &tape, bytes_of(&market)));
    for (int64_t hour = 0; hour < 14 * 24; hour++) {
        const double notional = (double)(1 + golden_roll(&state, 400000));
        const int64_t time = NEW_YEAR + hour * 60 * LM_MINUTE;
        must(lm_tape_liquidation_without_price(&host, &tape, time, notional, LM_LONG));
        if (hour > 3 * 24)
            must(lm_tape_liquidation_without_price(&host, &tape, time, 3 * notional, LM_SHORT));
    }
    lm_buffer bytes = finished(tape);
    const lm_model model = golden_model("{\"adaptive\": {\"half_life\": \"2 d\", \"weight\": 0.5}}");
    lm_map *map;
    must(lm_tape_map(&host, bytes_of(&bytes), &model, INT64_MAX, 0, &map));
    lm_buffer_free(&host, &market);
    lm_buffer_free(&host, &bytes);
    return golden_encoded(map);
}

static lm_buffer make_live_candles(void)
{
    return golden_live("merged.tape", "{\"position\": 5000}", 100);
}

/* Begins with hourly frames and goes on with those of the tape, which are narrower. */
static lm_buffer golden_burnt_in(lm_buffer *tape, const char *model_json, int hours, int minutes)
{
    const lm_model model = golden_model(model_json);
    const int64_t change = NEW_YEAR + hours * 60 * LM_MINUTE;
    lm_buffer before = {0}, wide = {0}, after = {0};
    lm_map *map;
    must(lm_tape_slice(&host, bytes_of(tape), INT64_MIN, change, &before));
    must(lm_tape_coarsen(&host, bytes_of(&before), 60 * LM_MINUTE, 0, &wide));
    must(lm_tape_map(&host, bytes_of(&wide), &model, INT64_MAX, 0, &map));
    must(lm_tape_slice(&host, bytes_of(tape), change, INT64_MAX, &after));
    must(lm_map_advance(&host, map, bytes_of(&after), change + minutes * LM_MINUTE));
    lm_buffer_free(&host, &before);
    lm_buffer_free(&host, &wide);
    lm_buffer_free(&host, &after);
    lm_buffer_free(&host, tape);
    return golden_encoded(map);
}

static lm_buffer make_live_burn_in(void)
{
    lm_buffer tape = golden_read("demo_day.tape");
    return golden_burnt_in(&tape, "{}", 8, 7 * 60 + 13);
}

/* The daily sigma reaches back to returns of wider frames; a quote is another part of the stored form. */
static lm_buffer make_live_burn_in_quote(void)
{
    lm_buffer tape = golden_read("demo_fortnight.tape"), labelled = {0};
    must(lm_tape_label(&host, bytes_of(&tape), (lm_text){"DEMO", 4}, (lm_text){"USDT", 4}, &labelled));
    lm_buffer_free(&host, &tape);
    return golden_burnt_in(&labelled, three_classes, 9 * 24, 60);
}

/* ---- known positions */

static lm_positions *golden_positions(uint8_t contract, const char *symbol, int64_t as_of)
{
    lm_positions_options options;
    lm_positions *positions;
    lm_positions_options_init(&options);
    options.contract = contract;
    options.dated = as_of != 0;
    options.as_of = as_of;
    strcpy(options.symbol, symbol);
    if (contract == LM_INVERSE) {
        options.contract_size = 10;
        options.unit = 0.01;
        options.precision = 9;
    }
    must(lm_positions_create(&host, &options, &positions));
    return positions;
}

static lm_buffer golden_counted(lm_positions *positions)
{
    lm_map *map;
    must(lm_positions_map(&host, positions, &map));
    lm_positions_destroy(&host, positions);
    return golden_encoded(map);
}

static void golden_known(lm_positions **positions, lm_side side, double liquidation_price, double qty, double leverage)
{
    const lm_known_position position = {
        .price = 90000, .liquidation_price = liquidation_price, .qty = qty, .leverage = leverage, .side = side};
    must(lm_positions_add(&host, positions, &position));
}

static lm_buffer make_positions(void)
{
    lm_positions *positions = golden_positions(LM_LINEAR, "", 0);
    uint64_t state = 20;
    for (int i = 0; i < 60; i++) {
        const double away = (double)(1 + golden_roll(&state, 20000));
        const lm_side side = (lm_side)(i % 2);
        golden_known(&positions, side, side == LM_LONG ? 90000 - away : 90000 + away,
                     (double)(1 + golden_roll(&state, 5000)) / 1000, NAN);
    }
    return golden_counted(positions);
}

static lm_buffer make_positions_by_leverage(void)
{
    static const double leverages[] = {5, 10, NAN, 12.5, 100};
    lm_positions *positions = golden_positions(LM_LINEAR, "BTCUSDT", NEW_YEAR + 12345678);
    for (int i = 0; i < 40; i++)
        golden_known(&positions, (lm_side)(i % 2), i % 2 ? 90100.25 + i * i * 7 : 89900.5 - i * i * 11, 0.5 + i * 0.125,
                     leverages[i % 5]);
    return golden_counted(positions);
}

/* Positions that are outstanding, that are never liquidated, and that are liquidatable. */
static lm_buffer make_positions_three_outcomes(void)
{
    lm_positions *positions = golden_positions(LM_LINEAR, "BTCUSDT", -LM_DAY);
    golden_known(&positions, LM_LONG, 81000, 2, 10);
    golden_known(&positions, LM_LONG, NAN, 3, 1);
    golden_known(&positions, LM_LONG, 90500, 0.75, 125);
    golden_known(&positions, LM_SHORT, 99000, 1.5, 10);
    golden_known(&positions, LM_SHORT, NAN, 0.1, NAN);
    golden_known(&positions, LM_SHORT, 90000, 7, 50);
    return golden_counted(positions);
}

static lm_buffer make_positions_none_stands(void)
{
    lm_positions *positions = golden_positions(LM_LINEAR, "BTCUSDT", 0);
    golden_known(&positions, LM_LONG, NAN, 3, 1);
    golden_known(&positions, LM_SHORT, 89000, 2, 20);
    return golden_counted(positions);
}

static lm_buffer make_positions_inverse(void)
{
    lm_positions *positions = golden_positions(LM_INVERSE, "BTCUSD", NEW_YEAR);
    golden_known(&positions, LM_LONG, 70000.5, 12000, 4);
    golden_known(&positions, LM_LONG, 88000, 500, 40);
    golden_known(&positions, LM_SHORT, NAN, 900, 1);
    golden_known(&positions, LM_SHORT, 101000, 3000, NAN);
    return golden_counted(positions);
}

/* Positions by margin rules: by leverage, by collateral, with tiers, never liquidated, and liquidatable. */
static lm_buffer make_positions_margin(void)
{
    static const char json[] = "{\"fee\": 0.0005, \"tiers\": [[0, 0.004], [100000, 0.01], [500000, 0.025]]}";
    static const lm_position held[] = {
        {LM_LONG, 91000, 2, 10, 0, 0},       {LM_LONG, 88000, 10, 20, 5000, 0}, {LM_LONG, 90000, 1, 0, 120000, 0},
        {LM_SHORT, 89500.5, 0.5, 100, 0, 0}, {LM_SHORT, 93000, 4, 3, 0, 0},     {LM_LONG, 99000, 3, 50, 0, 0},
        {LM_SHORT, 90000, 2, 250, 0, 0},
    };
    lm_positions *positions = golden_positions(LM_LINEAR, "BTCUSDT", NEW_YEAR);
    lm_rules rules;
    must(lm_rules_read(&host, json, strlen(json), &rules));
    for (size_t i = 0; i < sizeof held / sizeof held[0]; i++)
        must(lm_positions_add_margin(&host, &positions, 90000, &rules, &held[i]));
    return golden_counted(positions);
}

static lm_buffer make_positions_empty(void)
{
    return golden_counted(golden_positions(LM_LINEAR, "BTCUSDT", NEW_YEAR));
}

/* ---- sums */

static void golden_add(lm_map **sum, lm_map *map)
{
    must(lm_map_merge_into(&host, sum, map));
    lm_map_destroy(&host, map);
}

static lm_buffer golden_sum(const char *const *names, size_t count)
{
    lm_map *sum = NULL;
    for (size_t i = 0; i < count; i++)
        golden_add(&sum, golden_map(names[i]));
    return golden_encoded(sum);
}

static lm_buffer make_sum_of_one(void)
{
    return golden_sum((const char *const[]){"live_interest_given.map"}, 1);
}

static lm_buffer make_sum_of_nothing(void)
{
    return golden_sum((const char *const[]){"live_empty.map"}, 1);
}

/* Sums a linear and an inverse map, with different symbols and models. */
static lm_buffer make_sum_two_venues(void)
{
    return golden_sum((const char *const[]){"live_interest_given.map", "live_inverse.map"}, 2);
}

static lm_buffer make_sum_several_models(void)
{
    return golden_sum((const char *const[]){"live_candles.map", "live_own_model.map", "live_renormalised.map",
                                            "live_interest_given.map", "live_frame_day.map"},
                      5);
}

static lm_buffer make_sum_live_and_positions(void)
{
    return golden_sum((const char *const[]){"live_interest_given.map", "positions_by_leverage.map", "positions.map",
                                            "positions_three_outcomes.map"},
                      4);
}

static lm_buffer make_sum_of_sums(void)
{
    return golden_sum((const char *const[]){"sum_two_venues.map", "sum_several_models.map", "sum_of_nothing.map"}, 3);
}

static lm_buffer make_sum_adaptive(void)
{
    return golden_sum((const char *const[]){"live_fortnight.map", "live_adaptive.map"}, 2);
}

static const golden_file golden_maps[] = {
    {"live.map", make_live},
    {"live_fortnight.map", make_live_fortnight},
    {"live_without_interest.map", make_live_without_interest},
    {"live_interest_given.map", make_live_interest_given},
    {"live_inverse.map", make_live_inverse},
    {"live_own_model.map", make_live_own_model},
    {"live_by_size.map", make_live_by_size},
    {"live_volume_power_1.map", make_live_volume_power_1},
    {"live_renormalised.map", make_live_renormalised},
    {"live_young.map", make_live_young},
    {"live_advanced.map", make_live_advanced},
    {"live_empty.map", make_live_empty},
    {"live_empty_interest_given.map", make_live_empty_interest_given},
    {"live_gauges_only.map", make_live_gauges_only},
    {"live_forced_only.map", make_live_forced_only},
    {"live_precision_20.map", make_live_precision_20},
    {"live_frame_day.map", make_live_frame_day},
    {"live_frame_second.map", make_live_frame_second},
    {"live_negative_times.map", make_live_negative_times},
    {"live_extreme_prices.map", make_live_extreme_prices},
    {"live_candles.map", make_live_candles},
    {"positions.map", make_positions},
    {"positions_by_leverage.map", make_positions_by_leverage},
    {"positions_three_outcomes.map", make_positions_three_outcomes},
    {"positions_none_stands.map", make_positions_none_stands},
    {"positions_inverse.map", make_positions_inverse},
    {"positions_margin.map", make_positions_margin},
    {"positions_empty.map", make_positions_empty},
    {"sum_of_one.map", make_sum_of_one},
    {"sum_of_nothing.map", make_sum_of_nothing},
    {"sum_two_venues.map", NULL},         /* without the quote */
    {"sum_several_models.map", NULL},     /* without the quote */
    {"sum_live_and_positions.map", NULL}, /* without the quote */
    {"sum_of_sums.map", make_sum_of_sums},
    {"quote_sum_live_and_positions.map", make_sum_live_and_positions},
    {"quote_sum_several_models.map", make_sum_several_models},
    {"live_quote.map", make_live_quote},
    {"quote_sum_two_venues.map", make_sum_two_venues},
    {"live_adaptive.map", make_live_adaptive},
    {"sum_adaptive.map", make_sum_adaptive},
    {"live_burn_in.map", make_live_burn_in},
    {"live_burn_in_quote.map", make_live_burn_in_quote},
};

#endif
