/* Draws a cascade in time as SVG: the price, beside the final price of the static cascade, and the flow sold. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "chart/axis.h"
#include "chart/caption.h"
#include "chart/canvas.h"

#define BARS 120 /* of the flow sold, at most */

static const lm_style rules[] = {
    {".path", "stroke:%s;stroke-width:2;fill:none;stroke-linejoin:round", "#1b2430", "#f2f5f9"},
    {".static", "stroke:%s;stroke-width:1.6;stroke-dasharray:7 4;fill:none", "#b04a08", "#ffa25c"},
    {".range", "fill:%s;fill-opacity:0.12", "#ee8440", "#ee8440"},
    {".shock", "stroke:%s;stroke-width:1.4;stroke-dasharray:2 3;fill:none", "#14599c", "#74b9f5"},
    {".from", "stroke:%s;stroke-width:1;fill:none", "#9aa5b3", "#4a5667"},
    {".sold", "fill:%s", "#ee8440", "#c2611f"},
    {".instatic", "fill:%s;font-weight:600", "#b04a08", "#ffa25c"},
    {".inshock", "fill:%s;font-weight:600", "#14599c", "#74b9f5"},
    {".dot", "fill:%s", "#1b2430", "#f2f5f9"},
};

typedef struct path_chart {
    lm_canvas canvas;
    const lm_path *path;
    const lm_impact_model *model;
    const lm_path_options *options;
    lm_map_info info;
    double from, shocked; /* prices */
    double range[2];      /* final prices of the static cascade where feeds report the most and the least */
    double unit;          /* seconds of a unit of the time axis */
    lm_axis time, price, sold;
} path_chart;

/* ---- texts */

static void write_heading(const path_chart *chart, double shock, char text[160])
{
    char fraction[LM_FORMAT_SIZE];
    snprintf(text, 160, "%s%s%s of %s in time", chart->info.symbol, chart->info.symbol[0] ? ": " : "",
             shock < 0 ? "A fall" : "A rise", lm_format_share(fabs(shock), fraction));
    if (chart->info.symbol[0])
        text[strlen(chart->info.symbol) + 2] = 'a';
}

static const char *format_price(const path_chart *chart, double price, char text[LM_FORMAT_SIZE])
{
    return lm_format_price(price, chart->from * 1e-5, text);
}

static const char *format_move(const path_chart *chart, double price, char text[LM_FORMAT_SIZE])
{
    return lm_format_distance((price / chart->from - 1) * 100, text);
}

static void write_subheading(const path_chart *chart, char text[400])
{
    char price[LM_FORMAT_SIZE], far[LM_FORMAT_SIZE], move[LM_FORMAT_SIZE], when[LM_FORMAT_SIZE];
    char static_price[LM_FORMAT_SIZE], static_move[LM_FORMAT_SIZE];
    const lm_path_row *farthest = &chart->path->rows[chart->path->farthest];
    lm_format_duration(farthest->t, when);
    snprintf(text, 400, "from %s \xc2\xb7 farthest %s (%s) after %s \xc2\xb7 all at once %s (%s)",
             format_price(chart, chart->from, price), format_price(chart, farthest->price, far),
             format_move(chart, farthest->price, move), when,
             format_price(chart, chart->path->static_cascade.final_price, static_price),
             format_move(chart, chart->path->static_cascade.final_price, static_move));
}

static void write_impact(const lm_impact_model *model, char text[200])
{
    char amount[LM_FORMAT_SIZE], sigma[LM_FORMAT_SIZE];
    switch (model->kind) {
    case LM_IMPACT_SQRT:
        snprintf(text, 200, "square-root impact, sigma %s, volume %s a day, y %s", lm_format_share(model->sigma, sigma),
                 lm_format_amount(model->volume, amount), lm_fixed(model->y, 3).text);
        break;
    case LM_IMPACT_BOOK:
        snprintf(text, 200, "a book of %d bids and %d asks", model->depth_count[LM_LONG], model->depth_count[LM_SHORT]);
        break;
    default:
        snprintf(text, 200, "%s impact, %s per 1%%", model->kind == LM_IMPACT_LINEAR ? "linear" : "saturating",
                 lm_format_amount(model->depth_per_pct, amount));
    }
}

