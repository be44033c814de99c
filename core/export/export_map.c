/*
 * Writes maps in the layouts that front ends read. The layout of liqmap always states model, as_of, ledger, units and
 * version. The others are those of an API that many front ends were written for (https://docs.coinglass.com, version
 * 4): a price has a list of [price, level in quote currency, leverage, null].
 */
#include "export/export.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "liqmap/export.h"

/* ---- shared with heatmaps */

lm_status lm_export_format_find(lm_host *host, const lm_export_format *layouts, int count, const char *what,
                                const char *name, size_t length, const lm_export_format **layout)
{
    char hint[160];
    size_t used = (size_t)snprintf(hint, sizeof hint, "The layouts of a %s are", what);
    for (int i = 0; i < count; i++) {
        if (strlen(layouts[i].name) == length && memcmp(layouts[i].name, name, length) == 0) {
            *layout = &layouts[i];
            return LM_OK;
        }
        used += (size_t)snprintf(hint + used, sizeof hint - used, "%s %s",
                                 i == 0          ? ""
                                 : i + 1 < count ? ","
                                                 : " and",
                                 layouts[i].name);
    }
    snprintf(hint + used, sizeof hint - used, ".");
    return lm_fail(host, LM_E_ARGUMENT, hint, "there is no layout \"%.*s\" of a %s", (int)(length < 60 ? length : 60),
                   name, what);
}

void lm_write_ledger(lm_writer *writer, const lm_ledger ledger[2])
{
    lm_write_object(writer, "ledger");
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        lm_write_object(writer, side == LM_LONG ? "long" : "short");
        lm_write_members(writer, &lm_ledger_columns, &ledger[side], NULL);
        lm_write_end_object(writer);
    }
    lm_write_end_object(writer);
}

void lm_begin_response(lm_writer *writer)
{
    lm_write_object(writer, NULL);
    lm_write_words(writer, "code", "0");
    lm_write_words(writer, "msg", "success");
    lm_write_object(writer, "data");
}

void lm_end_response(lm_writer *writer)
{
    lm_write_end_object(writer);
    lm_write_end_object(writer);
}

/* ---- the layout of liqmap */

typedef struct lm_map_document {
    const lm_map *map;
    lm_map_info info;
    lm_ledger ledger[2];
    lm_levels levels; /* by leverage */
} lm_map_document;

static void write_liqmap(lm_writer *writer, const void *context)
{
    const lm_map_document *document = context;
    lm_write_object(writer, NULL);
    lm_write_format(writer, "liqmap/map");
    lm_write_map_info(writer, &document->info);
    lm_write_units(writer, document->info.empty || !isnan(document->info.outstanding_notional[LM_LONG]),
                   document->info.models > 0, document->info.quote);
    lm_write_models(writer, document->map, document->info.models);
    lm_write_ledger(writer, document->ledger);
    lm_write_number(writer, "step", document->levels.step > 0 ? document->levels.step : NAN);
    lm_write_table(writer, "levels", &lm_level_columns, document->levels.rows, document->levels.count);
    lm_write_end_object(writer);
}

/* ---- the layouts of CoinGlass: a price is the middle of a step */

static void write_prices(lm_writer *writer, const lm_map_document *document, bool by_leverage)
{
    double previous_price = -1, sum = 0;
    lm_begin_response(writer);
    lm_write_object(writer, "data");
    for (size_t i = 0; i < document->levels.count; i++) {
        const lm_level *level = &document->levels.rows[i];
        const double price = level->price_low + (level->price_high - level->price_low) / 2;
        const bool last = i + 1 == document->levels.count || document->levels.rows[i + 1].price_low != level->price_low;
        char key[LM_NUMBER_SIZE];
        if (price != previous_price) {
            lm_write_array(writer, lm_number_text(price, key));
            sum = 0;
        }
        previous_price = price;
        sum += level->notional[LM_LONG] + level->notional[LM_SHORT];
        if (by_leverage || last) {
            lm_write_array(writer, NULL);
            lm_write_number(writer, NULL, price);
            lm_write_number(writer, NULL, by_leverage ? level->notional[LM_LONG] + level->notional[LM_SHORT] : sum);
            lm_write_number(writer, NULL, by_leverage ? level->leverage : NAN);
            lm_write_null(writer, NULL);
            lm_write_end_array(writer);
        }
        if (last)
            lm_write_end_array(writer);
    }
    lm_write_end_object(writer);
    lm_end_response(writer);
}

static void write_coinglass(lm_writer *writer, const void *context)
{
    write_prices(writer, context, true);
}

static void write_coinglass_aggregated(lm_writer *writer, const void *context)
{
    write_prices(writer, context, false);
}

static const lm_export_format layouts[] = {
    {"liqmap", false, write_liqmap},
    {"coinglass", true, write_coinglass},
    {"coinglass-aggregated", true, write_coinglass_aggregated},
};

static lm_status write_map(lm_host *host, const lm_map_document *document, const lm_export_format *layout,
                           lm_buffer *out)
{
    lm_writer writer;
    if (layout->sized && !document->info.empty && isnan(document->info.outstanding_notional[LM_LONG]))
        return lm_fail(host, LM_E_MISSING,
                       "Put the gauge \"open_interest\" in the tape, or pass open_interest to map(); the layout liqmap "
                       "holds shares too.",
                       "the layout %s holds amounts, which a map without open interest does not have", layout->name);
    lm_writer_begin(&writer, host, out);
    layout->write(&writer, document);
    return lm_writer_end(&writer);
}

lm_status lm_map_export(lm_host *host, const lm_map *map, lm_text layout, double step, lm_buffer *out)
{
    lm_map_document document = {.map = map};
    const lm_export_format *format;
    lm_levels_options view;
    lm_levels_options_init(&view);
    view.step = step;
    view.by_leverage = true;
    LM_TRY(lm_export_format_find(host, layouts, sizeof layouts / sizeof layouts[0], "map", layout.text, layout.length,
                                 &format));
    LM_TRY(lm_map_describe(host, map, &document.info));
    LM_TRY(lm_map_ledger(host, map, document.ledger));
    LM_TRY(lm_map_levels(host, map, &view, &document.levels));
    const lm_status status = write_map(host, &document, format, out);
    if (document.levels.rows)
        lm_levels_free(host, &document.levels);
    return status;
}
