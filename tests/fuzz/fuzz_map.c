/* Any bytes as a map. */
#include "soundness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lm_host_init(&host);
    if (!map_is_sound((lm_bytes){data, size}))
        abort();
    return 0;
}