/* Writes the share that feeds report, and the moves of the static cascade at both ends of its range. */
static size_t write_reported(const path_chart *chart, char *text, size_t size)
{
    char least[LM_FORMAT_SIZE], most[LM_FORMAT_SIZE], nearest[LM_FORMAT_SIZE], farthest[LM_FORMAT_SIZE];
    const lm_path *path = chart->path;
    lm_format_share(path->reported[0], least);
    if (path->reported[0] == path->reported[1])
        return (size_t)snprintf(text, size, "Feeds report %s of what is liquidated. ", least);
    return (size_t)snprintf(text, size, "Feeds report %s to %s of what is liquidated: all at once, %s to %s. ", least,
                            lm_format_share(path->reported[1], most),
                            lm_format_distance(path->static_cascade.move_pct_least, nearest),
                            lm_format_distance(path->static_cascade.move_pct_most, farthest));
}

/* Writes the assumptions of the chart. */
static void write_assumptions(const path_chart *chart, char text[LM_CAPTION_SIZE])
{
    const lm_impact_model *model = chart->model;
    const lm_path_options *options = chart->options;
    char impact[200], stays[LM_FORMAT_SIZE], refill[LM_FORMAT_SIZE], cap[LM_FORMAT_SIZE];
    write_impact(model, impact);
    lm_format_duration(options->refill, refill);
    size_t length = (size_t)snprintf(text, LM_CAPTION_SIZE, "Impact model: %s, depth times %s. ", impact,
                                     lm_fixed(model->multiplier, 4).text);
    length += write_reported(chart, text + length, LM_CAPTION_SIZE - length);
    if (options->refill > 0)
        length += (size_t)snprintf(text + length, LM_CAPTION_SIZE - length,
                                   "The book refills by half in %s, %s of the impact stays. ", refill,
                                   lm_format_share(options->permanent, stays));
    else
        length += (size_t)snprintf(text + length, LM_CAPTION_SIZE - length, "The book never refills. ");
    if (options->cap > 0)
        snprintf(text + length, LM_CAPTION_SIZE - length, "Engines sell at most %s a second.",
                 lm_format_amount(options->cap, cap));
    else
        snprintf(text + length, LM_CAPTION_SIZE - length, "Engines sell at once.");
}

/* ---- axes */

static void extend_range(double price, double *low, double *high)
{
    *low = fmin(*low, price);
    *high = fmax(*high, price);
}

/* Returns an axis that holds every price that is drawn, with a margin. */
static lm_axis price_axis(const path_chart *chart, double top, double bottom)
{
    double low = chart->from, high = chart->from;
    extend_range(chart->shocked, &low, &high);
    extend_range(chart->path->static_cascade.final_price, &low, &high);
    extend_range(chart->range[0], &low, &high);
    extend_range(chart->range[1], &low, &high);
    extend_range(chart->path->rows[chart->path->farthest].price, &low, &high);
    const double margin = (high - low) * 0.06;
    return (lm_axis){low - margin, high + margin, bottom, top};
}

static void arrange_plot(path_chart *chart)
{
    lm_canvas *canvas = &chart->canvas;
    const double font = canvas->font, floor = canvas->bottom - font * 2.6, height = floor - canvas->top;
    const double duration = chart->options->step * (double)(chart->path->count - 1);
    chart->unit = duration >= 300 ? 60 : 1;
    chart->time = (lm_axis){0, fmax(duration, chart->options->step) / chart->unit, canvas->left + font * 5,
                            canvas->right - font * 1.5};
    chart->price = price_axis(chart, canvas->top + font, canvas->top + height * 0.7);
    chart->sold = (lm_axis){0, 1, floor, canvas->top + height * 0.78};
}

static double x_of(const path_chart *chart, double seconds)
{
    return lm_axis_at(&chart->time, seconds / chart->unit);
}

static void draw_price_axis(path_chart *chart)
{
    lm_canvas *canvas = &chart->canvas;
    const lm_axis *axis = &chart->price;
    const lm_ticks ticks =
        lm_value_ticks(axis->low, axis->high, (int)((axis->from - axis->to) / (canvas->font * 3)) + 1);
    char word[LM_FORMAT_SIZE];
    for (int64_t i = ticks.first; i <= ticks.last; i++) {
        const double value = lm_tick_value(&ticks, i), y = lm_axis_at(axis, value);
        lm_svg_line(&canvas->svg, "grid", chart->time.from, y, chart->time.to, y);
        lm_svg_label(&canvas->svg, "mute", "end", chart->time.from - 6, y + canvas->font * 0.35,
                     lm_format_price(value, ticks.step, word));
    }
}

