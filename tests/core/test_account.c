/*
 * Accounts under cross margin against the definitions of docs/margin.md, over random accounts: a price is right if the
 * account stands just before it and not just after it. The definitions are written out here again, without any tier
 * walk. And laws: the order of positions does not matter, amounts scale, a single position is that of lm_margin_solve().
 */
#include "check.h"
#include "random.h"

#include <stdlib.h>
#include <string.h>

#include "liqmap.h"

static lm_host host;

/* ---- random accounts */

/* The number of random accounts: a quarter of them in `make check`. */
static int accounts(int thorough)
{
    return size_of_run(thorough / 4, thorough);
}

#define MOST 12

typedef struct holding {
    lm_rules rules;
    lm_account_position position;
} holding;

typedef struct sample {
    int count;
    double equity;
    lm_contract contract;
    holding held[MOST];
} sample;

/* Tiers whose floors lie around a notional, so that many moves pass one. */
static void random_rules(lm_rules *rules, double notional, lm_contract contract, bool marginal)
{
    lm_rules_init(rules);
    rules->contract = (uint8_t)contract;
    rules->steps = !marginal && chance(0.5);
    rules->top_inclusive = chance(0.3);
    rules->fee = chance(0.3) ? uniform(0, 0.001) : 0;
    rules->basis = rules->fee_basis = !marginal && chance(0.2) ? LM_BASIS_ENTRY : LM_BASIS_MARK;
    rules->tier_count = (int)uniform(1, 7);
    rules->tiers[0] = (lm_tier){.rate = uniform(0.001, 0.05)};
    double floor = notional * exp(uniform(-3, 0.5));
    for (int i = 1; i < rules->tier_count; i++, floor *= exp(uniform(0.02, 1.5))) {
        const lm_tier *before = &rules->tiers[i - 1];
        rules->tiers[i] = (lm_tier){.floor = floor, .rate = before->rate + uniform(0, 0.05)};
        if (!rules->steps)
            rules->tiers[i].deduct = before->deduct + floor * (rules->tiers[i].rate - before->rate);
    }
}

static double notional_at(const holding *held, double price)
{
    return held->rules.contract == LM_LINEAR ? held->position.qty * price : held->position.qty / price;
}

static double requirement_at(const holding *held, double price)
{
    const lm_rules *rules = &held->rules;
    const double base = notional_at(held, rules->basis == LM_BASIS_ENTRY ? held->position.entry : price);
    const double charged = notional_at(held, rules->fee_basis == LM_BASIS_ENTRY ? held->position.entry : price);
    int tier = 0;
    while (tier + 1 < rules->tier_count &&
           (rules->top_inclusive ? base > rules->tiers[tier + 1].floor : base >= rules->tiers[tier + 1].floor))
        tier++;
    return rules->tiers[tier].rate * base - rules->tiers[tier].deduct + rules->fee * charged;
}

static double profit_at(const holding *held, double price)
{
    const double change = notional_at(held, price) - notional_at(held, held->position.mark);
    return (held->position.side == LM_LONG) == (held->rules.contract == LM_LINEAR) ? change : -change;
}

static void random_sample(sample *sample, int count, bool marginal)
{
    double maintenance = 0, gross = 0;
    sample->count = count;
    sample->contract = chance(0.3) ? LM_INVERSE : LM_LINEAR;
    for (int i = 0; i < count; i++) {
        holding *held = &sample->held[i];
        lm_account_position_init(&held->position);
        held->position.side = chance(0.5) ? LM_LONG : LM_SHORT;
        held->position.mark = exp(uniform(-5, 11));
        held->position.entry = held->position.mark * uniform(0.7, 1.3);
        const double notional = exp(uniform(0, 12));
        held->position.qty =
            sample->contract == LM_LINEAR ? notional / held->position.mark : notional * held->position.mark;
        random_rules(&held->rules, notional, sample->contract, marginal);
        maintenance += requirement_at(held, held->position.mark);
        gross += notional;
    }
    sample->equity = maintenance + gross * exp(uniform(-5, 1));
}

static lm_account *account_of(const sample *sample)
{
    lm_account *account;
    CHECK(lm_account_create(&host, &account) == LM_OK);
    for (int i = 0; i < sample->count; i++)
        CHECK(lm_account_add(&host, account, &sample->held[i].rules, &sample->held[i].position) == LM_OK);
    return account;
}

