/* Series: the map as of many instants, or its density near the price, in one replay of a tape. */
#ifndef LIQMAP_SERIES_H
#define LIQMAP_SERIES_H

#include "map.h"
#include "parameters.h"

LM_BEGIN_DECLS

typedef struct lm_series_options {
    int64_t every; /* us between instants, a whole multiple of the frame; 0: the least round interval that gives at
                          most 300 instants */
    int64_t since; /* instants are the multiples of `every` since 1970 with since <= instant <= until */
    int64_t until; /* INT64_MIN and INT64_MAX: all times */
    double open_interest; /* as in lm_tape_map */
} lm_series_options;

/* Sets the defaults: every 0, all times. */
LM_API void lm_series_options_init(lm_series_options *options);
extern LM_API const lm_parameter_list lm_series_parameters;

/* What a series is of. */
typedef struct lm_series_about {
    int64_t every;
    size_t instants;
    int64_t as_of;      /* the last instant; LM_TIME_UNKNOWN if there is none */
    int64_t frame;      /* of the tape */
    bool frame_differs; /* the model was fitted at another frame and volume_power is not 1 */
} lm_series_about;

/* ---- maps */

/* The maps of a tape as of each instant, one at a time. Holds one map, and borrows the bytes of the tape. */
typedef struct lm_maps lm_maps;

/*
 * Begins a series of maps. Instants begin at the end of the first frame with trades, and end at the first multiple of
 * `every` that is not before the end of the tape, or at `until`; before the first trade a map is empty, and no instant.
 * LM_E_ARGUMENT for an `every` that is negative or no whole multiple of the frame, and for since > until; LM_E_LIMIT
 * over a million instants, with their number. Fails as lm_tape_map does.
 */
LM_API lm_status lm_maps_create(lm_host *host, lm_bytes tape, const lm_model *model, const lm_series_options *options,
                                lm_maps **maps);
LM_API void lm_maps_destroy(lm_host *host, lm_maps *maps);
LM_API lm_series_about lm_maps_about(const lm_maps *maps);

/*
 * Sets the next instant, and the map as of it: its bytes are those of lm_tape_map as of the instant. The map stays valid
 * until the next call; copy it with lm_map_copy to keep it. LM_DONE after the last. After LM_E_INTERRUPTED the call can
 * be repeated, after another error only lm_maps_destroy is left.
 */
LM_API lm_status lm_maps_next(lm_host *host, lm_maps *maps, int64_t *as_of, const lm_map **map);

/* ---- density */

/* What would be liquidated up to a distance from the price, as of one instant. */
typedef struct lm_density {
    int64_t as_of;
    double reference_price; /* last close */
    double distance;        /* a fraction of the reference price */
    double notional[2];     /* quote, at the liquidation price; NaN where open interest is not known */
    double share[2];        /* fraction of the side as a whole, 0 where the side is empty */
} lm_density;

#define LM_MAX_DISTANCES 64

/* The default distances, 0.01, 0.02, 0.03, 0.05 and 0.1; sets their number. */
LM_API const double *lm_density_distances(size_t *count);

/* A result other than LM_OK ends the series and is returned. */
typedef lm_status (*lm_density_visit)(void *context, const lm_density *row);

/*
 * Calls `visit` for each instant of lm_maps_create, and there for each distance in the order given. With P the
 * reference price and d a distance, the notional is, to the bit, that of lm_map_notional_between of the map as of the
 * instant, of longs in [P * (1 - d), P) and of shorts in [P, P * (1 + d)). The share is the sum of the shares of the
 * same entries in the same order. LM_E_ARGUMENT for no distance, or more than LM_MAX_DISTANCES; LM_E_RANGE for one that
 * is not above 0 and at most 1. Otherwise fails as lm_maps_create and lm_maps_next do. Sets `about` on success; it may
 * be NULL.
 */
LM_API lm_status lm_tape_density(lm_host *host, lm_bytes tape, const lm_model *model, const lm_series_options *options,
                                 const double *distances, size_t count, lm_density_visit visit, void *context,
                                 lm_series_about *about);

LM_END_DECLS

#endif
