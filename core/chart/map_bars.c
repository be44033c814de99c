/* Draws the bars of a map, stacked by leverage, and the curves that sum them outward from the reference price. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "chart/map_chart.h"

#define MIN_BAR 0.5         /* pixels, if the caller gave the step */
#define MIN_DEFAULT_BAR 3.0 /* pixels, if the step is chosen here */

const char *const lm_band_names[LM_BANDS] = {"\xe2\x89\xa4"
                                             "10x",
                                             "\xe2\x89\xa4"
                                             "25x",
                                             "\xe2\x89\xa4"
                                             "50x",
                                             "\xe2\x89\xa4"
                                             "100x",
                                             ">100x",
                                             "leverage not known"};

static int band_of(double leverage)
{
    static const double most[] = {10, 25, 50, 100};
    int band = 0;
    if (isnan(leverage))
        return LM_BANDS - 1;
    while (band < 4 && leverage > most[band])
        band++;
    return band;
}

/* ---- loading */

static bool is_bounded(double within)
{
    return within > 0 && within < 1;
}

/* Sets the range of the price axis: `within` around the reference price, or all levels. */
static void set_view(lm_map_chart *chart, const lm_levels *levels)
{
    const double price = chart->info.reference_price, within = chart->canvas.options->within;
    double low = price * (1 - within), high = price * (1 + within);
    if (!is_bounded(within)) {
        low = levels->count > 0 ? fmin(price, levels->rows[0].price_low) : price;
        high = levels->count > 0 ? fmax(price, levels->rows[levels->count - 1].price_high) : price;
        const double margin = fmax((high - low) * 0.02, price * 0.005);
        low = fmax(low - margin, 0);
        high += margin;
    }
    chart->price.low = low;
    chart->price.high = high;
}

static lm_status check_fineness(lm_host *host, double bars, double pixels)
{
    if (bars * MIN_BAR <= pixels)
        return LM_OK;
    return lm_fail(host, LM_E_LIMIT, "Use a larger step, a smaller `within`, or a wider chart.",
                   "%lld steps of price cannot be seen on %d pixels", bars < 9e18 ? (long long)bars : INT64_MAX,
                   (int)pixels);
}

/* Reads levels in the given step, or, without one, in that of lm_map_levels(), widened until bars can be seen. */
static lm_status read_levels(lm_host *host, const lm_map *map, lm_map_chart *chart, lm_levels *levels)
{
    const lm_svg_options *requested = chart->canvas.options;
    const double pixels = chart->canvas.options->width;
    lm_levels_options options;
    lm_levels_options_init(&options);
    options.step = requested->step;
    options.within = requested->within;
    options.by_leverage = true;
    LM_TRY(lm_map_levels(host, map, &options, levels));
    set_view(chart, levels);
    const double range = chart->price.high - chart->price.low, bars = range / levels->step;
    lm_status status = LM_OK;
    if (requested->step > 0)
        status = check_fineness(host, bars, pixels);
    if (status == LM_OK && requested->step == 0 && bars * MIN_DEFAULT_BAR > pixels) {
        lm_levels_free(host, levels);
        options.step = lm_nice_step(range * MIN_DEFAULT_BAR / pixels);
        return lm_map_levels(host, map, &options, levels);
    }
    if (status != LM_OK)
        lm_levels_free(host, levels);
    return status;
}

static lm_status add_row(lm_host *host, const lm_level *row, lm_map_chart *chart)
{
    if (chart->count == 0 || chart->bars[chart->count - 1].low != row->price_low) {
        LM_TRY(LM_RESERVE(host, chart->bars, chart->capacity, chart->count + 1));
        lm_bar_stack *added = &chart->bars[chart->count++];
        memset(added, 0, sizeof *added);
        added->low = row->price_low;
        added->high = row->price_high;
        added->distance_pct = row->distance_pct;
    }
    lm_bar_stack *bar = &chart->bars[chart->count - 1];
    const int band = band_of(row->leverage);
    chart->bands[band] = true;
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const double amount = chart->sized ? row->notional[side] : row->share[side];
        bar->part[side][band] += amount;
        bar->total[side] += amount;
    }
    return LM_OK;
}

static void accumulate(lm_map_chart *chart)
{
    for (size_t i = 0; i < chart->count; i++) {
        lm_bar_stack *up = &chart->bars[i], *down = &chart->bars[chart->count - 1 - i];
        chart->total[LM_SHORT] += up->total[LM_SHORT];
        up->cumulative[LM_SHORT] = chart->total[LM_SHORT];
        chart->total[LM_LONG] += down->total[LM_LONG];
        down->cumulative[LM_LONG] = chart->total[LM_LONG];
        chart->tallest = fmax(chart->tallest, up->total[LM_LONG] + up->total[LM_SHORT]);
    }
}

lm_status lm_map_chart_load(lm_host *host, const lm_map *map, lm_map_chart *chart)
{
    lm_levels levels;
    LM_TRY(read_levels(host, map, chart, &levels));
    lm_status status = LM_OK;
    for (size_t i = 0; status == LM_OK && i < levels.count; i++)
        status = add_row(host, &levels.rows[i], chart);
    chart->step = levels.step;
    lm_levels_free(host, &levels);
    accumulate(chart);
    return status;
}

