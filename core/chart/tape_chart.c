#include "chart/tape_chart.h"

#include <math.h>

#include "liqmap/tape.h"

#define BEYOND 0.05   /* where no prices are asked for, the view reaches this far beyond those traded */
#define LAST_SHARE 20 /* the last column takes at most one part in so many of the time before it */

static lm_status scan(lm_host *host, lm_tape_reader *reader, const lm_heatmap_options *options, double *low,
                      double *high)
{
    const int64_t width = lm_tape_reader_options(reader)->frame;
    lm_frame frame;
    lm_status status;
    while ((status = lm_tape_reader_next(host, reader, &frame)) == LM_OK) {
        if (frame.rows == 0 || frame.start + width <= options->since || frame.start > options->until - width)
            continue;
        *low = frame.low < *low ? frame.low : *low;
        *high = frame.high > *high ? frame.high : *high;
    }
    return status == LM_DONE ? LM_OK : status;
}

/* Most of what stands far away has never been near, and would make what is near small. */
static lm_status choose_prices(lm_host *host, lm_bytes tape, lm_heatmap_options *options)
{
    lm_tape_reader *reader;
    double low = INFINITY, high = 0;
    if (options->low > 0 || options->high < INFINITY)
        return LM_OK;
    LM_TRY(lm_tape_reader_create(host, tape, &reader));
    const lm_status status = scan(host, reader, options, &low, &high);
    lm_tape_reader_destroy(host, reader);
    if (status == LM_OK && high > 0) {
        options->low = low * (1 - BEYOND);
        options->high = high * (1 + BEYOND);
    }
    return status;
}

/* As of the last column. */
static lm_status read_clusters(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap *heatmap,
                               double open_interest, lm_clusters *clusters)
{
    lm_map *map;
    lm_clusters_options clustering;
    lm_clusters_options_init(&clustering);
    if (heatmap->column_count == 0)
        return LM_OK;
    LM_TRY(lm_tape_map(host, tape, model, heatmap->columns[heatmap->column_count - 1].time, open_interest, &map));
    const lm_status status = lm_map_clusters(host, map, &clustering, clusters);
    lm_map_destroy(host, map);
    return status;
}

lm_status lm_tape_chart_data_init(lm_host *host, lm_bytes tape, const lm_model *model,
                                  const lm_heatmap_options *options, lm_tape_chart_data *view)
{
    lm_heatmap_options shown = *options;
    shown.by_leverage = shown.zero_cells = false;
    view->clusters = (lm_clusters){NULL, 0};
    LM_TRY(choose_prices(host, tape, &shown));
    LM_TRY(lm_tape_heatmap(host, tape, model, &shown, &view->heatmap));
    const lm_status status = read_clusters(host, tape, model, &view->heatmap, shown.open_interest, &view->clusters);
    if (status != LM_OK)
        lm_tape_chart_data_free(host, view);
    return status;
}

void lm_tape_chart_data_free(lm_host *host, lm_tape_chart_data *view)
{
    lm_clusters_free(host, &view->clusters);
    lm_heatmap_free(host, &view->heatmap);
}

lm_time_extent lm_tape_chart_times(const lm_heatmap *heatmap)
{
    lm_time_extent times = {0, 0, 0};
    if (heatmap->column_count == 0)
        return times;
    const lm_heatmap_column *last = &heatmap->columns[heatmap->column_count - 1];
    times.last = heatmap->as_of < last->time ? heatmap->as_of : last->time;
    times.end = times.last + heatmap->every;
    times.since = times.last;
    if (heatmap->column_count == 1)
        return times;
    times.since = heatmap->columns[0].time;
    /* Where nothing was recorded for long, it shows the same as the one before. */
    times.last = times.last > last[-1].time ? times.last : last[-1].time;
    const int64_t before = times.last - times.since;
    const int64_t most = (before > heatmap->every ? before : heatmap->every) / LAST_SHARE;
    times.end = times.last + (heatmap->every < most ? heatmap->every : most);
    return times;
}
