/* Converts arguments and results that are objects of the core: maps, models, impact models. */
#include "object.h"

lm_map *liqmap_map_argument(lm_host *host, Datum datum)
{
    lm_map *map;
    liqmap_check(host, lm_map_decode(host, liqmap_stored_from_datum(datum).bytes, &map));
    return map;
}

Datum liqmap_map_datum(lm_host *host, lm_map *map)
{
    lm_buffer encoded = liqmap_datum_begin(host);
    liqmap_check(host, lm_map_encode(host, map, &encoded));
    lm_map_destroy(host, map);
    return liqmap_datum_end(&encoded);
}

lm_model liqmap_model_argument(lm_host *host, Datum jsonb)
{
    size_t length;
    const char *json = liqmap_json_text(jsonb, &length);
    lm_model model;
    liqmap_check(host, lm_model_read(host, json, length, &model));
    return model;
}

lm_impact_model *liqmap_impact_argument(lm_host *host, Datum jsonb)
{
    size_t length;
    const char *json = liqmap_json_text(jsonb, &length);
    lm_impact_model *model = palloc(sizeof *model);
    liqmap_check(host, lm_impact_model_read(host, json, length, model));
    return model;
}

void liqmap_notice_frame(bool differs)
{
    if (differs)
        ereport(NOTICE, (errmsg("the frames of the tape are not as wide as those the model was fitted at"),
                         errhint("With a volume_power other than 1 the width of frames changes the map; see frame in "
                                 "check_model().")));
}
