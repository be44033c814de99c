/* Rows of tapes, of the made-up market and of files. */
#include "rows/columns.h"

/* ---- a tape as a whole */

#define ROW lm_tape_info
static const lm_column tape_info[] = {
    DURATION("frame", options.frame, "width of a frame"),
    KNOWN_IF(options.placed, "precision", options.precision, "bits",
             "of a price cell; unknown, like the next four columns, until something has a price"),
    KNOWN_IF_CONTRACT(options.placed, "contract", options.contract, "linear or inverse"),
    KNOWN_IF(options.placed, "contract_size", options.contract_size, "base coins (linear) or quote (inverse)",
             "per unit of qty"),
    KNOWN_IF(options.placed, "unit", options.unit, "quote", "notional per count"),
    KNOWN_IF(options.placed, "symbol", options.symbol, "", "free text"),
    COLUMN("frames", frames, "", "number of frames"),
    OPTIONAL_TIME("since", since, "start of the first frame"),
    OPTIONAL_TIME("until", until, "end of the last frame"),
    COLUMN("prints", prints, "", "trades and candles"),
    COLUMN("cells", cells, "", "counts of volume stored, one for each frame and price cell"),
    COLUMN("notional", notional, "quote", "of all trades and candles"),
    COLUMN("taker_buy_notional", taker_buy_notional, "quote", "bought by takers"),
    COLUMN("forced_long", forced_long, "quote", "observed liquidations of longs, with or without a price"),
    COLUMN("forced_short", forced_short, "quote", "observed liquidations of shorts, with or without a price"),
    COLUMN("gauge_samples", gauge_samples, "", "samples of all gauges"),
    COLUMN("gauges", gauges, "", "names of the gauges, in byte order"),
};
TABLE(lm_tape_info_columns, "tape_info", "info(tape)", tape_info, "What a tape holds.");
#undef ROW

/* ---- frame by frame */

#define ROW lm_frame_row
static const lm_column frame[] = {
    TIME("ts", time, "start of the frame"),
    COLUMN("prints", prints, "", "trades and candles"),
    OPTIONAL("low", low, "quote per base coin", "lowest price traded"),
    OPTIONAL("high", high, "quote per base coin", "highest price traded"),
    OPTIONAL("close", close, "quote per base coin", "price of the last trade"),
    COLUMN("notional", notional, "quote", "traded"),
    COLUMN("taker_buy_notional", taker_buy_notional, "quote", "bought by takers"),
    COLUMN("cells", cells, "", "price cells with volume"),
    COLUMN("forced_long", forced[LM_LONG], "quote", "observed liquidations of longs"),
    COLUMN("forced_short", forced[LM_SHORT], "quote", "observed liquidations of shorts"),
};
TABLE(lm_frame_columns, "frame", "frames", frame, "A frame of a tape.");
#undef ROW

#define ROW lm_price_volume
static const lm_column price_volume[] = {
    TIME("ts", time, "start of the frame"),
    COLUMN("price_low", price_low, "quote per base coin", "lower bound of the cell, part of it"),
    COLUMN("price_high", price_high, "quote per base coin", "upper bound of the cell"),
    COLUMN("notional", notional, "quote", "traded in the cell"),
};
TABLE(lm_price_volume_columns, "price_volume", "prints", price_volume, "Volume traded in one price cell of one frame.");
#undef ROW

#define ROW lm_gauge_row
static const lm_column gauge[] = {
    TIME("ts", time, "start of the frame"),         COLUMN("name", name, "", "of the gauge"),
    COLUMN("samples", samples, "", "in the frame"), COLUMN("min", min, "", "least sample"),
    COLUMN("max", max, "", "greatest sample"),      COLUMN("last", last, "", "latest sample"),
};
TABLE(lm_gauge_columns, "gauge", "gauges", gauge, "A gauge in one frame.");
#undef ROW

/* ---- the made-up market */

#define ROW lm_trade
static const lm_column trade[] = {
    TIME("ts", time, ""),
    COLUMN("price", price, "quote per base coin", ""),
    COLUMN("qty", qty, "contracts", ""),
    TAKER("is_buy", taker, "the taker bought"),
};
TABLE(lm_trade_columns, "trade", "demo_trades", trade, "A trade.");
#undef ROW

#define ROW lm_gauge_sample
static const lm_column gauge_sample[] = {
    TIME("ts", time, ""),
    COLUMN("name", name, "", "open_interest, funding_rate or mark_price"),
    COLUMN("value", value, "", ""),
};
TABLE(lm_gauge_sample_columns, "gauge_sample", "demo_gauges", gauge_sample, "A sample of a gauge.");
#undef ROW

/* ---- files */

#define ROW lm_layout_entry
static const lm_column layout[] = {
    COLUMN("name", name, "", "as feed_tape() and t:feed() take it"),
    OPTIONAL("title", title, "", "what the file is"),
    OPTIONAL("streams", streams, "", "what the file holds, such as \"trades, gauges\""),
    OPTIONAL("contract", contract, "", "linear or inverse; unknown: as the tape says"),
    OPTIONAL("source", source, "", "where the format is described"),
    OPTIONAL("traps", traps, "", "known problems of such files: those handled, and those that cannot be"),
};
TABLE(lm_layout_columns, "layout", "layouts", layout, "A built-in format of files.");
#undef ROW

#define ROW lm_feed_report
static const lm_column feed_report[] = {
    COLUMN("lines", lines, "", "lines of text, the header included"),
    COLUMN("trades", trades, "", ""),
    COLUMN("candles", candles, "", ""),
    COLUMN("gauges", gauges, "", "samples of gauges"),
    COLUMN("forced", forced, "", "observed liquidations"),
    COLUMN("repeated", repeated, "", "rows left out because their id was read before"),
    COLUMN("skipped", skipped, "", "rows of which nothing was used: of other symbols, or with empty cells"),
};
TABLE(lm_feed_report_columns, "feed_report", "", feed_report, "What was read from a file.");
#undef ROW
