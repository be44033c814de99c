/* Row tables of tapes, demo data and files. */
#include "rows/columns.h"

/* ---- a tape as a whole */

#define ROW lm_tape_info
static const lm_column tape_info[] = {
    LM_ROW_DURATION("frame", options.frame, "width of a frame"),
    LM_ROW_KNOWN_IF(options.has_prices, "precision", options.precision, "bits",
                    "of a price cell; unknown, like the next four columns, until something has a price"),
    LM_ROW_KNOWN_IF_CONTRACT(options.has_prices, "contract", options.contract, "linear or inverse"),
    LM_ROW_KNOWN_IF(options.has_prices, "contract_size", options.contract_size,
                    "base coins (linear) or quote (inverse)", "per unit of qty"),
    LM_ROW_KNOWN_IF(options.has_prices, "unit", options.unit, "quote", "notional per count"),
    LM_ROW_KNOWN_IF(options.has_prices, "symbol", options.symbol, "", "free text"),
    LM_ROW_COLUMN("frames", frames, "", "number of frames"),
    LM_ROW_OPTIONAL_TIME("since", since, "start of the first frame"),
    LM_ROW_OPTIONAL_TIME("until", until, "end of the last frame"),
    LM_ROW_COLUMN("rows", rows, "", "trades and candles"),
    LM_ROW_COLUMN("cells", cells, "", "counts of volume stored, one for each frame and price cell"),
    LM_ROW_COLUMN("notional", notional, "quote", "of all trades and candles"),
    LM_ROW_COLUMN("taker_buy_notional", taker_buy_notional, "quote", "bought by takers"),
    LM_ROW_COLUMN("liquidated_long", liquidated_long, "quote",
                  "observed liquidations of longs, with or without a price"),
    LM_ROW_COLUMN("liquidated_short", liquidated_short, "quote",
                  "observed liquidations of shorts, with or without a price"),
    LM_ROW_COLUMN("gauge_samples", gauge_samples, "", "samples of all gauges"),
    LM_ROW_COLUMN("gauges", gauges, "", "names of the gauges, in byte order"),
    LM_ROW_OPTIONAL("quote", quote, "", "code of the quote currency: as given, else as the symbol says"),
};
LM_ROW_TABLE(lm_tape_info_columns, "tape_info", "info(tape)", tape_info, "What a tape holds.");
#undef ROW

/* ---- frames */

#define ROW lm_frame_row
static const lm_column frame[] = {
    LM_ROW_TIME("ts", time, "start of the frame"),
    LM_ROW_COLUMN("rows", rows, "", "trades and candles"),
    LM_ROW_OPTIONAL("low", low, "quote per base coin", "lowest price traded"),
    LM_ROW_OPTIONAL("high", high, "quote per base coin", "highest price traded"),
    LM_ROW_OPTIONAL("close", close, "quote per base coin", "price of the last trade"),
    LM_ROW_COLUMN("notional", notional, "quote", "traded"),
    LM_ROW_COLUMN("taker_buy_notional", taker_buy_notional, "quote", "bought by takers"),
    LM_ROW_COLUMN("cells", cells, "", "price cells with volume"),
    LM_ROW_COLUMN("liquidated_long", liquidations[LM_LONG], "quote", "observed liquidations of longs"),
    LM_ROW_COLUMN("liquidated_short", liquidations[LM_SHORT], "quote", "observed liquidations of shorts"),
};
LM_ROW_TABLE(lm_frame_columns, "frame", "frames", frame, "A frame of a tape.");
#undef ROW

#define ROW lm_price_volume
static const lm_column price_volume[] = {
    LM_ROW_TIME("ts", time, "start of the frame"),
    LM_ROW_COLUMN("price_low", price_low, "quote per base coin", "lower bound of the cell, part of it"),
    LM_ROW_COLUMN("price_high", price_high, "quote per base coin", "upper bound of the cell"),
    LM_ROW_COLUMN("notional", notional, "quote", "traded in the cell"),
};
LM_ROW_TABLE(lm_price_volume_columns, "price_volume", "volume_profile", price_volume,
             "Volume traded in one price cell of one frame.");
#undef ROW

#define ROW lm_gauge_row
static const lm_column gauge[] = {
    LM_ROW_TIME("ts", time, "start of the frame"),         LM_ROW_COLUMN("name", name, "", "of the gauge"),
    LM_ROW_COLUMN("samples", samples, "", "in the frame"), LM_ROW_COLUMN("min", min, "", "least sample"),
    LM_ROW_COLUMN("max", max, "", "greatest sample"),      LM_ROW_COLUMN("last", last, "", "latest sample"),
};
LM_ROW_TABLE(lm_gauge_columns, "gauge", "gauges", gauge, "A gauge in one frame.");
#undef ROW

/* ---- demo data */

