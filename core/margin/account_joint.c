/*
 * Sums over the cross positions of an account, and the joint price of docs/margin.md.
 *
 * If all prices are multiplied by 1 + u, all notionals are multiplied by v: 1 + u of linear contracts, 1 / (1 + u) of
 * inverse ones. Equity less requirement is linear in v between the values of v at which some position reaches the floor
 * of a tier. The walk goes from v = 1 outward, from one such value to the next, and needs no iteration. Every sum is
 * taken in an order that follows from its terms, so that the order of the positions does not matter.
 */
#include "base/bytes.h"
#include "base/number.h"
#include "base/sort.h"
#include "margin/account.h"

#define INTERRUPT_EVERY 4096

/* ---- sums */

/* A sum with the part that rounding took from it. */
typedef struct exact_sum {
    double sum;
    double lost;
} exact_sum;

static void add_term(exact_sum *sum, double term)
{
    const double next = sum->sum + term;
    const double greater = fabs(sum->sum) >= fabs(term) ? sum->sum : term, less = greater == term ? sum->sum : term;
    sum->lost += (greater - next) + less;
    sum->sum = next;
}

typedef double term_of(const lm_account_leg *leg);

static double maintenance_of(const lm_account_leg *leg)
{
    return leg->maintenance;
}

static double notional_of(const lm_account_leg *leg)
{
    return leg->position.at_mark;
}

static double value_slope_of(const lm_account_leg *leg)
{
    return leg->position.direction * leg->position.at_mark;
}

static double requirement_slope_of(const lm_account_leg *leg)
{
    const lm_rules *rules = leg->position.rules;
    const double rate = rules->basis == LM_BASIS_MARK ? rules->tiers[leg->tier].rate : 0;
    return (rate + (rules->fee_basis == LM_BASIS_MARK ? rules->fee : 0)) * leg->position.at_mark;
}

/* Adds up a term of all cross positions, in the order of the terms. `order` has room for all positions. */
static lm_status sum_terms(lm_host *host, const lm_account *account, term_of *term, lm_keyed *order, double *result)
{
    exact_sum sum = {0, 0};
    size_t count = 0;
    for (size_t i = 0; i < account->count; i++)
        if (!account->legs[i].isolated)
            order[count++] = (lm_keyed){lm_number_key(term(&account->legs[i])), (int64_t)i};
    LM_TRY(lm_check_interrupt(host));
    LM_TRY(lm_sort_keyed(host, order, count));
    for (size_t i = 0; i < count; i++)
        add_term(&sum, term(&account->legs[order[i].value]));
    *result = sum.sum + sum.lost;
    if (lm_finite(*result))
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, NULL, "the sum of the positions is too large for a number");
}

lm_status lm_account_sum(lm_host *host, const lm_account *account, lm_account_total *total)
{
    void *order;
    const size_t size = account->count * sizeof(lm_keyed);
    *total = (lm_account_total){0, 0, 0, 0};
    if (account->count == 0)
        return LM_OK;
    LM_TRY(lm_allocate_raw(host, size, &order));
    lm_status status = sum_terms(host, account, maintenance_of, order, &total->maintenance);
    if (status == LM_OK)
        status = sum_terms(host, account, notional_of, order, &total->notional);
    if (status == LM_OK)
        status = sum_terms(host, account, value_slope_of, order, &total->value_slope);
    if (status == LM_OK)
        status = sum_terms(host, account, requirement_slope_of, order, &total->requirement_slope);
    lm_release(host, order, size);
    return status;
}

/* ---- the joint price */

/* A value of v at which a position passes the floor of a tier. */
typedef struct passing {
    double v;
    double slope; /* by which the requirement grows faster above the floor */
    double jump;  /* by which the requirement is greater above the floor */
} passing;

typedef struct passings {
    passing *items;
    lm_keyed *order;
    size_t count;
    size_t capacity;
} passings;

/* Returns the tiers whose floors a position passes as v falls (-1) or rises (+1): tiers[0] to tiers[1] - 1. */
static void tiers_passed(const lm_account_leg *leg, int step, int tiers[2])
{
    const lm_rules *rules = leg->position.rules;
    tiers[0] = step > 0 ? leg->tier + 1 : 1;
    tiers[1] = step > 0 ? rules->tier_count : leg->tier + 1;
    if (leg->isolated || rules->basis == LM_BASIS_ENTRY)
        tiers[1] = tiers[0];
}

static size_t count_passings(const lm_account *account, int step)
{
    size_t count = 0;
    for (size_t i = 0; i < account->count; i++) {
        int tiers[2];
        tiers_passed(&account->legs[i], step, tiers);
        count += (size_t)(tiers[1] - tiers[0]);
    }
    return count;
}

static void collect_passings(const lm_account *account, int step, passings *passings)
{
    size_t count = 0;
    for (size_t i = 0; i < account->count; i++) {
        const lm_account_leg *leg = &account->legs[i];
        const lm_tier *tiers = leg->position.rules->tiers;
        int passed[2];
        tiers_passed(leg, step, passed);
        for (int tier = passed[0]; tier < passed[1]; tier++) {
            const double rise = tiers[tier].rate - tiers[tier - 1].rate;
            const double v = tiers[tier].floor / leg->position.at_mark;
            passings->items[count++] = (passing){
                .v = step > 0 ? fmax(v, 1) : fmin(v, 1), /* rounding may put a floor on the other side of the mark */
                .slope = rise * leg->position.at_mark,
                .jump = rise * tiers[tier].floor - (tiers[tier].deduct - tiers[tier - 1].deduct),
            };
        }
    }
}