static void draw_time_axis(path_chart *chart)
{
    lm_canvas *canvas = &chart->canvas;
    const double y = chart->sold.from, font = canvas->font;
    const lm_ticks ticks =
        lm_value_ticks(0, chart->time.high, (int)((chart->time.to - chart->time.from) / (font * 6)) + 1);
    char label[LM_FORMAT_SIZE];
    for (int64_t i = ticks.first; i <= ticks.last; i++) {
        const double value = lm_tick_value(&ticks, i), x = lm_axis_at(&chart->time, value);
        snprintf(label, sizeof label, "%s %s", lm_fixed(value, 3).text, chart->unit == 60 ? "min" : "s");
        lm_svg_line(&canvas->svg, "edge", x, y, x, y + 4);
        lm_svg_label(&canvas->svg, "plain", "middle", x, y + font * 1.5, label);
    }
    lm_svg_line(&canvas->svg, "edge", chart->time.from, y, chart->time.to, y);
}

/* ---- the plot */

/* Draws a price as a line with a label; `line` and `label` are the CSS classes. */
static void draw_level(path_chart *chart, const char *line, const char *label, double price, const char *what,
                       bool above)
{
    lm_canvas *canvas = &chart->canvas;
    const double y = lm_axis_at(&chart->price, price);
    char text[128], word[LM_FORMAT_SIZE];
    lm_svg_line(&canvas->svg, line, chart->time.from, y, chart->time.to, y);
    snprintf(text, sizeof text, "%s %s", what, format_price(chart, price, word));
    lm_svg_label(&canvas->svg, label, "end", chart->time.to - 4, y + canvas->font * (above ? -0.4 : 1.1), text);
}

static void draw_levels(path_chart *chart)
{
    const double a = lm_axis_at(&chart->price, chart->range[0]), b = lm_axis_at(&chart->price, chart->range[1]);
    const bool falls = chart->shocked < chart->from;
    if (fabs(a - b) >= 1) {
        lm_svg_rect(&chart->canvas.svg, "range", chart->time.from, fmin(a, b), chart->time.to - chart->time.from,
                    fabs(a - b));
        lm_svg_label(&chart->canvas.svg, "note", "start", chart->time.from + 6,
                     falls ? fmax(a, b) - 5 : fmin(a, b) + chart->canvas.font * 1.1,
                     "all at once, for the least and the most that feeds may report");
    }
    draw_level(chart, "from", "mute", chart->from, "price before", !falls);
    draw_level(chart, "shock", "inshock", chart->shocked, "the shock alone", falls);
    /* Where the two lines almost meet, one label is above them and the other below. */
    const double static_price = lm_axis_at(&chart->price, chart->path->static_cascade.final_price);
    const bool close = fabs(static_price - lm_axis_at(&chart->price, chart->shocked)) < chart->canvas.font * 1.3;
    draw_level(chart, "static", "instatic", chart->path->static_cascade.final_price, "all at once", falls != close);
}

static void draw_path(path_chart *chart)
{
    lm_svg *svg = &chart->canvas.svg;
    const lm_path *path = chart->path;
    const size_t every = path->count / 2000 + 1;
    char label[128], word[LM_FORMAT_SIZE];
    const lm_path_row *far = &path->rows[path->farthest];
    lm_svg_put(svg, "<path class=\"path\" d=\"M%s %s", lm_px(x_of(chart, 0)).text,
               lm_px(lm_axis_at(&chart->price, chart->from)).text);
    for (size_t i = 0; i < path->count; i++)
        if (i % every == 0 || i == path->farthest || i + 1 == path->count)
            lm_svg_put(svg, " L%s %s", lm_px(x_of(chart, path->rows[i].t)).text,
                       lm_px(lm_axis_at(&chart->price, path->rows[i].price)).text);
    lm_svg_put(svg, "\"/>\n");
    const double x = x_of(chart, far->t), y = lm_axis_at(&chart->price, far->price);
    lm_svg_put(svg, "<circle class=\"dot\" cx=\"%s\" cy=\"%s\" r=\"3.5\"/>\n", lm_px(x).text, lm_px(y).text);
    snprintf(label, sizeof label, "%s", format_price(chart, far->price, word));
    const bool early = x < (chart->time.from + chart->time.to) / 2;
    lm_svg_label(svg, "strong", early ? "start" : "end", x + (early ? 8 : -8),
                 y + chart->canvas.font * (chart->shocked < chart->from ? 1.1 : -0.4), label);
}

