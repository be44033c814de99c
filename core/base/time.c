#include "base/host.h"

lm_status lm_time_from_epoch(lm_host *host, int64_t epoch, int64_t *time)
{
    (void)host; /* every epoch has a meaning: the widest, in us, stays far below LM_TIME_MAX */
    const uint64_t magnitude = epoch < 0 ? -(uint64_t)epoch : (uint64_t)epoch;
    if (magnitude >= 100000000000000000u)
        *time = epoch / 1000 - (epoch % 1000 < 0); /* ns, rounded down */
    else if (magnitude >= 100000000000000u)
        *time = epoch;
    else if (magnitude >= 100000000000u)
        *time = epoch * 1000;
    else
        *time = epoch * LM_SECOND;
    return LM_OK;
}
