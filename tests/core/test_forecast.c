/* Forecasts: against the sums and the formula of their definition, and what is refused. */
#include "fixture.h"

#include "map/map.h"

#define TRADES 5000
#define HOUR (60 * LM_MINUTE)

static lm_trade trades[TRADES];

static lm_map *map_of(const char *json, size_t count, double open_interest)
{
    const lm_tape_options options = default_options();
    lm_model model;
    lm_map *map;
    lm_buffer tape = finished(tape_of(&options, trades, count));
    must(lm_model_read(&host, json, strlen(json), &model));
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, open_interest, &map));
    lm_buffer_free(&host, &tape);
    return map;
}

static lm_forecast forecast(const lm_map *map, double price, int64_t within)
{
    lm_forecast row;
    must(lm_map_forecast(&host, map, &price, 1, within, &row));
    return row;
}

/* ---- the amount before it is fitted */

/* The part of the outstanding weight of a side that opens and is liquidated within a way of this length. */
static double opened_part(const lm_map *map, lm_side side, double way, double hours)
{
    const lm_replay *state = &map->replay;
    double part = 0;
    for (int k = 0; k < state->model.class_count; k++)
        part += state->model.classes[k].share * fmax(0, 1 - fabs(log(state->ratio[side][k])) / way);
    return hours * lm_recent_opened(&state->recent, state->as_of, LM_MINUTE) * part /
           lm_replay_outstanding(state, side);
}

static void test_raw(void)
{
    lm_map *map = map_of("{\"adaptive\": true}", TRADES, 90000), *plain = map_of("{}", TRADES, 90000);
    lm_map_info info;
    must(lm_map_describe(&host, map, &info));
    const double reference = info.reference_price;
    for (int run = 0; run < 40; run++) {
        const double price = reference * exp(uniform(-0.08, 0.08)), hours = run % 2 ? 1 : 24;
        const lm_side side = price < reference ? LM_LONG : LM_SHORT;
        const lm_forecast row = forecast(map, price, (int64_t)hours * HOUR);
        double held;
        must(lm_map_notional_between(&host, map, fmin(price, reference), fmax(price, reference), side, &held));
        const double way = fabs(log(reference / price)) + 0.4 * info.daily_sigma * sqrt(hours / 24);
        const double total = 90000 * 0.0155 * info.coverage * reference;
        CHECK(row.side == side && row.price == price && row.horizon == (int64_t)hours * HOUR);
        CHECK_CLOSE(row.raw, held + total * opened_part(map, side, way, hours), 1e-9);
        CHECK(row.raw > held && row.coverage == 0.9 && row.n == 0 && row.source == LM_FORECAST_SHARED);
        const lm_forecast without = forecast(plain, price, (int64_t)hours * HOUR);
        CHECK_CLOSE(without.raw, held, 1e-12);
        CHECK(isnan(without.coverage) && without.source == LM_FORECAST_SHARED_WITHOUT_OPENINGS);
    }
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, plain);
}

/* ---- the band */

/* The regression at 4 hours, with its constants written out again. */
static void test_band(void)
{
    lm_map *map = map_of("{\"adaptive\": true}", TRADES, 90000);
    lm_map_info info;
    must(lm_map_describe(&host, map, &info));
    const double open_interest = 90000 * info.reference_price;
    for (int run = 0; run < 40; run++) {
        const double price = info.reference_price * exp(uniform(-0.08, 0.08));
        const lm_forecast row = forecast(map, price, 4 * HOUR);
        const double a = log(fabs(log(info.reference_price / price))), f = log(row.raw / open_interest + 1e-6);
        const double middle = 3.1487 + 0.7198 * f + 2.0198 * a + 0.1806 * a * a;
        const double scale = exp(-2.6173 - 0.0878 * f - 0.1954 * a);
        if (a < log(0.0003))
            continue;
        CHECK_CLOSE(row.low, open_interest * fmax(0, exp(middle - 2.743 * scale) - 1e-6), 1e-9);
        CHECK_CLOSE(row.centre, open_interest * fmax(0, exp(middle - 0.049 * scale) - 1e-6), 1e-9);
        CHECK_CLOSE(row.high, open_interest * fmax(0, exp(middle + 2.969 * scale) - 1e-6), 1e-9);
        CHECK(row.low <= row.centre && row.centre <= row.high && row.high > 0);
    }
    CHECK(isnan(forecast(map, info.reference_price, HOUR).centre));
    CHECK(isnan(forecast(map, info.reference_price * 1.0002, HOUR).high));
    CHECK(!isnan(forecast(map, info.reference_price * 0.9996, 12 * HOUR).low));
    lm_map_destroy(&host, map);
}

/* A map that was stored and read again has the same forecast. */
static void test_stored(void)
{
    lm_map *map = map_of("{\"adaptive\": true}", TRADES, 90000), *read;
    lm_buffer bytes = encoded_map(map);
    must(lm_map_decode(&host, bytes_of(&bytes), &read));
    const lm_forecast a = forecast(map, 85000, HOUR), b = forecast(read, 85000, HOUR);
    CHECK(a.low == b.low && a.centre == b.centre && a.high == b.high && a.raw == b.raw);
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, read);
    lm_buffer_free(&host, &bytes);
}

/* ---- refusals */

static void check_refused(lm_map *map, double price, int64_t within, lm_status status, const char *message)
{
    lm_forecast row = {.price = -7};
    CHECK(lm_map_forecast(&host, map, &price, 1, within, &row) == status);
    CHECK(strstr(host.error.message, message) != NULL);
    CHECK(row.price == -7);
}

static void test_refusals(void)
{
    lm_map *map = map_of("{}", TRADES, 90000), *sum = NULL, *unsized = map_of("{}", TRADES, 0);
    lm_map *empty = map_of("{}", 0, 90000), *young = map_of("{}", 20, 90000);
    must(lm_map_merge_into(&host, &sum, map));
    check_refused(map, 0, HOUR, LM_E_RANGE, "a price must be from 1e-15 to 1e15, not 0");
    check_refused(map, NAN, HOUR, LM_E_RANGE, "a price must be");
    check_refused(map, INFINITY, HOUR, LM_E_RANGE, "a price must be");
    check_refused(map, -1, HOUR, LM_E_RANGE, "a price must be");
    check_refused(map, 85000, 0, LM_E_RANGE, "within 1, 4, 12 or 24 hours, not 0 s");
    check_refused(map, 85000, -HOUR, LM_E_RANGE, "not -3600 s");
    check_refused(map, 85000, 2 * HOUR, LM_E_RANGE, "not 7200 s");
    check_refused(map, 85000, INT64_MAX, LM_E_RANGE, "within 1, 4, 12 or 24 hours");
    check_refused(sum, 85000, HOUR, LM_E_MISSING, "a sum of maps cannot be forecast");
    check_refused(unsized, 85000, HOUR, LM_E_MISSING, "without open interest");
    check_refused(empty, 85000, HOUR, LM_E_MISSING, "without trades");
    check_refused(young, 85000, HOUR, LM_E_MISSING, "less than an hour");
    lm_forecast row;
    CHECK(lm_map_forecast(&host, map, &(double){85000}, 0, HOUR, &row) == LM_E_LIMIT);
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, sum);
    lm_map_destroy(&host, unsized);
    lm_map_destroy(&host, empty);
    lm_map_destroy(&host, young);
}

int main(void)
{
    lm_host_init(&host);
    random_trades(trades, TRADES, 4 * LM_DAY, true);
    test_raw();
    test_band();
    test_stored();
    test_refusals();
    return check_report("forecast");
}
