/* Reads any bytes as a map. */
#include "invariants.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lm_host_init(&host);
    if (!map_invariants_hold((lm_bytes){data, size}))
        abort();
    return 0;
}
