/*
 * Runs a cascade on several venues. Arbitrage keeps their prices together: all move by the same log distance, each from
 * its own reference price. So the orders of all venues meet the depth of all: at a common displacement z the order
 * books absorb C(z), the sum of what each absorbs.
 *
 * The move ends at the least x where C(x - s) reaches Q(x), all that was sold up to x. Between two neighbouring edges
 * of rungs or pieces of order books Q is linear and C convex, so that bisection finds the first such x.
 */
#include <math.h>
#include <string.h>

#include "cascade/cascade.h"
#include "map/map.h"
#include "tape/quote.h"

#define BISECTIONS 200
#define MIN_WIDTH 1e-7 /* log distance over which branching is measured where jump_pct is 0 */

typedef struct venue_state {
    const lm_impact_model *model;
    lm_ladder ladder;
    lm_impact impact;
} venue_state;

typedef struct venue_states {
    venue_state *items;
    size_t count;
    double shock; /* log distance */
} venue_states;

/* ---- one venue */

/* Returns the coins that a venue absorbs at a displacement z, at the log distance x. */
static double absorbed(const venue_state *venue, double z, double x)
{
    return lm_impact_inverse(&venue->impact, z) * venue->model->multiplier * lm_depth_remaining(&venue->impact, x);
}

/* Returns the coins sold on a venue for each coin of its map that is liquidated. */
static double sold_per_coin(const venue_state *venue)
{
    return venue->impact.book_coins_per_coin * venue->model->multiplier;
}

/* ---- all venues */

static double total_absorbed(const venue_states *all, double z, double x)
{
    double sum = 0;
    for (size_t i = 0; i < all->count; i++)
        sum += absorbed(&all->items[i], z, x);
    return sum;
}

static double total_sold(const venue_states *all, double x)
{
    double sum = 0;
    for (size_t i = 0; i < all->count; i++)
        sum += sold_per_coin(&all->items[i]) * lm_ladder_reached(&all->items[i].ladder, x, NULL);
    return sum;
}

static bool stops_at(const venue_states *all, double x)
{
    return total_absorbed(all, x - all->shock, x) >= total_sold(all, x);
}

static double min_beyond(double candidate, double x, double nearest)
{
    return candidate > x && candidate < nearest ? candidate : nearest;
}

/* The next edge of a rung or of a piece of an order book beyond x; infinite beyond the last. */
static double next_edge(const venue_states *all, double x)
{
    double nearest = INFINITY;
    for (size_t i = 0; i < all->count; i++) {
        const lm_impact *impact = &all->items[i].impact;
        const lm_rung *rung = lm_ladder_rung(&all->items[i].ladder, x);
        if (rung) {
            nearest = min_beyond(rung->low, x, nearest);
            nearest = min_beyond(rung->high, x, nearest);
        }
        for (int piece = 1; piece < impact->pieces; piece++)
            nearest = min_beyond(all->shock + impact->reach[piece], x, nearest);
    }
    return nearest;
}

/* Returns an x beyond the last edge at which the order books absorb everything. */
static double far_end(const venue_states *all, double x)
{
    double step = 1;
    while (!stops_at(all, x + step) && step < 1e300)
        step *= 2;
    return x + step;
}

/* The least x in (low, high] at which the move stops, given that it stops at high. */
static double stop_between(const venue_states *all, double low, double high)
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

static lm_status find_stop(lm_host *host, const venue_states *all, double *stop)
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

/* ---- branching ratio beyond the stop */

