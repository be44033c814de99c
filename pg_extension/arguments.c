/* Reads arguments into options structs by the parameter tables of the core. */
#include "arguments.h"

#include "utils/array.h"
#include "utils/lsyscache.h"

lm_text liqmap_text_argument(FunctionCallInfo fcinfo, int argument)
{
    lm_text value;
    value.text = liqmap_utf8(PG_GETARG_TEXT_PP(argument), &value.length);
    return value;
}

Datum *liqmap_array_argument(FunctionCallInfo fcinfo, int argument, const char *name, int *count)
{
    ArrayType *array = PG_GETARG_ARRAYTYPE_P(argument);
    int16 width;
    bool by_value;
    char align;
    Datum *elements;
    if (ARR_NDIM(array) > 1)
        ereport(ERROR, (errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR), errmsg("%s must have one dimension", name)));
    if (array_contains_nulls(array))
        ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("%s must not contain NULL", name)));
    get_typlenbyvalalign(ARR_ELEMTYPE(array), &width, &by_value, &align);
    deconstruct_array(array, ARR_ELEMTYPE(array), width, by_value, align, &elements, NULL, count);
    return elements;
}

double *liqmap_numbers_argument(FunctionCallInfo fcinfo, int argument, const char *name, int *count)
{
    const Datum *elements = liqmap_array_argument(fcinfo, argument, name, count);
    double *values = palloc((*count + 1) * sizeof *values);
    for (int i = 0; i < *count; i++)
        values[i] = DatumGetFloat8(elements[i]);
    return values;
}

static lm_theme theme_argument(FunctionCallInfo fcinfo, lm_host *host, int argument)
{
    lm_theme theme;
    const lm_text name = liqmap_text_argument(fcinfo, argument);
    liqmap_check(host, lm_theme_named(host, name.text, name.length, &theme));
    return theme;
}

static void read_argument(FunctionCallInfo fcinfo, lm_host *host, int argument, lm_parameter_type type, void *member)
{
    switch (type) {
    case LM_PARAMETER_NUMBER:
        *(double *)member = PG_GETARG_FLOAT8(argument);
        break;
    case LM_PARAMETER_INTEGER:
        *(int *)member = PG_GETARG_INT32(argument);
        break;
    case LM_PARAMETER_COUNT:
        *(int64_t *)member = PG_GETARG_INT64(argument);
        break;
    case LM_PARAMETER_FLAG:
        *(bool *)member = PG_GETARG_BOOL(argument);
        break;
    case LM_PARAMETER_DURATION:
        *(int64_t *)member = liqmap_microseconds(PG_GETARG_INTERVAL_P(argument));
        break;
    case LM_PARAMETER_TIME:
        *(int64_t *)member = liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(argument));
        break;
    case LM_PARAMETER_TEXT:
        *(lm_text *)member = liqmap_text_argument(fcinfo, argument);
        break;
    case LM_PARAMETER_THEME:
        *(lm_theme *)member = theme_argument(fcinfo, host, argument);
        break;
    }
}

void liqmap_read_argument(FunctionCallInfo fcinfo, lm_host *host, int argument, const lm_parameter *parameter,
                          void *options)
{
    read_argument(fcinfo, host, argument, parameter->type, (char *)options + parameter->offset);
}

void liqmap_read_arguments(FunctionCallInfo fcinfo, lm_host *host, int first, const lm_parameter_list *list,
                           void *options)
{
    list->init(options);
    for (int i = 0; i < list->count; i++)
        liqmap_read_argument(fcinfo, host, first + i, &list->parameters[i], options);
}
