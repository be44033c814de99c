#include "export/metadata_json.h"

#include <stdio.h>

#define FORMAT_VERSION 1 /* of all kinds of document; docs/export.md */

void lm_write_format(lm_writer *writer, const char *format)
{
    lm_write_words(writer, "format", format);
    lm_write_count(writer, "format_version", FORMAT_VERSION);
    lm_write_words(writer, "liqmap", lm_version());
}

void lm_write_map_info(lm_writer *writer, const lm_map_info *info)
{
    lm_write_members(writer, &lm_map_info_columns, info, "models");
}

static void write_model(lm_writer *writer, const lm_model *model)
{
    lm_write_key(writer, NULL);
    if (writer->status == LM_OK)
        writer->status = lm_model_print(writer->host, model, writer->out);
}

void lm_write_model(lm_writer *writer, const lm_model *model)
{
    lm_write_array(writer, "models");
    write_model(writer, model);
    lm_write_end_array(writer);
}

void lm_write_models(lm_writer *writer, const lm_map *map, int count)
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

void lm_write_heatmap_info(lm_writer *writer, const lm_heatmap *heatmap)
{
    const bool any = heatmap->column_count > 0;
    lm_write_members(writer, &lm_heatmap_columns, heatmap, NULL);
    lm_write_units(writer, !any || heatmap->sized, true, heatmap->quote);
    lm_write_model(writer, &heatmap->model);
}

void lm_write_units(lm_writer *writer, bool sized, bool modelled, const char *quote)
{
    char price[LM_QUOTE_SIZE + 32], notional[LM_QUOTE_SIZE + 32];
    const char *currency = quote[0] ? quote : "quote currency";
    snprintf(price, sizeof price, "%s per base coin", currency);
    snprintf(notional, sizeof notional, "%s at the liquidation price", currency);
    lm_write_object(writer, "units");
    lm_write_words(writer, "price", price);
    lm_write_words(writer, "share", "fraction of the side");
    lm_write_words(writer, "size", sized ? "base coins" : "not known without open interest");
    lm_write_words(writer, "notional", sized ? notional : "not known without open interest");
    lm_write_words(writer, "meaning",
                   modelled
                       ? "a model, in units of observed liquidations: what feeds would report if the price went there"
                       : "known positions");
    lm_write_end_object(writer);
}
