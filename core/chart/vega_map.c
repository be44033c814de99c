/* A map as a Vega-Lite picture, which specs/map.json describes: here is what is filled in. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "chart/classes.h"
#include "export/metadata_json.h"
#include "chart/caption.h"
#include "chart/vega.h"
#include "chart/format.h"

#define MOST_BARS 50000
#define SHOWN 0.95 /* of each side, before anyone zooms */
#define LABELLED 5 /* clusters; as in map.json */

typedef struct scene {
    lm_chart_spec base;
    const lm_map *map;
    lm_map_info info;
    lm_levels bars, steps; /* by leverage, and not */
    lm_clusters clusters;
    lm_classes classes;
    char statement[LM_CAPTION_SIZE];
} scene;

static double amount_of(const scene *it, const lm_level *level, int side)
{
    return it->base.sized ? level->notional[side] : level->share[side];
}

/* ---- data, in columns: the names are said once, and a spec unfolds them into rows */

typedef double (*column_value)(const scene *it, const lm_level *level, int side);

static double low_of(const scene *it, const lm_level *level, int side)
{
    (void)it, (void)side;
    return level->price_low;
}

static double high_of(const scene *it, const lm_level *level, int side)
{
    (void)it, (void)side;
    return level->price_high;
}

static double distance_of(const scene *it, const lm_level *level, int side)
{
    (void)it, (void)side;
    return level->distance_pct;
}

static double cumulative_of(const scene *it, const lm_level *level, int side)
{
    (void)it;
    return level->cumulative[side];
}

static void write_column(lm_writer *writer, const scene *it, const char *name, column_value value, int side)
{
    lm_write_array(writer, name);
    for (size_t i = 0; i < it->steps.count; i++)
        lm_write_rounded(writer, NULL, value(it, &it->steps.rows[i], side));
    lm_write_end_array(writer);
}

static void write_steps(lm_writer *writer, const void *context)
{
    const scene *it = context;
    lm_write_object(writer, NULL);
    write_column(writer, it, "price_low", low_of, 0);
    write_column(writer, it, "price_high", high_of, 0);
    write_column(writer, it, "long", amount_of, LM_LONG);
    write_column(writer, it, "short", amount_of, LM_SHORT);
    write_column(writer, it, "long_cumulative", cumulative_of, LM_LONG);
    write_column(writer, it, "short_cumulative", cumulative_of, LM_SHORT);
    write_column(writer, it, "distance_pct", distance_of, 0);
    lm_write_end_object(writer);
}

/* A bar is a side of a row: where nothing stands there is none. */
static void write_bar_numbers(lm_writer *writer, const scene *it, const char *name, column_value value)
{
    lm_write_array(writer, name);
    for (size_t i = 0; i < it->bars.count; i++)
        for (int side = LM_LONG; side <= LM_SHORT; side++)
            if (it->bars.rows[i].share[side] > 0)
                lm_write_rounded(writer, NULL, value(it, &it->bars.rows[i], side));
    lm_write_end_array(writer);
}

static void write_bar_words(lm_writer *writer, const scene *it, const char *name, bool of_side)
{
    char label[LM_CLASS_SIZE];
    lm_write_array(writer, name);
    for (size_t i = 0; i < it->bars.count; i++)
        for (int side = LM_LONG; side <= LM_SHORT; side++)
            if (it->bars.rows[i].share[side] > 0)
                lm_write_words(writer, NULL,
                               of_side ? (side == LM_LONG ? "long" : "short")
                                       : lm_class_label(&it->classes, it->bars.rows[i].leverage, label));
    lm_write_end_array(writer);
}

static void write_bars(lm_writer *writer, const void *context)
{
    const scene *it = context;
    lm_write_object(writer, NULL);
    write_bar_numbers(writer, it, "price_low", low_of);
    write_bar_numbers(writer, it, "price_high", high_of);
    write_bar_words(writer, it, "side", true);
    write_bar_words(writer, it, "leverage", false);
    write_bar_numbers(writer, it, "amount", amount_of);
    write_bar_numbers(writer, it, "distance_pct", distance_of);
    lm_write_end_object(writer);
}

/* Whether a label ends at its cluster rather than begins there: away from the price, unless that is out of the picture. */
static bool ends_there(const scene *it, const lm_cluster *cluster)
{
    const double place = (cluster->price_peak - it->base.low) / (it->base.high - it->base.low);
    return place > 0.75 || (place > 0.25 && cluster->side == LM_LONG);
}

static void write_cluster(lm_writer *writer, const scene *it, const lm_cluster *cluster)
{
    const bool ends = ends_there(it, cluster);
    lm_write_object(writer, NULL);
    lm_write_cluster(writer, &it->base, cluster, true);
    lm_write_words(writer, "anchor", ends ? "end" : "start");
    lm_write_number(writer, "label_price", ends ? cluster->price_high : cluster->price_low);
    lm_write_end_object(writer);
}

