/* What can be asked of a tape. */
#include "liqmap_pg.h"

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

/* ---- info */

/* The names of a tape's gauges, as texts. */
static Datum *gauge_names(lm_bytes tape, int *count)
{
    Datum *names = palloc(sizeof(Datum) * LM_MAX_GAUGES);
    const char *name;
    size_t length;
    *count = 0;
    while (*count < LM_MAX_GAUGES && (name = lm_tape_gauge_name(tape, *count, &length)) != NULL)
        names[(*count)++] = liqmap_text(name, length);
    return names;
}

static void put_counting(liqmap_row *row, const lm_tape_options *options)
{
    liqmap_put_interval(row, options->frame);
    if (options->placed) {
        liqmap_put_int(row, options->precision);
        const char *contract = options->contract == LM_INVERSE ? "inverse" : "linear";
        liqmap_put_text(row, contract, strlen(contract));
        liqmap_put_number(row, options->contract_size);
        liqmap_put_number(row, options->unit);
        liqmap_put_text(row, options->symbol, strlen(options->symbol));
    } else {
        for (int column = 0; column < 5; column++)
            liqmap_put_null(row);
    }
}

LIQMAP_FUNCTION(liqmap_tape_info)
{
    lm_host host = liqmap_host();
    lm_bytes tape = LIQMAP_GETARG_BYTES(0);
    lm_tape_info info;
    int gauges;
    liqmap_check(&host, lm_tape_describe(&host, tape, &info));
    Datum *names = gauge_names(tape, &gauges);

    liqmap_row *row = liqmap_row_of(fcinfo);
    liqmap_row_begin(row, fcinfo);
    put_counting(row, &info.options);
    liqmap_put_bigint(row, info.frames);
    if (info.frames > 0) {
        liqmap_put_time(row, info.since);
        liqmap_put_time(row, info.until);
    } else {
        liqmap_put_null(row);
        liqmap_put_null(row);
    }
    liqmap_put_bigint(row, info.prints);
    liqmap_put_bigint(row, info.cells);
    liqmap_put_number(row, info.notional);
    liqmap_put_number(row, info.taker_buy_notional);
    liqmap_put_number(row, info.forced_long);
    liqmap_put_number(row, info.forced_short);
    liqmap_put_bigint(row, info.gauge_samples);
    liqmap_put_datum(row, PointerGetDatum(construct_array(names, gauges, TEXTOID, -1, false, TYPALIGN_INT)));
    return liqmap_row_end(row);
}

/* ---- frame by frame */

/* What the rows of a frame are written from. */
typedef struct view {
    liqmap_row row;
    const lm_tape_options *options;
    const Datum *gauge_names;
    lm_frame frame;
} view;

static Datum each_frame(FunctionCallInfo fcinfo, void (*write)(view *view))
{
    lm_host host = liqmap_host();
    const lm_bytes tape = LIQMAP_GETARG_BYTES(0);
    lm_tape_reader *reader;
    lm_status status;
    view view;
    int gauges;

    liqmap_rows_begin(&view.row, fcinfo);
    liqmap_check(&host, lm_tape_reader_open(&host, tape, &reader));
    view.options = lm_tape_reader_options(reader);
    view.gauge_names = gauge_names(tape, &gauges);
    while ((status = lm_tape_reader_next(&host, reader, &view.frame)) == LM_OK)
        write(&view);
    if (status != LM_DONE)
        liqmap_check(&host, status);
    lm_tape_reader_close(&host, reader);
    return (Datum)0;
}

static void write_frame(view *view)
{
    const lm_frame *frame = &view->frame;
    const lm_tape_options *options = view->options;
    const double nothing = NAN;
    const bool traded = frame->prints > 0;
    liqmap_row *row = &view->row;

    liqmap_put_time(row, frame->start);
    liqmap_put_bigint(row, frame->prints);
    liqmap_put_number(row, traded ? frame->low : nothing);
    liqmap_put_number(row, traded ? frame->high : nothing);
    liqmap_put_number(row, traded ? frame->close : nothing);
    liqmap_put_number(row, lm_frame_notional(frame, options));
    liqmap_put_number(row, (double)frame->bought * options->unit);
    liqmap_put_bigint(row, (int64)frame->cell_count);
    liqmap_put_number(row, lm_frame_forced_notional(frame, options, LM_LONG));
    liqmap_put_number(row, lm_frame_forced_notional(frame, options, LM_SHORT));
    liqmap_rows_next(row);
}

LIQMAP_FUNCTION(liqmap_tape_frames)
{
    return each_frame(fcinfo, write_frame);
}

static void write_prints(view *view)
{
    const int precision = view->options->precision;
    liqmap_row *row = &view->row;
    for (size_t i = 0; i < view->frame.cell_count; i++) {
        const lm_print *print = &view->frame.cells[i];
        liqmap_put_time(row, view->frame.start);
        liqmap_put_number(row, lm_cell_low(print->cell, precision));
        liqmap_put_number(row, lm_cell_low(print->cell + 1, precision));
        liqmap_put_number(row, (double)print->count * view->options->unit);
        liqmap_rows_next(row);
    }
}

LIQMAP_FUNCTION(liqmap_tape_prints)
{
    return each_frame(fcinfo, write_prints);
}

static void write_gauges(view *view)
{
    liqmap_row *row = &view->row;
    for (size_t i = 0; i < view->frame.gauge_count; i++) {
        const lm_gauge *gauge = &view->frame.gauges[i];
        liqmap_put_time(row, view->frame.start);
        liqmap_put_datum(row, view->gauge_names[gauge->name]);
        liqmap_put_bigint(row, gauge->samples);
        liqmap_put_number(row, gauge->min);
        liqmap_put_number(row, gauge->max);
        liqmap_put_number(row, gauge->last);
        liqmap_rows_next(row);
    }
}

LIQMAP_FUNCTION(liqmap_tape_gauges)
{
    return each_frame(fcinfo, write_gauges);
}
