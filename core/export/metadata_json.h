/* What every JSON says of the map or the heatmap that it shows: as members of the object that is open. Internal to the
 * core. */
#ifndef LM_EXPORT_METADATA_JSON_H
#define LM_EXPORT_METADATA_JSON_H

#include "rows/row_json.h"

/* What kind of thing it is, in which version of its form, and from which liqmap. */
void lm_write_format(lm_writer *writer, const char *format);

/* All of info(map), by the same names. */
void lm_write_map_info(lm_writer *writer, const lm_map_info *info);

/* "models": all that a map was made with. */
void lm_write_models(lm_writer *writer, const lm_map *map, int count);
/* The same of one. */
void lm_write_model(lm_writer *writer, const lm_model *model);

/* What is known of a heatmap as a whole, its model and units too. */
void lm_write_heatmap_info(lm_writer *writer, const lm_heatmap *heatmap);

/* "units": what the numbers are. */
void lm_write_units(lm_writer *writer, bool sized, bool modelled);

#endif
