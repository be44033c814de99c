/* What the export of maps and that of heatmaps share. Internal to the core. */
#ifndef LM_EXPORT_EXPORT_H
#define LM_EXPORT_EXPORT_H

#include "export/metadata_json.h"

/* A layout by name: how it is written of a map, or of a heatmap. */
typedef struct lm_export_format {
    const char *name;
    bool sized; /* is in USD, so open interest must be known */
    void (*write)(lm_writer *writer, const void *context);
} lm_export_format;

/* LM_E_ARGUMENT for an unknown name: "there is no layout "x" of a map", with a hint that lists them. */
lm_status lm_export_format_find(lm_host *host, const lm_export_format *layouts, int count, const char *what,
                                const char *name, size_t length, const lm_export_format **layout);

/* "ledger": the books of both sides, as ledger(map) has them. */
void lm_write_ledger(lm_writer *writer, const lm_ledger ledger[2]);

/* What the API of CoinGlass puts around every answer. */
void lm_begin_response(lm_writer *writer);
void lm_end_response(lm_writer *writer);

#endif
