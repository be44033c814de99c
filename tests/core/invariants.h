/* Checks what must hold for any bytes that are read as a tape or a map, also for untrusted bytes. */
#ifndef INVARIANTS_H
#define INVARIANTS_H

#include "fixture.h"

static inline void use_tape(lm_bytes bytes)
{
    lm_tape_info info;
    lm_buffer out = {0};
    lm_model model;
    lm_map *map = NULL;
    size_t length;
    must(lm_model_read(&host, "{}", 2, &model));
    lm_tape_describe(&host, bytes, &info);
    lm_tape_slice(&host, bytes, NEW_YEAR, NEW_YEAR + LM_DAY, &out);
    lm_tape_coarsen(&host, bytes, LM_DAY, LM_PRECISION_MIN, &out);
    lm_tape_label(&host, bytes, (lm_text){"X", 1}, (lm_text){"usd", 3}, &out);
    lm_tape_merge(&host, bytes, bytes, &out);
    lm_tape_gauge_name(bytes, 0, &length);
    lm_tape_map(&host, bytes, &model, INT64_MAX, 0, &map);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &out);
}

/* True if reading the bytes is an error, or gives a tape that encodes to the same bytes. */
static inline bool tape_invariants_hold(lm_bytes bytes)
{
    lm_tape *tape = NULL;
    lm_buffer again = {0};
    const lm_status valid = lm_tape_validate(&host, bytes), status = lm_tape_decode(&host, bytes, &tape);
    bool hold = (valid == LM_OK) == (status == LM_OK) || status == LM_E_OVERFLOW;
    use_tape(bytes);
    if (status != LM_OK)
        return hold && !tape && (status == LM_E_CORRUPT || status == LM_E_VERSION || status == LM_E_OVERFLOW);
    must(lm_tape_encode(&host, tape, &again));
    hold &= again.size == bytes.size && memcmp(again.data, bytes.data, bytes.size) == 0;
    lm_tape_destroy(&host, tape);
    lm_buffer_free(&host, &again);
    return hold;
}

/* True if a map can be read from its bytes, and is then written as the same bytes. */
static inline bool is_stored(const lm_map *map)
{
    lm_map *read = NULL;
    lm_buffer bytes = {0}, again = {0};
    must(lm_map_encode(&host, map, &bytes));
    must(lm_map_decode(&host, bytes_of(&bytes), &read));
    must(lm_map_encode(&host, read, &again));
    lm_map_destroy(&host, read);
    return same_and_freed(bytes, again);
}

static inline void use_map(const lm_map *map)
{
    lm_map_info info;
    lm_ledger ledger[2];
    lm_levels levels;
    lm_clusters clusters;
    lm_map *sum = NULL;
    double notional;
    must(lm_map_describe(&host, map, &info));
    must(lm_map_ledger(&host, map, ledger));
    if (lm_map_levels(&host, map, &(lm_levels_options){.by_leverage = true}, &levels) == LM_OK)
        lm_levels_free(&host, &levels);
    if (lm_map_clusters(&host, map, &(lm_clusters_options){0, 0}, &clusters) == LM_OK)
        lm_clusters_free(&host, &clusters);
    lm_map_notional_between(&host, map, 0, 1e9, LM_LONG, &notional);
    if (lm_map_merge_into(&host, &sum, map) == LM_OK && !is_stored(sum))
        abort();
    lm_map_destroy(&host, sum);
}

static inline bool map_invariants_hold(lm_bytes bytes)
{
    lm_map *map = NULL;
    lm_buffer again = {0};
    const lm_status status = lm_map_decode(&host, bytes, &map);
    if (status != LM_OK)
        return !map && (status == LM_E_CORRUPT || status == LM_E_VERSION);
    must(lm_map_encode(&host, map, &again));
    const bool hold = again.size == bytes.size && memcmp(again.data, bytes.data, bytes.size) == 0;
    use_map(map);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &again);
    return hold;
}

#endif
