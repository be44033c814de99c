/* Tapes: what happened in a market, frame by frame. */
#ifndef LIQMAP_TAPE_H
#define LIQMAP_TAPE_H

#include "base.h"
#include "parameters.h"

LM_BEGIN_DECLS

/*
 * How a tape counts. `has_prices` is false for a tape without trades, candles and observed liquidations (gauges only)
 * for which nobody gave the options of counting. For such a tape only `frame` has a meaning, and it merges with every
 * tape of the same frame. The first row that is counted sets `has_prices`.
 */
typedef struct lm_tape_options {
    int64_t frame;               /* width of a frame, us, 1 s to 1 day, default 1 min */
    bool has_prices;             /* the members below have a meaning, default true */
    uint8_t precision;           /* of cells, default 12 */
    uint8_t contract;            /* lm_contract, default linear */
    double contract_size;        /* base coins (linear) or quote (inverse) per unit of qty, default 1 */
    double unit;                 /* quote currency per count, default 1e-6 */
    char symbol[LM_SYMBOL_SIZE]; /* free text, default "" */
    char quote[LM_QUOTE_SIZE]; /* code of the quote currency as it was given; "", the default: the symbol may say it */
    int64_t candle;            /* duration of the candles of a feed, us, default the frame; not stored in the tape */
} lm_tape_options;

LM_API void lm_tape_options_init(lm_tape_options *options);

/*
 * Parses {"frame":"1 min","precision":12,"contract":"linear","contract_size":1,"unit":1e-6,"symbol":"BTCUSDT",
 * "quote":"USDT","candle":"1 min"}. Every key is optional; an unknown or repeated key is LM_E_DOCUMENT. A duration is a
 * number of seconds or text such as "5 min". A quote is 1 to 15 letters and digits; small letters become capital ones.
 */
LM_API lm_status lm_tape_options_read(lm_host *host, const char *json, size_t length, lm_tape_options *options);

/*
 * Finds the quote currency that a symbol names, such as "USDT" of "BTCUSDT" and "USD" of "BTC-USD-SWAP"; "" where the
 * symbol leaves it open. docs/semantics.md has the rules.
 */
LM_API void lm_quote_from_symbol(const char *symbol, char quote[LM_QUOTE_SIZE]);

/*
 * A tape that is being built: one block of memory without pointers, lm_tape_size() bytes, aligned to 8, that a host may
 * keep, copy or move. `host_word` belongs to the host (PostgreSQL keeps the varlena length there); the core never reads
 * it. Functions that add take lm_tape ** because a block moves when it grows.
 */
typedef struct lm_tape {
    uint32_t host_word;
    uint32_t magic;
} lm_tape;

/* Creates an empty tape. LM_E_ARGUMENT for options that lm_tape_options_read() would not accept. */
LM_API lm_status lm_tape_create(lm_host *host, const lm_tape_options *options, lm_tape **tape);
LM_API void lm_tape_destroy(lm_host *host, lm_tape *tape);
LM_API lm_status lm_tape_copy(lm_host *host, const lm_tape *tape, lm_tape **copy);
LM_API size_t lm_tape_size(const lm_tape *tape);
LM_API void lm_tape_options_of(const lm_tape *tape, lm_tape_options *options);

/* Tells whether the memory (at least 8 bytes) holds a tape being built, in contrast to an encoded tape. */
LM_API bool lm_tape_is_building(const void *memory);

/*
 * Checks that the tape was, or could have been, created with these options; LM_E_MISMATCH with a hint if not. A tape
 * without a quote takes one that the options state.
 */
LM_API lm_status lm_tape_check_options(lm_host *host, lm_tape *tape, const lm_tape_options *options);

typedef enum lm_taker { LM_TAKER_SOLD = 0, LM_TAKER_BOUGHT = 1, LM_TAKER_UNKNOWN = 2 } lm_taker;

/*
 * Adds a trade of qty contracts at price; an unknown taker counts as half bought, half sold. LM_E_RANGE for a price
 * outside of [1e-15, 1e15] or not finite and for a qty that is negative or not finite; LM_E_TIME for |time| >=
 * LM_TIME_MAX; LM_E_OVERFLOW when a count does not fit in 63 bits. A failed call leaves the tape unchanged.
 */
LM_API lm_status lm_tape_trade(lm_host *host, lm_tape **tape, int64_t time, double price, double qty, lm_taker taker);

/*
 * Adds a trade like lm_tape_trade(), but later, together with others, which is faster. An error of the trade may be
 * reported by a later call, at the latest by lm_tape_encode(). For hosts that add row by row and discard the whole tape
 * when one row fails.
 */
LM_API lm_status lm_tape_trade_deferred(lm_host *host, lm_tape **tape, int64_t time, double price, double qty,
                                        lm_taker taker);

typedef struct lm_trade {
    int64_t time;
    double price;
    double qty;
    int32_t taker; /* lm_taker */
} lm_trade;

