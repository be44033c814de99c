/* Maps and heatmaps as JSON that other programs read. */
#ifndef LIQMAP_EXPORT_H
#define LIQMAP_EXPORT_H

#include "heatmap.h"

LM_BEGIN_DECLS

/*
 * Appends a map as JSON in a layout that other programs read. Numbers keep every bit. docs/export.md describes the
 * layouts:
 *   "liqmap"                the layout of liqmap: the map's info, models, ledger, units, and levels by leverage
 *   "coinglass"             {"code","msg","data":{"data":{"<price>":[[price, amount, leverage, null], ...], ...}}}
 *   "coinglass-aggregated"  "coinglass" with one sum for each price, leverage null
 * `step` as in lm_levels_options. A price in the coinglass layouts is the middle of a step. LM_E_ARGUMENT for another
 * layout, with a hint that lists the layouts; LM_E_MISSING without open interest for all but "liqmap". Fails as
 * lm_map_levels() does.
 */
#define LM_EXPORT_LAYOUT "liqmap" /* the default */
LM_API lm_status lm_map_export(lm_host *host, const lm_map *map, lm_text layout, double step, lm_buffer *out);

/*
 * Appends a heatmap as JSON in a layout that other programs read:
 *   "liqmap"                the layout of liqmap: model, units, ledger, times, and cells
 *   "coinglass-heatmap"     {"code","msg","data":{"y_axis":[price, ...],"liquidation_leverage_data":[[column, row,
 *                           amount], ...],"price_candlesticks":[[start in s, "open", "high", "low", "close", "volume"],
 *                           ...]}}; volume is "0"
 *   "coinglass-heatmap-v3"  "coinglass-heatmap" under the names "y", "liq", "prices"
 * `ledger` is the ledger, one entry for each side, of the map as of the last column; NULL: the document has none.
 * LM_E_ARGUMENT and LM_E_MISSING as for lm_map_export().
 */
LM_API lm_status lm_heatmap_export(lm_host *host, const lm_heatmap *heatmap, const lm_ledger *ledger, lm_text layout,
                                   lm_buffer *out);

/* Appends the heatmap of a tape in a layout, with its ledger. Fails as lm_tape_heatmap() and lm_heatmap_export() do. */
LM_API lm_status lm_tape_export(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *options,
                                lm_text layout, lm_buffer *out);

LM_END_DECLS

#endif
