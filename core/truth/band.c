#include "truth/band.h"

#include <math.h>

#include "base/embedded.h"
#include "base/json_document.h"

typedef struct search {
    int64_t horizon;
    lm_band *band;
    bool found;
} search;

static lm_status read_numbers(const lm_json_node *object, const char *key, int count, double *numbers)
{
    lm_json_node list, element;
    int length;
    if (!lm_json_node_member(object, key, &list))
        return lm_json_node_fail(object, "has no \"%s\"", key);
    LM_TRY(lm_json_node_array(&list, count, count, &length));
    for (int i = 0; i < count; i++) {
        lm_json_node_element(&list, i, &element);
        LM_TRY(lm_json_node_number(&element, -1e3, 1e3, &numbers[i]));
    }
    return LM_OK;
}

static lm_status parse_bands(const lm_json_node *root, void *result)
{
    search *wanted = result;
    lm_json_node horizons, element;
    int count;
    if (!lm_json_node_member(root, "horizons", &horizons))
        return lm_json_node_fail(root, "has no \"horizons\"");
    LM_TRY(lm_json_node_array(&horizons, 1, 100, &count));
    for (int i = 0; i < count && !wanted->found; i++) {
        double seconds = 0;
        lm_json_node_element(&horizons, i, &element);
        LM_TRY(lm_json_member_duration(&element, "horizon", 1, 1e7, &seconds));
        if (seconds * (double)LM_SECOND != (double)wanted->horizon)
            continue;
        LM_TRY(read_numbers(&element, "location", 4, wanted->band->location));
        LM_TRY(read_numbers(&element, "log_scale", 3, wanted->band->log_scale));
        LM_TRY(read_numbers(&element, "quantiles", 5, wanted->band->quantiles));
        wanted->found = true;
    }
    return LM_OK;
}

lm_status lm_band_shared(lm_host *host, int64_t horizon, lm_band *band, bool *found)
{
    const lm_embedded *file = lm_band_documents;
    search wanted = {horizon, band, false};
    LM_TRY(lm_json_document_read(host, file->name, (const char *)file->json, file->size, parse_bands, &wanted));
    *found = wanted.found;
    return LM_OK;
}

double lm_band_at(const lm_band *band, double expected, double distance, int quantile)
{
    const double f = log(expected + LM_BAND_OFFSET), a = log(distance);
    const double location =
        band->location[0] + band->location[1] * f + band->location[2] * a + band->location[3] * a * a;
    const double scale = exp(band->log_scale[0] + band->log_scale[1] * f + band->log_scale[2] * a);
    const double amount = exp(location + scale * band->quantiles[quantile]) - LM_BAND_OFFSET;
    return amount > 0 ? amount : 0;
}
