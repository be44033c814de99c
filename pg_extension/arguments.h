/* Reads arguments into options structs by the parameter tables of the core. */
#ifndef LIQMAP_ARGUMENTS_H
#define LIQMAP_ARGUMENTS_H

#include "convert.h"

/* Sets the options to their defaults, then reads the parameters of the list from arguments `first` on. */
void liqmap_read_arguments(FunctionCallInfo fcinfo, lm_host *host, int first, const lm_parameter_list *list,
                           void *options);

/* Reads one parameter of a list, for lists whose arguments do not follow each other. */
void liqmap_read_argument(FunctionCallInfo fcinfo, lm_host *host, int argument, const lm_parameter *parameter,
                          void *options);

/* Reads the elements of an array argument of one dimension; throws for NULL elements. */
Datum *liqmap_array_argument(FunctionCallInfo fcinfo, int argument, const char *name, int *count);

/* Reads a float8[] as liqmap_array_argument() does. */
double *liqmap_numbers_argument(FunctionCallInfo fcinfo, int argument, const char *name, int *count);

/* Reads a text argument as UTF-8. */
lm_text liqmap_text_argument(FunctionCallInfo fcinfo, int argument);

#endif
