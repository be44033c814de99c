#include "map/adaptive.h"

#include "base/number.h"
#include "map/codec_fields.h"

#define BAR LM_ADAPTIVE_BAR
/* A feed without any liquidation for longer is off: what it would have observed then is not known. */
#define LONGEST_SILENCE LM_DAY
/* Under this time the exposure is that of the model. */
#define LEAST_AGE LM_DAY
/* Bounds of the exposure over that of the model, beyond which a feed has another unit than the tape. */
#define LEAST_RATIO 1e-3
#define GREATEST_RATIO 1e3
#define GREATEST_SUM 1e150

static int64_t bar_of(int64_t time)
{
    return (time / BAR - (time % BAR < 0)) * BAR;
}

static void decay(lm_adaptive *state, const lm_model *model, int64_t elapsed)
{
    const double kept = lm_exp2_neg((double)elapsed / (double)LM_SECOND / model->adaptive_half_life);
    for (int s = LM_LONG; s <= LM_SHORT; s++) {
        state->sides[s].observed *= kept;
        state->sides[s].predicted *= kept;
        state->sides[s].pending *= kept;
    }
}

/* Adds to a sum, which stays finite whatever the open interest is. */
static void add(double *sum, double amount)
{
    if (!lm_finite(amount))
        return;
    *sum += amount;
    if (!(*sum <= GREATEST_SUM))
        *sum = GREATEST_SUM;
}

/* Counts bars without a feed, in which nothing is learned: observed is taken to be as predicted. */
static void add_unknown(lm_adaptive_side *side, double predicted)
{
    add(&side->observed, predicted);
    add(&side->predicted, predicted);
}

/* Ends the bar that has not ended. */
static void end_bar(lm_adaptive *state)
{
    const bool heard = state->sides[LM_LONG].bar_seen || state->sides[LM_SHORT].bar_seen;
    const bool was_silent = state->heard && state->bar - state->heard_until > LONGEST_SILENCE;
    for (int s = LM_LONG; s <= LM_SHORT; s++) {
        lm_adaptive_side *side = &state->sides[s];
        if (heard && was_silent)
            add_unknown(side, side->pending);
        else if (heard)
            add(&side->predicted, side->pending);
        if (heard)
            side->pending = 0;
        side->seen |= side->bar_seen;
        if (!side->seen) {
            add_unknown(side, side->bar_predicted);
        } else if (!heard) {
            add(&side->pending, side->bar_predicted);
        } else {
            add(&side->observed, side->bar_observed);
            add(&side->predicted, side->bar_predicted);
        }
        add(&state->total, side->bar_predicted);
        side->bar_seen = false;
        side->bar_observed = side->bar_predicted = 0;
    }
    if (heard) {
        state->heard = true;
        state->heard_until = state->bar + BAR;
    }
}

/* Goes on to a later bar. */
static void go_on(lm_adaptive *state, const lm_model *model, int64_t bar)
{
    decay(state, model, BAR);
    end_bar(state);
    if (bar > state->bar + BAR)
        decay(state, model, bar - state->bar - BAR);
    state->bar = bar;
}

void lm_adaptive_add(lm_adaptive *state, const lm_model *model, const lm_adaptive_frame *frame)
{
    const int64_t bar = bar_of(frame->start);
    if (!state->begun)
        state->since = state->bar = bar;
    state->begun = true;
    if (bar > state->bar)
        go_on(state, model, bar);
    for (int s = LM_LONG; s <= LM_SHORT; s++) {
        state->sides[s].bar_seen |= frame->seen[s];
        add(&state->sides[s].bar_observed, frame->observed[s]);
        add(&state->sides[s].bar_predicted, frame->predicted[s]);
    }
}

void lm_adaptive_ratios(const lm_adaptive *state, const lm_model *model, int64_t as_of, double ratios[2])
{
    ratios[LM_LONG] = ratios[LM_SHORT] = 1;
    if (!model->adaptive || !state->begun)
        return;
    lm_adaptive now = *state;
    const int64_t bar = bar_of(as_of);
    if (bar > now.bar)
        go_on(&now, model, bar);
    const int64_t age = now.bar - now.since;
    if (age < LEAST_AGE)
        return;
    const double prior = model->adaptive_weight * now.total / ((double)age / (double)LM_DAY) / 2;
    for (int s = LM_LONG; s <= LM_SHORT; s++) {
        const double observed = now.sides[s].observed + now.sides[s].pending + prior;
        const double predicted = now.sides[s].predicted + now.sides[s].pending + prior;
        if (!(predicted > 0))
            continue;
        const double ratio = observed / predicted;
        ratios[s] = ratio < LEAST_RATIO ? LEAST_RATIO : ratio > GREATEST_RATIO ? GREATEST_RATIO : ratio;
    }
}

