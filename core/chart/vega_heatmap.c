/* A heatmap as a Vega-Lite picture, which specs/heatmap.json describes: here is what is filled in. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "export/metadata_json.h"
#include "chart/caption.h"
#include "chart/vega.h"
#include "chart/tape_chart.h"
#include "chart/format.h"

#define MOST_CELLS 200000
#define LABELLED 5
#define LABEL_ROOM 0.20  /* of the time shown, behind the last column */
#define LABEL_GAP 0.04   /* of the prices shown, between labels */
#define MILLISECOND 1000 /* us */

typedef struct scene {
    lm_chart_spec base;
    const lm_heatmap *heatmap;
    const lm_clusters *clusters; /* NULL: none */
    lm_time_extent times;
    double places[LABELLED]; /* of the labels of clusters, by rank */
} scene;

static double amount_of(const scene *it, const lm_heatmap_row *row, int side)
{
    const double amount = it->base.sized ? row->notional[side] : row->share[side];
    return isnan(amount) ? 0 : amount; /* a column before the first open interest */
}

static double milliseconds(int64_t time)
{
    return (double)(time / MILLISECOND);
}

/* ---- data, in columns */

static void write_amounts(lm_writer *writer, const scene *it, const char *name, int side)
{
    lm_write_array(writer, name);
    for (size_t i = 0; i < it->heatmap->row_count; i++)
        lm_write_rounded(writer, NULL, amount_of(it, &it->heatmap->rows[i], side));
    lm_write_end_array(writer);
}

static void write_cells(lm_writer *writer, const void *context)
{
    const scene *it = context;
    const lm_heatmap *heatmap = it->heatmap;
    lm_write_object(writer, NULL);
    lm_write_array(writer, "column");
    for (size_t i = 0; i < heatmap->row_count; i++)
        lm_write_count(writer, NULL, heatmap->rows[i].column);
    lm_write_end_array(writer);
    lm_write_array(writer, "row");
    for (size_t i = 0; i < heatmap->row_count; i++)
        lm_write_count(writer, NULL, heatmap->rows[i].number - heatmap->first_number);
    lm_write_end_array(writer);
    write_amounts(writer, it, "long", LM_LONG);
    write_amounts(writer, it, "short", LM_SHORT);
    lm_write_end_object(writer);
}

/* Low and high null where nothing was traded; the close stays where it was. */
static void write_prices(lm_writer *writer, const void *context)
{
    const lm_heatmap *heatmap = ((const scene *)context)->heatmap;
    const lm_heatmap_column *columns = heatmap->columns;
    lm_write_object(writer, NULL);
    lm_write_array(writer, "low");
    for (size_t i = 0; i < heatmap->column_count; i++)
        lm_write_number(writer, NULL, columns[i].low);
    lm_write_end_array(writer);
    lm_write_array(writer, "high");
    for (size_t i = 0; i < heatmap->column_count; i++)
        lm_write_number(writer, NULL, columns[i].high);
    lm_write_end_array(writer);
    lm_write_array(writer, "close");
    for (size_t i = 0; i < heatmap->column_count; i++)
        lm_write_number(writer, NULL, columns[i].reference_price);
    lm_write_end_array(writer);
    lm_write_end_object(writer);
}

static void write_clusters(lm_writer *writer, const void *context)
{
    const scene *it = context;
    lm_write_array(writer, NULL);
    for (size_t i = 0; it->clusters && i < it->clusters->count; i++) {
        lm_write_object(writer, NULL);
        lm_write_cluster(writer, &it->base, &it->clusters->rows[i], false);
        if (i < LABELLED && !isnan(it->places[i]))
            lm_write_number(writer, "label_price", it->places[i]);
        lm_write_end_object(writer);
    }
    lm_write_end_array(writer);
}

/* ---- words */

