/* Maps of the outstanding positions: replay, storage, levels, clusters, ledger. */
#ifndef LIQMAP_MAP_H
#define LIQMAP_MAP_H

#include "model.h"
#include "parameters.h"

LM_BEGIN_DECLS

/* The outstanding positions as of one time: a live map (with the state of its replay) or a sum of maps (counts). */
typedef struct lm_map lm_map;

/*
 * Replays the frames of an encoded tape that end by as_of (INT64_MAX: all) under a model. An open_interest above 0
 * replaces the gauge; 0 uses the gauge "open_interest", without which the map has shares and no sizes. LM_E_MISMATCH
 * where the contracts of tape and model differ.
 */
LM_API lm_status lm_tape_map(lm_host *host, lm_bytes tape, const lm_model *model, int64_t as_of, double open_interest,
                             lm_map **map);

/*
 * Replays the frames of a tape that are later than the map. The bytes are those of a replay of all frames. LM_E_MISSING
 * for a sum. A failed call leaves the map at the end of a frame, from which it can be advanced again.
 *
 * The frames of the tape may be narrower than those of the map so far if they divide these: hourly candles in front of
 * trades by the minute. The map then goes on with the narrower width, and lm_map_info states the wider one
 * (docs/semantics.md has what is not known then). LM_E_MISMATCH where such a tape begins before the as-of of the map,
 * and for all other differences in frames.
 */
LM_API lm_status lm_map_advance(lm_host *host, lm_map *map, lm_bytes tape, int64_t as_of);
LM_API void lm_map_destroy(lm_host *host, lm_map *map);
/* Copies a map. */
LM_API lm_status lm_map_copy(lm_host *host, const lm_map *map, lm_map **copy);

/* Appends the stored form. LM_E_LIMIT where it is too large. */
LM_API lm_status lm_map_encode(lm_host *host, const lm_map *map, lm_buffer *out);
/* Decodes a stored map; safe on untrusted bytes. LM_E_CORRUPT for bytes that the decoded map does not encode to. */
LM_API lm_status lm_map_decode(lm_host *host, lm_bytes encoded, lm_map **map);

/*
 * Adds a map to *sum (NULL: to no maps): counts of notional per side, class and cell. The order of additions changes no
 * byte. A live map is rounded to counts once, and needs its open interest (LM_E_MISSING). LM_E_MISMATCH for different
 * precision or unit, for different quotes that are known, and for reference prices that differ by a factor of 10 or
 * more.
 */
LM_API lm_status lm_map_merge_into(lm_host *host, lm_map **sum, const lm_map *map);

/*
 * The ledger of one frame of a replay, in weights (see docs/semantics.md), beside the observed liquidations. Predicted
 * amounts are of the swept weights, with all factors as of the start of the frame: size = open interest * exposure *
 * coverage * swept / outstanding. A frame without trades has NaN prices, and nothing opens, is swept or decays.
 *
 * Frozen amounts are the forecast of the map as of the start of the frame, which nothing later has changed: what it held
 * in the cells that the range of the frame reached. Predicted amounts also include what opened and was swept within the
 * frame.
 */
typedef struct lm_frame_ledger {
    int64_t start;
    double low, high, close; /* the trade range extended to the previous close, and the close */
    double opened[2];        /* equal, except for classes that can be liquidated on one side only */
    double swept[2];
    double decayed[2];
    double outstanding[2];        /* at the end of the frame */
    double open_interest;         /* the gauge's last value, NaN before the first */
    double predicted_size[2];     /* base coins; 0 where nothing was outstanding, NaN without open interest */
    double predicted_notional[2]; /* quote, at the liquidation prices */
    double liquidations[2];       /* observed liquidations, quote, whether or not their price is known */
    double frozen_share[2];       /* fraction of the side as of the start; 0 where nothing was outstanding */
    double frozen_size[2];        /* base coins, as predicted_size */
    double frozen_notional[2];    /* quote, at the liquidation prices */
} lm_frame_ledger;

/*
 * Replays as lm_tape_map does, and calls `visit` after every frame with trades or observed liquidations. A result of
 * `visit` other than LM_OK ends the replay and is returned.
 */
typedef lm_status (*lm_frame_visit)(void *context, const lm_map *map, const lm_frame_ledger *frame);
LM_API lm_status lm_tape_replay(lm_host *host, lm_bytes tape, const lm_model *model, int64_t as_of,
                                double open_interest, lm_frame_visit visit, void *context, lm_map **map);

typedef struct lm_map_info {
    bool live;                  /* false: a sum */
    bool empty;                 /* no trade or position was added, and there is no reference price */
    bool dated;                 /* as_of is known: not when empty, nor of known positions without a date */
    int64_t as_of_first, as_of; /* least and greatest as-of; equal for a live map; 0 unless dated */
    double reference_price;     /* last close; of a sum, that of the map of the greatest notional; NaN when empty */
    double open_interest;       /* NaN: unknown */
    int64_t open_interest_time; /* LM_TIME_UNKNOWN where open interest is unknown or was given */
    bool open_interest_given;   /* it was an argument, not a gauge */
    double coverage; /* the part of the outstanding positions that the tape is long enough to have seen; NaN of a sum */
    double daily_sigma; /* NaN for less than an hour of returns, and of a sum */
    int64_t frame;      /* of the tape; 0 of a sum */
    bool frame_differs; /* the model was fitted at another frame and volume_power is not 1 */
    int models;         /* number of distinct models */
    int64_t positions;  /* number of known positions */
    int precision;
    double unit;
    double outstanding_notional[2]; /* NaN without open interest */
    char symbol[LM_SYMBOL_SIZE];    /* "" in a sum of several */
    int64_t burn_in_frame; /* width of the wider frames that the map began with; 0: all frames are as wide as `frame` */
    int64_t burn_in_until; /* end of the last wider frame; LM_TIME_UNKNOWN if there was none */
    char quote[LM_QUOTE_SIZE]; /* as given, else as the symbol says; "": unknown */
    double exposure[2];        /* of open interest: that of the model, or what an adaptive one learned; NaN of a sum */
} lm_map_info;

