/* Converts arguments and results that are objects of the core: maps, models, impact models. */
#ifndef LIQMAP_OBJECT_H
#define LIQMAP_OBJECT_H

#include "convert.h"
#include "stored.h"

lm_map *liqmap_map_argument(lm_host *host, Datum datum);
/* Encodes the map as a datum and frees it. */
Datum liqmap_map_datum(lm_host *host, lm_map *map);

lm_model liqmap_model_argument(lm_host *host, Datum jsonb);
/* Reads a model from JSON text or from its name. */
lm_model liqmap_model_text_argument(FunctionCallInfo fcinfo, lm_host *host, int argument);

/*
 * Defines two SQL functions with a model as argument: `name`, where it is jsonb, and name_text, where it is text.
 * PostgreSQL chooses the second for a quoted constant. Then a model can be given by its name, and a time in place of a
 * model gets an error of liqmap, not one of the parser of JSON. Both call work(fcinfo, host, model).
 */
#define LIQMAP_MODEL_FUNCTIONS(name, argument, work)                                    \
    LIQMAP_FUNCTION(name)                                                               \
    {                                                                                   \
        lm_host host = liqmap_host();                                                   \
        const lm_model model = liqmap_model_argument(&host, PG_GETARG_DATUM(argument)); \
        return work(fcinfo, &host, &model);                                             \
    }                                                                                   \
    LIQMAP_FUNCTION(name##_text)                                                        \
    {                                                                                   \
        lm_host host = liqmap_host();                                                   \
        const lm_model model = liqmap_model_text_argument(fcinfo, &host, argument);     \
        return work(fcinfo, &host, &model);                                             \
    }                                                                                   \
    extern Datum name(PG_FUNCTION_ARGS)

lm_impact_model *liqmap_impact_argument(lm_host *host, Datum jsonb);

/*
 * Report a notice if the table of the rules is stale: at the as_of that the rules were looked up for, or on a day (us).
 * Each table is reported once in a statement, whatever the number of rows and calls, up to eight tables.
 */
void liqmap_notice_stale(const lm_rules *rules);
void liqmap_notice_stale_on(const lm_rules *rules, int64_t day);

/* The same for the last day of a tape that is used: of its frames up to `until` (us). */
void liqmap_notice_stale_tape(lm_host *host, const lm_rules *rules, lm_bytes tape, int64_t until);

/* Reports a notice if the model was fitted at frames of another width. */
void liqmap_notice_frame(bool differs);

#endif
