/*
 * Metadata of a map or a heatmap in JSON documents. All functions write members of the open object. Internal to the
 * core.
 */
#ifndef LM_EXPORT_METADATA_JSON_H
#define LM_EXPORT_METADATA_JSON_H

#include "rows/row_json.h"

/* Writes "format", the kind of document, "format_version", and "liqmap", the version of the library. */
void lm_write_format(lm_writer *writer, const char *format);

/* Writes all columns of info(map), by their names. */
void lm_write_map_info(lm_writer *writer, const lm_map_info *info);

/* Writes "models": the `count` models that a map was made with. */
void lm_write_models(lm_writer *writer, const lm_map *map, int count);
/* Writes "models" with one model. */
void lm_write_model(lm_writer *writer, const lm_model *model);

/* Writes the columns of a heatmap as a whole, its units and its model. */
void lm_write_heatmap_info(lm_writer *writer, const lm_heatmap *heatmap);

/* Writes "units": the unit of each kind of number, with the code of the quote currency, unless that is "". */
void lm_write_units(lm_writer *writer, bool sized, bool modelled, const char *quote);

#endif