/* ---- the definitions */

/* Returns equity less requirement with all marks multiplied by `factor`, or only that of position `moved`. */
static double excess_at(const sample *sample, int moved, double factor)
{
    double excess = sample->equity;
    for (int i = 0; i < sample->count; i++) {
        const holding *held = &sample->held[i];
        const double price = held->position.mark * (moved < 0 || moved == i ? factor : 1);
        excess += profit_at(held, price) - requirement_at(held, price);
    }
    return excess;
}

/* Checks that the account stands with every factor from 1 to just before `end`, and falls just after it. */
static void check_end(const sample *sample, int moved, double end, double farthest)
{
    const double eps = 1e-7, last = isnan(end) ? farthest : 1 + (end - 1) * (1 - eps);
    for (int i = 0; i <= 40; i++) {
        /* Steps of equal ratio to a far factor: the requirement of a step tier falls and rises again. */
        const double factor = pow(last, i / 40.0);
        CHECK(excess_at(sample, moved, factor) > -1e-9 * sample->equity);
    }
    if (!isnan(end))
        CHECK(excess_at(sample, moved, 1 + (end - 1) * (1 + eps)) < 1e-9 * sample->equity);
}

static void test_prices_against_definitions(void)
{
    int downs = 0, ups = 0, nevers = 0, prices = 0;
    for (int n = 0; n < accounts(6000); n++) {
        sample sample;
        lm_account_margin margin;
        size_t count;
        random_sample(&sample, 1 + n % MOST, n % 3 != 0);
        lm_account *account = account_of(&sample);
        CHECK(lm_account_solve(&host, account, sample.equity, &margin) == LM_OK);
        const lm_account_row *rows = lm_account_rows(account, &count);
        CHECK(count == (size_t)sample.count);
        CHECK(margin.status == (isnan(margin.u_down) && isnan(margin.u_up) ? LM_MARGIN_NEVER : LM_MARGIN_PRICE));
        CHECK(isnan(margin.u_down) || (margin.u_down > -1 && margin.u_down <= 0));
        CHECK(isnan(margin.u_up) || margin.u_up >= 0);
        check_end(&sample, -1, 1 + margin.u_down, 1e-9);
        check_end(&sample, -1, 1 + margin.u_up, 1e9);
        downs += !isnan(margin.u_down);
        ups += !isnan(margin.u_up);
        for (int i = 0; i < sample.count; i++) {
            const bool down = rows[i].side == LM_LONG;
            CHECK(rows[i].status == (isnan(rows[i].liquidation_price) ? LM_MARGIN_NEVER : LM_MARGIN_PRICE));
            check_end(&sample, i, rows[i].liquidation_price / rows[i].mark, down ? 1e-9 : 1e9);
            CHECK_CLOSE(rows[i].price_down, rows[i].mark * (1 + margin.u_down), 0);
            CHECK_CLOSE(rows[i].price_up, rows[i].mark * (1 + margin.u_up), 0);
            nevers += rows[i].status == LM_MARGIN_NEVER;
            prices += rows[i].status == LM_MARGIN_PRICE;
        }
        lm_account_destroy(&host, account);
    }
    CHECK(downs > accounts(500) && ups > accounts(500) && nevers > accounts(500) && prices > accounts(5000));
}

/* With marginal tiers the excess is concave in the joint move, so it is above 0 between its two roots and nowhere else. */
static void test_joint_roots(void)
{
    for (int n = 0; n < accounts(2000); n++) {
        sample sample;
        lm_account_margin margin;
        random_sample(&sample, 1 + n % MOST, true);
        lm_account *account = account_of(&sample);
        CHECK(lm_account_solve(&host, account, sample.equity, &margin) == LM_OK);
        lm_account_destroy(&host, account);
        for (int i = 1; i < 60; i++) {
            const double factor = pow(10, (i - 30) / 8.0), u = factor - 1;
            const bool stands = (isnan(margin.u_down) || u > margin.u_down) && (isnan(margin.u_up) || u < margin.u_up);
            const double excess = excess_at(&sample, -1, factor);
            CHECK(stands ? excess > -1e-9 * sample.equity : excess < 1e-9 * sample.equity);
        }
        /* At a root equity equals the requirement, as far as rounding allows. */
        const double gross = margin.notional + fabs(margin.equity);
        if (!isnan(margin.u_down))
            CHECK(fabs(excess_at(&sample, -1, 1 + margin.u_down)) <=
                  1e-12 * gross * (sample.contract == LM_LINEAR ? 1 : 1 / (1 + margin.u_down)));
        if (!isnan(margin.u_up))
            CHECK(fabs(excess_at(&sample, -1, 1 + margin.u_up)) <= 1e-12 * gross * (2 + margin.u_up));
    }
}

