/*
 * A cascade on several venues at once. Arbitrage keeps their prices together: all move by the same log distance, each
 * from its own reference price. So positions everywhere are reached at once, and what they sell anywhere is met by the
 * depth of all: at a common displacement z the books take up C(z), the sum of what each takes up.
 *
 * The move ends at the least x at which C(x - s) reaches Q(x), all that was sold on the way. Between the edges of all
 * rungs and the kinks of all books Q is straight and C bends up, so what is found between two of them is the first.
 */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "cascade/cascade.h"

#define BISECTIONS 200
#define LEAST_WIDTH 1e-7 /* of the price that is looked at beyond the stop, where jump_pct is 0 */

typedef struct place {
    const lm_impact_model *model;
    lm_ladder ladder;
    lm_impact impact;
} place;

typedef struct places {
    place *items;
    size_t count;
    double shock; /* log distance */
} places;

/* ---- one venue */

/* Coins in the terms of its book that displace the price by z: the inverse of lm_impact_move(). */
static double inverse(const lm_impact *impact, double z)
{
    int piece = 0;
    switch (impact->kind) {
    case LM_IMPACT_SQRT:
        return z / impact->scale * (z / impact->scale);
    case LM_IMPACT_SATURATING:
        return z < impact->limit ? -impact->limit / impact->scale * log1p(-z / impact->limit) : INFINITY;
    case LM_IMPACT_BOOK:
        while (piece + 1 < impact->pieces && z >= impact->reach[piece + 1])
            piece++;
        return impact->coins[piece] + (z - impact->reach[piece]) / impact->per_coin[piece];
    default:
        return z / impact->scale;
    }
}

/* Coins that it takes up at a displacement z, the price being x away. */
static double taken_up(const place *at, double z, double x)
{
    return inverse(&at->impact, z) * at->model->multiplier * lm_depth_remaining(&at->impact, x);
}

/* Coins that are sold on it where a coin of its map is liquidated. */
static double sold_per_coin(const place *at)
{
    return at->impact.flow * at->model->multiplier;
}

/* ---- all of them */

static double all_taken_up(const places *all, double z, double x)
{
    double sum = 0;
    for (size_t i = 0; i < all->count; i++)
        sum += taken_up(&all->items[i], z, x);
    return sum;
}

static double all_sold(const places *all, double x)
{
    double sum = 0;
    for (size_t i = 0; i < all->count; i++)
        sum += sold_per_coin(&all->items[i]) * lm_ladder_reached(&all->items[i].ladder, x, NULL);
    return sum;
}

static bool stops_at(const places *all, double x)
{
    return all_taken_up(all, x - all->shock, x) >= all_sold(all, x);
}

static double nearer(double candidate, double x, double nearest)
{
    return candidate > x && candidate < nearest ? candidate : nearest;
}

/* The next edge of a rung or kink of a book behind x; infinite behind the last. */
static double next_edge(const places *all, double x)
{
    double nearest = INFINITY;
    for (size_t i = 0; i < all->count; i++) {
        const lm_impact *impact = &all->items[i].impact;
        const lm_rung *rung = lm_ladder_rung(&all->items[i].ladder, x);
        if (rung) {
            nearest = nearer(rung->low, x, nearest);
            nearest = nearer(rung->high, x, nearest);
        }
        for (int piece = 1; piece < impact->pieces; piece++)
            nearest = nearer(all->shock + impact->reach[piece], x, nearest);
    }
    return nearest;
}

/* Behind the last edge nothing more is sold: far enough out the books take up all. */
static double far_end(const places *all, double x)
{
    double step = 1;
    while (!stops_at(all, x + step) && step < 1e300)
        step *= 2;
    return x + step;
}

