/* Forecasts of bars: against maps and ledgers made one by one, and what opens within a bar by hand. */
#include "fixture.h"

#include "truth/score_forecasts.h"

#define BAR (30 * LM_MINUTE)
#define TRADES 6000

static lm_trade trades[TRADES];

static lm_model model_of(const char *json)
{
    lm_model model;
    must(lm_model_read(&host, json, strlen(json), &model));
    return model;
}

static lm_buffer market(uint8_t contract, int64_t period)
{
    lm_tape_options options = default_options();
    options.contract = contract;
    random_trades(trades, TRADES, period, true);
    lm_tape *tape = tape_of(&options, trades, TRADES);
    for (int64_t time = 0; time < period; time += 5 * LM_MINUTE)
        must(lm_tape_gauge(&host, &tape, NEW_YEAR + time, "open_interest", 13, uniform(900, 1100)));
    return finished(tape);
}

/* Sums the notional within the cells that the range of a bar touches, from the steps of a map as of its start. */
static double between(const lm_map *map, const lm_price_bar *bar, int precision, lm_side side)
{
    double notional;
    const double low = lm_cell_low(lm_cell(bar->low, precision), precision);
    const double high = lm_cell_low(lm_cell(bar->high, precision) + 1, precision);
    must(side == LM_LONG ? lm_map_notional_between(&host, map, low, LM_PRICE_MAX, side, &notional)
                         : lm_map_notional_between(&host, map, LM_PRICE_MIN, high, side, &notional));
    return notional;
}

typedef struct running_sum {
    const lm_bars *bars;
    double swept[2][400]; /* weight times price of linear contracts, by side and bar */
} running_sum;

static lm_status add_frame(void *context, const lm_map *map, const lm_frame_ledger *ledger)
{
    running_sum *sum = context;
    const size_t bar = (size_t)((ledger->start - sum->bars->items[0].start) / sum->bars->width);
    (void)map;
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        if (ledger->predicted_size[side] > 0)
            sum->swept[side][bar] +=
                ledger->swept[side] * ledger->predicted_notional[side] / ledger->predicted_size[side];
    return LM_OK;
}

static void test_against_maps(uint8_t contract, int64_t every)
{
    lm_model model = model_of("{}");
    lm_buffer tape = market(contract, 3 * LM_DAY);
    lm_bars bars;
    lm_forecasts forecasts;
    static running_sum sums;
    lm_map *whole;
    size_t compared = 0, swept = 0;
    model.margin.contract = contract;
    must(lm_bars_create(&host, bytes_of(&tape), every, &bars));
    must(lm_forecasts_create(&host, bytes_of(&tape), &model, 0, &bars, &forecasts));
    CHECK(forecasts.bars == bars.count && bars.count < 400);
    sums = (running_sum){.bars = &bars};
    must(lm_tape_replay(&host, bytes_of(&tape), &model, INT64_MAX, 0, add_frame, &sums, &whole));
    lm_map_destroy(&host, whole);
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        for (int kind = 0; kind < LM_FORECAST_KINDS; kind++)
            CHECK(isnan(lm_forecasts_of(&forecasts, (lm_forecast_kind)kind, (lm_side)side)[0]));
    for (size_t i = 1; i < bars.count; i += 3) {
        lm_map *map;
        lm_ledger ledger[2];
        must(lm_tape_map(&host, bytes_of(&tape), &model, bars.items[i].start, 0, &map));
        must(lm_map_ledger(&host, map, ledger));
        for (int side = LM_LONG; side <= LM_SHORT && bars.items[i].traded; side++, compared++) {
            const double frozen = lm_forecasts_of(&forecasts, LM_FORECAST_FROZEN, (lm_side)side)[i];
            const double expected = lm_forecasts_of(&forecasts, LM_FORECAST_EXPECTED, (lm_side)side)[i];
            const double running = lm_forecasts_of(&forecasts, LM_FORECAST_RUNNING, (lm_side)side)[i];
            CHECK_CLOSE(frozen, between(map, &bars.items[i], LM_PRECISION_DEFAULT, (lm_side)side), 1e-9);
            CHECK(expected >= frozen);
            swept += frozen > 0;
            const double factor = ledger[side].outstanding_size / ledger[side].outstanding;
            if (contract == LM_LINEAR)
                CHECK(fabs(running - factor * sums.swept[side][i]) <= 1e-9 * running);
            else
                CHECK(running >= 0);
        }
        lm_map_destroy(&host, map);
    }
    CHECK(compared > 40 && swept > compared / 2);
    lm_forecasts_free(&host, &forecasts);
    lm_bars_free(&host, &bars);
    lm_buffer_free(&host, &tape);
}