void lm_map_chart_free(lm_host *host, lm_map_chart *chart)
{
    lm_release(host, chart->bars, chart->capacity * sizeof *chart->bars);
}

/* ---- drawing */

const char *lm_map_chart_amount(const lm_map_chart *chart, lm_side side, double amount, char text[LM_FORMAT_SIZE])
{
    char word[LM_FORMAT_SIZE];
    if (chart->sized)
        lm_format_money(amount, chart->info.quote, text);
    else
        snprintf(text, LM_FORMAT_SIZE, "%s of %s", lm_format_share(amount, word), side == LM_LONG ? "longs" : "shorts");
    return text;
}

static double clamped_x(const lm_map_chart *chart, double price)
{
    return lm_axis_at(&chart->price, fmin(fmax(price, chart->price.low), chart->price.high));
}

static void write_tooltip(lm_map_chart *chart, const lm_bar_stack *bar)
{
    char text[400], low[LM_FORMAT_SIZE], high[LM_FORMAT_SIZE], away[LM_FORMAT_SIZE], amount[LM_FORMAT_SIZE],
        sum[LM_FORMAT_SIZE];
    size_t length =
        (size_t)snprintf(text, sizeof text, "%s to %s (%s)", lm_format_price(bar->low, chart->step, low),
                         lm_format_price(bar->high, chart->step, high), lm_format_distance(bar->distance_pct, away));
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        if (bar->total[side] > 0 && length < sizeof text)
            length += (size_t)snprintf(text + length, sizeof text - length, ": %s %s, %s from the price to here",
                                       side == LM_LONG ? "longs" : "shorts",
                                       lm_map_chart_amount(chart, (lm_side)side, bar->total[side], amount),
                                       lm_map_chart_amount(chart, (lm_side)side, bar->cumulative[side], sum));
    lm_svg_tooltip(&chart->canvas.svg, text);
}

/*
 * Draws bars with the classes l0 .. s5: side and band. An invisible rectangle of full height carries the tooltip,
 * because small bars would be hard to point at.
 */
void lm_map_chart_draw_bars(lm_map_chart *chart)
{
    lm_svg *svg = &chart->canvas.svg;
    for (size_t i = 0; i < chart->count; i++) {
        const lm_bar_stack *bar = &chart->bars[i];
        const double left = clamped_x(chart, bar->low), right = clamped_x(chart, bar->high);
        const double gap = right - left > 4 ? 1 : 0;
        double sum = 0;
        lm_svg_put(svg, "<g>");
        write_tooltip(chart, bar);
        lm_svg_rect(svg, "all", left, chart->canvas.top, right - left, chart->amount.from - chart->canvas.top);
        for (int side = LM_LONG; side <= LM_SHORT; side++)
            for (int band = 0; band < LM_BANDS; band++) {
                const double part = bar->part[side][band];
                const double bottom = lm_axis_at(&chart->amount, sum), top = lm_axis_at(&chart->amount, sum + part);
                char class[] = {side == LM_LONG ? 'l' : 's', (char)('0' + band), '\0'};
                if (bottom - top >= 0.05)
                    lm_svg_rect(svg, class, left, top, right - left - gap, bottom - top);
                sum += part;
            }
        lm_svg_put(svg, "</g>\n");
    }
}

/*
 * Draws the curve of a side as steps, because the distribution within a step is not known, and the area below the
 * curve.
 */
static void draw_curve(lm_map_chart *chart, lm_side side)
{
    lm_svg *svg = &chart->canvas.svg;
    const double start = lm_axis_at(&chart->price, chart->info.reference_price);
    for (int filled = 1; filled >= 0; filled--) {
        double x = start;
        lm_svg_put(svg, "<path class=\"%s%s\" d=\"M%s %s", filled ? "area" : "sum", side == LM_LONG ? "l" : "s",
                   lm_px(start).text, lm_px(chart->cumulative.from).text);
        for (size_t n = 0; n < chart->count; n++) {
            const lm_bar_stack *bar = &chart->bars[side == LM_LONG ? chart->count - 1 - n : n];
            if (!(bar->total[side] > 0))
                continue;
            const double near = clamped_x(chart, side == LM_LONG ? bar->high : bar->low);
            x = clamped_x(chart, side == LM_LONG ? bar->low : bar->high);
            const bool beyond_start = side == LM_LONG ? near < start : near > start;
            if (beyond_start)
                lm_svg_put(svg, "H%s", lm_px(near).text);
            lm_svg_put(svg, "L%s %s", lm_px(x).text, lm_px(lm_axis_at(&chart->cumulative, bar->cumulative[side])).text);
        }
        x = side == LM_LONG ? chart->price.from : chart->price.to;
        lm_svg_put(svg, "H%s", lm_px(x).text);
        if (filled)
            lm_svg_put(svg, "V%sZ", lm_px(chart->cumulative.from).text);
        lm_svg_put(svg, "\"/>\n");
    }
}

void lm_map_chart_draw_cumulative(lm_map_chart *chart)
{
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        if (chart->total[side] > 0)
            draw_curve(chart, (lm_side)side);
}