/* Orders passings at one v by their other members, so that the order of the positions does not matter. */
static lm_status sort_equal(lm_host *host, const passings *passings, lm_keyed *order, size_t count)
{
    for (size_t i = 0; i < count; i++)
        order[i].key = lm_number_key(passings->items[order[i].value].jump);
    LM_TRY(lm_sort_keyed(host, order, count));
    for (size_t i = 0; i < count; i++)
        order[i].key = lm_number_key(passings->items[order[i].value].slope);
    return lm_sort_keyed(host, order, count);
}

/* Orders the passings by v, from 1 outward. */
static lm_status sort_passings(lm_host *host, int step, const passings *passings)
{
    lm_keyed *order = passings->order;
    for (size_t i = 0; i < passings->count; i++) {
        const double v = passings->items[i].v;
        order[i] = (lm_keyed){step > 0 ? lm_ascending_key(v) : lm_descending_key(v), (int64_t)i};
    }
    LM_TRY(lm_sort_keyed(host, order, passings->count));
    for (size_t from = 0, to; from < passings->count; from = to) {
        const uint64_t key = order[from].key;
        for (to = from + 1; to < passings->count && order[to].key == key; to++)
            ;
        if (to - from > 1)
            LM_TRY(sort_equal(host, passings, order + from, to - from));
    }
    return LM_OK;
}

/* Equity less requirement at v = 1 + move, on the way outward. */
typedef struct walk {
    double move;
    double available;
    double slope; /* of `available` in v */
} walk;

/* Returns the move at which nothing is available any more if no floor is in between; NaN if there is none. */
static double end_of_walk(const walk *walk, int step)
{
    return walk->slope * step < 0 ? walk->move - walk->available / walk->slope : NAN;
}

/* Goes on to the next passing; true if the account is liquidated before or at it, by the move *found. */
static bool walk_on(walk *walk, const passing *passing, int step, double *found)
{
    const double move = passing->v - 1;
    const double at_floor = walk->available + walk->slope * (move - walk->move);
    if (at_floor <= 0) {
        const double end = end_of_walk(walk, step);
        *found = end * step <= move * step ? end : move;
        return true;
    }
    walk->move = move;
    walk->available = at_floor - step * passing->jump;
    walk->slope -= step * passing->slope;
    *found = move;
    return walk->available <= 0;
}

static lm_status walk_passings(lm_host *host, const passings *passings, walk *walk, int step, double *found)
{
    for (size_t i = 0; i < passings->count; i++) {
        if (i % INTERRUPT_EVERY == 0)
            LM_TRY(lm_check_interrupt(host));
        if (walk_on(walk, &passings->items[passings->order[i].value], step, found))
            return LM_OK;
    }
    *found = end_of_walk(walk, step);
    return LM_OK;
}

static lm_status allocate_passings(lm_host *host, size_t count, passings *passings)
{
    size_t order_capacity = 0;
    *passings = (struct passings){NULL, NULL, count, 0};
    if (count == 0)
        return LM_OK;
    LM_TRY(LM_RESERVE(host, passings->items, passings->capacity, count));
    const lm_status status = LM_RESERVE(host, passings->order, order_capacity, passings->capacity);
    if (status != LM_OK)
        lm_release(host, passings->items, passings->capacity * sizeof *passings->items);
    return status;
}

/* Finds the first move of v - 1 in one direction at which nothing is available any more; NaN if there is none. */
static lm_status find_move(lm_host *host, const lm_account *account, walk walk, int step, double *found)
{
    passings passings;
    LM_TRY(allocate_passings(host, count_passings(account, step), &passings));
    collect_passings(account, step, &passings);
    lm_status status = sort_passings(host, step, &passings);
    if (status == LM_OK)
        status = walk_passings(host, &passings, &walk, step, found);
    lm_release(host, passings.order, passings.capacity * sizeof *passings.order);
    lm_release(host, passings.items, passings.capacity * sizeof *passings.items);
    return status;
}

/* Checks that the tiers of all positions are known after a joint move. */
static lm_status check_known(lm_host *host, const lm_account *account, double move)
{
    for (size_t i = 0; i < account->count; i++) {
        const lm_account_leg *leg = &account->legs[i];
        if (!leg->isolated && leg->known_rules)
            LM_TRY(lm_margin_check_known(host, leg->known_rules, leg->position.at_mark * (1 + move)));
    }
    return LM_OK;
}

lm_status lm_account_joint(lm_host *host, const lm_account *account, const lm_account_total *total, double available,
                           double *u_down, double *u_up)
{
    const walk walk = {0, available, total->value_slope - total->requirement_slope};
    const bool inverse = account->count > 0 && account->legs[0].position.rules->contract == LM_INVERSE;
    double down = NAN, up = NAN;
    LM_TRY(find_move(host, account, walk, -1, &down));
    LM_TRY(find_move(host, account, walk, 1, &up));
    if (!(down > -1)) /* no price is 0 or less */
        down = NAN;
    if (!isnan(up))
        LM_TRY(check_known(host, account, up));
    if (inverse && !(-up / (1 + up) > -1)) /* too near to a price of 0 for a number */
        up = NAN;
    *u_down = inverse ? -up / (1 + up) : down;
    *u_up = inverse ? -down / (1 + down) : up;
    return LM_OK;
}
