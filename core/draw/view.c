#include "draw/view.h"

#include <math.h>

#define BEYOND 0.05 /* where no prices are asked for, the view reaches this far beyond those traded */

static lm_status scan(lm_host *host, lm_tape_reader *reader, const lm_heatmap_options *options, double *low,
                      double *high)
{
    const int64_t width = lm_tape_reader_options(reader)->frame;
    lm_frame frame;
    lm_status status;
    while ((status = lm_tape_reader_next(host, reader, &frame)) == LM_OK) {
        if (frame.prints == 0 || frame.start + width <= options->since || frame.start > options->until - width)
            continue;
        *low = frame.low < *low ? frame.low : *low;
        *high = frame.high > *high ? frame.high : *high;
    }
    return status == LM_DONE ? LM_OK : status;
}

/* Most of what stands far away has never been near, and would make what is near small. */
lm_status lm_view_prices(lm_host *host, lm_bytes tape, lm_heatmap_options *options)
{
    lm_tape_reader *reader;
    double low = INFINITY, high = 0;
    if (options->low > 0 || options->high < INFINITY)
        return LM_OK;
    LM_TRY(lm_tape_reader_open(host, tape, &reader));
    const lm_status status = scan(host, reader, options, &low, &high);
    lm_tape_reader_close(host, reader);
    if (status == LM_OK && high > 0) {
        options->low = low * (1 - BEYOND);
        options->high = high * (1 + BEYOND);
    }
    return status;
}

/* Clusters as of the last column. */
lm_status lm_view_clusters(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap *heatmap,
                           double open_interest, lm_clusters *clusters)
{
    lm_map *map;
    if (heatmap->column_count == 0)
        return LM_OK;
    LM_TRY(lm_map_replay(host, tape, model, heatmap->columns[heatmap->column_count - 1].time, open_interest, &map));
    const lm_status status = lm_map_clusters(host, map, &(lm_clusters_options){.min_prominence = 0.1}, clusters);
    lm_map_free(host, map);
    return status;
}