static void write_clusters(lm_writer *writer, const void *context)
{
    const scene *it = context;
    lm_write_array(writer, NULL);
    for (size_t i = 0; i < it->clusters.count; i++)
        write_cluster(writer, it, &it->clusters.rows[i]);
    lm_write_end_array(writer);
}

static void write_price(lm_writer *writer, const void *context)
{
    const scene *it = context;
    lm_write_object(writer, NULL);
    if (!it->info.empty)
        lm_write_number(writer, "price", it->info.reference_price);
    lm_write_end_object(writer);
}

/* ---- words */

/* What it is a picture of, in one line. */
static void say_what(const scene *it, char line[512])
{
    char clock[LM_FORMAT_SIZE], price[LM_FORMAT_SIZE], longs[LM_FORMAT_SIZE], shorts[LM_FORMAT_SIZE];
    size_t used = 0;
    if (it->info.empty) {
        snprintf(line, 512, "Nothing was traded.");
        return;
    }
    if (it->info.dated)
        used += (size_t)snprintf(line, 512, "As of %s, price ", lm_format_time(it->info.as_of, clock));
    else
        used += (size_t)snprintf(line, 512, "Price ");
    used += (size_t)snprintf(line + used, 512 - used, "%s",
                             lm_format_price(it->info.reference_price, it->base.step / 10, price));
    if (it->base.sized)
        snprintf(line + used, 512 - used, ": longs of $%s would be liquidated below, shorts of $%s above",
                 lm_format_amount(it->info.outstanding_notional[LM_LONG], longs),
                 lm_format_amount(it->info.outstanding_notional[LM_SHORT], shorts));
}

static void write_subtitle(lm_writer *writer, const void *context)
{
    const scene *it = context;
    char line[512];
    say_what(it, line);
    lm_write_array(writer, NULL);
    lm_write_wrapped(writer, &it->base, line);
    lm_write_wrapped(writer, &it->base, lm_amount_caption(&it->info));
    lm_write_wrapped(writer, &it->base, it->statement);
    lm_write_end_array(writer);
}

/* For those who cannot see it: what it shows, and the heaviest clusters. */
static void write_description(lm_writer *writer, const void *context)
{
    const scene *it = context;
    char text[1024];
    say_what(it, text);
    for (size_t i = 0; i < it->clusters.count && i < 3; i++) {
        char price[LM_FORMAT_SIZE], share[LM_FORMAT_SIZE];
        const lm_cluster *cluster = &it->clusters.rows[i];
        const size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s %s at %s (%s of the side)",
                 i ? "," : ". Heaviest clusters:", cluster->side == LM_LONG ? "longs" : "shorts",
                 lm_format_price(cluster->price_peak, it->base.step, price), lm_format_share(cluster->share, share));
    }
    lm_write_words(writer, NULL, text);
}

static void write_usermeta(lm_writer *writer, const void *context)
{
    const scene *it = context;
    lm_write_object(writer, NULL);
    lm_write_object(writer, "liqmap");
    lm_write_format(writer, "vega-lite/map");
    lm_write_map_info(writer, &it->info);
    lm_write_number(writer, "step", it->base.step > 0 ? it->base.step : NAN);
    lm_write_units(writer, it->base.sized, it->info.models > 0);
    lm_write_models(writer, it->map, it->info.models);
    lm_write_end_object(writer);
    lm_write_end_object(writer);
}

static void write_amount_title(lm_writer *writer, const void *context)
{
    const scene *it = context;
    char step[LM_NUMBER_SIZE], title[96];
    snprintf(title, sizeof title, "liquidated in each step of %s, %s", lm_number_text(it->base.step, step),
             it->base.sized ? "USD" : "share of the side");
    lm_write_words(writer, NULL, title);
}

static void write_cumulative_title(lm_writer *writer, const void *context)
{
    const scene *it = context;
    lm_write_words(writer, NULL,
                   it->base.sized ? "curves: liquidated on the way there, USD"
                                  : "curves: liquidated on the way there, share of the side");
}

static void write_cumulative_domain(lm_writer *writer, const void *context)
{
    const lm_levels *steps = &((const scene *)context)->steps;
    const double longs = steps->count ? steps->rows[0].cumulative[LM_LONG] : 0;
    const double shorts = steps->count ? steps->rows[steps->count - 1].cumulative[LM_SHORT] : 0;
    lm_write_array(writer, NULL);
    lm_write_count(writer, NULL, 0);
    lm_write_rounded(writer, NULL, fmax(longs, shorts));
    lm_write_end_array(writer);
}

