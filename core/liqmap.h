/*
 * liqmap: where leveraged positions stand, and at which price they would be liquidated.
 *
 * The one public header of the core. Four nouns: a tape (what happened), a model (what we assume), a map (where
 * positions stand), a market (how price answers). This core does no I/O, reads no clock, keeps no global and prints
 * nothing. docs/semantics.md holds the exact meaning of every number.
 *
 * Conventions, unless a function says otherwise:
 *   - Every function that can fail returns an lm_status and writes its result to out-parameters, which are untouched
 *     on failure. The first argument is the host: its allocator, its interrupt hook, and the place for the text of
 *     the error.
 *   - Times are microseconds since 1970-01-01 UTC. Prices are quote currency per base coin. Sizes are base coins,
 *     notional is quote currency. Fractions are fractions (0.01), `_pct` means percent.
 *   - Bytes handed in (lm_bytes) are borrowed for the call. Buffers and row arrays are the caller's to free.
 *   - NaN in a result means "not known" (SQL NULL, Lua nil); it is never accepted as input.
 */
#ifndef LIQMAP_H
#define LIQMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef LM_API
#if defined(LM_SHARED)
#define LM_API __attribute__((visibility("default")))
#else
#define LM_API
#endif
#endif

/* ------------------------------------------------------------------ base */

/* Version of the library, as in META.json: "1.2.3". */
LM_API const char *lm_version(void);

/*
 * Every way a call can end. The code is what Lua callers see as third result; the SQLSTATE is what SQL callers see.
 * One list for all faces: name, code, SQLSTATE, meaning.
 */
#define LM_STATUS_LIST(X)                                                                          \
    X(LM_OK, "ok", "00000", "success")                                                             \
    X(LM_DONE, "done", "02000", "nothing more to read")                                            \
    X(LM_E_MEMORY, "out_of_memory", "53200", "the host's allocator gave no memory")                \
    X(LM_E_INTERRUPTED, "interrupted", "57014", "the host's interrupt hook asked to stop")         \
    X(LM_E_ARGUMENT, "bad_argument", "22023", "an argument or an option has no meaning")           \
    X(LM_E_RANGE, "out_of_range", "22003", "a number outside of what is accepted")                 \
    X(LM_E_TIME, "bad_time", "22008", "a time outside of what is accepted")                        \
    X(LM_E_OVERFLOW, "overflow", "22003", "a count would not fit in 64 bits")                      \
    X(LM_E_MISMATCH, "mismatch", "22023", "two things built with different options")               \
    X(LM_E_DOCUMENT, "bad_document", "22023", "a JSON document that breaks a rule, with the path") \
    X(LM_E_CORRUPT, "corrupt", "22P03", "bytes that are not what they claim to be")                \
    X(LM_E_VERSION, "newer_format", "0A000", "bytes written by a newer liqmap")                    \
    X(LM_E_LIMIT, "limit", "54000", "an object larger than its limit")                             \
    X(LM_E_MISSING, "missing", "55000", "the object lacks something this call needs")              \
    X(LM_E_UNSUPPORTED, "unsupported", "0A000", "not offered")

typedef enum lm_status {
#define LM_STATUS_MEMBER(name, code, sqlstate, meaning) name,
    LM_STATUS_LIST(LM_STATUS_MEMBER)
#undef LM_STATUS_MEMBER
} lm_status;

LM_API const char *lm_status_code(lm_status status);     /* "out_of_range" */
LM_API const char *lm_status_sqlstate(lm_status status); /* "22003" */
LM_API const char *lm_status_meaning(lm_status status);  /* one line of English */

/* Text of the last failed call of a host; empty strings where there is nothing to say. */
typedef struct lm_error {
    lm_status status;
    char message[256]; /* lower case, no full stop: "price must be finite and above 0, not -1" */
    char hint[256];    /* a sentence on what to do */
} lm_error;

/*
 * What the core asks of the program around it. `allocate` has the shape of lua_Alloc: new_size 0 frees (and cannot
 * fail), block NULL allocates; it returns NULL when there is no memory, or may leave by longjmp. `interrupt` is called
 * about every millisecond of work; a result other than 0 makes the call return LM_E_INTERRUPTED; it too may leave by
 * longjmp. NULL: never interrupted. A host serves one thread at a time.
 */
typedef struct lm_host {
    void *(*allocate)(void *context, void *block, size_t old_size, size_t new_size);
    int (*interrupt)(void *context);
    void *context;
    lm_error error;
} lm_host;

/* A host over malloc, without interrupts. */
LM_API void lm_host_init(lm_host *host);

/* Borrowed bytes. */
typedef struct lm_bytes {
    const uint8_t *data;
    size_t size;
} lm_bytes;

/*
 * Bytes that grow at the end, owned by the caller. Start from {0}, or with a prefix of one's own already in it (a
 * PostgreSQL varlena header): what the core writes is appended.
 */
typedef struct lm_buffer {
    uint8_t *data;
    size_t size;
    size_t capacity;
} lm_buffer;

LM_API void lm_buffer_free(lm_host *host, lm_buffer *buffer);

typedef enum lm_side { LM_LONG = 0, LM_SHORT = 1 } lm_side;
typedef enum lm_contract { LM_LINEAR = 0, LM_INVERSE = 1 } lm_contract;

#define LM_SECOND ((int64_t)1000000)
#define LM_MINUTE (60 * LM_SECOND)
#define LM_DAY (86400 * LM_SECOND)
#define LM_TIME_MAX ((int64_t)1 << 62) /* |time| must be below; 146,000 years */
#define LM_PRICE_MIN 1e-15
#define LM_PRICE_MAX 1e15
#define LM_PRECISION_MIN 8
#define LM_PRECISION_MAX 20
#define LM_PRECISION_DEFAULT 12
#define LM_SYMBOL_SIZE 32 /* with the closing zero */
#define LM_GAUGE_NAME_SIZE 64
#define LM_MAX_GAUGES 256
#define LM_MAX_CLASSES 64
#define LM_MAX_TIERS 64
#define LM_MAX_ENCODED ((size_t)256 << 20)
#define LM_MAX_BUILDING (((size_t)1 << 30) - 65536)

/*
 * The price axis. A cell holds the exponent and the top `precision` mantissa bits of a price, so its width is 2^-(B+1)
 * to 2^-B of the price. Exact and monotone. The price must lie in [LM_PRICE_MIN, LM_PRICE_MAX]; the functions don't
 * check.
 */
LM_API int32_t lm_cell(double price, int precision);
LM_API double lm_cell_low(int32_t cell, int precision); /* lower bound, part of the cell */
LM_API double lm_cell_mid(int32_t cell, int precision); /* mean of the bounds */

/* A Unix epoch in s, ms, us or ns, told apart by magnitude (>= 1e17 ns, >= 1e14 us, >= 1e11 ms), to microseconds. */
LM_API lm_status lm_time_from_epoch(lm_host *host, int64_t epoch, int64_t *time);

/* The shortest decimal text that reads back as the same double, "." whatever the locale; nan and inf as words. */
#define LM_NUMBER_SIZE 32
LM_API const char *lm_number_text(double number, char text[LM_NUMBER_SIZE]);

/* ------------------------------------------------------------------ tape */

/*
 * How a tape counts. `placed` is false for a tape that holds nothing with a place in price (gauges only): then only
 * `frame` has a meaning, and it merges with any tape of that frame.
 */
