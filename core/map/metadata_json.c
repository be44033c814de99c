#include "map/metadata_json.h"

#include <math.h>

#define FORMAT_VERSION 1 /* of all forms; docs/interchange.md */

void lm_state_format(lm_writer *writer, const char *format)
{
    lm_write_words(writer, "format", format);
    lm_write_count(writer, "format_version", FORMAT_VERSION);
    lm_write_words(writer, "liqmap", lm_version());
}

static void state_time(lm_writer *writer, const char *key, bool known, int64_t time)
{
    if (known)
        lm_write_time(writer, key, time);
    else
        lm_write_null(writer, key);
}

void lm_state_info(lm_writer *writer, const lm_map_info *info)
{
    lm_write_words(writer, "symbol", info->symbol);
    lm_write_flag(writer, "live", info->live);
    state_time(writer, "as_of_first", info->dated, info->as_of_first);
    state_time(writer, "as_of", info->dated, info->as_of);
    lm_write_number(writer, "reference_price", info->reference_price);
    lm_write_number(writer, "open_interest", info->open_interest);
    state_time(writer, "open_interest_ts", !isnan(info->open_interest) && !info->open_interest_given,
               info->open_interest_time);
    lm_write_flag(writer, "open_interest_given", info->open_interest_given);
    lm_write_number(writer, "long_notional", info->standing_notional[LM_LONG]);
    lm_write_number(writer, "short_notional", info->standing_notional[LM_SHORT]);
    lm_write_number(writer, "coverage", info->coverage);
    lm_write_number(writer, "daily_sigma", info->daily_sigma);
    lm_write_number(writer, "frame", info->frame > 0 ? (double)info->frame / (double)LM_SECOND : NAN);
    lm_write_flag(writer, "frame_differs", info->frame_differs);
    lm_write_count(writer, "positions", info->positions);
    lm_write_count(writer, "precision", info->precision);
    lm_write_number(writer, "unit", info->unit);
}

static void write_model(lm_writer *writer, const lm_model *model)
{
    lm_write_key(writer, NULL);
    if (writer->status == LM_OK)
        writer->status = lm_model_print(writer->host, model, writer->out);
}

void lm_state_model(lm_writer *writer, const lm_model *model)
{
    lm_write_array(writer, "models");
    write_model(writer, model);
    lm_write_end_array(writer);
}

void lm_state_models(lm_writer *writer, const lm_map *map, int count)
{
    lm_write_array(writer, "models");
    for (int i = 0; i < count && writer->status == LM_OK; i++) {
        lm_model model;
        writer->status = lm_map_model(writer->host, map, i, &model);
        if (writer->status == LM_OK)
            write_model(writer, &model);
    }
    lm_write_end_array(writer);
}

void lm_state_heatmap(lm_writer *writer, const lm_heatmap *heatmap)
{
    const bool any = heatmap->column_count > 0;
    lm_write_words(writer, "symbol", heatmap->symbol);
    if (any)
        lm_write_time(writer, "as_of", heatmap->as_of);
    else
        lm_write_null(writer, "as_of");
    lm_write_number(writer, "every", any ? (double)heatmap->every / (double)LM_SECOND : NAN);
    lm_write_number(writer, "step", any ? heatmap->step : NAN);
    lm_write_flag(writer, "open_interest_given", heatmap->open_interest_given);
    lm_write_number(writer, "frame", (double)heatmap->frame / (double)LM_SECOND);
    lm_write_flag(writer, "frame_differs", heatmap->frame_differs);
    lm_write_count(writer, "precision", heatmap->precision);
    lm_state_units(writer, !any || heatmap->sized, true);
    lm_state_model(writer, &heatmap->model);
}

void lm_state_units(lm_writer *writer, bool sized, bool modelled)
{
    lm_write_object(writer, "units");
    lm_write_words(writer, "price", "quote currency per base coin");
    lm_write_words(writer, "share", "fraction of the side");
    lm_write_words(writer, "size", sized ? "base coins" : "not known without open interest");
    lm_write_words(writer, "notional",
                   sized ? "quote currency at the liquidation price" : "not known without open interest");
    lm_write_words(writer, "meaning",
                   modelled
                       ? "a model, in units of observed liquidations: what feeds would report if the price went there"
                       : "known positions");
    lm_write_end_object(writer);
}
