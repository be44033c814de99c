#include "map/map.h"
#ifdef LM_NEVER
#include "gone/first.h"
#endif

/*
 * A long file
 * is one
 * of more
 * than
 * twenty
 * lines.
 */
int lm_map_count(void)
{
    return 1;
}
int bare_function(void)
{
    return 2;
}
