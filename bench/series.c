/* Measures series: the maps of a tape as of each hour, and their density near the price, beside one replay. */
#include <stdio.h>

#include "bench.h"

static lm_series_options hourly(void)
{
    lm_series_options options;
    lm_series_options_init(&options);
    options.every = 60 * LM_MINUTE;
    return options;
}

static void replay(const void *input)
{
    lm_map_destroy(&host, map_of(input));
}

static lm_status add_notional(void *context, const lm_density *row)
{
    *(double *)context += row->notional[LM_LONG] + row->notional[LM_SHORT];
    return LM_OK;
}

static void density(const void *input)
{
    const lm_series_options options = hourly();
    lm_model model;
    size_t count;
    double sum = 0;
    const double *distances = lm_density_distances(&count);
    must(lm_model_named(&host, "default", 7, &model));
    must(
        lm_tape_density(&host, *(const lm_bytes *)input, &model, &options, distances, count, add_notional, &sum, NULL));
    volatile double kept = sum;
    (void)kept;
}

static void run_maps(const void *input, bool encode)
{
    const lm_series_options options = hourly();
    lm_model model;
    lm_maps *maps;
    const lm_map *map;
    int64_t as_of;
    must(lm_model_named(&host, "default", 7, &model));
    must(lm_maps_create(&host, *(const lm_bytes *)input, &model, &options, &maps));
    while (lm_maps_next(&host, maps, &as_of, &map) == LM_OK)
        if (encode) {
            lm_buffer out = {0};
            must(lm_map_encode(&host, map, &out));
            lm_buffer_free(&host, &out);
        }
    lm_maps_destroy(&host, maps);
}

static void maps(const void *input)
{
    run_maps(input, false);
}

static void written_maps(const void *input)
{
    run_maps(input, true);
}

void bench_series(const char *period, const lm_tape *building)
{
    lm_buffer stored = encoded(building);
    const lm_bytes tape = {stored.data, stored.size};
    printf("series of %s, every hour\n", period);
    race("ms",
         (contender[]){{"yardstick: one replay", replay, &tape, 1e6, NULL},
                       {"density, 5 distances", density, &tape, 1e6, "<= 3"},
                       {"maps, without writing them", maps, &tape, 1e6, "<= 3"},
                       {"maps, each encoded", written_maps, &tape, 1e6, NULL}},
         4);
    lm_buffer_free(&host, &stored);
}