static void write_leverages(lm_writer *writer, const void *context)
{
    lm_write_class_labels(writer, &((const scene *)context)->classes);
}

static void write_colours(lm_writer *writer, const void *context)
{
    lm_write_class_colours(writer, &((const scene *)context)->classes);
}

static const lm_placeholder places[] = {
    {"description", write_description},
    {"usermeta", write_usermeta},
    {"title", lm_fill_title},
    {"subtitle", write_subtitle},
    {"width", lm_fill_width},
    {"height", lm_fill_height},
    {"bars", write_bars},
    {"steps", write_steps},
    {"clusters", write_clusters},
    {"price", write_price},
    {"price_domain", lm_fill_price_domain},
    {"price_format", lm_fill_price_format},
    {"amount_format", lm_fill_amount_format},
    {"amount_label", lm_fill_amount_label},
    {"amount_title", write_amount_title},
    {"cumulative_title", write_cumulative_title},
    {"cumulative_domain", write_cumulative_domain},
    {"leverages", write_leverages},
    {"colours", write_colours},
    {NULL, NULL},
};

/* ---- the scene */

/* From where most of the longs stand to where most of the shorts do. */
static void choose_domain(scene *it)
{
    const lm_levels *steps = &it->steps;
    it->base.low = 0;
    it->base.high = 1;
    if (steps->count == 0)
        return;
    it->base.low = steps->rows[0].price_low;
    it->base.high = steps->rows[steps->count - 1].price_high;
    const double longs = steps->rows[0].cumulative[LM_LONG] * SHOWN;
    const double shorts = steps->rows[steps->count - 1].cumulative[LM_SHORT] * SHOWN;
    for (size_t i = 0; i < steps->count; i++)
        if (steps->rows[i].cumulative[LM_LONG] >= longs)
            it->base.low = steps->rows[i].price_low;
    for (size_t i = steps->count; i-- > 0;)
        if (steps->rows[i].cumulative[LM_SHORT] >= shorts)
            it->base.high = steps->rows[i].price_high;
    if (!(it->base.low < it->base.high)) {
        it->base.low = steps->rows[0].price_low;
        it->base.high = steps->rows[steps->count - 1].price_high;
    }
    it->base.low = fmin(it->base.low, it->info.reference_price);
    it->base.high = fmax(it->base.high, it->info.reference_price);
}

static lm_status read_scene(lm_host *host, const lm_vega_options *options, scene *it)
{
    lm_levels_options view = {.step = options->step, .within = options->within, .by_leverage = true};
    lm_clusters_options clusters;
    LM_TRY(lm_map_describe(host, it->map, &it->info));
    LM_TRY(lm_map_levels(host, it->map, &view, &it->bars));
    if (it->bars.count > MOST_BARS)
        return lm_fail(host, LM_E_LIMIT, "Take a larger step, or look within a smaller distance.",
                       "the picture would have %zu bars, more than %d", it->bars.count, MOST_BARS);
    view.by_leverage = false;
    LM_TRY(lm_map_levels(host, it->map, &view, &it->steps));
    lm_clusters_options_init(&clusters);
    LM_TRY(lm_map_clusters(host, it->map, &clusters, &it->clusters));
    LM_TRY(lm_map_caption(host, it->map, &it->info, it->statement));
    it->base.symbol = it->info.symbol;
    it->base.what = "Liquidation map";
    it->base.step = it->steps.step;
    it->base.sized = it->info.empty || !isnan(it->info.outstanding_notional[LM_LONG]);
    for (size_t i = 0; i < it->steps.count; i++)
        it->base.greatest = fmax(it->base.greatest, fmax(amount_of(it, &it->steps.rows[i], LM_LONG),
                                                         amount_of(it, &it->steps.rows[i], LM_SHORT)));
    lm_classes_of(&it->bars, &it->classes);
    choose_domain(it);
    return LM_OK;
}

static void free_scene(lm_host *host, scene *it)
{
    if (it->bars.rows)
        lm_levels_free(host, &it->bars);
    if (it->steps.rows)
        lm_levels_free(host, &it->steps);
    if (it->clusters.rows)
        lm_clusters_free(host, &it->clusters);
}

lm_status lm_map_vega(lm_host *host, const lm_map *map, const lm_vega_options *options, lm_buffer *out)
{
    scene it = {.base = {.options = options}, .map = map};
    lm_writer writer;
    LM_TRY(lm_vega_check(host, options));
    lm_status status = read_scene(host, options, &it);
    if (status == LM_OK) {
        lm_writer_begin(&writer, host, out);
        lm_write_template(&writer, it.bars.count > 0 ? "map" : "empty", places, &it);
        status = lm_writer_end(&writer);
    }
    free_scene(host, &it);
    return status;
}
