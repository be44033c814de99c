/* Series: the map as of many instants, or its density near the price. */
#include "arguments.h"
#include "object.h"
#include "rows.h"

/* ---- maps */

/* Writes the rows (as_of, map). One buffer holds the map that is written; the result keeps its own copy. */
static void write_maps(FunctionCallInfo fcinfo, lm_host *host, lm_maps *maps)
{
    ReturnSetInfo *result = (ReturnSetInfo *)fcinfo->resultinfo;
    lm_buffer encoded = liqmap_datum_begin(host);
    const lm_map *map;
    int64_t as_of;
    lm_status status;
    while ((status = lm_maps_next(host, maps, &as_of, &map)) == LM_OK) {
        bool nulls[2] = {false, false};
        Datum values[2];
        encoded.size = VARHDRSZ;
        liqmap_check(host, lm_map_encode(host, map, &encoded));
        values[0] = TimestampTzGetDatum(liqmap_timestamp(as_of));
        values[1] = liqmap_datum_end(&encoded);
        tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
    }
    if (status != LM_DONE)
        liqmap_check(host, status);
    lm_buffer_free(host, &encoded);
}

static void notice(const lm_model *model, lm_series_about about)
{
    liqmap_notice_frame(about.frame_differs);
    liqmap_notice_stale_on(&model->margin, about.as_of);
}

static Datum tape_maps(FunctionCallInfo fcinfo, lm_host *host, const lm_model *model)
{
    lm_series_options options;
    lm_maps *maps;
    liqmap_read_arguments(fcinfo, host, 2, &lm_series_parameters, &options);
    InitMaterializedSRF(fcinfo, 0);
    liqmap_check(host, lm_maps_create(host, LIQMAP_GETARG_BYTES(0), model, &options, &maps));
    notice(model, lm_maps_about(maps));
    write_maps(fcinfo, host, maps);
    lm_maps_destroy(host, maps);
    return (Datum)0;
}

/* maps(tape, model, every, since, until, open_interest) */
LIQMAP_MODEL_FUNCTIONS(liqmap_tape_maps, 1, tape_maps);

/* ---- density */

static lm_status add_density(void *context, const lm_density *row)
{
    liqmap_rows_add(context, row);
    return LM_OK;
}

/* The distances are argument 3, between the parameters `every` and `since`. */
static void read_options(FunctionCallInfo fcinfo, lm_host *host, lm_series_options *options)
{
    const lm_parameter_list *list = &lm_series_parameters;
    list->init(options);
    for (int i = 0; i < list->count; i++)
        liqmap_read_argument(fcinfo, host, 2 + i + (i > 0), &list->parameters[i], options);
}

static Datum tape_density(FunctionCallInfo fcinfo, lm_host *host, const lm_model *model)
{
    lm_series_options options;
    lm_series_about about;
    liqmap_row row;
    int count;
    const double *distances = liqmap_numbers_argument(fcinfo, 3, "distances", &count);
    read_options(fcinfo, host, &options);
    liqmap_rows_begin(&row, fcinfo, &lm_density_columns);
    liqmap_check(host, lm_tape_density(host, LIQMAP_GETARG_BYTES(0), model, &options, distances, (size_t)count,
                                       add_density, &row, &about));
    notice(model, about);
    return (Datum)0;
}

/* density(tape, model, every, distances, since, until, open_interest) */
LIQMAP_MODEL_FUNCTIONS(liqmap_tape_density, 1, tape_density);