/*
 * Adds an array of trades. After a failure the tape holds the first *done trades, and trade number *done (from 0) is
 * the invalid one.
 */
LM_API lm_status lm_tape_trades(lm_host *host, lm_tape **tape, const lm_trade *trades, size_t count, size_t *done);

/*
 * A candle of `duration` us from `time`. lm_tape_candle() spreads its volume evenly in price over [low, high].
 * taker_buy_volume NaN means unknown: half bought, half sold. LM_E_RANGE for low > high, an open or close outside of
 * them, volumes that are negative or contradict each other; LM_E_ARGUMENT for a candle that does not lie in one frame
 * or covers more than 2^16 cells.
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
 * Adds a sample of a gauge. The gauge "open_interest" (base coins; quote currency for inverse contracts) gives maps
 * their sizes. The name has 1 to 63 bytes without control characters (LM_E_ARGUMENT); a tape has at most 256 names
 * (LM_E_LIMIT); the value must be finite (LM_E_RANGE).
 */
LM_API lm_status lm_tape_gauge(lm_host *host, lm_tape **tape, int64_t time, const char *name, size_t length,
                               double value);

/*
 * Adds an observed liquidation of a position of this side, qty contracts at price. Does not change any map of the tape.
 */
LM_API lm_status lm_tape_liquidation(lm_host *host, lm_tape **tape, int64_t time, double price, double qty,
                                     lm_side side);

/* Adds an observed liquidation whose price is not known. The notional is in quote currency. */
LM_API lm_status lm_tape_liquidation_without_price(lm_host *host, lm_tape **tape, int64_t time, double notional,
                                                   lm_side side);

/*
 * Adds all of another tape, encoded or being built: the exact union. LM_E_MISMATCH for different options leaves the
 * tape unchanged. Any later failure (memory, overflow, damaged bytes) may leave a part of the other tape in it; where
 * that matters, merge into a copy.
 */
LM_API lm_status lm_tape_merge_into(lm_host *host, lm_tape **tape, lm_bytes encoded);
LM_API lm_status lm_tape_merge_building_into(lm_host *host, lm_tape **tape, const lm_tape *other);

/*
 * Appends the canonical form: the same content is always the same bytes. LM_E_LIMIT over LM_MAX_ENCODED. Deferred
 * trades are added first, within the tape, so two threads must not encode the same tape at once.
 */
LM_API lm_status lm_tape_encode(lm_host *host, const lm_tape *tape, lm_buffer *out);

/* Creates a tape that can be added to from an encoded one. Safe on untrusted bytes; accepts only the canonical form. */
LM_API lm_status lm_tape_decode(lm_host *host, lm_bytes encoded, lm_tape **tape);

/* Checks that the bytes are a canonical tape. Bindings call this for bytes from outside. */
LM_API lm_status lm_tape_validate(lm_host *host, lm_bytes encoded);

/* Appends the encoded union of two encoded tapes. */
LM_API lm_status lm_tape_merge(lm_host *host, lm_bytes a, lm_bytes b, lm_buffer *out);

/* Appends the frames that start in [since, until), encoded. Adjacent slices share no frame and lose none. */
LM_API lm_status lm_tape_slice(lm_host *host, lm_bytes tape, int64_t since, int64_t until, lm_buffer *out);

/*
 * Appends the tape with wider frames (a whole multiple; 0 for no change) and less precision (at most that of the tape;
 * 0 for no change). The result equals a tape built from the trades with these options.
 */
LM_API lm_status lm_tape_coarsen(lm_host *host, lm_bytes tape, int64_t frame, int precision, lm_buffer *out);

/*
 * Appends the tape with another symbol, of 0 to 31 bytes, and, unless `quote` is empty, with another quote: the bytes of
 * a tape that was built with these options. A quote that was given stays where `quote` is empty. A tape that holds only
 * gauges has neither and stays as it is. LM_E_ARGUMENT for a longer symbol, one with a zero byte, and a quote that
 * lm_tape_options_read() would not accept.
 */
LM_API lm_status lm_tape_label(lm_host *host, lm_bytes tape, lm_text symbol, lm_text quote, lm_buffer *out);

/* The names of the gauges of a tape; lm_tape_gauge_name() returns each. */
typedef struct lm_gauge_names {
    lm_bytes tape;
    int count;
} lm_gauge_names;

typedef struct lm_tape_info {
    lm_tape_options options;
    int64_t frames;
    int64_t since, until;      /* start of the first frame, end of the last; LM_TIME_UNKNOWN without frames */
    int64_t rows;              /* trades and candles */
    int64_t cells;             /* cells with traded notional, summed over frames */
    double notional;           /* quote currency, of all rows */
    double taker_buy_notional; /* quote currency, bought by takers */
    double liquidated_long, liquidated_short; /* quote currency, with and without a price */
    int64_t gauge_samples;
    lm_gauge_names gauges;     /* borrows the bytes of the tape */
    char quote[LM_QUOTE_SIZE]; /* as given, else as the symbol says; "": unknown */
} lm_tape_info;

