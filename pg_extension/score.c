/* Scores of models against the observed liquidations of a tape. */
#include "arguments.h"
#include "object.h"
#include "rows.h"

static lm_status add_score(void *context, const lm_score_row *row)
{
    liqmap_rows_add(context, row);
    return LM_OK;
}

/* score(tape, models, options) */
LIQMAP_FUNCTION(liqmap_tape_score)
{
    lm_host host = liqmap_host();
    int count;
    size_t length;
    const Datum *data = liqmap_array_argument(fcinfo, 1, "models", &count);
    const char *json = liqmap_json_text(PG_GETARG_DATUM(2), &length);
    lm_score_options options;
    liqmap_row row;
    if (count > LM_MAX_SCORED_MODELS)
        count = LM_MAX_SCORED_MODELS + 1; /* which the core refuses */
    lm_model *models = palloc((count + 1) * sizeof *models);
    for (int i = 0; i < count; i++)
        models[i] = liqmap_model_argument(&host, data[i]);
    liqmap_check(&host, lm_score_options_read(&host, json, length, &options));
    liqmap_rows_begin(&row, fcinfo, &lm_score_columns);
    liqmap_check(&host, lm_tape_score(&host, LIQMAP_GETARG_BYTES(0), models, (size_t)count, &options, add_score, &row));
    return (Datum)0;
}
