/* The made-up market of the first two minutes. */
#include "liqmap_pg.h"

static lm_demo_reader market_of(FunctionCallInfo fcinfo, lm_host *host)
{
    lm_demo demo;
    lm_demo_reader reader;
    lm_demo_init(&demo);
    const int64 period = demo.until - demo.since;
    const TimestampTz until = PG_GETARG_TIMESTAMPTZ(1);
    demo.since = liqmap_unix_time(PG_GETARG_TIMESTAMPTZ(0));
    demo.until = TIMESTAMP_IS_NOEND(until) ? demo.since + period : liqmap_unix_time(until);
    demo.trades_per_minute = PG_GETARG_INT32(2);
    demo.seed = (uint64)PG_GETARG_INT64(3);
    liqmap_check(host, lm_demo_open(host, &demo, &reader));
    return reader;
}

LIQMAP_FUNCTION(liqmap_demo_trades)
{
    lm_host host = liqmap_host();
    lm_demo_reader market = market_of(fcinfo, &host);
    lm_trade trade;
    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo);
    while (lm_demo_next_trade(&market, &trade)) {
        liqmap_put_time(&row, trade.time);
        liqmap_put_number(&row, trade.price);
        liqmap_put_number(&row, trade.qty);
        if (trade.taker == LM_TAKER_UNKNOWN)
            liqmap_put_null(&row);
        else
            liqmap_put_bool(&row, trade.taker == LM_TAKER_BOUGHT);
        liqmap_rows_next(&row);
    }
    return (Datum)0;
}

LIQMAP_FUNCTION(liqmap_demo_gauges)
{
    lm_host host = liqmap_host();
    lm_demo_reader market = market_of(fcinfo, &host);
    lm_gauge_sample sample;
    liqmap_row row;
    liqmap_rows_begin(&row, fcinfo);
    while (lm_demo_next_gauge(&market, &sample)) {
        liqmap_put_time(&row, sample.time);
        liqmap_put_text(&row, sample.name, strlen(sample.name));
        liqmap_put_number(&row, sample.value);
        liqmap_rows_next(&row);
    }
    return (Datum)0;
}