/* Where the move stops within (low, high], given that it stops at high. */
static double stop_between(const places *all, double low, double high)
{
    for (int i = 0; i < BISECTIONS; i++) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            break;
        if (stops_at(all, middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}

static lm_status find_stop(lm_host *host, const places *all, double *stop)
{
    double x = all->shock;
    for (size_t i = 0; !stops_at(all, x); i++) {
        if (i % 256 == 0)
            LM_TRY(lm_check_interrupt(host));
        double edge = next_edge(all, x);
        if (edge == INFINITY)
            edge = far_end(all, x);
        if (stops_at(all, edge)) {
            x = stop_between(all, x, edge);
            break;
        }
        x = edge;
    }
    *stop = x;
    return LM_OK;
}

/* ---- what the next bit of price breeds */

/* Where all that was sold displaces the price to, x away from where it was: the books take it up between low and high. */
static double displacement(const places *all, double x)
{
    const double sold = all_sold(all, x);
    double low = 0, high = x;
    while (all_taken_up(all, high, x) < sold && high < 1e300)
        high *= 2;
    for (int i = 0; i < BISECTIONS; i++) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            break;
        if (all_taken_up(all, middle, x) < sold)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static double sold_between(const place *at, double from, double to)
{
    return sold_per_coin(at) * (lm_ladder_reached(&at->ladder, to, NULL) - lm_ladder_reached(&at->ladder, from, NULL));
}

/*
 * Entry (i, j) of the matrix of who sets off whom is what is sold on i because a coin was sold on j. As all venues have
 * one price, it does not matter where a coin was sold: all columns are the same, the matrix is of rank one, and its
 * spectral radius is the sum of a column. That sum is the branching ratio of lm_cascade, the displacement that all add
 * over the next `width` of price, and a venue's part goes by what is sold on it there. Where nothing is, and depth that
 * evaporates moves the price by itself, it goes by what was sold before.
 */
static void branch(const places *all, double x, lm_venues *out)
{
    double width = 0;
    for (size_t i = 0; i < all->count; i++)
        width = fmax(width, fmax(all->items[i].model->jump_pct / 100, LEAST_WIDTH));
    const double next = all_sold(all, x + width) - all_sold(all, x), before = all_sold(all, x);
    out->spectral_radius = (displacement(all, x + width) - displacement(all, x)) / width;
    for (size_t i = 0; i < all->count; i++) {
        const place *at = &all->items[i];
        const double part = next > 0     ? sold_between(at, x, x + width) / next
                            : before > 0 ? sold_between(at, 0, x) / before
                                         : 0;
        out->rows[i].branching = out->spectral_radius * part;
    }
}

/* ---- results */

/*
 * The part of all that was sold which the books took up. One whose limit is reached takes what comes: such books share
 * what the others leave, as their depths are.
 */
static void share_depth(const places *all, double x, lm_venues *out)
{
    const double z = x - all->shock;
    double sold = all_sold(all, x), finite = 0, depth = 0;
    for (size_t i = 0; i < all->count; i++) {
        const place *at = &all->items[i];
        const double met = taken_up(at, z, x);
        if (met < INFINITY)
            finite += met;
        else
            depth += at->impact.limit / at->impact.scale * at->model->multiplier * lm_depth_remaining(&at->impact, x);
    }
    sold = depth > 0 && sold > finite ? sold : finite;
    for (size_t i = 0; i < all->count; i++) {
        const place *at = &all->items[i];
        const double met = taken_up(at, z, x);
        const double own =
            at->impact.limit / at->impact.scale * at->model->multiplier * lm_depth_remaining(&at->impact, x);
        const double part = met < INFINITY ? met : (sold - finite) * own / depth;
        out->rows[i].depth_share = sold > 0 ? part / sold : NAN;
    }
}

static void read_row(const place *at, double x, lm_venues_row *row)
{
    row->final_price = lm_ladder_price(&at->ladder, x);
    row->size = lm_ladder_reached(&at->ladder, x, &row->notional);
    row->flow = row->notional * at->impact.gross;
}

/* Where all feeds report the most, or the least, of their ranges. */
static lm_status find_end(lm_host *host, const places *all, bool most_reported, double *move_pct)
{
    double x = 0;
    for (size_t i = 0; i < all->count; i++) {
        place *at = &all->items[i];
        const lm_reported reported = lm_reported_of(at->model, at->ladder.replayed);
        at->impact = lm_impact_reporting(&at->impact, most_reported ? reported.most : reported.least);
    }
    LM_TRY(find_stop(host, all, &x));
    *move_pct = lm_shock_of(x, all->items[0].ladder.side) * 100;
    return LM_OK;
}

static lm_status run(lm_host *host, const places *all, lm_venues *out)
{
    double x = 0;
    LM_TRY(find_stop(host, all, &x));
    out->count = (int)all->count;
    out->move_pct = lm_shock_of(x, all->items[0].ladder.side) * 100;
    out->amplification = x / all->shock;
    for (size_t i = 0; i < all->count; i++) {
        read_row(&all->items[i], x, &out->rows[i]);
        out->size += out->rows[i].size;
        out->notional += out->rows[i].notional;
        out->flow += out->rows[i].flow;
    }
    share_depth(all, x, out);
    branch(all, x, out);
    LM_TRY(find_end(host, all, true, &out->move_pct_least));
    LM_TRY(find_end(host, all, false, &out->move_pct_most));
    for (int i = 0; i < out->count; i++) {
        lm_venues_row *row = &out->rows[i];
        row->venue = i + 1;
        row->move_pct = out->move_pct;
        row->amplification = out->amplification;
        row->spectral_radius = out->spectral_radius;
        row->move_pct_least = out->move_pct_least;
        row->move_pct_most = out->move_pct_most;
    }
    return LM_OK;
}

static lm_status open_place(lm_host *host, const lm_map *map, const lm_impact_model *model, double shock, place *at)
{
    LM_TRY(lm_impact_model_check(host, model));
    LM_TRY(lm_ladder_open(host, map, lm_side_of_shock(shock), model->reference_price, false, &at->ladder));
    at->model = model;
    lm_impact_open(model, at->ladder.side, at->ladder.reference_price,
                   lm_reported_middle(lm_reported_of(model, at->ladder.replayed)), &at->impact);
    return LM_OK;
}

lm_status lm_cascade_venues(lm_host *host, const lm_map *const *maps, const lm_impact_model *models, size_t count,
                            double shock, lm_venues *venues)
{
    lm_venues made;
    void *memory;
    LM_TRY(lm_check_shock(host, shock));
    if (count < 1 || count > LM_MAX_VENUES)
        return lm_fail(host, LM_E_ARGUMENT, "Add maps of a venue with rollup() first.",
                       "a cascade runs on 1 to %d venues, not %zu", LM_MAX_VENUES, count);
    memset(&made, 0, sizeof made);
    LM_TRY(lm_allocate(host, count * sizeof(place), &memory));
    places all = {memory, count, lm_shock_distance(shock)};
    lm_status status = LM_OK;
    for (size_t i = 0; i < count && status == LM_OK; i++)
        status = open_place(host, maps[i], &models[i], shock, &all.items[i]);
    if (status == LM_OK)
        status = run(host, &all, &made);
    for (size_t i = 0; i < count; i++)
        lm_ladder_close(host, &all.items[i].ladder);
    lm_release(host, memory, count * sizeof(place));
    if (status == LM_OK)
        *venues = made;
    return status;
}