static void say_what(const scene *it, char line[512])
{
    const lm_heatmap *heatmap = it->heatmap;
    char first[LM_FORMAT_SIZE], last[LM_FORMAT_SIZE], price[LM_FORMAT_SIZE];
    if (heatmap->column_count == 0) {
        snprintf(line, 512, "Nothing was traded.");
        return;
    }
    lm_format_price(heatmap->columns[heatmap->column_count - 1].reference_price, heatmap->step / 10, price);
    lm_format_time(it->times.last, last);
    if (it->times.since == it->times.last)
        snprintf(line, 512, "As of %s, price %s; named are the heaviest clusters.", last, price);
    else
        snprintf(line, 512, "%s to %s, price %s at the end; named are the heaviest clusters then.",
                 lm_format_time(it->times.since, first), last, price);
}

static void write_subtitle(lm_writer *writer, const void *context)
{
    const scene *it = context;
    const lm_map_info info = {.models = 1,
                              .outstanding_notional = {it->base.sized ? 0 : NAN, it->base.sized ? 0 : NAN}};
    char line[512], statement[2 * LM_CAPTION_SIZE];
    say_what(it, line);
    lm_heatmap_caption(it->heatmap, statement);
    lm_write_array(writer, NULL);
    lm_write_wrapped(writer, &it->base, line);
    lm_write_wrapped(writer, &it->base, lm_amount_caption(&info));
    lm_write_wrapped(writer, &it->base, statement);
    lm_write_end_array(writer);
}

static void write_description(lm_writer *writer, const void *context)
{
    char line[512];
    say_what(context, line);
    lm_write_words(writer, NULL, line);
}

static void write_usermeta(lm_writer *writer, const void *context)
{
    const scene *it = context;
    lm_write_object(writer, NULL);
    lm_write_object(writer, "liqmap");
    lm_write_format(writer, "vega-lite/heatmap");
    lm_write_heatmap_info(writer, it->heatmap);
    lm_write_end_object(writer);
    lm_write_end_object(writer);
}

static void write_amount_title(lm_writer *writer, const void *context)
{
    const scene *it = context;
    char step[LM_NUMBER_SIZE], title[128];
    snprintf(title, sizeof title, "would be liquidated in each step of %s, longs and shorts, %s",
             lm_number_text(it->base.step, step), it->base.sized ? "USD" : "share of the side");
    lm_write_words(writer, NULL, title);
}

/* ---- numbers */

static void write_since(lm_writer *writer, const void *context)
{
    lm_write_number(writer, NULL, milliseconds(((const scene *)context)->times.since));
}

static void write_last(lm_writer *writer, const void *context)
{
    lm_write_number(writer, NULL, milliseconds(((const scene *)context)->times.last));
}

static void write_every(lm_writer *writer, const void *context)
{
    lm_write_number(writer, NULL, milliseconds(((const scene *)context)->heatmap->every));
}

static void write_bottom(lm_writer *writer, const void *context)
{
    lm_write_count(writer, NULL, ((const scene *)context)->heatmap->first_number);
}

static void write_step(lm_writer *writer, const void *context)
{
    lm_write_number(writer, NULL, ((const scene *)context)->base.step);
}

static void write_end(lm_writer *writer, const void *context)
{
    lm_write_number(writer, NULL, milliseconds(((const scene *)context)->times.end));
}

/* Where the picture ends at first: with room for the labels of clusters, if there are any. No time is written there. */
static void write_until(lm_writer *writer, const void *context)
{
    const scene *it = context;
    const int64_t shown = it->times.end - it->times.since;
    const bool labelled = it->clusters && it->clusters->count > 0;
    lm_write_number(writer, NULL,
                    milliseconds(it->times.end) + (labelled ? floor(milliseconds(shown) * LABEL_ROOM) : 0));
}

static void write_amount_domain(lm_writer *writer, const void *context)
{
    const scene *it = context;
    lm_write_array(writer, NULL);
    lm_write_count(writer, NULL, 0);
    lm_write_number(writer, NULL, it->base.greatest > 0 ? it->base.greatest : 1);
    lm_write_end_array(writer);
}