/* ---- the stored form */

enum bits { BEGUN = 1, HEARD = 2, SEEN_LONG = 4, SEEN_SHORT = 8, BAR_SEEN_LONG = 16, BAR_SEEN_SHORT = 32 };

uint8_t *lm_adaptive_put(uint8_t *next, const lm_adaptive *state)
{
    const lm_adaptive_side *sides = state->sides;
    *next++ =
        (uint8_t)((state->begun ? BEGUN : 0) | (state->heard ? HEARD : 0) | (sides[LM_LONG].seen ? SEEN_LONG : 0) |
                  (sides[LM_SHORT].seen ? SEEN_SHORT : 0) | (sides[LM_LONG].bar_seen ? BAR_SEEN_LONG : 0) |
                  (sides[LM_SHORT].bar_seen ? BAR_SEEN_SHORT : 0));
    next = lm_put_varint(next, lm_zigzag(state->since / BAR));
    next = lm_put_varint(next, (uint64_t)((state->bar - state->since) / BAR));
    next = lm_put_varint(next, (uint64_t)(state->heard ? (state->bar - state->heard_until) / BAR : 0));
    next = lm_put_double(next, state->total);
    for (int s = LM_LONG; s <= LM_SHORT; s++) {
        next = lm_put_double(next, sides[s].observed);
        next = lm_put_double(next, sides[s].predicted);
        next = lm_put_double(next, sides[s].pending);
        next = lm_put_double(next, sides[s].bar_observed);
        next = lm_put_double(next, sides[s].bar_predicted);
    }
    return next;
}

static double get_sum(lm_cursor *cursor)
{
    const double sum = lm_get_amount(cursor);
    if (!(sum <= GREATEST_SUM))
        cursor->bad = true;
    return sum;
}

static void get_side(lm_cursor *cursor, lm_adaptive_side *side)
{
    side->observed = get_sum(cursor);
    side->predicted = get_sum(cursor);
    side->pending = get_sum(cursor);
    side->bar_observed = get_sum(cursor);
    side->bar_predicted = get_sum(cursor);
    if ((!side->seen && side->pending != 0) || (!side->bar_seen && side->bar_observed != 0))
        cursor->bad = true;
}

static void get_bars(lm_cursor *cursor, lm_adaptive *state)
{
    const int64_t most = (LM_TIME_MAX + LM_DAY) / BAR;
    const int64_t since = lm_get_zigzag(cursor);
    const uint64_t bars = lm_get_varint(cursor), silent = lm_get_varint(cursor);
    if (since > most || since < -most || bars > 2 * (uint64_t)most || silent > bars || (!state->heard && silent != 0) ||
        (state->heard && silent == bars) || since + (int64_t)bars > most)
        cursor->bad = true;
    if (cursor->bad)
        return;
    state->since = since * BAR;
    state->bar = (since + (int64_t)bars) * BAR;
    state->heard_until = state->heard ? state->bar - (int64_t)silent * BAR : 0;
}

void lm_adaptive_get(lm_cursor *cursor, int64_t as_of, lm_adaptive *state)
{
    const uint8_t bits = lm_get_byte(cursor);
    lm_adaptive_side *sides = state->sides;
    state->begun = bits & BEGUN;
    state->heard = bits & HEARD;
    sides[LM_LONG].seen = bits & SEEN_LONG;
    sides[LM_SHORT].seen = bits & SEEN_SHORT;
    sides[LM_LONG].bar_seen = bits & BAR_SEEN_LONG;
    sides[LM_SHORT].bar_seen = bits & BAR_SEEN_SHORT;
    get_bars(cursor, state);
    state->total = get_sum(cursor);
    get_side(cursor, &sides[LM_LONG]);
    get_side(cursor, &sides[LM_SHORT]);
    const bool seen = sides[LM_LONG].seen || sides[LM_SHORT].seen;
    if (bits > 63 || (!state->begun && (bits != 0 || state->since != 0 || state->bar != 0 || state->total != 0)) ||
        seen != state->heard || (state->begun && state->bar >= as_of) ||
        (state->bar == state->since && state->total != 0))
        cursor->bad = true;
    for (int s = LM_LONG; s <= LM_SHORT; s++) {
        const lm_adaptive_side *side = &sides[s];
        const double ended = side->observed + side->predicted + side->pending;
        if ((state->bar == state->since && ended != 0) || (!state->begun && ended + side->bar_predicted != 0))
            cursor->bad = true;
    }
}