typedef struct lm_tape_options {
    int64_t frame; /* width of a frame, 1 s to 1 day, default 1 min */
    bool placed;
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
LM_API lm_status lm_tape_new(lm_host *host, const lm_tape_options *options, lm_tape **tape);
LM_API void lm_tape_free(lm_host *host, lm_tape *tape);
LM_API lm_status lm_tape_copy(lm_host *host, const lm_tape *tape, lm_tape **copy);
LM_API size_t lm_tape_size(const lm_tape *tape);
LM_API void lm_tape_options_of(const lm_tape *tape, lm_tape_options *options);

/* Does this memory (at least 8 bytes) hold a tape being built, as opposed to an encoded one? */
LM_API bool lm_tape_is_building(const void *memory);

/* LM_E_MISMATCH with a hint unless the tape was, or could have been, begun with these options. */
LM_API lm_status lm_tape_expect(lm_host *host, const lm_tape *tape, const lm_tape_options *options);

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
LM_API lm_status lm_tape_trade_soon(lm_host *host, lm_tape **tape, int64_t time, double price, double qty,
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
LM_API lm_status lm_tape_forced(lm_host *host, lm_tape **tape, int64_t time, double price, double qty, lm_side side);

/* The same where only the frame is known, not the price: notional in quote currency. */
LM_API lm_status lm_tape_forced_unplaced(lm_host *host, lm_tape **tape, int64_t time, double notional, lm_side side);

/*
 * Adds all of another tape, encoded or being built: exact union. LM_E_MISMATCH for unlike options leaves the tape as it
 * was; a later failure (memory, overflow, damaged bytes) may leave part of the other in it, so work on a copy where
 * that matters.
 */
LM_API lm_status lm_tape_absorb(lm_host *host, lm_tape **tape, lm_bytes encoded);
LM_API lm_status lm_tape_absorb_building(lm_host *host, lm_tape **tape, const lm_tape *other);

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

typedef struct lm_tape_info {
    lm_tape_options options;
    int64_t frames;
    int64_t since, until;             /* start of the first frame, end of the last; 0 and 0 without frames */
    int64_t prints;                   /* trades and candles */
    int64_t cells;                    /* counts of prints stored */
    double notional;                  /* quote currency, of all prints */
    double taker_buy_notional;        /* what takers bought */
    double forced_long, forced_short; /* quote currency, placed and unplaced */
    int64_t gauge_samples;
    int gauges; /* names */
} lm_tape_info;

LM_API lm_status lm_tape_describe(lm_host *host, lm_bytes tape, lm_tape_info *info);

/* The name of gauge `index` (0 ..) of an encoded tape, in byte order; NULL behind the last. Not zero-terminated. */
LM_API const char *lm_tape_gauge_name(lm_bytes tape, int index, size_t *length);

/* A price and a count. */
typedef struct lm_print {
    int32_t cell;
    int64_t count;
} lm_print;

typedef struct lm_gauge {
    int name; /* index among the tape's names */
    int64_t samples;
    double min, max, last;
    int64_t last_time;
} lm_gauge;

/* One frame as read; arrays belong to the reader and last until its next call. */
typedef struct lm_frame {
    int64_t start;
    int64_t prints; /* 0: no trades, and low .. close_time mean nothing */
    int64_t bought; /* count that takers bought */
    double low, high, close;
    int64_t close_time;
    const lm_print *cells; /* ascending, counts above 0 */
    size_t cell_count;
    const lm_print *forced[2]; /* by lm_side */
    size_t forced_count[2];
    int64_t unplaced[2];
    const lm_gauge *gauges; /* ascending by name */
    size_t gauge_count;
} lm_frame;

/* Quote currency of the frame's prints; of the observed liquidations of a side, placed and unplaced. */
LM_API double lm_frame_notional(const lm_frame *frame, const lm_tape_options *options);
LM_API double lm_frame_forced_notional(const lm_frame *frame, const lm_tape_options *options, lm_side side);

/* Reads an encoded tape frame by frame in time order, as a stream: memory for one frame, safe on any bytes. */
typedef struct lm_tape_reader lm_tape_reader;
LM_API lm_status lm_tape_reader_open(lm_host *host, lm_bytes tape, lm_tape_reader **reader);
LM_API const lm_tape_options *lm_tape_reader_options(const lm_tape_reader *reader);
LM_API lm_status lm_tape_reader_next(lm_host *host, lm_tape_reader *reader, lm_frame *frame); /* LM_DONE at the end */
LM_API void lm_tape_reader_close(lm_host *host, lm_tape_reader *reader);

/*
 * A made-up market, the same on every machine: a bitcoin fortnight that climbs, flushes once and ends near 90,430.
 * For first steps, tests and demonstrations; it says nothing about any real market. Integer arithmetic only.
 */
typedef struct lm_demo {
    int64_t since;         /* start, default 2026-01-01 */
    int64_t until;         /* end, default since + 14 days; the shape is stretched over the period */
    int trades_per_minute; /* mean, 1 .. 10000, default 12 */
    uint64_t seed;         /* another seed, other noise, same shape */
} lm_demo;

typedef struct lm_demo_reader {
    lm_demo demo;
    uint64_t state[8];
} lm_demo_reader;

LM_API void lm_demo_init(lm_demo *demo);
/* LM_E_ARGUMENT for a period that is empty or above a year, or trades_per_minute out of range. */
LM_API lm_status lm_demo_open(lm_host *host, const lm_demo *demo, lm_demo_reader *reader);
LM_API bool lm_demo_next_trade(lm_demo_reader *reader, lm_trade *trade); /* in time order; false at the end */

typedef struct lm_gauge_sample {
    int64_t time;
    const char *name; /* open_interest, funding_rate, mark_price */
    double value;
} lm_gauge_sample;
/* The streams of the same market, a sample of each every 5 minutes. Use a reader of its own. */
LM_API bool lm_demo_next_gauge(lm_demo_reader *reader, lm_gauge_sample *sample);

/* ------------------------------------------------------------------ feed */

/* What the columns of a file mean: from the list of built-in ones, or a document of one's own (docs/feed.md). */
typedef struct lm_layout lm_layout;

/* A built-in layout, such as "binance-usdm/agg_trades". LM_E_ARGUMENT for an unknown name, with near ones in the hint. */
LM_API lm_status lm_layout_named(lm_host *host, const char *name, size_t length, lm_layout **layout);
/* From a document of one's own; LM_E_DOCUMENT names the path of what breaks a rule. */
LM_API lm_status lm_layout_read(lm_host *host, const char *json, size_t length, lm_layout **layout);
LM_API void lm_layout_free(lm_host *host, lm_layout *layout);

#define LM_LAYOUT_TEXT_SIZE 512

typedef struct lm_layout_entry {
    char name[64];
    char title[LM_LAYOUT_TEXT_SIZE];
    char streams[64];  /* what is in it: "trades, forced" */
    char contract[16]; /* "linear", "inverse", or "" where the file does not say */
    char source[LM_LAYOUT_TEXT_SIZE];
    char traps[4 * LM_LAYOUT_TEXT_SIZE]; /* what it takes care of, and what it cannot */
} lm_layout_entry;

/* Where a listing stands; begins as {0}. */
typedef struct lm_layout_reader {
    int file;
    int layout;
} lm_layout_reader;

/* The next built-in layout, by exchange; LM_DONE behind the last. */
LM_API lm_status lm_layout_next(lm_host *host, lm_layout_reader *reader, lm_layout_entry *entry);

typedef struct lm_feed_options {
    const char *symbol; /* of a file of many, take the rows of this one; NULL: the file has but one */
    size_t symbol_length;
    const lm_tape_options *counting; /* how a tape without places in price would count; NULL: as it was begun */
} lm_feed_options;

typedef struct lm_feed_report {
    int64_t lines; /* of text, the header included */
    int64_t trades, candles, gauges, forced;
    int64_t repeated; /* rows that were there before */
    int64_t skipped;  /* rows of which nothing was taken: of other symbols, with empty cells, or of no interest */
} lm_feed_report;

/*
 * Adds all that stands in a text (whole lines of CSV, each with its end, with or without a header, or values of JSON)
 * to a tape. All or nothing: a failed call leaves the tape as it was, and its message begins with the number of the line. Rows may be in
 * any order. What the layout knows by an id is counted once within one call, of at most LM_FEED_MAX_IDS rows. Quantities
 * are turned into contracts of the tape. LM_E_RANGE and LM_E_TIME for numbers and times; LM_E_CORRUPT for what is not in
 * this layout, cut short, compressed or no text; LM_E_MISMATCH for a layout of another kind of contract; LM_E_ARGUMENT
 * for a file of several symbols of which none is named; LM_E_MISSING where the symbol, a column or any row at all is not
 * there. An empty text adds nothing.
 */
#define LM_FEED_MAX_IDS ((size_t)1 << 24)
LM_API lm_status lm_tape_feed(lm_host *host, lm_tape **tape, lm_bytes text, const lm_layout *layout,
                              const lm_feed_options *options, lm_feed_report *report);

/* ------------------------------------------------------------------ margin */

typedef enum lm_basis { LM_BASIS_MARK = 0, LM_BASIS_ENTRY = 1 } lm_basis;

/* A tier of maintenance margin: from `floor` of notional on, maintenance = rate * notional - deduct. */
typedef struct lm_tier {
    double floor; /* quote (linear) or coin (inverse); a quantity where the rules say by_size */
    double rate;
    double deduct;
    double max_leverage; /* 0: not stated */
} lm_tier;

/* How a venue shows the exact price on its ticks. */
typedef enum lm_rounding {
    LM_ROUND_UNKNOWN = 0,
    LM_ROUND_EXACT = 1, /* not at all */
    LM_ROUND_UP = 2,
    LM_ROUND_DOWN = 3,
    LM_ROUND_NEAREST = 4
} lm_rounding;

/* Margin rules of a contract, from lm_rules_init() or a document. Formula and sources: docs/margin.md. */
typedef struct lm_rules {
    uint8_t contract;    /* lm_contract */
    uint8_t basis;       /* lm_basis: is maintenance charged on value at the mark or at entry */
    uint8_t fee_basis;   /* lm_basis, default the basis */
    bool steps;          /* the tier's rate hits the whole position and jumps at a floor */
    bool by_size;        /* floors are quantities, not notional: price does not move a position between tiers */
    uint8_t rounding[2]; /* lm_rounding of a liquidation price, by side; never applied unasked */
    int tier_count;
    double fee;           /* closing fee rate counted inside the requirement */
    double fixed;         /* any fixed amount of the requirement, in margin currency */
    double contract_size; /* base coins (linear) or quote (inverse) per unit of qty, default 1 */
    double rate_per_size; /* grows the rate per unit of qty; by_size only */
    double cap;           /* the largest position the venue opens, in the unit of floors; 0: not stated */
    double known_to;      /* beyond this the venue has tiers that are not in the table; 0: the table is whole */
    double tick;          /* of price; 0: not stated */
    lm_tier tiers[LM_MAX_TIERS];
} lm_rules;

/* Linear, on mark, no fee, one tier at 0.4 %: what the default model assumes. */
LM_API void lm_rules_init(lm_rules *rules);

/*
 * Reads {"contract","basis","fee","fee_basis","fixed","steps","tiers":[{"floor","rate","deduct","max_leverage","cap"}],
 * "tiers_by":"size","contract_size","rate_per_size","cap","known_to","rounding":{"long":"up","short":"down"},"tick"};
 * a tier may also be [floor, rate, deduct, max_leverage]; `deduct` is computed where left out. {"venue","symbol",
 * "as_of"} takes the rules of a venue, in place of which anything given beside it stands; "any_leverage": true drops
 * its maximum. LM_E_DOCUMENT with the path for anything unknown, repeated, of the wrong type, not finite, tiers that do
 * not begin at 0, do not increase or leave a gap, rates that fall, rate + fee >= 1.
 */
LM_API lm_status lm_rules_read(lm_host *host, const char *json, size_t length, lm_rules *rules);

/* Appends the rules as JSON: lossless, read back they are the same. */
LM_API lm_status lm_rules_print(lm_host *host, const lm_rules *rules, lm_buffer *out);

/*
 * The rules of a built-in venue that are in force at as_of (INT64_MAX: the newest). LM_E_ARGUMENT for a venue or symbol
 * that is not known, with near names in the hint; LM_E_TIME for a time before the first table, which says when that is.
 * What begins with { in the place of a name is a document of one's own.
 */
LM_API lm_status lm_venue_rules(lm_host *host, const char *venue, size_t venue_length, const char *symbol,
                                size_t symbol_length, int64_t as_of, lm_rules *rules);

/* The same from a venue document of one's own; docs/venues.md has its shape. */
LM_API lm_status lm_venue_document_rules(lm_host *host, const char *json, size_t length, const char *symbol,
                                         size_t symbol_length, int64_t as_of, lm_rules *rules);

#define LM_VENUE_TEXT_SIZE 512

/* One table: a symbol of a venue from a date on. */
typedef struct lm_venue_entry {
    char venue[64];
    char symbol[64];
    int64_t since; /* first day on which it is known to have been in force */
    char source[LM_VENUE_TEXT_SIZE];
    lm_rules rules;
} lm_venue_entry;

/* Where a listing stands; begins as {0}. */
typedef struct lm_venue_reader {
    int venue;
    int entry;
} lm_venue_reader;

/* The next built-in table, by venue, symbol and date as in the files; LM_DONE behind the last. */
LM_API lm_status lm_venue_next(lm_host *host, lm_venue_reader *reader, lm_venue_entry *entry);

typedef enum lm_margin_status {
    LM_MARGIN_PRICE = 0,  /* liquidated at a price */
    LM_MARGIN_NEVER = 1,  /* no price liquidates it */
    LM_MARGIN_ALREADY = 2 /* equity at entry does not exceed the requirement */
} lm_margin_status;

LM_API const char *lm_margin_status_word(lm_margin_status status); /* "price", "never", "already" */

typedef struct lm_position {
    lm_side side;
    double entry;
    double qty;        /* above 0, each of contract_size: by default base coins (linear) or quote (inverse) */
    double leverage;   /* collateral = value at entry / leverage; 0: take collateral as given */
    double collateral; /* what stands behind it at entry (added to value / leverage where both are given) */
} lm_position;

typedef struct lm_margin {
    lm_margin_status status;
    double liquidation_price;  /* NaN unless status is LM_MARGIN_PRICE */
    double bankruptcy_price;   /* where equity is 0; NaN if nowhere */
    int tier_at_entry;         /* from 0 */
    int tier_at_liquidation;   /* from 0, -1 unless there is a price */
    double initial_margin;     /* the collateral counted, margin currency */
    double maintenance_margin; /* the requirement at entry, fee and fixed included */
    double distance_pct;       /* of the liquidation price from entry, signed; NaN unless there is a price */
} lm_margin;

/*
 * LM_E_RANGE for entry or qty not above 0, negative leverage or one above max_leverage of the tier at entry, a position
 * above the cap or beyond what is known of the tiers, anything not finite; LM_E_ARGUMENT without any margin.
 */
LM_API lm_status lm_margin_solve(lm_host *host, const lm_rules *rules, const lm_position *position, lm_margin *margin);

/*
 * The liquidation price alone, NaN unless *status is LM_MARGIN_PRICE. A qty of 0 stands for a position so small that
 * the first tier holds it; it can have no collateral but its leverage (LM_E_ARGUMENT).
 */
LM_API lm_status lm_liquidation_price(lm_host *host, const lm_rules *rules, const lm_position *position,
                                      lm_margin_status *status, double *price);

/*
 * The liquidation price as the venue shows it: on a tick, in the direction that the rules give for this side. tick 0
 * takes the one of the rules. LM_E_MISSING where the rules do not say.
 */
LM_API lm_status lm_round_liquidation_price(lm_host *host, const lm_rules *rules, lm_side side, double price,
                                            double tick, double *rounded);

/* Both legs of a hedged position under cross margin, which share their collateral and so their liquidation. */
typedef struct lm_hedge {
    double entry[2]; /* by side */
    double qty[2];   /* by side, both above 0 */
    double wallet;   /* balance behind both, with the profit of other positions and without their maintenance */
    double mark;     /* price from which they are watched; 0: mean of the entries, weighted by quantity */
} lm_hedge;

typedef struct lm_hedge_margin {
    lm_margin_status status;
    double liquidation_price; /* against the larger leg where that is a price, else the other; NaN if neither is */
    double price_below;       /* first one met by a fall from the mark; NaN: never */
    double price_above;       /* by a rise */
    double equity;            /* at the mark, margin currency */
    double maintenance_margin;
} lm_hedge_margin;

/* Every leg has the tier of its own notional. Errors as of lm_margin_solve. */
LM_API lm_status lm_hedge_solve(lm_host *host, const lm_rules *rules, const lm_hedge *hedge, lm_hedge_margin *margin);

/*
 * The liquidation price of a position entered at 1, by the closed form, for a quote notional `position` at leverage x:
 * everything a replay needs to know of margin. *ratio is written for LM_MARGIN_PRICE only. `reference_price` turns what
 * inverse rules state in coin (floors, deductions, fixed) and linear ones in size into quote; pass 0 where there is
 * nothing of that.
 */
LM_API lm_margin_status lm_margin_ratio(const lm_rules *rules, double position, double reference_price, lm_side side,
                                        double x, double *ratio);

/* ------------------------------------------------------------------ model */

typedef struct lm_class {
    double x;         /* leverage */
    double share;     /* of what opens and may be liquidated; all shares sum to 1 */
    double half_life; /* seconds */
} lm_class;

/* A model, resolved: tiers looked up, defaults filled in, shares scaled to sum 1, classes ascending in x. */
typedef struct lm_model {
    lm_rules margin;
    double position;        /* quote notional of a typical position: picks the tier */
    double reference_price; /* of coin tiers of inverse contracts, else 0 */
    int64_t frame;          /* width of the frames the model was fitted at, default 1 min */
    double volume_power;    /* 0.5 or 1 */
    double exposure;        /* share of open interest that stands on the ladder */
    int class_count;
    lm_class classes[LM_MAX_CLASSES];
} lm_model;

/* The named presets: name and one line; NULL behind the last. */
LM_API const char *lm_model_name(int index, const char **description);
/* LM_E_ARGUMENT for an unknown name; the hint lists the known ones. */
LM_API lm_status lm_model_named(lm_host *host, const char *name, size_t length, lm_model *model);

/*
 * Reads a model document and resolves it; '{}' is the default model, and so is every key left out. LM_E_DOCUMENT names
 * the path. Classes of the default ladder that the margin rules do not allow fold into the highest one they allow;
 * explicit ones that would be liquidated at birth are errors.
 */
LM_API lm_status lm_model_read(lm_host *host, const char *json, size_t length, lm_model *model);

/* Appends the resolved model as JSON: lossless, read back it gives the same model. */
LM_API lm_status lm_model_print(lm_host *host, const lm_model *model, lm_buffer *out);

/* ------------------------------------------------------------------ map */

/* Where positions stand: a live map (with the state of its replay) or a sum of maps (counts). */
typedef struct lm_map lm_map;

/*
 * Replays an encoded tape under a model: frames that end by as_of count (INT64_MAX: all). open_interest above 0
 * replaces the gauge; 0 takes the gauge "open_interest", without which the map has shares and no sizes. LM_E_MISMATCH
 * where contract of tape and model differ.
 */
LM_API lm_status lm_map_replay(lm_host *host, lm_bytes tape, const lm_model *model, int64_t as_of, double open_interest,
                               lm_map **map);

/*
 * Goes on with the frames of a tape that the map has not seen; same bytes as a replay of everything. Live maps only. A
 * failed call leaves the map at a whole frame, from which it can be advanced again.
 */
LM_API lm_status lm_map_advance(lm_host *host, lm_map *map, lm_bytes tape, int64_t as_of);
LM_API void lm_map_free(lm_host *host, lm_map *map);

LM_API lm_status lm_map_encode(lm_host *host, const lm_map *map, lm_buffer *out);
/* Safe on any bytes; LM_E_CORRUPT for what does not encode to the same bytes again. */
LM_API lm_status lm_map_decode(lm_host *host, lm_bytes encoded, lm_map **map);

/*
 * Adds maps: counts of notional per side, class and cell. A live map is rounded once as it enters, and needs its open
 * interest (LM_E_MISSING). *sum NULL begins a sum. Associative and commutative to the byte. LM_E_MISMATCH for unlike
 * precision or unit.
 */
LM_API lm_status lm_map_add(lm_host *host, lm_map **sum, const lm_map *map);

/*
 * What a replay did in one frame: the ledger moves, in weights (see docs/semantics.md), beside what was liquidated as
 * far as it was observed. What is predicted are the swept weights by the factor that stood when the frame began: size =
 * open interest * exposure * coverage * swept / standing. A frame without trades has NaN prices and moves nothing.
 */
typedef struct lm_frame_ledger {
    int64_t start;
    double low, high, close; /* the trade range extended to the previous close, and the close */
    double opened[2];        /* equal but for classes that only one side can be liquidated at */
    double swept[2];
    double decayed[2];
    double standing[2];           /* at the end of the frame */
    double open_interest;         /* the gauge's last value, NaN before the first */
    double predicted_size[2];     /* base coins; 0 where nothing stood, NaN where open interest was not known */
    double predicted_notional[2]; /* quote, at the liquidation prices */
    double forced[2];             /* observed liquidations, quote, whether or not their price is known */
} lm_frame_ledger;

/*
 * As lm_map_replay, calling `each` after every frame with trades or observed liquidations; a result other than LM_OK
 * ends the replay with it.
 */
typedef lm_status (*lm_frame_visit)(void *context, const lm_map *map, const lm_frame_ledger *frame);
LM_API lm_status lm_map_replay_each(lm_host *host, lm_bytes tape, const lm_model *model, int64_t as_of,
                                    double open_interest, lm_frame_visit each, void *context, lm_map **map);

typedef struct lm_map_info {
    bool live;                  /* false: a sum */
    bool empty;                 /* nothing was ever in it, and there is no reference price */
    bool dated;                 /* as_of is known: not when empty, nor of known positions without a date */
    int64_t as_of_first, as_of; /* least and greatest as-of; equal for a live map; 0 unless dated */
    double reference_price;     /* last close; of a sum, that of the heaviest member; NaN when empty */
    double open_interest;       /* NaN: unknown */
    int64_t open_interest_time;
    bool open_interest_given; /* as an argument, not from the gauge */
    double coverage;          /* share of a full map that a tape of this age can show; NaN of a sum */
    double daily_sigma;       /* NaN under an hour of returns, or of a sum */
    int64_t frame;            /* of the tape; 0 of a sum */
    bool frame_differs;       /* the model was fitted at another frame and volume_power is not 1 */
    int models;               /* distinct models in it */
    int64_t positions;        /* known positions in it */
    int precision;
    double unit;
    double standing_notional[2]; /* NaN without open interest */
    char symbol[LM_SYMBOL_SIZE]; /* "" in a sum of several */
} lm_map_info;

LM_API lm_status lm_map_describe(lm_host *host, const lm_map *map, lm_map_info *info);

/* Model number `index` of lm_map_info.models; of a live map there is one. */
LM_API lm_status lm_map_model(lm_host *host, const lm_map *map, int index, lm_model *model);

/* A step of price. Share and cumulative are of the side; size and notional NaN without open interest. */
typedef struct lm_level {
    double price_low, price_high;
    double leverage; /* NaN unless by leverage */
    double share[2];
    double size[2];       /* base coins */
    double notional[2];   /* quote, at the liquidation price */
    double cumulative[2]; /* notional, or share without open interest, outward from the reference price */
    double distance_pct;  /* of the step's middle from the reference price */
} lm_level;

typedef struct lm_levels_options {
    double step;      /* of price; 0: the largest 1-2-5 number <= 0.25 % of the reference price */
    double within;    /* only steps whose middle is at most this fraction from the reference price; 0 or inf: all */
    bool by_leverage; /* a row per step and class */
    bool empty_steps; /* also steps where nothing stands, between the first and the last */
} lm_levels_options;

typedef struct lm_levels {
    lm_level *rows; /* ascending in price, then leverage */
    size_t count;
    double step;
} lm_levels;

/* LM_E_RANGE for a step that is negative or not finite; LM_E_LIMIT over a million rows. */
LM_API lm_status lm_map_levels(lm_host *host, const lm_map *map, const lm_levels_options *options, lm_levels *levels);
LM_API void lm_levels_free(lm_host *host, lm_levels *levels);

/* Notional of a side whose liquidation price lies in [low, high); LM_E_MISSING without open interest. */
LM_API lm_status lm_map_notional_between(lm_host *host, const lm_map *map, double low, double high, lm_side side,
                                         double *notional);

/* A place where liquidations pile up: a peak of the smoothed side by topographic prominence. */
typedef struct lm_cluster {
    int rank; /* from 1, by notional (or share) */
    lm_side side;
    double price_low, price_peak, price_high;
    double size, notional;  /* NaN without open interest */
    double share;           /* of the side */
    double distance_pct;    /* of the peak from the reference price */
    double distance_sigmas; /* the same in daily sigmas; NaN where sigma is not known or 0 */
    double prominence;      /* as a fraction of the highest peak of the side */
} lm_cluster;

typedef struct lm_clusters_options {
    double half_width;     /* of the smoothing triangle, a fraction of price; 0: 0.0025 */
    double min_prominence; /* as a fraction of the highest peak of the side, usually 0.1; 0: every peak */
} lm_clusters_options;

typedef struct lm_clusters {
    lm_cluster *rows; /* by rank */
    size_t count;
} lm_clusters;

LM_API lm_status lm_map_clusters(lm_host *host, const lm_map *map, const lm_clusters_options *options,
                                 lm_clusters *clusters);
LM_API void lm_clusters_free(lm_host *host, lm_clusters *clusters);

/* One side of the books: opened = swept + decayed + standing, in weights; NaN for a sum. */
typedef struct lm_ledger {
    lm_side side;
    double opened, swept, decayed, standing;
    double standing_size, standing_notional; /* NaN without open interest */
    int64_t positions;                       /* known positions counted, with or without a price; 0 of a replay */
    double never_notional, already_notional; /* of known positions that do not stand, at the price then */
} lm_ledger;

LM_API lm_status lm_map_ledger(lm_host *host, const lm_map *map, lm_ledger ledger[2]);

/* ------------------------------------------------------------------ heatmap */

/* A map through time, in one pass over its tape. */
typedef struct lm_heatmap_options {
    int64_t every; /* us between columns, a whole multiple of the frame; 0: the least round interval that gives at
                             most 300 columns */
    double step;   /* of price; 0: what levels would choose for the map as of `until` */
    int64_t since,
        until;        /* columns stand at multiples of `every` since 1970, since <= time <= until; INT64_MIN, INT64_MAX:
                             all */
    double low, high; /* only steps whose middle lies in [low, high]; 0 and INFINITY: all */
    bool by_leverage; /* a row per step and class */
    bool zero_cells;  /* in every column a row for every step (and class) that stands in any */
    double open_interest; /* as of lm_map_replay */
} lm_heatmap_options;

/* every and step 0, all times, all prices. */
LM_API void lm_heatmap_options_init(lm_heatmap_options *options);

/* The map as of `time`, and what was traded in the `every` that ends there. */
typedef struct lm_heatmap_column {
    int64_t time;
    double low, high, close; /* of prices traded in the period; NaN where none were */
    double reference_price;  /* last close */
    double open_interest;    /* NaN: unknown, then rows have shares and no notional */
    double coverage;
    size_t first_row, row_count; /* of lm_heatmap.rows */
} lm_heatmap_column;

typedef struct lm_heatmap_row {
    uint32_t column;              /* from 0 */
    int64_t number;               /* of the step: it begins at number * step */
    double price_low, price_high; /* price_high is the price_low of the next step, to the bit */
    double leverage;              /* NaN unless by leverage */
    double share[2];              /* of the side as a whole, by lm_side */
    double notional[2];           /* quote, at the liquidation price; NaN where open interest is not known */
} lm_heatmap_row;

typedef struct lm_heatmap {
    lm_heatmap_column *columns; /* ascending in time, one every `every` without a gap */
    size_t column_count;
    lm_heatmap_row *rows; /* by column, then price, then leverage */
    size_t row_count, row_capacity;
    int64_t every;
    double step;
    int64_t first_number, last_number; /* of the steps in any row; first above last where there is none */
    bool by_leverage, zero_cells;
    bool sized;         /* notionals are known in the last column */
    int64_t as_of;      /* end of the last frame that counted in the last column; 0 without columns */
    int64_t frame;      /* of the tape */
    bool frame_differs; /* the model was fitted at another frame and volume_power is not 1 */
    bool open_interest_given;
    int precision;
    char symbol[LM_SYMBOL_SIZE];
    lm_model model; /* resolved */
} lm_heatmap;

/*
 * Replays an encoded tape and reads the map at every column: each column holds, to the bit, the rows that lm_map_levels
 * gives of lm_map_replay as of its time, at lm_heatmap.step. Columns begin where something was traded and end with the
 * first multiple of `every` that the tape does not go beyond, or at `until`. LM_E_ARGUMENT for an `every` that is
 * negative or no whole multiple of the frame, for since > until and for low > high; LM_E_RANGE for a step that is negative, not finite or
 * finer than the cells of the tape; LM_E_LIMIT over a million rows or columns, with their number. Fails as lm_map_replay does.
 */
LM_API lm_status lm_tape_heatmap(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *options,
                                 lm_heatmap *heatmap);
LM_API void lm_heatmap_free(lm_host *host, lm_heatmap *heatmap);

/* ------------------------------------------------------------------ known positions */

/* How positions are counted. */
typedef struct lm_positions_options {
    uint8_t precision;           /* of cells, default 12 */
    uint8_t contract;            /* lm_contract, default linear */
    bool dated;                  /* as_of is known, default not */
    int64_t as_of;               /* when the positions were looked at */
    double contract_size;        /* base coins (linear) or quote (inverse) per unit of qty, default 1 */
    double unit;                 /* quote currency per count, default 1e-6 */
    char symbol[LM_SYMBOL_SIZE]; /* free text, default "" */
} lm_positions_options;

LM_API void lm_positions_options_init(lm_positions_options *options);

/*
 * Reads {"precision":12,"contract":"linear","contract_size":1,"unit":1e-6,"symbol":"BTCUSDT","as_of":"2026-01-01
 * 12:00Z"}: every key may be left out, an unknown or repeated one is LM_E_DOCUMENT. as_of is seconds since 1970 or text
 * as ISO 8601 and PostgreSQL write it, in UTC unless it says otherwise.
 */
LM_API lm_status lm_positions_options_read(lm_host *host, const char *json, size_t length,
                                           lm_positions_options *options);

/*
 * Known positions being counted into a map: one relocatable block without pointers, as lm_tape is, of
 * lm_positions_size() bytes, aligned to 8, that moves when it grows.
 */
typedef struct lm_positions {
    uint32_t host_word; /* the host's own */
    uint32_t magic;
} lm_positions;

LM_API lm_status lm_positions_new(lm_host *host, const lm_positions_options *options, lm_positions **positions);
LM_API void lm_positions_free(lm_host *host, lm_positions *positions);
LM_API size_t lm_positions_size(const lm_positions *positions);

/* Does this memory (at least 8 bytes) hold positions being counted, as opposed to an encoded map? */
LM_API bool lm_positions_is_building(const void *memory);

/* LM_E_MISMATCH with a hint unless they were begun with these options. */
LM_API lm_status lm_positions_expect(lm_host *host, const lm_positions *positions, const lm_positions_options *options);

/* A position whose liquidation price is known. */
typedef struct lm_known_position {
    double price;             /* mark price when the position was looked at */
    double liquidation_price; /* NaN: no price liquidates it */
    double qty;               /* contracts, above 0 */
    double leverage;          /* above 0; NaN: not known */
    lm_side side;
} lm_known_position;

/*
 * Counts a position at its liquidation price; where that is NaN as one that is never liquidated, and where the price
 * has reached it (a long with a liquidation price at or above the price, a short with one at or below it) as one that
 * already is. LM_E_RANGE for prices outside of [1e-15, 1e15], a qty or leverage that is not finite and above 0;
 * LM_E_OVERFLOW when a count leaves 64 bits. A failed call leaves the positions as they were.
 */
LM_API lm_status lm_positions_add(lm_host *host, lm_positions **positions, const lm_known_position *position);

/* Adds many; on failure *done stand, and number *done (from 0) is the bad one. */
LM_API lm_status lm_positions_add_many(lm_host *host, lm_positions **positions, const lm_known_position *known,
                                       size_t count, size_t *done);

/*
 * The same for a position that stands at `price` now and whose liquidation price follows from margin rules. Its qty is
 * in contracts, whose size is stated by the rules or by the options (LM_E_MISMATCH where they disagree, on the kind of
 * contract too). One that lm_margin_solve() finds liquidated at entry counts as already, one whose price no axis holds
 * as never. Fails as lm_margin_solve() does.
 */
LM_API lm_status lm_positions_add_margin(lm_host *host, lm_positions **positions, double price, const lm_rules *rules,
                                         const lm_position *position);

/*
 * Adds all of others: the same as if each had been added here. LM_E_MISMATCH for unlike options leaves them as they
 * were; a later failure may leave part of the others in them.
 */
LM_API lm_status lm_positions_absorb(lm_host *host, lm_positions **positions, const lm_positions *other);

/*
 * The map of what was counted: the sum of maps of one position each, in whatever order they came. Its reference price
 * is that of the position of the greatest notional at its price, of equal ones the greatest price.
 */
LM_API lm_status lm_positions_map(lm_host *host, const lm_positions *positions, lm_map **map);

/* ------------------------------------------------------------------ cascade */

/*
 * How price answers forced flow. Everything acts on the cumulative flow of a cascade, in log distance x = |ln(P/P0)|
 * from the reference price P0, with the flow Q in base coins:
 *
 *   linear      x = Q / d               d = depth_per_pct / P0 coins per 0.01 of log distance ("1 %")
 *   sqrt        x = y sigma sqrt(Q/V)   V = volume / P0 coins a day
 *   saturating  x = L (1 - e^(-Q/(dL))) as linear at first, never more than L = limit_pct / 100
 *   book        x = D^-1(Q)             D(x) coins resting within x: what the depths say, evenly in between and beyond
 *
 * of Q = flow * share / reported / (multiplier * evaporation(x)), where evaporation(x) = max(floor, e^(-eta 100x)).
 */
typedef enum lm_impact_kind { LM_IMPACT_LINEAR, LM_IMPACT_SQRT, LM_IMPACT_SATURATING, LM_IMPACT_BOOK } lm_impact_kind;

#define LM_MAX_DEPTHS 256

/* All that rests within `pct` percent of the reference price (of the price itself, not of its logarithm). */
typedef struct lm_depth {
    double pct;      /* above 0; below 100 for bids */
    double notional; /* quote currency, cumulative */
} lm_depth;

typedef enum lm_engine_order { LM_ORDER_MARKET, LM_ORDER_BANKRUPTCY } lm_engine_order;

/* How a venue liquidates. The static cascade uses maintenance, fund and adl; runs in time use all of it. */
typedef struct lm_engine {
    double maintenance;   /* margin left at the liquidation price, as a fraction of notional; default 0.005 */
    double partial;       /* fraction of a position that is liquidated at first, in (0, 1], default 1 */
    double partial_above; /* quote notional of a position above which `partial` holds, default 0 */
    double cooldown;      /* seconds before the next part, default 30 */
    double takeover;      /* fraction of maintenance margin below which the venue takes a position over, default 0 */
    uint8_t order;        /* lm_engine_order: sold at any price, or not below the bankruptcy price; default market */
    bool adl;             /* losses beyond the fund close winning positions, default true */
    double fund;          /* insurance fund, quote currency, default 0 */
} lm_engine;

typedef struct lm_market {
    uint8_t impact;       /* lm_impact_kind */
    double depth_per_pct; /* linear, saturating: quote notional, at the reference price, that moves price by 1 % */
    double limit_pct;     /* saturating: the most that flow can move the price, percent of log distance; default 50 */
    double sigma;         /* sqrt: daily volatility, a fraction */
    double volume;        /* sqrt: quote notional traded a day */
    double y;             /* sqrt: default 1 */
    int depth_count[2];   /* book: by the side that is liquidated, so LM_LONG has the bids, LM_SHORT the asks */
    lm_depth depths[2][LM_MAX_DEPTHS]; /* ascending, both columns strictly */
    double multiplier;                 /* of depth: hidden and refilled on the way, default 1 */
    double eta;                        /* evaporation per 1 % of log distance, default 0 */
    double evaporation_floor;          /* the part of depth that stays, in (0, 1], default 0.05 */
    double share;                      /* of what is liquidated that reaches the market, in (0, 1], default 1 */
    double reported[2];     /* least and greatest share of true liquidations that feeds report; 0, 0: what the map calls
                                for, see lm_market_reported(). Figures are scaled up by 1 / sqrt(least * greatest) */
    double jump_pct;        /* the least jump of the final price that counts as one, percent, default 0.25 */
    double reference_price; /* where the move starts and depth is measured from; 0: the map's */
    lm_engine engine;
} lm_market;

/* The defaults; the impact's own numbers are 0, and must be set. */
LM_API void lm_market_init(lm_market *market);

/*
 * Reads {"impact":"linear","depth_per_pct":2e7} | {"impact":"sqrt","sigma":0.015,"volume":1.1e10,"y":1} |
 * {"impact":"saturating","depth_per_pct":2e7,"limit_pct":50} | {"impact":"book","levels":[[0.1,5e6],[1,2e7]]}, or "bids"
 * and "asks" in place of "levels"; with "multiplier":1, "evaporation":{"eta":0,"floor":0.05}, "share":1,
 * "reported":[0.3,0.5] (or one number), "jump_pct":0.25, "reference_price", "engine":{"maintenance":0.005,"partial":1,
 * "partial_above":0,"cooldown":"30 s","takeover":0,"order":"market"|"bankruptcy","fund":0,"adl":true}. LM_E_DOCUMENT
 * names the path.
 */
LM_API lm_status lm_market_read(lm_host *host, const char *json, size_t length, lm_market *market);

/* Appends the market as JSON, defaults filled in: lossless. */
LM_API lm_status lm_market_print(lm_host *host, const lm_market *market, lm_buffer *out);

/* Do bids and asks of a book have the same depths? Then it is printed as "levels". */
LM_API bool lm_market_one_book(const lm_market *market);

/* LM_E_ARGUMENT for a market that lm_market_read() would refuse. Every function that takes a market checks it. */
LM_API lm_status lm_market_check(lm_host *host, const lm_market *market);

/*
 * What a market without a range of its own takes feeds to report, on a map in their units. Binance and OKX send at most
 * one liquidation per symbol and second (K33, CoinGlass); one count found 2.7 times the volume that was sent, and for 10
 * October 2025 CoinGlass puts the true sum at 1.5 to 2 times what was reported.
 */
#define LM_REPORTED_LEAST 0.3
#define LM_REPORTED_MOST 1.0

/*
 * The least and the greatest share of liquidations that feeds report, as every function here takes it: the market's
 * where it states one; else LM_REPORTED_LEAST to LM_REPORTED_MOST for a map that holds replays, whose models were fitted
 * to feeds, and 1 to 1 for a map of known positions alone, which count in full.
 */
LM_API void lm_market_reported(const lm_map *map, const lm_market *market, double range[2]);

/*
 * What a move sets off: the least fixed point x* = min { x >= s : x = s + I(flow(x)) } of a shock of log distance s. On the
 * way down longs are liquidated, on the way up shorts. Signed fractions and percents fall below 0. Sizes and notionals
 * are true ones, of what is liquidated, whether or not it reaches the market; notional is at the liquidation prices.
 */
typedef struct lm_cascade {
    double final_price;
    double move_pct;            /* of the final price from the reference price */
    double size, notional;      /* what is liquidated */
    double amplification;       /* log distance of the final price over that of the shock; at least 1 */
    double branching_at_stop;   /* branching ratio over the next jump_pct from the final price on */
    double branching_max;       /* greatest over any jump_pct that begins on the way, from the reference price on */
    double branching_max_price; /* where that begins */
    double critical_shock;      /* smallest shock, of this sign, at which the final price jumps by jump_pct or more; NaN
                                    where none does: then every shock is answered smoothly, by its amplification. Later
                                    jumps may be longer: worst_shock */
    double landing_price;       /* where it jumps to; NaN with it */
    double jump_notional;       /* what is liquidated in the jump; NaN with it */
    double shortfall;           /* quote: losses beyond bankruptcy prices, before the fund */
    double adl_notional;        /* quote notional of positions whose losses the fund does not cover */
    double move_pct_least, move_pct_most; /* where feeds report the greatest and the least share of liquidations */
    double notional_least, notional_most;
    double critical_shock_least, critical_shock_most; /* the same ends: with most liquidations the shock is smallest */
    double shortfall_least, shortfall_most;
    double worst_shock; /* the shock whose jump is the longest (in log distance) that the map has, however far out,
                                    of equal ones the smallest; NaN with critical_shock, and equal to it where it is that */
    double worst_landing_price; /* where it lands; NaN with it */
    double worst_jump_notional; /* what is liquidated in it; NaN with it */
} lm_cascade;

/*
 * Runs a shock, a signed fraction: -0.03 is a fall by 3 %. LM_E_RANGE for a shock that is 0, NaN or of 100 % and more;
 * LM_E_MISSING for an empty map or one without open interest; LM_E_RANGE for a reference price outside of the map.
 */
LM_API lm_status lm_cascade_run(lm_host *host, const lm_map *map, double shock, const lm_market *market,
                                lm_cascade *cascade);

/* The same, by leverage class; the rows sum to the cascade. Classes that stand on the side, reached or not. */
typedef struct lm_cascade_class {
    double leverage; /* NaN: not known */
    double size, notional;
    double standing_notional; /* what stands on the side */
    double shortfall, adl_notional;
    double notional_least, notional_most; /* where feeds report the greatest and the least share of liquidations */
} lm_cascade_class;

typedef struct lm_cascade_classes {
    lm_cascade_class *rows; /* ascending by leverage, the unknown first */
    size_t count;
} lm_cascade_classes;

LM_API lm_status lm_cascade_by_leverage(lm_host *host, const lm_map *map, double shock, const lm_market *market,
                                        lm_cascade_classes *classes);
LM_API void lm_cascade_classes_free(lm_host *host, lm_cascade_classes *classes);

/* The grid: a row for each shock and each multiplier of depth, in the order given, shocks outermost. */
typedef struct lm_cascades_row {
    double shock;
    double depth_multiplier;
    lm_cascade cascade;
} lm_cascades_row;

typedef struct lm_cascades {
    lm_cascades_row *rows;
    size_t count;
} lm_cascades;

/*
 * LM_E_ARGUMENT for no shocks or no multipliers; LM_E_RANGE for a multiplier outside of [1e-9, 1e9]; LM_E_LIMIT over
 * 100,000 rows; else as lm_cascade_run.
 */
LM_API lm_status lm_cascades_run(lm_host *host, const lm_map *map, const double *shocks, size_t shock_count,
                                 const double *depth_multipliers, size_t multiplier_count, const lm_market *market,
                                 lm_cascades *cascades);
LM_API void lm_cascades_free(lm_host *host, lm_cascades *cascades);

/*
 * How near each price is to setting off more than it takes. "Per 1 %" is per 0.01 of log distance. A step is critical
 * where the branching ratio is 1 or more: without evaporation, where liquidation_per_pct reaches depth_per_pct.
 */
typedef struct lm_fragility_row {
    lm_side side; /* that is liquidated here */
    double price_low, price_high;
    double distance_pct;                    /* of the step's middle from the reference price */
    double liquidation_per_pct;             /* quote notional that reaches the market per 1 % of price */
    double depth_per_pct;                   /* quote notional that moves the price by 1 %, after all that came before */
    double branching;                       /* mean branching ratio over the step */
    bool critical;                          /* by `branching`, the middle of the range */
    double branching_least, branching_most; /* where feeds report the greatest and the least share of liquidations */
} lm_fragility_row;

typedef struct lm_fragility_options {
    double step;      /* of price; 0: the largest 1-2-5 number <= 0.25 % of the reference price */
    double within;    /* only steps whose middle is at most this fraction from the reference price; 0 or inf: all */
    bool empty_steps; /* also steps where nothing stands, up to the last where something does */
} lm_fragility_options;

typedef struct lm_fragility {
    lm_fragility_row *rows; /* ascending in price; the step that holds the reference price is cut there */
    size_t count;
    double step;
} lm_fragility;

/* LM_E_RANGE for a step that is negative, too fine, or not finite; LM_E_LIMIT over a million rows; else as
   lm_cascade_run. */
LM_API lm_status lm_map_fragility(lm_host *host, const lm_map *map, const lm_market *market,
                                  const lm_fragility_options *options, lm_fragility *fragility);
LM_API void lm_fragility_free(lm_host *host, lm_fragility *fragility);

/* ------------------------------------------------------------------ a market from data */

/* What a tape says of a market: a robust line through the returns of its frames on their signed flow. */
typedef struct lm_market_estimate {
    lm_market market; /* linear or sqrt, all else by default */
    double sigma;     /* daily volatility of the closes, a fraction */
    double volume;    /* quote currency a day */
    double low, high; /* 90 % interval of depth_per_pct or y; high NaN: no upper bound, for the slope may be 0 */
    double r2;        /* share of the squared returns that the line takes away; may be negative */
    int64_t n;        /* frames in the regression */
    int64_t frame;    /* their width */
} lm_market_estimate;

/*
 * Returns are close to close, of frames that follow right upon one another; flow is what takers bought less what they
 * sold, in quote. Huber's weights (1.345), through the origin, 50 rounds; the interval is a sandwich over blocks of
 * about sqrt(n) frames. It measures the impact of all flow within a frame, most of which is gone later: neither the
 * resting book, nor what a long order would do. LM_E_MISSING for under 300 such frames, for a tape that does not know
 * the takers' sides, for a price that never moves or does not go with the flow; LM_E_ARGUMENT for other kinds of impact.
 */
LM_API lm_status lm_market_estimate_tape(lm_host *host, lm_bytes tape, lm_impact_kind impact,
                                         lm_market_estimate *estimate);

/* Reads {"impact":"linear"} or {"impact":"sqrt"}; left out it is linear. */
LM_API lm_status lm_market_estimate_options_read(lm_host *host, const char *json, size_t length,
                                                 lm_impact_kind *impact);

/* Appends it as the market document that lm_market_read() reads, the interval beside it. */
LM_API lm_status lm_market_estimate_print(lm_host *host, const lm_market_estimate *estimate, lm_buffer *out);

/*
 * Rows of a book's depth being gathered: one relocatable block without pointers, as lm_tape is, of lm_book_size()
 * bytes, aligned to 8. Rows are bands or levels, not both (LM_E_MISMATCH); their order does not matter.
 */
typedef struct lm_book {
    uint32_t host_word; /* the host's own */
    uint32_t magic;
} lm_book;

LM_API lm_status lm_book_new(lm_host *host, lm_book **book);
LM_API void lm_book_free(lm_host *host, lm_book *book);
LM_API size_t lm_book_size(const lm_book *book);

/* Does this memory hold depth being gathered, whole? Safe on any bytes. */
LM_API bool lm_book_is_building(const void *memory, size_t size);

/*
 * A band of a snapshot: notional of all orders within `percentage` of the middle, bids where that is negative (as
 * Binance publishes its bookDepth). LM_E_RANGE for a percentage of 0 or beyond 10000, a notional that is negative.
 */
LM_API lm_status lm_book_band(lm_host *host, lm_book **book, int64_t time, double percentage, double notional);

/* A level of a snapshot whose middle is mid. LM_E_RANGE for a bid above or an ask below it. */
LM_API lm_status lm_book_level(lm_host *host, lm_book **book, int64_t time, bool bid, double price, double qty,
                               double mid);

/* Adds all rows of another. */
LM_API lm_status lm_book_absorb(lm_host *host, lm_book **book, const lm_book *other);

/* What rows of depth say of a market. */
typedef struct lm_book_profile {
    lm_market market; /* of impact book, all else by default */
    int64_t snapshots;
    int64_t since, until; /* the first and the last of them */
} lm_book_profile;

/*
 * The median over time of the depth at each distance that half of the snapshots reach: percentages as they came, levels
 * at 0.001, 0.002, 0.005 .. 20 %. A distance whose median is not above that of the distance before it is left out. LM_E_MISSING where a side has none, LM_E_LIMIT over LM_MAX_DEPTHS percentages.
 */
LM_API lm_status lm_book_read(lm_host *host, const lm_book *book, lm_book_profile *profile);

/* Appends it as a market document. */
LM_API lm_status lm_book_profile_print(lm_host *host, const lm_book_profile *profile, lm_buffer *out);

/* ------------------------------------------------------------------ simulation */

#define LM_MAX_DRAWS 1000000
#define LM_MAX_SHOCKS 1024
#define LM_MAX_QUANTILES 256

/* What is not known, and by how much. Sigmas are of logarithms. */
typedef struct lm_simulate_options {
    bool up;                      /* squeezes of shorts, default falls through longs */
    double horizon;               /* seconds in which the shock comes, default a day */
    double sigma;                 /* of a day, a fraction; 0: the map's */
    double degrees;               /* of freedom of Student's t, above 2, default 4; 0: normal */
    int shock_count;              /* above 0: shocks are these, each as likely, in place of t or normal */
    double shocks[LM_MAX_SHOCKS]; /* signed fractions; those against the direction count as 0 */
    double depth_median;          /* the market's depth is multiplied by, default 1 */
    double depth_sigma;           /* and its spread, default 0.5 */
    double impact_sigma;          /* of the impact's prefactor, default 0.3 */
    double ladder_sigma;          /* of the weight of each class of leverage, all classes together kept, default 0.3 */
    double reported[2];           /* least and greatest share that feeds report, even in its logarithm; 0: as of
                            lm_market_reported() */
    int quantile_count;
    double quantiles[LM_MAX_QUANTILES]; /* ascending, default 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99 */
} lm_simulate_options;

LM_API void lm_simulate_options_init(lm_simulate_options *options);

/*
 * Reads {"direction":"down","horizon":"1 d","sigma":0.02,"degrees":4,"shock":-0.05 or [-0.01,-0.03],"depth_median":1,
 * "depth_sigma":0.5,"impact_sigma":0.3,"ladder_sigma":0.3,"reported":[0.3,1] or 0.4,"quantiles":[0.1,0.5,0.9]}: every key may be
 * left out. LM_E_DOCUMENT names the path.
 */
LM_API lm_status lm_simulate_options_read(lm_host *host, const char *json, size_t length, lm_simulate_options *options);

/* A row: the part `quantile` of the draws did not go beyond each of these. Each column is sorted by itself. */
typedef struct lm_simulated {
    double quantile;
    double shock_pct; /* of the price, signed */
    double price;     /* where the cascade ended */
    double move_pct;  /* of the price, signed */
    double size;      /* base coins liquidated, what feeds do not report included */
    double notional;  /* quote, at the liquidation prices */
    double shortfall; /* quote: losses beyond bankruptcy prices */
    double adl_notional;
} lm_simulated;

typedef struct lm_simulation {
    int64_t draws;
    double jump_probability; /* share of draws whose cascade jumped by the market's jump_pct or more */
    double reported[2];      /* the range that was drawn from */
    int count;
    lm_simulated rows[LM_MAX_QUANTILES];
} lm_simulation;

/*
 * Draws shock, depth, impact, reporting and ladder, and runs a cascade for each. A draw depends on seed and its own
 * number alone, so the same seed gives the same rows on any plan. LM_E_RANGE for draws outside of 1 .. LM_MAX_DRAWS and
 * seeds outside of 0 .. 2^53; LM_E_MISSING where neither map nor options know a volatility; else as lm_cascade().
 */
LM_API lm_status lm_simulate(lm_host *host, const lm_map *map, const lm_market *market, int64_t draws, int64_t seed,
                             const lm_simulate_options *options, lm_simulation *simulation);

/* ------------------------------------------------------------------ a cascade in time */

typedef struct lm_path_options {
    double step;       /* seconds, default 1 */
    double duration;   /* seconds, default 1800 */
    double refill;     /* half-life in seconds of what the book has not refilled, default 300; 0: it never does */
    double permanent;  /* part of the impact that stays when the book has refilled, default 0.3 */
    double cap;        /* quote notional a second that engines sell at most; 0: as much as there is */
    double shock_over; /* seconds in which the shock arrives, evenly in log distance; 0: at once */
} lm_path_options;

LM_API void lm_path_options_init(lm_path_options *options);

/* Reads {"step":"1 s","duration":"30 min","refill":"5 min","permanent":0.3,"cap":0,"shock_over":0}. */
LM_API lm_status lm_path_options_read(lm_host *host, const char *json, size_t length, lm_path_options *options);

/* The market at a moment. Notionals are quote, at the liquidation prices, what feeds do not report included. */
typedef struct lm_path_row {
    double t; /* seconds */
    double price;
    double liquidated; /* sold in this step */
    double cumulative; /* sold so far */
    double pending;    /* triggered, and waiting */
    double taken_over; /* so far: past the bankruptcy or takeover price of the market's engine, and never sold */
} lm_path_row;

typedef struct lm_path {
    lm_path_row *rows; /* from t = 0 on */
    size_t count;
    size_t farthest;    /* the row in which the price is farthest from where it was */
    double farthest_x;  /* log distance there */
    lm_cascade still;   /* the static answer to the same shock */
    double reported[2]; /* what feeds were taken to report: steps are of the middle, `still` has both ends */
} lm_path;

/*
 * Runs a shock in time: triggers, waits, sales, refill. Engine rules are the market's; `partial` is taken of every
 * position where partial_above is 0, and of none else, for a map does not know single positions. LM_E_LIMIT over 100,000
 * steps; LM_E_RANGE for options that lm_path_options_read() would refuse; else as lm_cascade_run().
 */
LM_API lm_status lm_cascade_path(lm_host *host, const lm_map *map, double shock, const lm_market *market,
                                 const lm_path_options *options, lm_path *path);
LM_API void lm_path_free(lm_host *host, lm_path *path);

/* ------------------------------------------------------------------ several venues */

#define LM_MAX_VENUES 32

typedef struct lm_venues_row {
    double final_price;    /* the same move from the venue's own reference price */
    double size, notional; /* liquidated on it, what feeds do not report included */
    double depth_share;    /* of all that was sold, the part that its book took up; NaN where nothing was sold */
    double branching;      /* its part of spectral_radius, by the coins sold on it over the next jump_pct */
} lm_venues_row;

typedef struct lm_venues {
    double move_pct, amplification, size, notional; /* all venues together, as in lm_cascade */
    double move_pct_least, move_pct_most; /* where feeds report the greatest and the least share of liquidations */
    double spectral_radius; /* of the matrix of who sets off whom, over the next jump_pct from the stop on. One price
                                makes it of rank one: this is the sum of `branching`, and branching_at_stop of them all */
    int count;
    lm_venues_row rows[LM_MAX_VENUES]; /* in the order given */
} lm_venues;

/*
 * One shock on several venues whose prices arbitrage keeps together. LM_E_ARGUMENT for none or more than LM_MAX_VENUES;
 * else as lm_cascade_run(). Evaporation is looked at from cell to cell.
 */
LM_API lm_status lm_cascade_venues(lm_host *host, const lm_map *const *maps, const lm_market *markets, size_t count,
                                   double shock, lm_venues *venues);

/* ------------------------------------------------------------------ draw */

/*
 * A bar of text: `width` characters stand for `greatest`. Eighths of a block where unicode, else '#'. A value that is
 * NaN, negative or 0 gives an empty bar (so does a greatest of 0), one above `greatest` a full one. LM_E_RANGE for width
 * outside 1 .. 200 or a greatest that is negative or not finite.
 */
LM_API lm_status lm_bar(lm_host *host, double value, double greatest, int width, bool unicode, char text[1024]);

typedef enum lm_theme { LM_THEME_AUTO = 0, LM_THEME_LIGHT = 1, LM_THEME_DARK = 2 } lm_theme;

/* "auto" (what the reader's system asks for), "light" or "dark"; LM_E_ARGUMENT for another name, with a hint. */
LM_API lm_status lm_theme_named(lm_host *host, const char *name, size_t length, lm_theme *theme);

typedef struct lm_svg_options {
    double step;         /* of price, of a map; 0: as of levels, but no finer than can be seen */
    double within;       /* of a map: fraction around the reference price, default 0.15; 0 or inf: all */
    const char *title;   /* UTF-8, whatever its bytes: markup is shown as text, what cannot be shown as U+FFFD */
    size_t title_length; /* 0: a title is made from what is drawn */
    int width, height;   /* pixels, 320 to 4000 and 200 to 4000, default 1200 x 675 */
    lm_theme theme;
} lm_svg_options;

LM_API void lm_svg_options_init(lm_svg_options *options);

/*
 * Appends a picture of a map: an SVG document in ASCII, the same bytes everywhere, without scripts or references to
 * anything outside of it. Over price stands what would be liquidated in each step, longs and shorts, stacked by
 * leverage; the curves sum it outward from the reference price; clusters (lm_map_clusters) are marked and the largest
 * are labelled with price, notional and distance. Words below state the model. Shares where there is no open interest.
 * LM_E_RANGE for a size, step or distance without meaning, LM_E_LIMIT for steps too many to be seen.
 */
LM_API lm_status lm_map_svg(lm_host *host, const lm_map *map, const lm_svg_options *options, lm_buffer *out);

/*
 * The same of a cascade in time (lm_cascade_path): the price, the shock alone, the static answer with its range of what
 * feeds report, and what was sold when. `step` and `within` mean nothing to it.
 */
LM_API lm_status lm_path_svg(lm_host *host, const lm_map *map, double shock, const lm_market *market,
                             const lm_path_options *path_options, const lm_svg_options *options, lm_buffer *out);

/*
 * The same of a heatmap: every step in its rows, over time and price, in shades of what would be liquidated there (long
 * and short together, shares where there is no open interest); the prices traded over it; and beside it what stands in
 * the last column, with the clusters of that map by name (NULL: without). A column reaches from its time to the next.
 * LM_E_LIMIT over 4 million cells.
 */
LM_API lm_status lm_heatmap_svg(lm_host *host, const lm_heatmap *heatmap, const lm_clusters *clusters,
                                const lm_svg_options *options, lm_buffer *out);

/*
 * The picture of lm_tape_heatmap with the clusters as of its last column. Where `low` and `high` of the heatmap are 0
 * and INFINITY it shows 5 % beyond the prices traded. Fails as those do.
 */
LM_API lm_status lm_tape_svg(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *heatmap,
                             const lm_svg_options *options, lm_buffer *out);

/* ------------------------------------------------------------------ draw: Vega-Lite */

/* How a Vega-Lite picture looks. Lengths are pixels, 100 to 10000; text is UTF-8. */
typedef struct lm_vega_options {
    const char *title; /* at most 1000 bytes; none: the symbol and what it is */
    size_t title_length;
    int width, height; /* of all of it, default 1000 by 500 */
} lm_vega_options;

LM_API void lm_vega_options_init(lm_vega_options *options);

/*
 * Appends a Vega-Lite 6 specification of a map, with its data inside: levels by leverage as bars, what is liquidated on
 * the way there as curves, clusters, the reference price; tooltips, zoom along the price, and a legend that filters.
 * `step` and `within` as in lm_levels_options. What is drawn is rounded to seven digits; "usermeta" says what it is of.
 * Fails as lm_map_levels() does, with LM_E_LIMIT for over 50000 bars, and with LM_E_RANGE or LM_E_LIMIT for the options.
 */
LM_API lm_status lm_map_vega(lm_host *host, const lm_map *map, double step, double within,
                             const lm_vega_options *options, lm_buffer *out);

/*
 * The same of a heatmap (without leverage): every row as a cell, from the time of its column to that of the next, in
 * shades of what would be liquidated there, long and short together; the prices traded over it; and by name the clusters
 * of the last column (NULL: without). Tooltips, and zoom along both axes. LM_E_LIMIT for over 200000 cells.
 */
LM_API lm_status lm_heatmap_vega(lm_host *host, const lm_heatmap *heatmap, const lm_clusters *clusters,
                                 const lm_vega_options *options, lm_buffer *out);

/*
 * The picture of lm_tape_heatmap with the clusters as of its last column. Where `low` and `high` of the heatmap are 0
 * and INFINITY it shows 5 % beyond the prices traded. Fails as those do.
 */
LM_API lm_status lm_tape_vega(lm_host *host, lm_bytes tape, const lm_model *model, const lm_heatmap_options *heatmap,
                              const lm_vega_options *options, lm_buffer *out);

/* ------------------------------------------------------------------ draw: pages */

/*
 * Appends one HTML file (UTF-8) that shows an SVG document, as lm_map_svg() makes it: without a script and without a
 * reference to anything outside. LM_E_ARGUMENT for what is no SVG document. Title: "liqmap" where it is empty.
 */
LM_API lm_status lm_page_svg(lm_host *host, const char *svg, size_t length, const char *title, size_t title_length,
                             lm_buffer *out);

/*
 * The same for a Vega-Lite specification, as lm_map_vega() makes it. `scripts` is the JavaScript of vega, vega-lite and
 * vega-embed, one after the other, put into the page, which then needs no network; where it is empty the page asks a
 * public server for pinned versions, whose bytes the browser checks. The page's Content-Security-Policy lets nothing
 * else run, load or be sent. LM_E_ARGUMENT for what is no JSON object.
 */
LM_API lm_status lm_page_vega(lm_host *host, const char *spec, size_t length, const char *title, size_t title_length,
                              const char *scripts, size_t scripts_length, lm_buffer *out);

/* ------------------------------------------------------------------ draw: interchange */

/*
 * Appends a map as JSON in a layout that other programs read; docs/interchange.md describes them. Every bit is kept.
 *   "liqmap"                our own: the map's info, models, books, units, and levels by leverage
 *   "coinglass"             {"code","msg","data":{"data":{"<price>":[[price, USD, leverage, null], ...], ...}}}
 *   "coinglass-aggregated"  the same, a sum per price, leverage null
 * `step` as in lm_levels_options; a price is the middle of a step. LM_E_ARGUMENT for another layout, with a hint that
 * lists them; LM_E_MISSING without open interest for all but "liqmap". Fails as lm_map_levels() does.
 */
LM_API lm_status lm_map_interchange(lm_host *host, const lm_map *map, const char *layout, size_t layout_length,
                                    double step, lm_buffer *out);

/*
 * The same for a heatmap:
 *   "liqmap"                our own: model, units, books, times, and cells
 *   "coinglass-heatmap"     {"code","msg","data":{"y_axis":[price, ...],"liquidation_leverage_data":[[column, row,
 *                           USD], ...],"price_candlesticks":[[start in s, "open", "high", "low", "close", "volume"],
 *                           ...]}}; volume is "0"
 *   "coinglass-heatmap-v3"  the same under the names "y", "liq", "prices"
 * `ledger` are the books of the map in the last column; NULL: not stated.
 */
LM_API lm_status lm_heatmap_interchange(lm_host *host, const lm_heatmap *heatmap, const lm_ledger *ledger,
                                        const char *layout, size_t layout_length, lm_buffer *out);

/* The heatmap of a tape in a layout, with its books. Fails as lm_tape_heatmap() does too. */
LM_API lm_status lm_tape_interchange(lm_host *host, lm_bytes tape, const lm_model *model,
                                     const lm_heatmap_options *options, const char *layout, size_t layout_length,
                                     lm_buffer *out);

#ifdef __cplusplus
}
#endif

#endif /* LIQMAP_H */
