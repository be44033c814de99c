/* Creates maps from tapes, advances and adds them. */
#include "arguments.h"
#include "object.h"
#include "stored.h"

#include "lib/stringinfo.h"

/*
 * Reports a stale margin table, and the notices of the first map that has some; once in a query, not in every row.
 */
static void notice_once(FunctionCallInfo fcinfo, lm_host *host, const lm_model *model, const lm_map *map)
{
    lm_map_info info;
    lm_notices notices;
    liqmap_check(host, lm_map_describe(host, map, &info));
    liqmap_notice_stale_on(&model->margin, info.as_of);
    if (fcinfo->flinfo->fn_extra)
        return;
    liqmap_check(host, lm_map_notices(host, map, LIQMAP_GETARG_BYTES(0), &notices));
    if (notices.count == 0)
        return;
    fcinfo->flinfo->fn_extra = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, 1);
    for (size_t i = 0; i < notices.count; i++)
        ereport(NOTICE, (errmsg("%s", notices.rows[i].notice), errhint("%s", notices.rows[i].hint)));
}

static Datum tape_map(FunctionCallInfo fcinfo, lm_host *host, const lm_model *model)
{
    lm_map *map;
    liqmap_check(host, lm_tape_map(host, LIQMAP_GETARG_BYTES(0), model, liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(2)),
                                   PG_GETARG_FLOAT8(3), &map));
    notice_once(fcinfo, host, model, map);
    return liqmap_map_datum(host, map);
}

/* map(tape, model, as_of, open_interest) */
LIQMAP_MODEL_FUNCTIONS(liqmap_tape_map, 1, tape_map);

/* Reports once in a query that a map goes on with narrower frames. */
static void notice_narrower(FunctionCallInfo fcinfo, const lm_map_info *before, const lm_map_info *after)
{
    char wide[LM_NUMBER_SIZE], narrow[LM_NUMBER_SIZE];
    if (before->frame == after->frame || !after->burn_in_frame || fcinfo->flinfo->fn_extra)
        return;
    fcinfo->flinfo->fn_extra = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, 1);
    ereport(NOTICE, (errmsg("the map goes on with frames of %s s after frames of %s s",
                            lm_number_text((double)after->frame / LM_SECOND, narrow),
                            lm_number_text((double)before->frame / LM_SECOND, wide)),
                     errhint("The order of prices within the wider frames is not known, so the map is less exact until "
                             "its positions of that time are gone; see burn_in_until in info().")));
}

LIQMAP_FUNCTION(liqmap_map_advance)
{
    lm_host host = liqmap_host();
    lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    lm_map_info before, after;
    liqmap_check(&host, lm_map_describe(&host, map, &before));
    liqmap_check(&host,
                 lm_map_advance(&host, map, LIQMAP_GETARG_BYTES(1), liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(2))));
    liqmap_check(&host, lm_map_describe(&host, map, &after));
    notice_narrower(fcinfo, &before, &after);
    return liqmap_map_datum(&host, map);
}

static void add(lm_host *host, lm_map **sum, Datum datum)
{
    lm_map *map = liqmap_map_argument(host, datum);
    liqmap_check(host, lm_map_merge_into(host, sum, map));
    lm_map_destroy(host, map);
}

/* merge(map, map); also the transition and the combine function of rollup(map), where NULL adds nothing */
LIQMAP_FUNCTION(liqmap_map_merge)
{
    lm_host host = liqmap_host();
    lm_map *sum = NULL;
    for (int argument = 0; argument < 2; argument++)
        if (!PG_ARGISNULL(argument))
            add(&host, &sum, PG_GETARG_DATUM(argument));
    if (sum == NULL)
        PG_RETURN_NULL();
    return liqmap_map_datum(&host, sum);
}

/* model(map): the model of the map; for a sum of maps with several models, an array of them */
LIQMAP_FUNCTION(liqmap_map_model)
{
    lm_host host = liqmap_host();
    const lm_map *map = liqmap_map_argument(&host, PG_GETARG_DATUM(0));
    lm_map_info info;
    liqmap_check(&host, lm_map_describe(&host, map, &info));
    if (info.models == 0)
        PG_RETURN_NULL();

    StringInfoData list;
    initStringInfo(&list);
    for (int i = 0; i < info.models; i++) {
        lm_model model;
        lm_buffer json = {0};
        liqmap_check(&host, lm_map_model(&host, map, i, &model));
        liqmap_check(&host, lm_model_print(&host, &model, &json));
        appendStringInfoString(&list, i ? ", " : "");
        appendBinaryStringInfo(&list, (const char *)json.data, (int)json.size);
        lm_buffer_free(&host, &json);
    }
    return liqmap_jsonb(info.models == 1 ? list.data : psprintf("[%s]", list.data));
}
