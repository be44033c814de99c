/*
 * The exposure of each side, learned from observed liquidations: the option "adaptive" of a model. The rule is in
 * section "Adaptive exposure" of docs/semantics.md. Internal to core/map.
 */
#ifndef LM_MAP_ADAPTIVE_H
#define LM_MAP_ADAPTIVE_H

#include "base/bytes.h"
#include "liqmap/model.h"

/* The width of a bar. Feeds that give sums give them for half an hour, so no bar needs data that is later than its end. */
#define LM_ADAPTIVE_BAR (30 * LM_MINUTE)

/* What was observed and predicted on one side, in quote currency. */
typedef struct lm_adaptive_side {
    bool seen; /* a liquidation was observed in a bar that ended */
    /* Of the bars that ended, decayed to the start of the bar that has not: */
    double observed, predicted;
    double pending; /* predicted in the bars since the last that had a liquidation: whether the feed was on is open */
    /* Of the bar that has not ended: */
    bool bar_seen;
    double bar_observed, bar_predicted;
} lm_adaptive_side;

/* All of a model that is not adaptive, and of a map that has counted no frame, is 0. */
typedef struct lm_adaptive {
    bool begun;
    bool heard;          /* a liquidation was observed in a bar that ended */
    int64_t since;       /* start of the first bar */
    int64_t bar;         /* start of the bar that has not ended */
    int64_t heard_until; /* end of the last bar with an observed liquidation; 0 unless heard */
    double total;        /* predicted on both sides in the bars that ended, not decayed */
    lm_adaptive_side sides[2];
} lm_adaptive;

/* What one frame adds, by side; notional in quote currency. */
typedef struct lm_adaptive_frame {
    int64_t start;
    bool seen[2]; /* a liquidation was observed */
    double observed[2], predicted[2];
} lm_adaptive_frame;

/* Adds a frame, which must be later than all before. */
void lm_adaptive_add(lm_adaptive *state, const lm_model *model, const lm_adaptive_frame *frame);

/* Computes the exposure of each side over the exposure of the model, as of a time; 1 unless the model is adaptive. */
void lm_adaptive_ratios(const lm_adaptive *state, const lm_model *model, int64_t as_of, double ratios[2]);

/* The most bytes that lm_adaptive_put writes. */
#define LM_ADAPTIVE_MAX (1 + 3 * LM_VARINT_MAX + 11 * 8)

/* Write and read the stored form. lm_adaptive_get marks the cursor as bad where a number is outside of its range. */
uint8_t *lm_adaptive_put(uint8_t *next, const lm_adaptive *state);
void lm_adaptive_get(lm_cursor *cursor, int64_t as_of, lm_adaptive *state);

#endif
