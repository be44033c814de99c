/* Pictures. */
#include "liqmap_pg.h"

#include "mb/pg_wchar.h"

LIQMAP_FUNCTION(liqmap_bar)
{
    lm_host host = liqmap_host();
    char text[1024];
    liqmap_check(&host, lm_bar(&host, PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(1), PG_GETARG_INT32(2),
                               GetDatabaseEncoding() == PG_UTF8, text));
    PG_RETURN_TEXT_P(cstring_to_text(text));
}