#define ROW lm_trade
static const lm_column trade[] = {
    LM_ROW_TIME("ts", time, ""),
    LM_ROW_COLUMN("price", price, "quote per base coin", ""),
    LM_ROW_COLUMN("qty", qty, "contracts", ""),
    LM_ROW_TAKER("is_buy", taker, "the taker bought"),
};
LM_ROW_TABLE(lm_trade_columns, "trade", "demo_trades", trade, "A trade.");
#undef ROW

#define ROW lm_gauge_sample
static const lm_column gauge_sample[] = {
    LM_ROW_TIME("ts", time, ""),
    LM_ROW_COLUMN("name", name, "", "open_interest, funding_rate or mark_price"),
    LM_ROW_COLUMN("value", value, "", ""),
};
LM_ROW_TABLE(lm_gauge_sample_columns, "gauge_sample", "demo_gauges", gauge_sample, "A sample of a gauge.");
#undef ROW

/* ---- files */

#define ROW lm_layout_entry
static const lm_column layout[] = {
    LM_ROW_COLUMN("name", name, "", "as feed_tape() and t:feed() take it"),
    LM_ROW_OPTIONAL("title", title, "", "what the file is"),
    LM_ROW_OPTIONAL("streams", streams, "", "what the file holds, such as \"trades, gauges\""),
    LM_ROW_OPTIONAL("contract", contract, "", "linear or inverse; unknown: as the tape says"),
    LM_ROW_OPTIONAL("source", source, "", "where the format is described"),
    LM_ROW_OPTIONAL("traps", traps, "", "known problems of such files: those handled, and those that cannot be"),
};
LM_ROW_TABLE(lm_layout_columns, "layout", "layouts", layout, "A built-in format of files.");
#undef ROW

#define ROW lm_feed_row
static const lm_column feed_row[] = {
    LM_ROW_COLUMN("kind", kind, "", "trade, candle, gauge or liquidation"),
    LM_ROW_COLUMN("line", line, "", "of the file, from 1"),
    LM_ROW_OPTIONAL("id", id, "", "of the exchange; several columns are separated by a blank"),
    LM_ROW_TIME("ts", time, "of a candle its start"),
    LM_ROW_OPTIONAL("price", price, "quote per base coin", "of trades and liquidations"),
    LM_ROW_OPTIONAL("qty", qty, "contracts", "of trades and liquidations; quote currency of those without a price"),
    LM_ROW_TAKER("is_buy", taker, "the taker bought"),
    LM_ROW_KNOWN_IF(has_side, "side", side, "", "of the liquidated position"),
    LM_ROW_OPTIONAL("name", name, "", "of a gauge"),
    LM_ROW_OPTIONAL("value", value, "", "of a gauge"),
    LM_ROW_OPTIONAL("market", market, "", "symbol as the file names it, EXCHANGE:SYMBOL where it names exchanges"),
    LM_ROW_OPTIONAL_DURATION("duration", duration, "of a candle"),
    LM_ROW_OPTIONAL("open", open, "quote per base coin", ""),
    LM_ROW_OPTIONAL("high", high, "quote per base coin", ""),
    LM_ROW_OPTIONAL("low", low, "quote per base coin", ""),
    LM_ROW_OPTIONAL("close", close, "quote per base coin", ""),
    LM_ROW_OPTIONAL("volume", volume, "contracts", "of a candle"),
    LM_ROW_OPTIONAL("taker_buy_volume", taker_buy_volume, "contracts", "of a candle"),
};
LM_ROW_TABLE(lm_feed_row_columns, "feed_row", "feed_rows", feed_row, "A row of a file.");
#undef ROW

#define ROW lm_feed_report
static const lm_column feed_report[] = {
    LM_ROW_COLUMN("lines", lines, "", "lines of text, the header included"),
    LM_ROW_COLUMN("trades", trades, "", ""),
    LM_ROW_COLUMN("candles", candles, "", ""),
    LM_ROW_COLUMN("gauges", gauges, "", "samples of gauges"),
    LM_ROW_COLUMN("liquidations", liquidations, "", "observed liquidations"),
    LM_ROW_COLUMN("repeated", repeated, "", "rows left out because their id was read before"),
    LM_ROW_COLUMN("skipped", skipped, "", "rows of which nothing was used: the sum of the counts that follow"),
    LM_ROW_COLUMN("other_symbols", other_symbols, "", "rows of other symbols"),
    LM_ROW_COLUMN("not_selected", not_selected, "", "rows that the conditions of the layout leave out"),
    LM_ROW_COLUMN("voided", voided, "", "trades that the exchange voided: price and quantity are 0"),
    LM_ROW_COLUMN("empty", empty, "", "rows without a time, price, quantity or side, and liquidations of 0"),
    LM_ROW_COLUMN(
        "zero_open_interest", zero_open_interest, "",
        "samples of open_interest that are 0 in a file that has others above 0; a map takes them for no value"),
    LM_ROW_COLUMN("acknowledgements", acknowledgements, "",
                  "messages without rows, such as the answer to a subscription; not in skipped"),
};
LM_ROW_TABLE(lm_feed_report_columns, "feed_report", "", feed_report, "What was read from a file.");
#undef ROW
