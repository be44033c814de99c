/* Tapes with failing allocations and interrupts; see fault_injection.h. */
#include "fault_injection.h"

/* ---- building tapes: a failed call leaves the tape as it was */

static lm_status new_tape(void)
{
    const lm_tape_options options = default_options();
    lm_tape *tape = NULL;
    const lm_status status = INJECT_FAULTS(lm_tape_create(&host, &options, &tape));
    CHECK((status == LM_OK) == (tape != NULL));
    lm_tape_destroy(&host, tape);
    return status;
}

static lm_status copy_tape(void)
{
    lm_tape *tape = a_tape(50), *copy = NULL;
    const lm_status status = INJECT_FAULTS(lm_tape_copy(&host, tape, &copy));
    CHECK((status == LM_OK) == (copy != NULL));
    lm_tape_destroy(&host, copy);
    lm_tape_destroy(&host, tape);
    return status;
}

static lm_status add_trades(void)
{
    lm_tape *tape = a_tape(20);
    size_t done;
    const lm_status status = INJECT_FAULTS(lm_tape_trades(&host, &tape, trades + 20, trade_count - 20, &done));
    CHECK(status != LM_OK || done == trade_count - 20);
    CHECK(same_and_freed(finished(tape), finished(a_tape(20 + done))));
    return status;
}

static lm_status let_wait(lm_tape **tape)
{
    lm_status status = LM_OK;
    for (size_t i = 0; i < trade_count && status == LM_OK; i++)
        status = lm_tape_trade_deferred(&host, tape, trades[i].time, trades[i].price, trades[i].qty,
                                        (lm_taker)trades[i].taker);
    return status;
}

static lm_status add_trades_that_wait(void)
{
    lm_tape *tape = a_tape(20);
    const lm_status status = INJECT_FAULTS(let_wait(&tape));
    lm_tape_destroy(&host, tape);
    return status;
}

/* Adds rows one by one, each with failing allocations. Some rows make tables grow. */
static lm_status add_rows(lm_status (*add)(lm_tape **tape, int row))
{
    lm_tape *tape = a_tape(60);
    lm_status status = LM_OK;
    for (int row = 0; row < 60 && status == LM_OK; row++) {
        lm_buffer before = encoded(tape);
        status = INJECT_FAULTS(add(&tape, row));
        lm_buffer after = encoded(tape);
        CHECK(same_bytes(&before, &after) == (status != LM_OK));
        lm_buffer_free(&host, &before);
        lm_buffer_free(&host, &after);
    }
    lm_tape_destroy(&host, tape);
    return status;
}

static lm_status trade_of(lm_tape **tape, int row)
{
    return lm_tape_trade(&host, tape, NEW_YEAR + 2 * LM_DAY + row * LM_MINUTE, 90000 + 100 * row, 1, LM_TAKER_SOLD);
}

static lm_status add_trade(void)
{
    return add_rows(trade_of);
}

static lm_status candle_of(lm_tape **tape, int row)
{
    const int64_t time = NEW_YEAR + 2 * LM_DAY + row * LM_MINUTE;
    return lm_tape_candle(&host, tape, &(lm_candle){time, LM_MINUTE, 100, 110, 100, 105, 5, 2});
}

static lm_status add_candles(void)
{
    return add_rows(candle_of);
}

static lm_status gauge_of(lm_tape **tape, int row)
{
    const char name[] = {'a', (char)('a' + row % 26), 0};
    return lm_tape_gauge(&host, tape, NEW_YEAR + row * LM_MINUTE, name, 2, row);
}

static lm_status add_gauges(void)
{
    return add_rows(gauge_of);
}

static lm_status liquidations_of(lm_tape **tape, int row)
{
    return lm_tape_liquidation(&host, tape, NEW_YEAR + row * LM_MINUTE, 90000 + 100 * row, 1, LM_SHORT);
}

static lm_status add_liquidation(void)
{
    return add_rows(liquidations_of);
}

static lm_status unpriced_of(lm_tape **tape, int row)
{
    return lm_tape_liquidation_without_price(&host, tape, NEW_YEAR + 3 * LM_DAY + row * LM_MINUTE, 1000, LM_LONG);
}

static lm_status add_liquidation_without_price(void)
{
    return add_rows(unpriced_of);
}

/* After a failed merge the tape may contain a part of the other one, but must be a valid tape. */
static void check_still_a_tape(lm_tape *tape)
{
    lm_buffer bytes = finished(tape);
    CHECK(lm_tape_validate(&host, bytes_of(&bytes)) == LM_OK);
    lm_buffer_free(&host, &bytes);
}

static lm_status absorb(void)
{
    lm_tape *tape = a_tape(5);
    lm_buffer other = a_stored_tape();
    const lm_status status = INJECT_FAULTS(lm_tape_merge_into(&host, &tape, bytes_of(&other)));
    check_still_a_tape(tape);
    lm_buffer_free(&host, &other);
    return status;
}

static lm_status absorb_building(void)
{
    lm_tape *tape = a_tape(5), *other = a_tape(trade_count);
    for (int i = 0; i < 30; i++)
        must(lm_tape_trade_deferred(&host, &other, NEW_YEAR, 90000, 1, LM_TAKER_SOLD));
    const lm_status status = INJECT_FAULTS(lm_tape_merge_building_into(&host, &tape, other));
    check_still_a_tape(tape);
    check_still_a_tape(other);
    return status;
}

