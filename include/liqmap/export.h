/* Maps and heatmaps as JSON that other programs read. */
#ifndef LIQMAP_EXPORT_H
#define LIQMAP_EXPORT_H

#include "heatmap.h"

LM_BEGIN_DECLS

/*
 * Appends a map as JSON in a layout that other programs read; docs/export.md describes them. Every bit is kept.
 *   "liqmap"                our own: the map's info, models, books, units, and levels by leverage
 *   "coinglass"             {"code","msg","data":{"data":{"<price>":[[price, USD, leverage, null], ...], ...}}}
 *   "coinglass-aggregated"  the same, a sum per price, leverage null
 * `step` as in lm_levels_options; a price is the middle of a step. LM_E_ARGUMENT for another layout, with a hint that
 * lists them; LM_E_MISSING without open interest for all but "liqmap". Fails as lm_map_levels() does.
 */
#define LM_EXPORT_LAYOUT "liqmap" /* the default */
LM_API lm_status lm_map_export(lm_host *host, const lm_map *map, lm_text layout, double step, lm_buffer *out);

/*
 * The same for a heatmap:
 *   "liqmap"                our own: model, units, books, times, and cells
 *   "coinglass-heatmap"     {"code","msg","data":{"y_axis":[price, ...],"liquidation_leverage_data":[[column, row,
 *                           USD], ...],"price_candlesticks":[[start in s, "open", "high", "low", "close", "volume"],
 *                           ...]}}; volume is "0"
 *   "coinglass-heatmap-v3"  the same under the names "y", "liq", "prices"
 * `ledger` are the books of the map in the last column; NULL: not stated.
 */
LM_API lm_status lm_heatmap_export(lm_host *host, const lm_heatmap *heatmap, const lm_ledger *ledger, lm_text layout,
                                   lm_buffer *out);

/* The heatmap of a tape in a layout, with its books. Fails as lm_tape_heatmap() does too. */
LM_API lm_status lm_tape_export(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *options,
                                lm_text layout, lm_buffer *out);

LM_END_DECLS

#endif
