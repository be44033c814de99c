/* Writes heatmaps in the layouts that front ends read; export_map.c describes the layouts. */
#include <math.h>

#include "export/export.h"
#include "liqmap/export.h"

typedef struct lm_heatmap_document {
    const lm_heatmap *heatmap;
    const lm_ledger *ledger; /* of the map in the last column, or NULL */
} lm_heatmap_document;

/* ---- the layout of liqmap */

static void write_liqmap(lm_writer *writer, const void *context)
{
    const lm_heatmap_document *document = context;
    lm_write_object(writer, NULL);
    lm_write_format(writer, "liqmap/heatmap");
    lm_write_heatmap_info(writer, document->heatmap);
    if (document->ledger)
        lm_write_ledger(writer, document->ledger);
    else
        lm_write_null(writer, "ledger");
    lm_write_table(writer, "times", &lm_heatmap_column_columns, document->heatmap->columns,
                   document->heatmap->column_count);
    lm_write_table(writer, "cells", &lm_heatmap_cell_columns, document->heatmap->rows, document->heatmap->row_count);
    lm_write_end_object(writer);
}

/* ---- the layouts of CoinGlass: prices are the middles of steps, and a time is the start of a candle */

/* Writes the middle of every step from the first to the last, empty steps too. */
static void write_axis(lm_writer *writer, const lm_heatmap *heatmap, const char *key)
{
    lm_write_array(writer, key);
    for (int64_t number = heatmap->first_number; number <= heatmap->last_number; number++)
        lm_write_number(writer, NULL, ((double)number + 0.5) * heatmap->step);
    lm_write_end_array(writer);
}

static void write_amounts(lm_writer *writer, const lm_heatmap *heatmap, const char *key)
{
    lm_write_array(writer, key);
    for (size_t i = 0; i < heatmap->row_count; i++) {
        const lm_heatmap_row *row = &heatmap->rows[i];
        const double amount = row->notional[LM_LONG] + row->notional[LM_SHORT];
        if (!(amount > 0))
            continue;
        lm_write_array(writer, NULL);
        lm_write_count(writer, NULL, row->column);
        lm_write_count(writer, NULL, row->number - heatmap->first_number);
        lm_write_number(writer, NULL, amount);
        lm_write_end_array(writer);
    }
    lm_write_end_array(writer);
}

static void write_number_text(lm_writer *writer, double number)
{
    char text[LM_NUMBER_SIZE];
    lm_write_words(writer, NULL, lm_number_text(number, text));
}

/*
 * Writes a candle for each column. It opens at the previous close, and stays there if nothing was traded. A heatmap has
 * no volume, so volume is "0".
 */
static void write_candles(lm_writer *writer, const lm_heatmap *heatmap, const char *key)
{
    lm_write_array(writer, key);
    for (size_t i = 0; i < heatmap->column_count; i++) {
        const lm_heatmap_column *column = &heatmap->columns[i];
        const bool traded = !isnan(column->close);
        const double close = traded ? column->close : column->reference_price;
        const double open = i > 0 ? heatmap->columns[i - 1].reference_price : close;
        lm_write_array(writer, NULL);
        lm_write_number(writer, NULL, (double)(column->time - heatmap->every) / (double)LM_SECOND);
        write_number_text(writer, open);
        write_number_text(writer, traded ? fmax(column->high, open) : open);
        write_number_text(writer, traded ? fmin(column->low, open) : open);
        write_number_text(writer, close);
        lm_write_words(writer, NULL, "0");
        lm_write_end_array(writer);
    }
    lm_write_end_array(writer);
}

static void write_response(lm_writer *writer, const lm_heatmap *heatmap, const char *axis, const char *amounts,
                           const char *candles)
{
    lm_begin_response(writer);
    write_axis(writer, heatmap, axis);
    write_amounts(writer, heatmap, amounts);
    write_candles(writer, heatmap, candles);
    lm_end_response(writer);
}

static void write_coinglass_heatmap(lm_writer *writer, const void *context)
{
    write_response(writer, ((const lm_heatmap_document *)context)->heatmap, "y_axis", "liquidation_leverage_data",
                   "price_candlesticks");
}

static void write_coinglass_heatmap_v3(lm_writer *writer, const void *context)
{
    write_response(writer, ((const lm_heatmap_document *)context)->heatmap, "y", "liq", "prices");
}

static const lm_export_format layouts[] = {
    {"liqmap", false, write_liqmap},
    {"coinglass-heatmap", true, write_coinglass_heatmap},
    {"coinglass-heatmap-v3", true, write_coinglass_heatmap_v3},
};

static lm_status find_layout(lm_host *host, const char *name, size_t length, const lm_export_format **layout)
{
    return lm_export_format_find(host, layouts, sizeof layouts / sizeof layouts[0], "heatmap", name, length, layout);
}

lm_status lm_heatmap_export(lm_host *host, const lm_heatmap *heatmap, const lm_ledger *ledger, lm_text layout,
                            lm_buffer *out)
{
    const lm_heatmap_document document = {heatmap, ledger};
    const lm_export_format *format;
    lm_writer writer;
    LM_TRY(find_layout(host, layout.text, layout.length, &format));
    if (format->sized && heatmap->column_count > 0 && !heatmap->sized)
        return lm_fail(host, LM_E_MISSING,
                       "Put the gauge \"open_interest\" in the tape, or pass open_interest; the layout liqmap holds "
                       "shares too.",
                       "the layout %s holds amounts, which a heatmap without open interest does not have",
                       format->name);
    lm_writer_begin(&writer, host, out);
    format->write(&writer, &document);
    return lm_writer_end(&writer);
}

/* Computes the ledger of the map as of the last column. */
static lm_status compute_ledger(lm_host *host, lm_bytes tape, const lm_heatmap *heatmap, double open_interest,
                                lm_ledger ledger[2])
{
    lm_map *map;
    LM_TRY(lm_tape_map(host, tape, &heatmap->model, heatmap->as_of, open_interest, &map));
    const lm_status status = lm_map_ledger(host, map, ledger);
    lm_map_destroy(host, map);
    return status;
}

lm_status lm_tape_export(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *options,
                         lm_text layout, lm_buffer *out)
{
    const lm_export_format *format;
    lm_heatmap heatmap;
    lm_ledger ledger[2];
    LM_TRY(find_layout(host, layout.text, layout.length, &format));
    LM_TRY(lm_tape_heatmap(host, tape, model, options, &heatmap));
    const bool with_ledger = format->write == write_liqmap && heatmap.column_count > 0;
    lm_status status = with_ledger ? compute_ledger(host, tape, &heatmap, options->open_interest, ledger) : LM_OK;
    if (status == LM_OK)
        status = lm_heatmap_export(host, &heatmap, with_ledger ? ledger : NULL, layout, out);
    lm_heatmap_free(host, &heatmap);
    return status;
}