LM_API lm_status lm_tape_describe(lm_host *host, lm_bytes tape, lm_tape_info *info);

/*
 * Returns the name of gauge `index` (from 0, in byte order) of an encoded tape, without a final zero; NULL after the
 * last.
 */
LM_API const char *lm_tape_gauge_name(lm_bytes tape, int index, size_t *length);

/* A cell and its count, in units of the options' `unit`. */
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

/* One frame of an encoded tape. The reader owns the arrays; they are valid until its next call. */
typedef struct lm_frame {
    int64_t start;
    int64_t rows;   /* 0: no trades, and low to close_time have no meaning */
    int64_t bought; /* count bought by takers */
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

/* Returns quote currency: of the rows of a frame; of the observed liquidations of a side, with and without a price. */
LM_API double lm_frame_notional(const lm_frame *frame, const lm_tape_options *options);
LM_API double lm_frame_liquidated_notional(const lm_frame *frame, const lm_tape_options *options, lm_side side);

/* Reads an encoded tape frame by frame in order of time. Needs memory for one frame; safe on untrusted bytes. */
typedef struct lm_tape_reader lm_tape_reader;
LM_API lm_status lm_tape_reader_create(lm_host *host, lm_bytes tape, lm_tape_reader **reader);
LM_API const lm_tape_options *lm_tape_reader_options(const lm_tape_reader *reader);
LM_API lm_status lm_tape_reader_next(lm_host *host, lm_tape_reader *reader, lm_frame *frame); /* LM_DONE at the end */
LM_API void lm_tape_reader_destroy(lm_host *host, lm_tape_reader *reader);

/* One frame as a result row. Notional in quote currency. */
typedef struct lm_frame_row {
    int64_t time; /* start of the frame */
    int64_t rows;
    double low, high, close; /* NaN without trades */
    double notional;
    double taker_buy_notional;
    int64_t cells;
    double liquidations[2]; /* observed liquidations by lm_side, with and without a price */
} lm_frame_row;

LM_API void lm_frame_describe(const lm_tape_reader *reader, const lm_frame *frame, lm_frame_row *row);

/* The traded notional of one cell in one frame, in quote currency. */
typedef struct lm_price_volume {
    int64_t time; /* start of the frame */
    double price_low, price_high;
    double notional;
} lm_price_volume;

/* Fills a row from cell number `index` of the frame, below cell_count. */
LM_API void lm_frame_price_volume(const lm_tape_reader *reader, const lm_frame *frame, size_t index,
                                  lm_price_volume *row);

/* A gauge in one frame. */
typedef struct lm_gauge_row {
    int64_t time; /* start of the frame */
    char name[LM_GAUGE_NAME_SIZE];
    int64_t samples;
    double min, max, last;
} lm_gauge_row;

/* Fills a row from gauge number `index` of the frame, below gauge_count. */
LM_API void lm_frame_gauge(const lm_tape_reader *reader, const lm_frame *frame, size_t index, lm_gauge_row *row);

/* ---- demonstration data */

/*
 * An invented market, the same on every machine: a fortnight of bitcoin that rises, has one liquidation cascade and
 * ends near 90,430. For first steps, tests and demonstrations; it says nothing about a real market. Integer arithmetic
 * only.
 */
typedef struct lm_demo {
    int64_t since; /* start, default 2026-01-01 */
    int64_t until; /* end; INT64_MAX, the default, means since + 14 days. The course is stretched over the period */
    int trades_per_minute; /* mean, 1 .. 10000, default 12 */
    int64_t seed;          /* another seed gives other noise on the same course; default 1 */
} lm_demo;

typedef struct lm_demo_reader {
    lm_demo demo; /* with `until` resolved */
    uint64_t state[8];
} lm_demo_reader;

LM_API void lm_demo_init(lm_demo *demo);
extern LM_API const lm_parameter_list lm_demo_parameters;
/*
 * Starts a reader. LM_E_ARGUMENT for a period that is empty or longer than a year, or trades_per_minute out of range;
 * LM_E_TIME for a start that is not finite.
 */
LM_API lm_status lm_demo_reader_init(lm_host *host, const lm_demo *demo, lm_demo_reader *reader);
LM_API bool lm_demo_next_trade(lm_demo_reader *reader, lm_trade *trade); /* in time order; false at the end */

typedef struct lm_gauge_sample {
    int64_t time;
    const char *name; /* open_interest, funding_rate, mark_price */
    double value;
} lm_gauge_sample;
/*
 * Reads the next gauge sample of the demonstration data: each gauge every 5 minutes. Use another reader than for
 * trades.
 */
LM_API bool lm_demo_next_gauge(lm_demo_reader *reader, lm_gauge_sample *sample);

LM_END_DECLS

#endif
