/* Tapes: what happened in a market, frame by frame. */
#ifndef LIQMAP_TAPE_H
#define LIQMAP_TAPE_H

#include "base.h"
#include "liqmap/parameters.h"

LM_BEGIN_DECLS

/*
 * How a tape counts. `has_prices` is false for a tape that holds nothing with a place in price (gauges only): then only
 * `frame` has a meaning, and it merges with any tape of that frame.
 */
typedef struct lm_tape_options {
    int64_t frame; /* width of a frame, 1 s to 1 day, default 1 min */
    bool has_prices;
    uint8_t precision;           /* of cells, default 12 */
    uint8_t contract;            /* lm_contract, default linear */
    double contract_size;        /* base coins (linear) or quote (inverse) per unit of qty, default 1 */
    double unit;                 /* quote currency per count, default 1e-6 */
    char symbol[LM_SYMBOL_SIZE]; /* free text, default "" */
    int64_t candle;              /* duration of candles fed in, default the frame; not kept in the tape */
} lm_tape_options;

LM_API void lm_tape_options_init(lm_tape_options *options);

/*
 * Reads {"frame":"1 min","precision":12,"contract":"linear","contract_size":1,"unit":1e-6,"symbol":"BTCUSDT",
 * "candle":"1 min"}: every key may be left out, an unknown or repeated one is LM_E_DOCUMENT. Durations are seconds or
 * text such as "5 min".
 */
LM_API lm_status lm_tape_options_read(lm_host *host, const char *json, size_t length, lm_tape_options *options);

/*
 * A tape being built: one relocatable block without pointers, so that a host may keep it, copy it or move it as plain
 * memory of lm_tape_size() bytes, aligned to 8. `host_word` is the host's own (PostgreSQL keeps the varlena length
 * there); the core never looks at it. Functions that add take lm_tape ** because a growing block moves.
 */
typedef struct lm_tape {
    uint32_t host_word;
    uint32_t magic;
} lm_tape;

/* LM_E_ARGUMENT for options that lm_tape_options_read() would refuse. What has a place in price makes any tape a placed one. */
LM_API lm_status lm_tape_create(lm_host *host, const lm_tape_options *options, lm_tape **tape);
LM_API void lm_tape_destroy(lm_host *host, lm_tape *tape);
LM_API lm_status lm_tape_copy(lm_host *host, const lm_tape *tape, lm_tape **copy);
LM_API size_t lm_tape_size(const lm_tape *tape);
LM_API void lm_tape_options_of(const lm_tape *tape, lm_tape_options *options);

/* Does this memory (at least 8 bytes) hold a tape being built, as opposed to an encoded one? */
LM_API bool lm_tape_is_building(const void *memory);

/* LM_E_MISMATCH with a hint unless the tape was, or could have been, begun with these options. */
LM_API lm_status lm_tape_check_options(lm_host *host, const lm_tape *tape, const lm_tape_options *options);

typedef enum lm_taker { LM_TAKER_SOLD = 0, LM_TAKER_BOUGHT = 1, LM_TAKER_UNKNOWN = 2 } lm_taker;

/*
 * Adds a trade: qty contracts at price; unknown takers count half and half. LM_E_RANGE for a price outside of
 * [1e-15, 1e15] or not finite and for a qty that is negative or not finite; LM_E_TIME for |time| >= LM_TIME_MAX;
 * LM_E_OVERFLOW when a count leaves 64 bits. A failed call leaves the tape as it was.
 */
LM_API lm_status lm_tape_trade(lm_host *host, lm_tape **tape, int64_t time, double price, double qty, lm_taker taker);

/*
 * The same for hosts that bring rows one by one and give up the whole tape when one fails: the trade may wait in the
 * tape to be counted together with others, which is faster, and what is wrong with it may be said by a later call, by
 * lm_tape_encode() at the latest.
 */
LM_API lm_status lm_tape_trade_deferred(lm_host *host, lm_tape **tape, int64_t time, double price, double qty,
                                        lm_taker taker);

typedef struct lm_trade {
    int64_t time;
    double price;
    double qty;
    int32_t taker; /* lm_taker */
} lm_trade;

/* Adds many; on failure *done trades stand in the tape and trade number *done (from 0) is the bad one. */
LM_API lm_status lm_tape_trades(lm_host *host, lm_tape **tape, const lm_trade *trades, size_t count, size_t *done);

/*
 * Adds a candle of `duration` us from `time`: its volume is spread evenly in price over [low, high].
 * taker_buy_volume NaN: unknown, half and half. LM_E_RANGE for low > high, open or close outside, volumes that are
 * negative or do not fit each other; LM_E_ARGUMENT for a candle that does not lie in one frame or spans over 2^16
 * cells.
 */
