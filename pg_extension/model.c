/* Lists named models, and prints named and checked models as jsonb. */
#include "arguments.h"
#include "object.h"
#include "rows.h"

static Datum print_jsonb(lm_host *host, const lm_model *model)
{
    lm_buffer json = {0};
    liqmap_check(host, lm_model_print(host, model, &json));
    return liqmap_jsonb_from_buffer(host, &json);
}

LIQMAP_FUNCTION(liqmap_model)
{
    lm_host host = liqmap_host();
    const lm_text name = liqmap_text_argument(fcinfo, 0);
    lm_model model;
    liqmap_check(&host, lm_model_named(&host, name.text, name.length, &model));
    return print_jsonb(&host, &model);
}

LIQMAP_FUNCTION(liqmap_check_model)
{
    lm_host host = liqmap_host();
    const lm_model model = liqmap_model_argument(&host, PG_GETARG_DATUM(0));
    return print_jsonb(&host, &model);
}

LIQMAP_FUNCTION(liqmap_models)
{
    lm_host host = liqmap_host();
    lm_buffer json = {0};
    lm_model_entry entry;
    lm_status status;
    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo, &lm_model_columns);
    for (int i = 0; (status = lm_model_entry_at(&host, i, &json, &entry)) == LM_OK; i++)
        liqmap_rows_add(&row, &entry);
    if (status != LM_DONE)
        liqmap_check(&host, status);
    lm_buffer_free(&host, &json);
    return (Datum)0;
}
