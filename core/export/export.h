/* Functions that the exports of maps and of heatmaps share. Internal to the core. */
#ifndef LM_EXPORT_EXPORT_H
#define LM_EXPORT_EXPORT_H

#include "export/metadata_json.h"

/* A layout: its name, and the function that writes a map or a heatmap in it. */
typedef struct lm_export_format {
    const char *name;
    bool sized; /* amounts are quote currency, so open interest must be known */
    void (*write)(lm_writer *writer, const void *context);
} lm_export_format;

/*
 * Finds a layout by name. LM_E_ARGUMENT for an unknown name, with a hint that lists the layouts. `what` is "map" or
 * "heatmap".
 */
lm_status lm_export_format_find(lm_host *host, const lm_export_format *layouts, int count, const char *what,
                                const char *name, size_t length, const lm_export_format **layout);

/* Writes the member "ledger": the ledger of both sides, with the columns of ledger(map). */
void lm_write_ledger(lm_writer *writer, const lm_ledger ledger[2]);

/* Write the beginning and the end of a response of the CoinGlass API: {"code","msg","data":{...}}. */
void lm_begin_response(lm_writer *writer);
void lm_end_response(lm_writer *writer);

#endif
