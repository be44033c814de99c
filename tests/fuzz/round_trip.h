/* Checks that what the library made can be stored, read again, and is then written as the same bytes. */
#ifndef ROUND_TRIP_H
#define ROUND_TRIP_H

#include "fixture.h"

/* Aborts unless the bytes of a map are read, and written as the same bytes. Frees the map. */
static inline void check_stored_map(lm_map *map)
{
    lm_map *read = NULL;
    lm_buffer bytes = {0}, again = {0};
    must(lm_map_encode(&host, map, &bytes));
    must(lm_map_decode(&host, bytes_of(&bytes), &read));
    must(lm_map_encode(&host, read, &again));
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, read);
    if (!same_and_freed(bytes, again))
        abort();
}

/* Checks the bytes of a tape, which are freed. */
static inline void check_stored_tape(lm_buffer bytes)
{
    lm_tape *read = NULL;
    lm_buffer again = {0};
    must(lm_tape_validate(&host, bytes_of(&bytes)));
    must(lm_tape_decode(&host, bytes_of(&bytes), &read));
    must(lm_tape_encode(&host, read, &again));
    lm_tape_destroy(&host, read);
    if (!same_and_freed(bytes, again))
        abort();
}

/* A model that was read is printed as a document that reads as the same model. */
static inline void check_model_document(const lm_model *model)
{
    lm_buffer printed = {0}, again = {0};
    lm_model read;
    must(lm_model_print(&host, model, &printed));
    must(lm_model_read(&host, (const char *)printed.data, printed.size, &read));
    must(lm_model_print(&host, &read, &again));
    if (!same_and_freed(printed, again))
        abort();
}

/* Every map by a model can be stored: the map of a tape, the same advanced, and a sum that fits in 63 bits. */
static inline void check_maps_of_model(const lm_model *model)
{
    static const lm_trade trades[] = {{NEW_YEAR, 90000, 1, LM_TAKER_BOUGHT},
                                      {NEW_YEAR + LM_MINUTE, 90010, 3, LM_TAKER_BOUGHT},
                                      {NEW_YEAR + LM_DAY, 91000, 2, LM_TAKER_SOLD},
                                      {NEW_YEAR + 40 * LM_DAY, 80000, 2, LM_TAKER_SOLD}};
    lm_tape_options options = default_options();
    lm_map *map = NULL, *sum = NULL;
    options.contract = model->margin.contract;
    lm_buffer tape = finished(tape_of(&options, trades, 4));
    must(lm_tape_map(&host, bytes_of(&tape), model, NEW_YEAR + 2 * LM_DAY, 1000, &map));
    lm_status added = lm_map_merge_into(&host, &sum, map);
    if (added == LM_OK)
        added = lm_map_merge_into(&host, &sum, map);
    if (added == LM_OK)
        check_stored_map(sum);
    else if (added == LM_E_OVERFLOW)
        lm_map_destroy(&host, sum);
    else
        must(added);
    must(lm_map_advance(&host, map, bytes_of(&tape), INT64_MAX));
    check_stored_map(map);
    lm_buffer_free(&host, &tape);
}

#endif
