/* Reads the positions of an account. */
#ifndef LIQMAP_ACCOUNT_SQL_H
#define LIQMAP_ACCOUNT_SQL_H

#include "convert.h"

/* Reads a jsonb array of positions; throws for anything else. */
lm_account *liqmap_account_argument(lm_host *host, Datum positions);

#endif
