/* Converts arguments and results that are objects of the core: maps, models, impact models. */
#ifndef LIQMAP_OBJECT_H
#define LIQMAP_OBJECT_H

#include "convert.h"
#include "stored.h"

lm_map *liqmap_map_argument(lm_host *host, Datum datum);
/* Encodes the map as a datum and frees it. */
Datum liqmap_map_datum(lm_host *host, lm_map *map);

lm_model liqmap_model_argument(lm_host *host, Datum jsonb);
lm_impact_model *liqmap_impact_argument(lm_host *host, Datum jsonb);

/* Reports a notice if the model was fitted at frames of another width. */
void liqmap_notice_frame(bool differs);

#endif