/* ---- laws */

static void test_single_position(void)
{
    for (int n = 0; n < accounts(5000); n++) {
        sample sample;
        lm_account_margin margin;
        lm_margin single;
        size_t count;
        random_sample(&sample, 1, n % 2 == 0);
        holding *held = &sample.held[0];
        held->position.entry = held->position.mark;
        if (n % 5 == 0) { /* tiers by size, and a rate that grows with it */
            held->rules.by_size = true;
            held->rules.basis = held->rules.fee_basis = LM_BASIS_MARK;
            held->rules.rate_per_size = 0.01 / held->position.qty;
            held->rules.steps = true;
            for (int i = 0; i < held->rules.tier_count; i++)
                held->rules.tiers[i].deduct = 0;
        }
        sample.equity *= chance(0.1) ? 0.01 : 1;
        const lm_position position = {.side = held->position.side,
                                      .entry = held->position.mark,
                                      .qty = held->position.qty,
                                      .collateral = sample.equity};
        lm_account *account = account_of(&sample);
        CHECK(lm_account_solve(&host, account, sample.equity, &margin) == LM_OK);
        CHECK(lm_margin_solve(&host, &held->rules, &position, &single) == LM_OK);
        const lm_account_row *row = lm_account_rows(account, &count);
        CHECK(row->status == single.status && margin.equity == sample.equity);
        if (single.status == LM_MARGIN_PRICE)
            CHECK_CLOSE(row->liquidation_price, single.liquidation_price, 1e-9);
        CHECK(row->maintenance_margin == single.maintenance_margin);
        CHECK(margin.maintenance_margin == single.maintenance_margin);
        /* All marks are the one mark. */
        const double joint = row->side == LM_LONG ? row->price_down : row->price_up;
        if (single.status == LM_MARGIN_PRICE)
            CHECK_CLOSE(joint, single.liquidation_price, 1e-9);
        CHECK(single.status == LM_MARGIN_PRICE || isnan(joint));
        lm_account_destroy(&host, account);
    }
}

static void test_order(void)
{
    for (int n = 0; n < accounts(1000); n++) {
        sample sample, turned;
        lm_account_margin margin, again;
        size_t count;
        random_sample(&sample, MOST, n % 2 == 0);
        if (chance(0.5))
            sample.held[1] = sample.held[0]; /* the same coin twice */
        for (int i = 0; i < MOST && n % 3 == 0; i++) {
            sample.held[i].position.listed = chance(0.8);
            sample.held[i].position.liquidation_price = sample.held[i].position.mark * uniform(0.1, 2);
        }
        turned = sample;
        const int shift = 1 + n % (MOST - 1);
        for (int i = 0; i < MOST; i++)
            turned.held[i] = sample.held[(i * 5 + shift) % MOST];
        lm_account *account = account_of(&sample), *other = account_of(&turned);
        if (n % 3 == 0) {
            CHECK(lm_account_solve_listed(&host, account, &margin) == LM_OK);
            CHECK(lm_account_solve_listed(&host, other, &again) == LM_OK);
        } else {
            CHECK(lm_account_solve(&host, account, sample.equity, &margin) == LM_OK);
            CHECK(lm_account_solve(&host, other, sample.equity, &again) == LM_OK);
        }
        const lm_account_row *rows = lm_account_rows(account, &count), *others = lm_account_rows(other, &count);
        CHECK(memcmp(&margin, &again, sizeof margin) == 0);
        for (int i = 0; i < MOST; i++)
            CHECK(memcmp(&rows[(i * 5 + shift) % MOST], &others[i], sizeof *rows) == 0);
        lm_account_destroy(&host, account);
        lm_account_destroy(&host, other);
    }
}

