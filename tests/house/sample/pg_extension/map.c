#include <liqmap.h>

int lm_map_hidden(void);

int pg_map(void)
{
    return lm_map_count() + lm_map_hidden();
}