typedef struct lm_candle {
    int64_t time;
    int64_t duration;
    double open, high, low, close;
    double volume;
    double taker_buy_volume;
} lm_candle;

LM_API lm_status lm_tape_candle(lm_host *host, lm_tape **tape, const lm_candle *candle);

/*
 * Adds a sample of a named stream. "open_interest" (base coins; quote for inverse contracts) sizes maps. The name is 1
 * to 63 bytes without control characters (LM_E_ARGUMENT), at most 256 names a tape (LM_E_LIMIT); the value must be
 * finite.
 */
LM_API lm_status lm_tape_gauge(lm_host *host, lm_tape **tape, int64_t time, const char *name, size_t length,
                               double value);

/* Adds an observed liquidation of a position of this side, qty contracts at price. Never touches the replay. */
LM_API lm_status lm_tape_liquidation(lm_host *host, lm_tape **tape, int64_t time, double price, double qty,
                                     lm_side side);

/* The same where only the frame is known, not the price: notional in quote currency. */
LM_API lm_status lm_tape_liquidation_without_price(lm_host *host, lm_tape **tape, int64_t time, double notional,
                                                   lm_side side);

/*
 * Adds all of another tape, encoded or being built: exact union. LM_E_MISMATCH for unlike options leaves the tape as it
 * was; a later failure (memory, overflow, damaged bytes) may leave part of the other in it, so work on a copy where
 * that matters.
 */
LM_API lm_status lm_tape_merge_into(lm_host *host, lm_tape **tape, lm_bytes encoded);
LM_API lm_status lm_tape_merge_building_into(lm_host *host, lm_tape **tape, const lm_tape *other);

/*
 * Appends the canonical form: same content, same bytes. LM_E_LIMIT over LM_MAX_ENCODED. Trades that wait are counted
 * first, within the tape: not for two threads at once.
 */
LM_API lm_status lm_tape_encode(lm_host *host, const lm_tape *tape, lm_buffer *out);

/* A new building tape with the content of an encoded one. Safe on any bytes; accepts only canonical ones. */
LM_API lm_status lm_tape_decode(lm_host *host, lm_bytes encoded, lm_tape **tape);

/* LM_OK if the bytes are a canonical tape: the check every face makes on bytes from outside. */
LM_API lm_status lm_tape_validate(lm_host *host, lm_bytes encoded);

/* Encoded tapes in, encoded tape appended to out. */
LM_API lm_status lm_tape_merge(lm_host *host, lm_bytes a, lm_bytes b, lm_buffer *out);

/* The frames that start in [since, until): slices that meet share no frame and lose none. */
LM_API lm_status lm_tape_slice(lm_host *host, lm_bytes tape, int64_t since, int64_t until, lm_buffer *out);

/*
 * Wider frames (a whole multiple; 0 keeps) and fewer bits of precision (at most the tape's; 0 keeps). Commutes with
 * building from trades.
 */
LM_API lm_status lm_tape_coarsen(lm_host *host, lm_bytes tape, int64_t frame, int precision, lm_buffer *out);

/* The names of a tape's gauges; lm_tape_gauge_name() gives each. */
typedef struct lm_gauge_names {
    lm_bytes tape;
    int count;
} lm_gauge_names;

typedef struct lm_tape_info {
    lm_tape_options options;
    int64_t frames;
    int64_t since, until;      /* start of the first frame, end of the last; LM_TIME_UNKNOWN without frames */
    int64_t rows;              /* trades and candles */
    int64_t cells;             /* counts of rows stored */
    double notional;           /* quote currency, of all rows */
    double taker_buy_notional; /* what takers bought */
    double liquidated_long, liquidated_short; /* quote currency, with and without a price */
    int64_t gauge_samples;
    lm_gauge_names gauges; /* borrow the bytes of the tape */
} lm_tape_info;

LM_API lm_status lm_tape_describe(lm_host *host, lm_bytes tape, lm_tape_info *info);

/* The name of gauge `index` (0 ..) of an encoded tape, in byte order; NULL behind the last. Not zero-terminated. */
LM_API const char *lm_tape_gauge_name(lm_bytes tape, int index, size_t *length);

/* A price and a count. */
typedef struct lm_cell_count {
    int32_t cell;
    int64_t count;
} lm_cell_count;

typedef struct lm_gauge {
    int name; /* index among the tape's names */
    int64_t samples;
    double min, max, last;
    int64_t last_time;
} lm_gauge;

