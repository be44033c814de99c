/* Models: named, checked, printed. */
#include "liqmap_pg.h"

char *liqmap_model_text(lm_host *host, const lm_model *model)
{
    lm_buffer json = {0};
    liqmap_check(host, lm_model_print(host, model, &json));
    char *text = pnstrdup((const char *)json.data, json.size);
    lm_buffer_free(host, &json);
    return text;
}

static Datum printed(lm_host *host, const lm_model *model)
{
    return liqmap_jsonb(liqmap_model_text(host, model));
}

LIQMAP_FUNCTION(liqmap_model_named)
{
    lm_host host = liqmap_host();
    const text *name = PG_GETARG_TEXT_PP(0);
    lm_model model;
    liqmap_check(&host, lm_model_named(&host, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), &model));
    return printed(&host, &model);
}

LIQMAP_FUNCTION(liqmap_model_check)
{
    lm_host host = liqmap_host();
    size_t length;
    const char *json = liqmap_json_text(PG_GETARG_DATUM(0), &length);
    lm_model model;
    liqmap_check(&host, lm_model_read(&host, json, length, &model));
    return printed(&host, &model);
}

LIQMAP_FUNCTION(liqmap_models)
{
    lm_host host = liqmap_host();
    liqmap_row row;
    const char *name, *description;
    liqmap_rows_begin(&row, fcinfo);
    for (int i = 0; (name = lm_model_name(i, &description)) != NULL; i++) {
        lm_model model;
        liqmap_check(&host, lm_model_named(&host, name, strlen(name), &model));
        liqmap_put_text(&row, name, strlen(name));
        liqmap_put_text(&row, description, strlen(description));
        liqmap_put_datum(&row, printed(&host, &model));
        liqmap_rows_next(&row);
    }
    return (Datum)0;
}
