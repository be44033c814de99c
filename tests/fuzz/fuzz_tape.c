/* Reads any bytes as a tape. */
#include "invariants.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lm_host_init(&host);
    if (!tape_invariants_hold((lm_bytes){data, size}))
        abort();
    return 0;
}