/* One frame as read; arrays belong to the reader and last until its next call. */
typedef struct lm_frame {
    int64_t start;
    int64_t rows;   /* 0: no trades, and low .. close_time mean nothing */
    int64_t bought; /* count that takers bought */
    double low, high, close;
    int64_t close_time;
    const lm_cell_count *cells; /* ascending, counts above 0 */
    size_t cell_count;
    const lm_cell_count *liquidations[2]; /* by lm_side */
    size_t liquidation_count[2];
    int64_t without_price[2];
    const lm_gauge *gauges; /* ascending by name */
    size_t gauge_count;
} lm_frame;

/* Quote currency of the frame's rows; of the observed liquidations of a side, with and without a price. */
LM_API double lm_frame_notional(const lm_frame *frame, const lm_tape_options *options);
LM_API double lm_frame_liquidated_notional(const lm_frame *frame, const lm_tape_options *options, lm_side side);

/* Reads an encoded tape frame by frame in time order, as a stream: memory for one frame, safe on any bytes. */
typedef struct lm_tape_reader lm_tape_reader;
LM_API lm_status lm_tape_reader_create(lm_host *host, lm_bytes tape, lm_tape_reader **reader);
LM_API const lm_tape_options *lm_tape_reader_options(const lm_tape_reader *reader);
LM_API lm_status lm_tape_reader_next(lm_host *host, lm_tape_reader *reader, lm_frame *frame); /* LM_DONE at the end */
LM_API void lm_tape_reader_destroy(lm_host *host, lm_tape_reader *reader);

/* A frame that was read, as a row. Notional in quote currency. */
typedef struct lm_frame_row {
    int64_t time; /* start of the frame */
    int64_t rows;
    double low, high, close; /* NaN without trades */
    double notional;
    double taker_buy_notional;
    int64_t cells;
    double liquidations[2]; /* observed liquidations by lm_side, with or without a price */
} lm_frame_row;

LM_API void lm_frame_describe(const lm_tape_reader *reader, const lm_frame *frame, lm_frame_row *row);

/* What was traded in one cell of price in one frame. */
typedef struct lm_price_volume {
    int64_t time; /* start of the frame */
    double price_low, price_high;
    double notional;
} lm_price_volume;

/* Cell number `index` of the frame, below cell_count. */
LM_API void lm_frame_price_volume(const lm_tape_reader *reader, const lm_frame *frame, size_t index,
                                  lm_price_volume *row);

/* A gauge in one frame. */
typedef struct lm_gauge_row {
    int64_t time; /* start of the frame */
    char name[LM_GAUGE_NAME_SIZE];
    int64_t samples;
    double min, max, last;
} lm_gauge_row;

/* Gauge number `index` of the frame, below gauge_count. */
LM_API void lm_frame_gauge(const lm_tape_reader *reader, const lm_frame *frame, size_t index, lm_gauge_row *row);

/* ---- a made-up market */

/*
 * A made-up market, the same on every machine: a bitcoin fortnight that climbs, flushes once and ends near 90,430.
 * For first steps, tests and demonstrations; it says nothing about any real market. Integer arithmetic only.
 */
typedef struct lm_demo {
    int64_t since;         /* start, default 2026-01-01 */
    int64_t until;         /* end; INT64_MAX, the default: since + 14 days. The shape is stretched over the period */
    int trades_per_minute; /* mean, 1 .. 10000, default 12 */
    int64_t seed;          /* another seed, other noise, same shape; default 1 */
} lm_demo;

typedef struct lm_demo_reader {
    lm_demo demo; /* with `until` filled in */
    uint64_t state[8];
} lm_demo_reader;

LM_API void lm_demo_init(lm_demo *demo);
extern LM_API const lm_parameter_list lm_demo_parameters;
/* LM_E_ARGUMENT for a period that is empty or above a year, or trades_per_minute out of range. */
LM_API lm_status lm_demo_reader_init(lm_host *host, const lm_demo *demo, lm_demo_reader *reader);
LM_API bool lm_demo_next_trade(lm_demo_reader *reader, lm_trade *trade); /* in time order; false at the end */

typedef struct lm_gauge_sample {
    int64_t time;
    const char *name; /* open_interest, funding_rate, mark_price */
    double value;
} lm_gauge_sample;
/* The streams of the same market, a sample of each every 5 minutes. Use a reader of its own. */
LM_API bool lm_demo_next_gauge(lm_demo_reader *reader, lm_gauge_sample *sample);

LM_END_DECLS

#endif
