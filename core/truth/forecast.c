/* Forecasts what is liquidated up to a furthest price: what the map holds there, what opens meanwhile, and a band. */
#include "liqmap/forecast.h"

#include <math.h>
#include <string.h>

#include "base/cell.h"
#include "base/number.h"
#include "map/map_view.h"
#include "truth/band.h"

#define COVERAGE 0.9
/* The way that the price is expected to go in the other direction before, in sigmas of the horizon; half of it counts. */
#define OTHER_WAY 0.8

/* What all prices share. */
typedef struct forecast_basis {
    const lm_replay *state;
    lm_map_view view;
    lm_scale scales[2];
    lm_band band;
    double open_interest; /* quote */
    double other_way;     /* as a log distance */
    double opening;       /* weight that opens within the horizon, on each side */
} forecast_basis;

static lm_status check_map(lm_host *host, const lm_map *map)
{
    if (!map->live)
        return lm_fail(host, LM_E_MISSING, "Forecast the maps that were added, one by one.",
                       "a sum of maps cannot be forecast: it keeps no model and no volatility");
    if (!map->replay.traded)
        return lm_fail(host, LM_E_MISSING, NULL, "a map without trades cannot be forecast");
    if (!map->replay.open_interest_source)
        return lm_fail(host, LM_E_MISSING,
                       "Put the gauge \"open_interest\" in the tape, or pass open_interest to map().",
                       "a map without open interest has shares and no sizes");
    if (!(map->replay.open_interest > 0))
        return lm_fail(host, LM_E_MISSING, NULL, "a map whose open interest is 0 cannot be forecast");
    if (isnan(lm_replay_daily_sigma(&map->replay)))
        return lm_fail(host, LM_E_MISSING, "Build the tape from at least an hour of trades.",
                       "a map of less than an hour has no volatility to forecast with");
    return LM_OK;
}

static lm_status check_prices(lm_host *host, const double *prices, size_t count)
{
    char text[LM_NUMBER_SIZE];
    if (count < 1 || count > LM_MAX_FORECASTS)
        return lm_fail(host, LM_E_LIMIT, NULL, "a forecast is of 1 to %d prices, not %zu", LM_MAX_FORECASTS, count);
    for (size_t i = 0; i < count; i++)
        if (!lm_price_ok(prices[i]))
            return lm_fail(host, LM_E_RANGE, NULL, "a price must be from 1e-15 to 1e15, not %s",
                           lm_number_text(prices[i], text));
    return LM_OK;
}

static lm_status init_band(lm_host *host, int64_t within, lm_band *band)
{
    char text[LM_NUMBER_SIZE];
    bool found;
    LM_TRY(lm_band_shared(host, within, band, &found));
    if (found)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, "Give one of these horizons.",
                   "a forecast is within 1, 4, 12 or 24 hours, not %s s",
                   lm_number_text((double)within / (double)LM_SECOND, text));
}

/* Sums what the map holds between the reference price and a price. */
static lm_status sum_between(lm_host *host, const lm_map_view *view, lm_side side, double low, double high, double *sum)
{
    *sum = 0;
    for (size_t i = 0; i < view->count[side]; i++) {
        const double mid = lm_cell_mid(view->entries[side][i].cell, view->precision);
        LM_TRY(lm_check_interrupt_at(host, i));
        if (mid >= low && mid < high)
            *sum += view->entries[side][i].notional;
    }
    return LM_OK;
}

/* The notional of what opens within the horizon and is liquidated within it, on a way of log length `way`. */
static double opened_notional(const forecast_basis *basis, lm_side side, double way)
{
    const lm_replay *state = basis->state;
    double share = 0;
    for (int k = 0; k < state->model.class_count; k++) {
        const double distance = state->has_ratio[side][k] ? fabs(log(state->ratio[side][k])) : INFINITY;
        if (distance < way)
            share += state->model.classes[k].share * (1 - distance / way);
    }
    if (!(basis->scales[side].sum > 0))
        return 0;
    return lm_scaled(&basis->scales[side], basis->opening * share, state->close).notional;
}

static lm_status forecast_price(lm_host *host, const forecast_basis *basis, double price, int64_t within,
                                lm_forecast *row)
{
    const double reference = basis->state->close, distance = fabs(log(reference / price));
    const lm_side side = price < reference ? LM_LONG : LM_SHORT;
    double held;
    LM_TRY(sum_between(host, &basis->view, side, price < reference ? price : reference,
                       price < reference ? reference : price, &held));
    *row = (lm_forecast){.price = price, .side = side, .horizon = within};
    row->source = basis->state->keeps_recent ? LM_FORECAST_SHARED : LM_FORECAST_SHARED_WITHOUT_OPENINGS;
    row->coverage = basis->state->keeps_recent ? COVERAGE : NAN;
    row->raw = held + opened_notional(basis, side, distance + basis->other_way / 2);
    row->low = row->centre = row->high = NAN;
    if (!(distance > LM_BAND_LEAST_DISTANCE))
        return LM_OK;
    const double expected = row->raw / basis->open_interest;
    row->low = basis->open_interest * lm_band_at(&basis->band, expected, distance, 0);
    row->centre = basis->open_interest * lm_band_at(&basis->band, expected, distance, 2);
    row->high = basis->open_interest * lm_band_at(&basis->band, expected, distance, 4);
    return LM_OK;
}

static lm_status forecast_prices(lm_host *host, const forecast_basis *basis, const double *prices, size_t count,
                                 int64_t within, lm_forecast *rows)
{
    for (size_t i = 0; i < count; i++)
        LM_TRY(forecast_price(host, basis, prices[i], within, &rows[i]));
    return LM_OK;
}

static lm_status init_basis(lm_host *host, const lm_map *map, int64_t within, forecast_basis *basis)
{
    const lm_replay *state = &map->replay;
    const double hours = (double)within / (double)(60 * LM_MINUTE);
    basis->state = state;
    LM_TRY(init_band(host, within, &basis->band));
    LM_TRY(lm_scales_of(host, state, basis->scales));
    basis->open_interest =
        state->options.contract == LM_LINEAR ? state->open_interest * state->close : state->open_interest;
    basis->other_way = OTHER_WAY * lm_replay_daily_sigma(state) * sqrt(hours / 24);
    basis->opening =
        state->keeps_recent ? hours * lm_recent_opened(&state->recent, state->as_of, state->options.frame) : 0;
    return lm_map_view_init(host, map, &basis->view);
}

lm_status lm_map_forecast(lm_host *host, const lm_map *map, const double *prices, size_t count, int64_t within,
                          lm_forecast *rows)
{
    forecast_basis basis;
    void *made;
    LM_TRY(check_map(host, map));
    LM_TRY(check_prices(host, prices, count));
    LM_TRY(init_basis(host, map, within, &basis));
    lm_status status = lm_allocate_raw(host, count * sizeof(lm_forecast), &made);
    if (status == LM_OK) {
        status = forecast_prices(host, &basis, prices, count, within, made);
        if (status == LM_OK)
            memcpy(rows, made, count * sizeof(lm_forecast));
        lm_release(host, made, count * sizeof(lm_forecast));
    }
    lm_map_view_free(host, &basis.view);
    return status;
}
