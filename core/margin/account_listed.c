/*
 * Solves the equity of an account from listed prices. Each listed price of a cross position states what margin is
 * available to the account, and the prices that agree with it are an interval of this margin. So the margin with which
 * most prices agree is found by sorting the ends of the intervals.
 */
#include <math.h>

#include "base/bytes.h"
#include "base/number.h"
#include "base/sort.h"
#include "margin/account.h"

/* Sorted ends of intervals, as keys. */
typedef struct ends {
    lm_keyed *items;
    size_t count;
} ends;

/* The intervals of the listed prices, and the least margins of positions that are listed as never liquidated. */
typedef struct votes {
    ends low, high, never;
    void *memory;
    size_t size;
} votes;

double lm_account_available_at(const lm_account_leg *leg, double y)
{
    const lm_margin_position *position = &leg->position;
    const double notional = position->qty * y;
    const int tier = position->rules->basis == LM_BASIS_ENTRY ? leg->tier : lm_margin_position_tier(position, notional);
    return lm_margin_position_requirement(position, tier, notional) - leg->maintenance -
           position->direction * (notional - position->at_mark);
}

static void add_end(ends *ends, double end)
{
    ends->items[ends->count++].key = lm_number_key(end);
}

static void add_vote(votes *votes, const lm_account_leg *leg)
{
    const double listed = leg->listed_price;
    if (isnan(listed)) {
        if (leg->position.direction > 0) /* the other direction has a price with any margin */
            add_end(&votes->never, lm_account_available_at(leg, 0));
        return;
    }
    const double a = lm_account_available_at(leg, lm_account_y(leg, listed * (1 - LM_ACCOUNT_TOLERANCE)));
    const double b = lm_account_available_at(leg, lm_account_y(leg, listed * (1 + LM_ACCOUNT_TOLERANCE)));
    add_end(&votes->low, fmin(a, b));
    add_end(&votes->high, fmax(a, b));
}

static bool votes_of(const lm_account_leg *leg)
{
    return leg->listed && !leg->isolated;
}

static lm_status collect_votes(lm_host *host, const lm_account *account, votes *votes)
{
    const size_t count = account->count;
    votes->size = 3 * count * sizeof(lm_keyed);
    LM_TRY(lm_allocate_raw(host, votes->size, &votes->memory));
    lm_keyed *items = votes->memory;
    votes->low = (ends){items, 0};
    votes->high = (ends){items + count, 0};
    votes->never = (ends){items + 2 * count, 0};
    for (size_t i = 0; i < count; i++)
        if (votes_of(&account->legs[i]))
            add_vote(votes, &account->legs[i]);
    LM_TRY(lm_check_interrupt(host));
    LM_TRY(lm_sort_keyed(host, votes->low.items, votes->low.count));
    LM_TRY(lm_sort_keyed(host, votes->high.items, votes->high.count));
    return lm_sort_keyed(host, votes->never.items, votes->never.count);
}

/* Counts the ends that are below `key`, or also those that are equal to it. */
static size_t count_below(const ends *ends, uint64_t key, bool or_equal)
{
    size_t low = 0, high = ends->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (ends->items[middle].key < key || (or_equal && ends->items[middle].key == key))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A margin that may be the one of the account. */
typedef struct candidate {
    double available;
    double notional;
    size_t prices; /* listed prices that agree with it */
    size_t nevers; /* positions, listed as never liquidated, that agree with it */
} candidate;

static bool is_better(const candidate *a, const candidate *b)
{
    if (a->prices != b->prices)
        return a->prices > b->prices;
    if (a->nevers != b->nevers)
        return a->nevers > b->nevers;
    if (a->notional != b->notional)
        return a->notional > b->notional;
    return a->available > b->available;
}

static candidate candidate_of(const votes *votes, const lm_account_leg *leg)
{
    const double available = lm_account_available_at(leg, lm_account_y(leg, leg->listed_price));
    const uint64_t key = lm_number_key(available);
    return (candidate){
        .available = available,
        .notional = leg->position.at_mark,
        .prices = count_below(&votes->low, key, true) - count_below(&votes->high, key, false),
        .nevers = count_below(&votes->never, key, true),
    };
}

lm_status lm_account_available(lm_host *host, const lm_account *account, double *available)
{
    votes votes = {.memory = NULL};
    candidate best = {.available = NAN};
    if (account->count == 0) {
        *available = NAN;
        return LM_OK;
    }
    const lm_status status = collect_votes(host, account, &votes);
    for (size_t i = 0; status == LM_OK && i < account->count; i++) {
        const lm_account_leg *leg = &account->legs[i];
        if (!votes_of(leg) || isnan(leg->listed_price))
            continue;
        const candidate found = candidate_of(&votes, leg);
        if (lm_finite(found.available) && (isnan(best.available) || is_better(&found, &best)))
            best = found;
    }
    lm_release(host, votes.memory, votes.size);
    LM_TRY(status);
    *available = best.available;
    return LM_OK;
}