/* Sets all of `info`. */
LM_API lm_status lm_map_describe(lm_host *host, const lm_map *map, lm_map_info *info);

/* Something in a map that is probably not what was meant, and what to do about it. */
typedef struct lm_notice {
    char notice[240];
    char hint[160];
} lm_notice;

#define LM_NOTICE_FRAME "the frames of the tape are not as wide as those the model was fitted at"
#define LM_NOTICE_FRAME_HINT \
    "With a volume_power other than 1 the width of frames changes the map; see frame in check_model()."

#define LM_MAX_NOTICES 4

typedef struct lm_notices {
    size_t count;
    lm_notice rows[LM_MAX_NOTICES];
} lm_notices;

/*
 * Finds the notices of a map of this encoded tape: frames of another width than that of the model; no open interest
 * beside a gauge with a name such as "oi"; an open interest of 0; an open interest that looks like quote currency,
 * because at the last close it is more than any market has (docs/semantics.md). A sum has none. No number is changed.
 * LM_E_CORRUPT for a tape without a header.
 */
LM_API lm_status lm_map_notices(lm_host *host, const lm_map *map, lm_bytes tape, lm_notices *notices);

/* Gets model number `index` (0 ..) of lm_map_info.models; a live map has one. LM_E_ARGUMENT behind the last. */
LM_API lm_status lm_map_model(lm_host *host, const lm_map *map, int index, lm_model *model);

/* One step of price. Shares are of the whole side; size and notional are NaN without open interest. */
typedef struct lm_level {
    double price_low, price_high;
    double leverage; /* NaN unless by leverage */
    double share[2];
    double size[2];       /* base coins */
    double notional[2];   /* quote, at the liquidation price */
    double cumulative[2]; /* notional (share without open interest), summed outward from the reference price */
    double distance_pct;  /* of the middle of the step from the reference price */
} lm_level;

typedef struct lm_levels_options {
    double step;      /* of price; 0: the largest 1-2-5 number <= 0.25 % of the reference price */
    double within;    /* only steps whose middle is at most this fraction from the reference price; 0 or inf: all */
    bool by_leverage; /* a row per step and class */
    bool empty_steps; /* also empty steps, between the first and the last */
} lm_levels_options;

/* Sets the defaults: all steps that are not empty, all classes together. */
LM_API void lm_levels_options_init(lm_levels_options *options);
extern LM_API const lm_parameter_list lm_levels_parameters;

typedef struct lm_levels {
    lm_level *rows; /* ascending in price, then leverage */
    size_t count;
    double step;
} lm_levels;

/* Computes the levels. LM_E_RANGE for a step that is negative or not finite; LM_E_LIMIT over a million rows. */
LM_API lm_status lm_map_levels(lm_host *host, const lm_map *map, const lm_levels_options *options, lm_levels *levels);
LM_API void lm_levels_free(lm_host *host, lm_levels *levels);

/* The notional of a side with liquidation prices in [low, high), in quote. LM_E_MISSING without open interest. */
LM_API lm_status lm_map_notional_between(lm_host *host, const lm_map *map, double low, double high, lm_side side,
                                         double *notional);

/*
 * The price at which `share` of a side is liquidated, in base coins, from the reference price outward; share 0: the
 * nearest liquidation price. NaN for a side without positions. LM_E_RANGE for a share outside of [0, 1].
 */
LM_API lm_status lm_map_liquidation_quantile(lm_host *host, const lm_map *map, lm_side side, double share,
                                             double *price);

/* A peak of liquidations over price, with its bounds. */
typedef struct lm_cluster {
    int rank; /* from 1, by notional (or share) */
    lm_side side;
    double price_low, price_peak, price_high;
    double size, notional;  /* NaN without open interest */
    double share;           /* of the side */
    double distance_pct;    /* of the peak from the reference price */
    double distance_sigmas; /* the distance in daily sigmas; NaN where sigma is not known or 0 */
    double prominence;      /* as a fraction of the highest peak of the side */
    double cumulative;      /* notional (or share) from the reference price to the far end of the cluster */
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

/* Finds the clusters of both sides. LM_E_RANGE for a half_width outside of [0, 0.1] or a min_prominence of [0, 1]. */
LM_API lm_status lm_map_clusters(lm_host *host, const lm_map *map, const lm_clusters_options *options,
                                 lm_clusters *clusters);
LM_API void lm_clusters_free(lm_host *host, lm_clusters *clusters);

/* The ledger of one side: opened = swept + decayed + outstanding, in weights; NaN for a sum. */
typedef struct lm_ledger {
    lm_side side;
    double opened, swept, decayed, outstanding;
    double outstanding_size, outstanding_notional; /* NaN without open interest */
    int64_t positions; /* number of known positions, with or without a liquidation price; 0 of a replay */
    double never_notional, liquidatable_notional; /* of known positions by status, at their mark prices */
} lm_ledger;

/* Sets the ledger of both sides. */
LM_API lm_status lm_map_ledger(lm_host *host, const lm_map *map, lm_ledger ledger[2]);

LM_END_DECLS

#endif