/* Amounts of four times the size, in all rules too, change no price. */
static void test_scale(void)
{
    for (int n = 0; n < accounts(1000); n++) {
        sample sample, greater;
        lm_account_margin margin, scaled;
        size_t count;
        random_sample(&sample, 1 + n % MOST, n % 2 == 0);
        greater = sample;
        greater.equity *= 4;
        for (int i = 0; i < sample.count; i++) {
            greater.held[i].position.qty *= 4;
            for (int tier = 0; tier < sample.held[i].rules.tier_count; tier++) {
                greater.held[i].rules.tiers[tier].floor *= 4;
                greater.held[i].rules.tiers[tier].deduct *= 4;
            }
        }
        lm_account *account = account_of(&sample), *other = account_of(&greater);
        CHECK(lm_account_solve(&host, account, sample.equity, &margin) == LM_OK);
        CHECK(lm_account_solve(&host, other, greater.equity, &scaled) == LM_OK);
        CHECK_CLOSE(scaled.u_down, margin.u_down, 0);
        CHECK_CLOSE(scaled.u_up, margin.u_up, 0);
        CHECK(scaled.margin_available == 4 * margin.margin_available);
        const lm_account_row *rows = lm_account_rows(account, &count), *others = lm_account_rows(other, &count);
        for (int i = 0; i < sample.count; i++)
            CHECK_CLOSE(others[i].liquidation_price, rows[i].liquidation_price, 0);
        lm_account_destroy(&host, account);
        lm_account_destroy(&host, other);
    }
}

/* The computed prices, given as listed ones, give the equity back; one wrong price among them changes nothing. */
static void test_listed(void)
{
    for (int n = 0; n < accounts(2000); n++) {
        sample sample;
        lm_account_margin margin, solved;
        size_t count;
        random_sample(&sample, 3 + n % (MOST - 3), true);
        lm_account *account = account_of(&sample);
        CHECK(lm_account_solve(&host, account, sample.equity, &margin) == LM_OK);
        const lm_account_row *rows = lm_account_rows(account, &count);
        int priced = 0, wrong = -1;
        for (int i = 0; i < sample.count; i++) {
            sample.held[i].position.listed = true;
            sample.held[i].position.liquidation_price = rows[i].liquidation_price;
            priced += !isnan(rows[i].liquidation_price);
            if (priced == 1 && wrong < 0)
                wrong = i;
        }
        lm_account_destroy(&host, account);
        if (priced < 3)
            continue;
        if (n % 2)
            sample.held[wrong].position.liquidation_price *= sample.held[wrong].position.side == LM_LONG ? 0.5 : 1.5;
        account = account_of(&sample);
        CHECK(lm_account_solve_listed(&host, account, &solved) == LM_OK);
        rows = lm_account_rows(account, &count);
        CHECK(fabs(solved.equity - margin.equity) <= 1e-9 * (margin.equity + margin.notional));
        CHECK(solved.listed == sample.count && solved.agrees == sample.count - n % 2);
        if (n % 2) {
            CHECK(strcmp(rows[wrong].listed, "differs") == 0 && !rows[wrong].gives_equity);
            CHECK(rows[wrong].counted_price == rows[wrong].listed_price);
        }
        lm_account_destroy(&host, account);
    }
}

/* ---- edges */

static lm_status add(lm_account *account, lm_side side, double qty, double mark)
{
    lm_rules rules;
    lm_account_position position;
    lm_rules_init(&rules);
    lm_account_position_init(&position);
    position.side = side;
    position.qty = qty;
    position.mark = mark;
    return lm_account_add(&host, account, &rules, &position);
}

static void test_empty(void)
{
    static const double equities[] = {-1, 0, 1};
    lm_account *account;
    lm_account_margin margin;
    size_t count;
    CHECK(lm_account_create(&host, &account) == LM_OK);
    for (int i = 0; i < 3; i++) {
        CHECK(lm_account_solve(&host, account, equities[i], &margin) == LM_OK);
        CHECK(margin.status == LM_MARGIN_NEVER && margin.held == 0 && margin.margin_available == equities[i]);
        CHECK(isnan(margin.u_down) && isnan(margin.u_up));
    }
    CHECK(lm_account_solve_listed(&host, account, &margin) == LM_OK);
    CHECK(margin.status == LM_MARGIN_UNKNOWN && isnan(margin.equity) && margin.maintenance_margin == 0);
    lm_account_rows(account, &count);
    CHECK(count == 0);
    CHECK(!lm_account_rules_at(account, 0));
    lm_account_destroy(&host, account);
    lm_account_destroy(&host, NULL);
}

