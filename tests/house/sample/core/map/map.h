#include <liqmap.h>

int lm_map_hidden(void);

static inline int lm_map_both(void)
{
    return lm_map_hidden() + lm_map_count();
}
