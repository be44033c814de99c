/* Merges, cuts and reads tapes. */
#include "arguments.h"
#include "rows.h"
#include "stored.h"

#include "catalog/pg_type.h"
#include "utils/array.h"

LIQMAP_FUNCTION(liqmap_tape_merge)
{
    lm_host host = liqmap_host();
    lm_buffer merged = liqmap_datum_begin(&host);
    liqmap_check(&host, lm_tape_merge(&host, LIQMAP_GETARG_BYTES(0), LIQMAP_GETARG_BYTES(1), &merged));
    return liqmap_datum_end(&merged);
}

LIQMAP_FUNCTION(liqmap_tape_slice)
{
    lm_host host = liqmap_host();
    lm_buffer slice = liqmap_datum_begin(&host);
    liqmap_check(&host, lm_tape_slice(&host, LIQMAP_GETARG_BYTES(0), liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(1)),
                                      liqmap_unix_bound(PG_GETARG_TIMESTAMPTZ(2)), &slice));
    return liqmap_datum_end(&slice);
}

LIQMAP_FUNCTION(liqmap_tape_coarsen)
{
    lm_host host = liqmap_host();
    lm_buffer coarse = liqmap_datum_begin(&host);
    liqmap_check(&host, lm_tape_coarsen(&host, LIQMAP_GETARG_BYTES(0), liqmap_microseconds(PG_GETARG_INTERVAL_P(1)),
                                        PG_GETARG_INT32(2), &coarse));
    return liqmap_datum_end(&coarse);
}

/* label(tape, symbol, quote) */
LIQMAP_FUNCTION(liqmap_tape_label)
{
    lm_host host = liqmap_host();
    const lm_text symbol = liqmap_text_argument(fcinfo, 1), quote = liqmap_text_argument(fcinfo, 2);
    lm_buffer labelled = liqmap_datum_begin(&host);
    liqmap_check(&host, lm_tape_label(&host, LIQMAP_GETARG_BYTES(0), symbol, quote, &labelled));
    return liqmap_datum_end(&labelled);
}

/* ---- info */

/* info(tape) */
LIQMAP_FUNCTION(liqmap_tape_info)
{
    lm_host host = liqmap_host();
    lm_tape_info info;
    liqmap_check(&host, lm_tape_describe(&host, LIQMAP_GETARG_BYTES(0), &info));
    return liqmap_row_result(fcinfo, &lm_tape_info_columns, &info);
}

/* ---- frame by frame */

typedef void (*frame_writer)(liqmap_row *row, const lm_tape_reader *reader, const lm_frame *frame);

static Datum each_frame(FunctionCallInfo fcinfo, const lm_row_type *type, frame_writer write)
{
    lm_host host = liqmap_host();
    const lm_bytes tape = LIQMAP_GETARG_BYTES(0);
    lm_tape_reader *reader;
    lm_frame frame;
    lm_status status;
    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo, type);
    liqmap_check(&host, lm_tape_reader_create(&host, tape, &reader));
    while ((status = lm_tape_reader_next(&host, reader, &frame)) == LM_OK)
        write(&row, reader, &frame);
    if (status != LM_DONE)
        liqmap_check(&host, status);
    lm_tape_reader_destroy(&host, reader);
    return (Datum)0;
}

static void write_frame(liqmap_row *row, const lm_tape_reader *reader, const lm_frame *frame)
{
    lm_frame_row described;
    lm_frame_describe(reader, frame, &described);
    liqmap_rows_add(row, &described);
}

LIQMAP_FUNCTION(liqmap_tape_frames)
{
    return each_frame(fcinfo, &lm_frame_columns, write_frame);
}

static void write_volume_profile(liqmap_row *row, const lm_tape_reader *reader, const lm_frame *frame)
{
    for (size_t i = 0; i < frame->cell_count; i++) {
        lm_price_volume volume;
        lm_frame_price_volume(reader, frame, i, &volume);
        liqmap_rows_add(row, &volume);
    }
}

LIQMAP_FUNCTION(liqmap_tape_volume_profile)
{
    return each_frame(fcinfo, &lm_price_volume_columns, write_volume_profile);
}

static void write_gauges(liqmap_row *row, const lm_tape_reader *reader, const lm_frame *frame)
{
    for (size_t i = 0; i < frame->gauge_count; i++) {
        lm_gauge_row gauge;
        lm_frame_gauge(reader, frame, i, &gauge);
        liqmap_rows_add(row, &gauge);
    }
}

LIQMAP_FUNCTION(liqmap_tape_gauges)
{
    return each_frame(fcinfo, &lm_gauge_columns, write_gauges);
}