/*
 * One class of 100x without maintenance, 1 % away. In the hour before the bar 8 coins open at 100, then the price falls
 * evenly by 2 % and stays within 1 %: W = ln(100 / 98), so of what opens in half an hour, 4 coins, 1 - d / W are swept.
 */
static void test_births_by_hand(void)
{
    const lm_model model =
        model_of("{\"margin\": {\"tiers\": [{\"floor\": 0, \"rate\": 0}]}, \"volume_power\": 1, "
                 "\"exposure\": 0.5, \"leverage\": [{\"x\": 100, \"share\": 1, \"half_life\": \"10000 d\"}]}");
    lm_tape_options options = default_options();
    lm_tape *tape;
    lm_bars bars;
    lm_forecasts forecasts;
    options.precision = 20;
    must(lm_tape_create(&host, &options, &tape));
    must(lm_tape_trade(&host, &tape, NEW_YEAR, 100, 2, LM_TAKER_BOUGHT)); /* longer ago than an hour */
    must(lm_tape_trade(&host, &tape, NEW_YEAR + 31 * LM_MINUTE, 100, 5, LM_TAKER_BOUGHT));
    must(lm_tape_trade(&host, &tape, NEW_YEAR + 89 * LM_MINUTE, 100, 3, LM_TAKER_BOUGHT));
    must(lm_tape_trade(&host, &tape, NEW_YEAR + 100 * LM_MINUTE, 98, 1, LM_TAKER_BOUGHT));
    must(lm_tape_gauge(&host, &tape, NEW_YEAR + 89 * LM_MINUTE, "open_interest", 13, 1000));
    lm_buffer bytes = finished(tape);
    must(lm_bars_create(&host, bytes_of(&bytes), BAR, &bars));
    must(lm_forecasts_create(&host, bytes_of(&bytes), &model, 0, &bars, &forecasts));
    const double coverage_of_a_long_half_life = 1 - exp2(-1.5 / 240000);
    const double factor = 1000 * 0.5 * coverage_of_a_long_half_life / 10;
    const double frozen = factor * 10 * 99, way = log(100.0 / 98), births = 4 * (1 + log(0.99) / way);
    CHECK(bars.count == 4);
    CHECK_CLOSE(lm_forecasts_of(&forecasts, LM_FORECAST_FROZEN, LM_LONG)[3], frozen, 1e-5);
    CHECK_CLOSE(lm_forecasts_of(&forecasts, LM_FORECAST_EXPECTED, LM_LONG)[3] - frozen, factor * 100 * births, 1e-3);
    CHECK(lm_forecasts_of(&forecasts, LM_FORECAST_FROZEN, LM_SHORT)[3] == 0);
    /* Shorts: half of the way down counts as the way up, just below 1 % of them. */
    const double half_way = way / 2, distance = log(1.01);
    CHECK_CLOSE(lm_forecasts_of(&forecasts, LM_FORECAST_EXPECTED, LM_SHORT)[3],
                factor * 100 * 4 * (1 - distance / half_way), 1e-2);
    CHECK(isnan(lm_forecasts_of(&forecasts, LM_FORECAST_FROZEN, LM_LONG)[1])); /* no open interest yet */
    lm_forecasts_free(&host, &forecasts);
    lm_bars_free(&host, &bars);
    lm_buffer_free(&host, &bytes);
}

int main(void)
{
    lm_host_init(&host);
    test_against_maps(LM_LINEAR, BAR);
    test_against_maps(LM_LINEAR, 15 * LM_MINUTE);
    test_against_maps(LM_INVERSE, 60 * LM_MINUTE);
    test_births_by_hand();
    return check_report("forecasts of bars");
}
