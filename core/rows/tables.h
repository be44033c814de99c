/* The lists of all row tables and parameter tables, which core/rows/list_tables writes. Internal to the core. */
#ifndef LM_ROWS_TABLES_H
#define LM_ROWS_TABLES_H

#include "liqmap/parameters.h"
#include "liqmap/rows.h"

extern const lm_row_type *const lm_row_types[];             /* NULL after the last */
extern const lm_parameter_list *const lm_parameter_lists[]; /* NULL after the last */

#endif