static const lm_placeholder places[] = {
    {"description", write_description},
    {"usermeta", write_usermeta},
    {"title", lm_fill_title},
    {"subtitle", write_subtitle},
    {"width", lm_fill_width},
    {"height", lm_fill_height},
    {"since", write_since},
    {"every", write_every},
    {"bottom", write_bottom},
    {"step", write_step},
    {"last", write_last},
    {"end", write_end},
    {"cells", write_cells},
    {"prices", write_prices},
    {"clusters", write_clusters},
    {"until", write_until},
    {"price_domain", lm_fill_price_domain},
    {"price_format", lm_fill_price_format},
    {"amount_domain", write_amount_domain},
    {"amount_format", lm_fill_amount_format},
    {"amount_label", lm_fill_amount_label},
    {"amount_title", write_amount_title},
    {NULL, NULL},
};

/* ---- the scene */

/* Where the labels stand: beside their clusters, moved apart upwards where they would lie on one another. */
static void place_labels(scene *it)
{
    const double gap = (it->base.high - it->base.low) * LABEL_GAP;
    bool placed[LABELLED] = {false};
    double below = -INFINITY;
    for (int i = 0; i < LABELLED; i++)
        it->places[i] = NAN;
    for (int round = 0; it->clusters && round < LABELLED; round++) {
        int lowest = -1;
        for (int i = 0; i < LABELLED && i < (int)it->clusters->count; i++)
            if (!placed[i] && (lowest < 0 || it->clusters->rows[i].price_peak < it->clusters->rows[lowest].price_peak))
                lowest = i;
        if (lowest < 0)
            return;
        placed[lowest] = true;
        const double peak = it->clusters->rows[lowest].price_peak;
        if (peak < it->base.low || peak > it->base.high)
            continue;
        below = it->places[lowest] = fmax(peak, below + gap);
    }
}

static void read_scene(scene *it)
{
    const lm_heatmap *heatmap = it->heatmap;
    const bool any = heatmap->first_number <= heatmap->last_number && heatmap->row_count > 0;
    it->times = lm_tape_chart_times(heatmap);
    it->base.symbol = heatmap->symbol;
    it->base.what = "Liquidation heatmap";
    it->base.sized = heatmap->sized || heatmap->column_count == 0;
    it->base.step = heatmap->step;
    it->base.low = any ? (double)heatmap->first_number * heatmap->step : 0;
    it->base.high = any ? (double)(heatmap->last_number + 1) * heatmap->step : 1;
    for (size_t i = 0; i < heatmap->row_count; i++)
        it->base.greatest = fmax(it->base.greatest, amount_of(it, &heatmap->rows[i], LM_LONG) +
                                                        amount_of(it, &heatmap->rows[i], LM_SHORT));
    place_labels(it);
}

lm_status lm_heatmap_vega(lm_host *host, const lm_heatmap *heatmap, const lm_clusters *clusters,
                          const lm_vega_options *options, lm_buffer *out)
{
    scene it = {.base = {.options = options}, .heatmap = heatmap, .clusters = clusters};
    lm_writer writer;
    LM_TRY(lm_vega_check(host, options));
    if (heatmap->row_count > MOST_CELLS)
        return lm_fail(host, LM_E_LIMIT, "Take a larger step or every, or a narrower range of prices.",
                       "the picture would have %zu cells, more than %d", heatmap->row_count, MOST_CELLS);
    read_scene(&it);
    lm_writer_begin(&writer, host, out);
    lm_write_template(&writer, heatmap->row_count > 0 ? "heatmap" : "empty", places, &it);
    return lm_writer_end(&writer);
}

lm_status lm_tape_vega(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *heatmap_options,
                       const lm_vega_options *options, lm_buffer *out)
{
    lm_tape_chart_data view;
    LM_TRY(lm_tape_chart_data_init(host, tape, model, heatmap_options, &view));
    const lm_status status = lm_heatmap_vega(host, &view.heatmap, &view.clusters, options, out);
    lm_tape_chart_data_free(host, &view);
    return status;
}
