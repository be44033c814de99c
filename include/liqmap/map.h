/* Maps: where positions stand. Replay, storage, levels, clusters, ledger. */
#ifndef LIQMAP_MAP_H
#define LIQMAP_MAP_H

#include "model.h"
#include "liqmap/parameters.h"

LM_BEGIN_DECLS

/* Where positions stand: a live map (with the state of its replay) or a sum of maps (counts). */
typedef struct lm_map lm_map;

/*
 * Replays an encoded tape under a model: frames that end by as_of count (INT64_MAX: all). open_interest above 0
 * replaces the gauge; 0 takes the gauge "open_interest", without which the map has shares and no sizes. LM_E_MISMATCH
 * where contract of tape and model differ.
 */
LM_API lm_status lm_tape_map(lm_host *host, lm_bytes tape, const lm_model *model, int64_t as_of, double open_interest,
                             lm_map **map);

/*
 * Goes on with the frames of a tape that the map has not seen; same bytes as a replay of everything. Live maps only. A
 * failed call leaves the map at a whole frame, from which it can be advanced again.
 */
LM_API lm_status lm_map_advance(lm_host *host, lm_map *map, lm_bytes tape, int64_t as_of);
LM_API void lm_map_destroy(lm_host *host, lm_map *map);

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
 * open interest * exposure * coverage * swept / outstanding. A frame without trades has NaN prices and moves nothing.
 */
typedef struct lm_frame_ledger {
    int64_t start;
    double low, high, close; /* the trade range extended to the previous close, and the close */
    double opened[2];        /* equal but for classes that only one side can be liquidated at */
    double swept[2];
    double decayed[2];
    double outstanding[2];        /* at the end of the frame */
    double open_interest;         /* the gauge's last value, NaN before the first */
    double predicted_size[2];     /* base coins; 0 where nothing stood, NaN where open interest was not known */
    double predicted_notional[2]; /* quote, at the liquidation prices */
    double liquidations[2];       /* observed liquidations, quote, whether or not their price is known */
} lm_frame_ledger;

/*
 * As lm_tape_map, calling `each` after every frame with trades or observed liquidations; a result other than LM_OK
 * ends the replay with it.
 */
typedef lm_status (*lm_frame_visit)(void *context, const lm_map *map, const lm_frame_ledger *frame);
LM_API lm_status lm_tape_replay(lm_host *host, lm_bytes tape, const lm_model *model, int64_t as_of,
                                double open_interest, lm_frame_visit each, void *context, lm_map **map);

typedef struct lm_map_info {
    bool live;                  /* false: a sum */
    bool empty;                 /* nothing was ever in it, and there is no reference price */
    bool dated;                 /* as_of is known: not when empty, nor of known positions without a date */
    int64_t as_of_first, as_of; /* least and greatest as-of; equal for a live map; 0 unless dated */
    double reference_price;     /* last close; of a sum, that of the heaviest member; NaN when empty */
    double open_interest;       /* NaN: unknown */
    int64_t open_interest_time; /* LM_TIME_UNKNOWN where open interest is unknown or was given */
    bool open_interest_given;   /* as an argument, not from the gauge */
    double coverage;            /* share of a full map that a tape of this age can show; NaN of a sum */
    double daily_sigma;         /* NaN under an hour of returns, or of a sum */
    int64_t frame;              /* of the tape; 0 of a sum */
    bool frame_differs;         /* the model was fitted at another frame and volume_power is not 1 */
    int models;                 /* distinct models in it */
    int64_t positions;          /* known positions in it */
    int precision;
    double unit;
    double outstanding_notional[2]; /* NaN without open interest */
    char symbol[LM_SYMBOL_SIZE];    /* "" in a sum of several */
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

/* All steps with something in them, all classes together. */
LM_API void lm_levels_options_init(lm_levels_options *options);
extern LM_API const lm_parameter_list lm_levels_parameters;

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

/* A place where liquidations entry up: a peak of the smoothed side by topographic prominence. */
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
    double half_width;     /* of the smoothing triangle, a fraction of price, default 0.0025; 0: the default */
    double min_prominence; /* as a fraction of the highest peak of the side, default 0.1; 0: every peak */
} lm_clusters_options;

LM_API void lm_clusters_options_init(lm_clusters_options *options);
extern LM_API const lm_parameter_list lm_clusters_parameters;

typedef struct lm_clusters {
    lm_cluster *rows; /* by rank */
    size_t count;
} lm_clusters;

LM_API lm_status lm_map_clusters(lm_host *host, const lm_map *map, const lm_clusters_options *options,
                                 lm_clusters *clusters);
LM_API void lm_clusters_free(lm_host *host, lm_clusters *clusters);

/* One side of the books: opened = swept + decayed + outstanding, in weights; NaN for a sum. */
typedef struct lm_ledger {
    lm_side side;
    double opened, swept, decayed, outstanding;
    double outstanding_size, outstanding_notional; /* NaN without open interest */
    int64_t positions;                             /* known positions counted, with or without a price; 0 of a replay */
    double never_notional, liquidatable_notional;  /* of known positions that do not stand, at the price then */
} lm_ledger;

LM_API lm_status lm_map_ledger(lm_host *host, const lm_map *map, lm_ledger ledger[2]);

LM_END_DECLS

#endif
