#include "chart/tape_chart.h"

#include <math.h>

#include "liqmap/tape.h"

#define BEYOND 0.05   /* fraction that the view reaches beyond the traded prices, if the options limit no prices */
#define LAST_SHARE 20 /* the last column is at most one LAST_SHARE-th of the time before it */

static lm_status find_price_range(lm_host *host, lm_tape_reader *reader, const lm_heatmap_options *options, double *low,
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

/* Limits the prices to those around the traded ones, because distant positions would leave little space for these. */
static lm_status limit_prices(lm_host *host, lm_bytes tape, lm_heatmap_options *options)
{
    lm_tape_reader *reader;
    double low = INFINITY, high = 0;
    if (options->low > 0 || options->high < INFINITY)
        return LM_OK;
    LM_TRY(lm_tape_reader_create(host, tape, &reader));
    const lm_status status = find_price_range(host, reader, options, &low, &high);
    lm_tape_reader_destroy(host, reader);
    if (status == LM_OK && high > 0) {
        options->low = low * (1 - BEYOND);
        options->high = high * (1 + BEYOND);
    }
    return status;
}

/* Computes the clusters as of the last column. */
static lm_status read_clusters(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap *heatmap,
                               double open_interest, lm_clusters *clusters)
{
    lm_map *map;
    lm_clusters_options cluster_options;
    lm_clusters_options_init(&cluster_options);
    if (heatmap->column_count == 0)
        return LM_OK;
    LM_TRY(lm_tape_map(host, tape, model, heatmap->columns[heatmap->column_count - 1].time, open_interest, &map));
    const lm_status status = lm_map_clusters(host, map, &cluster_options, clusters);
    lm_map_destroy(host, map);
    return status;
}

lm_status lm_tape_chart_data_init(lm_host *host, lm_bytes tape, const lm_model *model,
                                  const lm_heatmap_options *options, lm_tape_chart_data *data)
{
    lm_heatmap_options limited = *options;
    limited.by_leverage = limited.zero_cells = false;
    data->clusters = (lm_clusters){NULL, 0};
    LM_TRY(limit_prices(host, tape, &limited));
    LM_TRY(lm_tape_heatmap(host, tape, model, &limited, &data->heatmap));
    const lm_status status = read_clusters(host, tape, model, &data->heatmap, limited.open_interest, &data->clusters);
    if (status != LM_OK)
        lm_tape_chart_data_free(host, data);
    return status;
}

void lm_tape_chart_data_free(lm_host *host, lm_tape_chart_data *data)
{
    lm_clusters_free(host, &data->clusters);
    lm_heatmap_free(host, &data->heatmap);
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
    /* After a gap in the data, the last column begins no earlier than the column before it, and repeats its content. */
    times.last = times.last > last[-1].time ? times.last : last[-1].time;
    const int64_t before = times.last - times.since;
    const int64_t max_width = (before > heatmap->every ? before : heatmap->every) / LAST_SHARE;
    times.end = times.last + (heatmap->every < max_width ? heatmap->every : max_width);
    return times;
}