/* ---- stored tapes */

static lm_status encode_tape(void)
{
    lm_tape *tape = a_tape(trade_count);
    lm_buffer out = {0};
    const lm_status status = INJECT_FAULTS(lm_tape_encode(&host, tape, &out));
    lm_tape_destroy(&host, tape);
    return append(status, &out);
}

static lm_status decode_tape(void)
{
    lm_buffer bytes = a_stored_tape();
    lm_tape *tape = NULL;
    const lm_status status = INJECT_FAULTS(lm_tape_decode(&host, bytes_of(&bytes), &tape));
    CHECK((status == LM_OK) == (tape != NULL));
    lm_tape_destroy(&host, tape);
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status validate_tape(void)
{
    lm_buffer bytes = a_stored_tape();
    const lm_status status = INJECT_FAULTS(lm_tape_validate(&host, bytes_of(&bytes)));
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status merge_tapes(void)
{
    lm_buffer bytes = a_stored_tape(), out = {0};
    const lm_status status = INJECT_FAULTS(lm_tape_merge(&host, bytes_of(&bytes), bytes_of(&bytes), &out));
    lm_buffer_free(&host, &bytes);
    return append(status, &out);
}

static lm_status slice_tape(void)
{
    lm_buffer bytes = a_stored_tape(), out = {0};
    const lm_status status =
        INJECT_FAULTS(lm_tape_slice(&host, bytes_of(&bytes), NEW_YEAR + period / 4, INT64_MAX, &out));
    lm_buffer_free(&host, &bytes);
    return append(status, &out);
}

static lm_status label_tape(void)
{
    lm_buffer bytes = a_stored_tape(), out = {0};
    const lm_status status =
        INJECT_FAULTS(lm_tape_label(&host, bytes_of(&bytes), (lm_text){"ETHUSDT", 7}, (lm_text){0}, &out));
    lm_buffer_free(&host, &bytes);
    return append(status, &out);
}

static lm_status coarsen_tape(void)
{
    lm_buffer bytes = a_stored_tape(), out = {0};
    const lm_status status = INJECT_FAULTS(lm_tape_coarsen(&host, bytes_of(&bytes), 5 * LM_MINUTE, 10, &out));
    lm_buffer_free(&host, &bytes);
    return append(status, &out);
}

static lm_status describe_tape(void)
{
    lm_buffer bytes = a_stored_tape();
    lm_tape_info info = {.frames = -1};
    const lm_status status = INJECT_FAULTS(lm_tape_describe(&host, bytes_of(&bytes), &info));
    CHECK((status == LM_OK) == (info.frames > 0));
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status create_reader(void)
{
    lm_buffer bytes = a_stored_tape();
    lm_tape_reader *reader = NULL;
    const lm_status status = INJECT_FAULTS(lm_tape_reader_create(&host, bytes_of(&bytes), &reader));
    CHECK((status == LM_OK) == (reader != NULL));
    lm_tape_reader_destroy(&host, reader);
    lm_buffer_free(&host, &bytes);
    return status;
}

static lm_status read_frames(lm_bytes bytes)
{
    lm_tape_reader *reader = NULL;
    lm_frame frame;
    lm_status status = lm_tape_reader_create(&host, bytes, &reader);
    while (status == LM_OK)
        status = lm_tape_reader_next(&host, reader, &frame);
    lm_tape_reader_destroy(&host, reader);
    return status == LM_DONE ? LM_OK : status;
}

static lm_status read_tape(void)
{
    lm_buffer bytes = a_stored_tape();
    const lm_status status = INJECT_FAULTS(read_frames(bytes_of(&bytes)));
    lm_buffer_free(&host, &bytes);
    return status;
}

/* ---- the list of calls */

static const step steps[] = {
    {"lm_tape_create", new_tape, false},
    {"lm_tape_copy", copy_tape, false},
    {"lm_tape_trades", add_trades, false},
    {"lm_tape_trade", add_trade, false},
    {"lm_tape_trade_deferred", add_trades_that_wait, false},
    {"lm_tape_candle", add_candles, false},
    {"lm_tape_gauge", add_gauges, false},
    {"lm_tape_liquidation", add_liquidation, false},
    {"lm_tape_liquidation_without_price", add_liquidation_without_price, false},
    {"lm_tape_merge_into", absorb, true},
    {"lm_tape_merge_building_into", absorb_building, false},
    {"lm_tape_encode", encode_tape, true},
    {"lm_tape_decode", decode_tape, true},
    {"lm_tape_validate", validate_tape, true},
    {"lm_tape_merge", merge_tapes, true},
    {"lm_tape_slice", slice_tape, true},
    {"lm_tape_coarsen", coarsen_tape, true},
    {"lm_tape_label", label_tape, true},
    {"lm_tape_describe", describe_tape, true},
    {"lm_tape_reader_create", create_reader, false},
    {"lm_tape_reader_next", read_tape, true},
};

int main(void)
{
    run_steps(steps, sizeof steps / sizeof steps[0]);
    return check_report("memory of tapes");
}