/* The displacement by all that was sold up to x, by bisection of what the order books absorb. */
static double displacement(const venue_states *all, double x)
{
    const double sold = total_sold(all, x);
    double low = 0, high = x;
    while (total_absorbed(all, high, x) < sold && high < 1e300)
        high *= 2;
    for (int i = 0; i < BISECTIONS; i++) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            break;
        if (total_absorbed(all, middle, x) < sold)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static double sold_between(const venue_state *venue, double from, double to)
{
    return sold_per_coin(venue) *
           (lm_ladder_reached(&venue->ladder, to, NULL) - lm_ladder_reached(&venue->ladder, from, NULL));
}

/*
 * Sets the branching ratio of each venue and of all. Entry (i, j) of the branching matrix is the coins sold on venue i
 * for each coin sold on venue j. All venues share one price, so all columns are equal, the matrix has rank one, and its
 * spectral radius is the sum of a column. This sum is the branching ratio of lm_cascade: the displacement that all
 * venues add over the next `width`. The part of a venue is proportional to what is sold on it over that width, or,
 * where nothing is sold there and only evaporation moves the price, to what was sold on it before.
 */
static void set_branching(const venue_states *all, double x, lm_venues *out)
{
    double width = 0;
    for (size_t i = 0; i < all->count; i++)
        width = fmax(width, fmax(all->items[i].model->jump_pct / 100, MIN_WIDTH));
    const double next = total_sold(all, x + width) - total_sold(all, x), before = total_sold(all, x);
    out->spectral_radius = (displacement(all, x + width) - displacement(all, x)) / width;
    for (size_t i = 0; i < all->count; i++) {
        const venue_state *venue = &all->items[i];
        const double part = next > 0     ? sold_between(venue, x, x + width) / next
                            : before > 0 ? sold_between(venue, 0, x) / before
                                         : 0;
        out->rows[i].branching = out->spectral_radius * part;
    }
}

/* ---- results */

/* Returns the weight of a venue among those whose saturating impact is at its limit: its depth in coins. */
static double depth_at_limit(const venue_state *venue, double x)
{
    return venue->impact.limit / venue->impact.scale * venue->model->multiplier * lm_depth_remaining(&venue->impact, x);
}

/*
 * Sets the share of all that was sold that each order book absorbs. A saturating impact at its limit absorbs any
 * amount: venues at their limit share what the others leave in proportion to their depths.
 */
static void set_depth_shares(const venue_states *all, double x, lm_venues *out)
{
    const double z = x - all->shock;
    double sold = total_sold(all, x), finite = 0, depth = 0;
    for (size_t i = 0; i < all->count; i++) {
        const venue_state *venue = &all->items[i];
        const double coins = absorbed(venue, z, x);
        if (coins < INFINITY)
            finite += coins;
        else
            depth += depth_at_limit(venue, x);
    }
    sold = depth > 0 && sold > finite ? sold : finite;
    for (size_t i = 0; i < all->count; i++) {
        const venue_state *venue = &all->items[i];
        const double coins = absorbed(venue, z, x);
        const double part = coins < INFINITY ? coins : (sold - finite) * depth_at_limit(venue, x) / depth;
        out->rows[i].depth_share = sold > 0 ? part / sold : NAN;
    }
}

static void set_row(const venue_state *venue, double x, lm_venues_row *row)
{
    row->final_price = lm_ladder_price(&venue->ladder, x);
    row->size = lm_ladder_reached(&venue->ladder, x, &row->notional);
    row->flow = row->notional * venue->impact.flow_per_notional;
}

/* Computes the move where the feeds of all venues report the most, or the least, of their ranges. */
static lm_status find_range_end(lm_host *host, const venue_states *all, bool most_reported, double *move_pct)
{
    double x = 0;
    for (size_t i = 0; i < all->count; i++) {
        venue_state *venue = &all->items[i];
        const lm_reported reported = lm_ladder_reported(&venue->ladder, venue->model);
        venue->impact = lm_impact_reporting(&venue->impact, most_reported ? reported.most : reported.least);
    }
    LM_TRY(find_stop(host, all, &x));
    *move_pct = lm_shock_from_distance(x, all->items[0].ladder.side) * 100;
    return LM_OK;
}

static lm_status run(lm_host *host, const venue_states *all, lm_venues *out)
{
    double x = 0;
    LM_TRY(find_stop(host, all, &x));
    out->count = (int)all->count;
    out->move_pct = lm_shock_from_distance(x, all->items[0].ladder.side) * 100;
    out->amplification = x / all->shock;
    for (size_t i = 0; i < all->count; i++) {
        set_row(&all->items[i], x, &out->rows[i]);
        out->size += out->rows[i].size;
        out->notional += out->rows[i].notional;
        out->flow += out->rows[i].flow;
    }
    set_depth_shares(all, x, out);
    set_branching(all, x, out);
    LM_TRY(find_range_end(host, all, true, &out->move_pct_least));
    LM_TRY(find_range_end(host, all, false, &out->move_pct_most));
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

static lm_status open_venue(lm_host *host, const lm_map *map, const lm_impact_model *model, double shock,
                            venue_state *venue)
{
    LM_TRY(lm_impact_model_check(host, model));
    LM_TRY(lm_ladder_init(host, map, lm_side_of_shock(shock), model->reference_price, false, &venue->ladder));
    venue->model = model;
    lm_ladder_impact(&venue->ladder, model, &venue->impact);
    return LM_OK;
}

/* LM_E_MISMATCH if the quotes of two maps are known and differ, because their notional is added. */
static lm_status check_quotes(lm_host *host, const lm_map *const *maps, size_t count)
{
    char common[LM_QUOTE_SIZE] = "";
    for (size_t i = 0; i < count; i++) {
        char quote[LM_QUOTE_SIZE];
        lm_map_quote(maps[i], quote);
        if (quote[0] && common[0] && strcmp(quote, common) != 0)
            return lm_fail(host, LM_E_MISMATCH, LM_QUOTE_HINT, "a cascade cannot run on maps in %s and in %s", common,
                           quote);
        if (quote[0])
            memcpy(common, quote, sizeof common);
    }
    return LM_OK;
}

lm_status lm_cascade_venues(lm_host *host, const lm_map *const *maps, const lm_impact_model *models, size_t count,
                            double shock, lm_venues *venues)
{
    lm_venues result;
    void *memory;
    LM_TRY(lm_check_shock(host, shock));
    if (count < 1 || count > LM_MAX_VENUES)
        return lm_fail(host, LM_E_ARGUMENT, "Add maps of a venue with rollup() first.",
                       "a cascade runs on 1 to %d venues, not %zu", LM_MAX_VENUES, count);
    LM_TRY(check_quotes(host, maps, count));
    memset(&result, 0, sizeof result);
    LM_TRY(lm_allocate(host, count * sizeof(venue_state), &memory));
    venue_states all = {memory, count, lm_shock_distance(shock)};
    lm_status status = LM_OK;
    for (size_t i = 0; i < count && status == LM_OK; i++)
        status = open_venue(host, maps[i], &models[i], shock, &all.items[i]);
    if (status == LM_OK)
        status = run(host, &all, &result);
    for (size_t i = 0; i < count; i++)
        lm_ladder_free(host, &all.items[i].ladder);
    lm_release(host, memory, count * sizeof(venue_state));
    if (status == LM_OK)
        *venues = result;
    return status;
}
