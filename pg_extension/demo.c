/* The rows of the synthetic demo market. */
#include "arguments.h"
#include "rows.h"

static lm_demo_reader create_reader(FunctionCallInfo fcinfo, lm_host *host)
{
    lm_demo demo;
    lm_demo_reader reader;
    liqmap_read_arguments(fcinfo, host, 0, &lm_demo_parameters, &demo);
    liqmap_check(host, lm_demo_reader_init(host, &demo, &reader));
    return reader;
}

LIQMAP_FUNCTION(liqmap_demo_trades)
{
    lm_host host = liqmap_host();
    lm_demo_reader reader = create_reader(fcinfo, &host);
    lm_trade trade;
    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo, &lm_trade_columns);
    while (lm_demo_next_trade(&reader, &trade))
        liqmap_rows_add(&row, &trade);
    return (Datum)0;
}

LIQMAP_FUNCTION(liqmap_demo_gauges)
{
    lm_host host = liqmap_host();
    lm_demo_reader reader = create_reader(fcinfo, &host);
    lm_gauge_sample sample;
    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo, &lm_gauge_sample_columns);
    while (lm_demo_next_gauge(&reader, &sample))
        liqmap_rows_add(&row, &sample);
    return (Datum)0;
}