static void test_no_margin(void)
{
    static const double equities[] = {-1e300, -5, 0, 0.4};
    lm_account *account;
    lm_account_margin margin;
    size_t count;
    CHECK(lm_account_create(&host, &account) == LM_OK);
    CHECK(add(account, LM_LONG, 1, 100) == LM_OK); /* its maintenance is 0.4 */
    for (int i = 0; i < 4; i++) {
        CHECK(lm_account_solve(&host, account, equities[i], &margin) == LM_OK);
        CHECK(margin.status == LM_MARGIN_LIQUIDATABLE && isnan(margin.u_down) && isnan(margin.u_up));
        const lm_account_row *row = lm_account_rows(account, &count);
        CHECK(row->status == LM_MARGIN_LIQUIDATABLE && isnan(row->liquidation_price) && isnan(row->price_down));
    }
    lm_account_destroy(&host, account);
}

static void test_refusals(void)
{
    static const double bad[] = {0, -1, NAN, INFINITY, -INFINITY};
    lm_account *account;
    lm_account_margin margin;
    lm_rules inverse;
    lm_account_position position;
    size_t count;
    CHECK(lm_account_create(&host, &account) == LM_OK);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK(add(account, LM_LONG, bad[i], 100) == LM_E_RANGE);
        CHECK(add(account, LM_LONG, 1, bad[i]) == LM_E_RANGE);
    }
    CHECK(add(account, LM_LONG, 1e300, 1e300) == LM_E_RANGE);
    CHECK(add(account, LM_LONG, 1e-300, 1e-300) == LM_E_RANGE);
    CHECK(add(account, LM_LONG, 1e154, 1e154) == LM_OK && add(account, LM_SHORT, 1, 1) == LM_OK);
    for (size_t i = 2; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(lm_account_solve(&host, account, bad[i], &margin) == LM_E_RANGE);
    CHECK(lm_account_solve(&host, account, 1, &margin) == LM_OK && margin.status == LM_MARGIN_LIQUIDATABLE);
    lm_rules_init(&inverse);
    inverse.contract = LM_INVERSE;
    lm_account_position_init(&position);
    position.qty = position.mark = 1;
    CHECK(lm_account_add(&host, account, &inverse, &position) == LM_E_MISMATCH);
    lm_account_rows(account, &count);
    CHECK(count == 2);
    CHECK(add(account, LM_LONG, 1.7e308, 1) == LM_OK && add(account, LM_LONG, 1.7e308, 1) == LM_OK);
    CHECK(lm_account_solve(&host, account, 1, &margin) == LM_E_RANGE); /* the sum of notionals */
    lm_account_destroy(&host, account);
}

static void test_many_positions(void)
{
    lm_account *account;
    lm_account_margin margin;
    double notional = 0;
    CHECK(lm_account_create(&host, &account) == LM_OK);
    for (int i = 0; i < 10000; i++) {
        const double mark = exp(uniform(-3, 10)), value = exp(uniform(0, 10));
        lm_rules rules;
        lm_account_position position;
        random_rules(&rules, value, LM_LINEAR, true);
        lm_account_position_init(&position);
        position.side = i % 4 == 0 ? LM_SHORT : LM_LONG;
        position.qty = value / mark;
        position.mark = mark;
        CHECK(lm_account_add(&host, account, &rules, &position) == LM_OK);
        notional += position.qty * mark;
    }
    CHECK(lm_account_solve(&host, account, 0.3 * notional, &margin) == LM_OK);
    CHECK(margin.held == 10000 && margin.status == LM_MARGIN_PRICE);
    CHECK_CLOSE(margin.notional, notional, 1e-12);
    CHECK(margin.u_down < 0 && margin.u_down > -1);
    lm_account_destroy(&host, account);
}

int main(void)
{
    rng_state = 20260204;
    lm_host_init(&host);
    test_prices_against_definitions();
    test_joint_roots();
    test_single_position();
    test_order();
    test_scale();
    test_listed();
    test_empty();
    test_no_margin();
    test_refusals();
    test_many_positions();
    return check_report("accounts");
}
