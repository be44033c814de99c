/*
 * Adds any rows to a tape. Accepted rows give a valid tape, which is the same in reverse order; a failed call leaves the
 * tape as it was.
 */
#include "fixture.h"

typedef struct row {
    uint8_t kind, taker;
    int64_t time;
    double price, qty;
} row;

#define ROW_SIZE 26
#define MOST_ROWS 64

static row row_at(const uint8_t *data)
{
    row row = {.kind = data[0] % 6, .taker = data[1] % 3};
    memcpy(&row.time, data + 2, 8);
    memcpy(&row.price, data + 10, 8);
    memcpy(&row.qty, data + 18, 8);
    return row;
}

static lm_status add_row(lm_tape **tape, const row *row)
{
    switch (row->kind) {
    case 0:
        return lm_tape_trade(&host, tape, row->time, row->price, row->qty, (lm_taker)row->taker);
    case 1: {
        const double high = row->price * (1 + row->qty / 1e6);
        return lm_tape_candle(&host, tape,
                              &(lm_candle){row->time, LM_SECOND, row->price, high, row->price, high, row->qty, NAN});
    }
    case 2:
        return lm_tape_liquidation(&host, tape, row->time, row->price, row->qty, (lm_side)(row->taker & 1));
    case 3:
        return lm_tape_liquidation_without_price(&host, tape, row->time, row->qty, (lm_side)(row->taker & 1));
    default:
        return lm_tape_gauge(&host, tape, row->time, row->kind == 4 ? "a" : "open_interest", row->kind == 4 ? 1 : 13,
                             row->qty);
    }
}

static lm_tape_options options_of(uint8_t byte)
{
    lm_tape_options options = default_options();
    options.precision = (uint8_t)(LM_PRECISION_MIN + byte % 13);
    options.contract = byte >> 4 & 1;
    options.unit = byte >> 5 & 1 ? 1e-6 : 1;
    return options;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    row taken[MOST_ROWS];
    size_t count = 0;
    lm_tape *tape, *backward;
    lm_host_init(&host);
    if (size < 1)
        return 0;
    const lm_tape_options options = options_of(data[0]);
    must(lm_tape_create(&host, &options, &tape));
    must(lm_tape_create(&host, &options, &backward));
    for (size_t at = 1; at + ROW_SIZE <= size && count < MOST_ROWS; at += ROW_SIZE) {
        const row row = row_at(data + at);
        lm_buffer before = encoded(tape);
        if (add_row(&tape, &row) == LM_OK)
            taken[count++] = row;
        else if (!same_and_freed(before, encoded(tape)))
            abort();
        else
            before = (lm_buffer){0};
        lm_buffer_free(&host, &before);
    }
    for (size_t i = count; i-- > 0;)
        must(add_row(&backward, &taken[i]));
    lm_buffer bytes = finished(tape);
    must(lm_tape_validate(&host, bytes_of(&bytes)));
    must(lm_tape_decode(&host, bytes_of(&bytes), &tape));
    if (!same_and_freed(bytes, finished(backward)))
        abort();
    lm_tape_destroy(&host, tape);
    return 0;
}