/* Draws the flow sold, in at most BARS bars of equally many steps. */
static void draw_sold(path_chart *chart)
{
    lm_canvas *canvas = &chart->canvas;
    const lm_path *path = chart->path;
    const size_t every = (path->count + BARS - 1) / BARS;
    double most = 0, sums[BARS] = {0};
    char label[200], word[LM_FORMAT_SIZE], total[LM_FORMAT_SIZE], taken[LM_FORMAT_SIZE], span[LM_FORMAT_SIZE];
    for (size_t i = 0; i < path->count; i++)
        sums[i / every] += path->rows[i].flow;
    for (size_t i = 0; i < BARS; i++)
        most = fmax(most, sums[i]);
    const lm_path_row *last = &path->rows[path->count - 1];
    lm_format_duration(chart->options->step * (double)every, span);
    snprintf(label, sizeof label, "sold per %s, reported or not: at most %s \xc2\xb7 in all %s%s%s", span,
             lm_format_amount(most, word), lm_format_money(last->cumulative_flow, chart->info.quote, total),
             last->taken_over > 0 ? ", taken over " : "",
             last->taken_over > 0 ? lm_format_money(last->taken_over, chart->info.quote, taken) : "");
    lm_svg_label(&canvas->svg, "mute", "start", chart->time.from, chart->sold.to - canvas->font * 0.4, label);
    for (size_t i = 0; i < BARS && most > 0; i++) {
        const double left = x_of(chart, (double)(i * every) * chart->options->step);
        const double right = x_of(chart, (double)((i + 1) * every) * chart->options->step);
        const double y = lm_axis_at(&chart->sold, sums[i] / most);
        if (sums[i] > 0)
            lm_svg_rect(&canvas->svg, "sold", left, y, fmax(fmin(right, chart->time.to) - left - 0.5, 0.5),
                        chart->sold.from - y);
    }
}

static lm_status draw(lm_host *host, const lm_map *map, double shock, const lm_svg_options *options, path_chart *chart,
                      lm_buffer *out)
{
    char heading[160], subheading[400], assumptions[LM_CAPTION_SIZE], caption[LM_CAPTION_SIZE];
    char description[2 * LM_CAPTION_SIZE + 600];
    LM_TRY(lm_map_caption(host, map, &chart->info, caption));
    write_heading(chart, shock, heading);
    write_subheading(chart, subheading);
    write_assumptions(chart, assumptions);
    snprintf(description, sizeof description, "%s, %s. %s %s", heading, subheading, assumptions, caption);
    lm_canvas_begin(&chart->canvas, host, options, out, rules, sizeof rules / sizeof rules[0], heading, subheading,
                    description);
    lm_canvas_footnote(&chart->canvas, caption);
    lm_canvas_footnote(&chart->canvas, assumptions);
    arrange_plot(chart);
    draw_price_axis(chart);
    draw_levels(chart);
    draw_sold(chart);
    draw_time_axis(chart);
    draw_path(chart);
    return lm_canvas_end(&chart->canvas);
}

lm_status lm_map_cascade_svg(lm_host *host, const lm_map *map, double shock, const lm_impact_model *model,
                             const lm_path_options *path_options, const lm_svg_options *options, lm_buffer *out)
{
    path_chart chart;
    lm_path path;
    memset(&chart, 0, sizeof chart);
    LM_TRY(lm_canvas_check(host, options));
    LM_TRY(lm_map_cascade_path(host, map, shock, model, path_options, &path));
    lm_status status = lm_map_describe(host, map, &chart.info);
    chart.path = &path;
    chart.model = model;
    chart.options = path_options;
    chart.from = model->reference_price > 0 ? model->reference_price : chart.info.reference_price;
    chart.shocked = chart.from * (1 + shock);
    chart.range[0] = chart.from * (1 + path.static_cascade.move_pct_least / 100);
    chart.range[1] = chart.from * (1 + path.static_cascade.move_pct_most / 100);
    if (status == LM_OK)
        status = draw(host, map, shock, options, &chart, out);
    lm_path_free(host, &path);
    return status;
}
