/*
 * Checks every table of every venue: random positions against a slow search for the price, deductions without a jump.
 * Also rules by date, hedged legs, rounding and errors.
 */
#include "check.h"
#include "random.h"

#include <stdlib.h>
#include <string.h>

#include "liqmap.h"
#include "reference_margin.h"

static lm_host host;
/* ---- positions in every table */

static double end_of(const lm_rules *rules)
{
    if (rules->known_to > 0)
        return rules->known_to;
    if (rules->cap > 0)
        return rules->cap;
    if (rules->rate_per_size > 0)
        return 0.5 / rules->rate_per_size;
    const double last = rules->tiers[rules->tier_count - 1].floor;
    return last > 0 ? 4 * last : 1e7;
}

/* Draws a value in the unit of the floors: any value up to the end of the table, one near a floor, or a floor. */
static double draw_measure(const lm_rules *rules)
{
    const double end = end_of(rules), floor = rules->tiers[(int)uniform(0, rules->tier_count)].floor;
    if (floor > 0 && chance(0.2))
        return floor;
    if (floor > 0 && chance(0.5))
        return fmin(end, floor * exp(uniform(-0.4, 0.4)));
    return end * exp(uniform(-9, 0));
}

static lm_position draw_position(const lm_rules *rules)
{
    lm_position position = {.side = chance(0.5) ? LM_LONG : LM_SHORT, .entry = exp(uniform(-4, 12))};
    const double measure = draw_measure(rules);
    const double value_of_one =
        rules->contract_size * (rules->contract == LM_LINEAR ? position.entry : 1 / position.entry);
    position.qty = rules->by_size ? measure : measure / value_of_one;
    const double value = position.qty * value_of_one;
    position.leverage = chance(0.8) ? exp(uniform(0, 4.8)) : 0;
    position.collateral = position.leverage == 0 || chance(0.3) ? value * exp(uniform(-5, 0.5)) : 0;
    if (chance(0.05))
        position.collateral = position.leverage > 0 ? -2 * position.collateral : 0;
    return position;
}

/* Sets the collateral so that the excess margin ends exactly at the floor of a tier, where the closed form must choose. */
static void aim_at_floor(const lm_rules *rules, lm_position *position)
{
    const lm_tier *tier = &rules->tiers[(int)uniform(0, rules->tier_count)];
    if (rules->by_size || tier->floor == 0)
        return;
    const double qty = position->qty * rules->contract_size;
    const double price = rules->contract == LM_LINEAR ? tier->floor / qty : qty / tier->floor;
    const double value = rules->contract == LM_LINEAR ? qty * position->entry : qty / position->entry;
    const double loss = rules->contract == LM_LINEAR ? value - tier->floor : tier->floor - value;
    if ((price - position->entry) * (position->side == LM_LONG ? -1 : 1) <= 0)
        return;
    position->leverage = 0;
    position->collateral = (position->side == LM_LONG ? loss : -loss) + (tier->rate + rules->fee) * tier->floor -
                           tier->deduct + rules->fixed;
}

static int met[3], crossed, unknown, passed, aimed;

/* Says whether a price is that of a floor, where a step can end a position. */
static bool is_at_floor(const trial *trial, double price)
{
    for (int i = 1; i < trial->rules->tier_count; i++) {
        const double floor = trial->rules->tiers[i].floor;
        if (fabs(notional_at(trial, price) - floor) <= 1e-12 * floor)
            return true;
    }
    return false;
}

/* A liquidatable position is liquidated from its mark, here the entry, to the price that the mark has passed. */
static void check_passed(const trial *trial, const lm_margin *margin)
{
    const double entry = trial->position->entry, price = margin->liquidation_price;
    const double way = trial->position->side == LM_LONG ? 1 : -1;
    bool held = true;
    if (isnan(price)) {
        CHECK(isnan(margin->past_pct) && isnan(margin->distance_pct));
        held = trial->rules->known_to > 0 || liquidated_at(trial, entry * (way > 0 ? 1e9 : 1e-9));
    } else {
        const double path = fabs(price - entry) / entry;
        for (int i = 0; path > 1e-9 && i < 8; i++)
            held = held && liquidated_at(trial, entry + (price - entry) * uniform(0, 1 - 1e-9));
        held = held && (path > 1e6 || !liquidated_at(trial, price * (1 + way * 1e-9)));
        CHECK(margin->past_pct >= 0 && fabs(margin->past_pct - 100 * path) <= 1e-9 * (1 + 100 * path));
        passed++;
    }
    if (!held)
        fprintf(stderr, "passed %.17g: side %d entry %.17g qty %.17g lev %g coll %.17g\n", price, trial->position->side,
                entry, trial->position->qty, trial->position->leverage, trial->position->collateral);
    CHECK(held);
}

static void check_position(const lm_venue_entry *entry, const lm_position *position)
{
    lm_margin margin;
    double price = 0;
    const trial trial = {&entry->rules, position};
    const lm_status status = lm_margin_solve(&host, &entry->rules, position, &margin);
    if (status == LM_E_RANGE) {
        /* A move of the price can leave the known part of a table; a value of exactly the cap can exceed it by rounding. */
        const double measure = entry->rules.by_size ? position->qty : notional_at(&trial, position->entry);
        unknown++;
        CHECK(entry->rules.known_to > 0 || measure >= entry->rules.cap * (1 - 1e-12));
        return;
    }
    CHECK(status == LM_OK);
    const lm_margin_status outcome = search(&trial, &price);
    met[outcome]++;
    crossed += margin.tier_at_liquidation >= 0 && margin.tier_at_entry != margin.tier_at_liquidation;
    /* An excess margin that is only a rounding error counts as none. */
    const bool at_entry = outcome == LM_MARGIN_PRICE && fabs(price - position->entry) <= 1e-12 * position->entry &&
                          margin.status == LM_MARGIN_LIQUIDATABLE;
    const bool agrees = at_entry || (margin.status == outcome &&
                                     (outcome != LM_MARGIN_PRICE ||
                                      fabs(margin.liquidation_price - price) <= 1e-12 * fmax(position->entry, price)));
    /*
     * At a floor of steps the last bit of the excess margin decides between this price and one that is far from it; at the
     * entry, between a position that is liquidatable and one that is not.
     */
    const bool at_floor =
        margin.status == outcome
            ? outcome == LM_MARGIN_PRICE &&
                  (is_at_floor(&trial, price) || is_at_floor(&trial, margin.liquidation_price))
            : margin.status != LM_MARGIN_NEVER && outcome != LM_MARGIN_NEVER && is_at_floor(&trial, position->entry);
    const bool by_last_bit = trial.rules->steps && !agrees && at_floor;
    aimed += by_last_bit;
    if (!agrees && !by_last_bit)
        fprintf(stderr, "%s %s: %d %.17g, searched %d %.17g, side %d entry %.17g qty %.17g lev %g coll %.17g\n",
                entry->venue, entry->symbol, margin.status, margin.liquidation_price, outcome, price, position->side,
                position->entry, position->qty, position->leverage, position->collateral);
    CHECK(agrees || by_last_bit);
    if (margin.status == LM_MARGIN_LIQUIDATABLE)
        check_passed(&trial, &margin);
}

static void check_continuous(const lm_rules *rules)
{
    for (int i = 1; !rules->steps && i < rules->tier_count; i++) {
        const lm_tier *before = &rules->tiers[i - 1], *tier = &rules->tiers[i];
        const double left = tier->floor * before->rate - before->deduct,
                     right = tier->floor * tier->rate - tier->deduct;
        CHECK(fabs(left - right) <= 1e-12 * tier->floor);
        CHECK(tier->max_leverage <= before->max_leverage);
    }
}

static void test_tables(void)
{
    lm_venue_reader reader = {0};
    lm_venue_entry entry;
    lm_rules found;
    lm_status status;
    int tables = 0;
    while ((status = lm_venue_next(&host, &reader, &entry)) == LM_OK) {
        tables++;
        CHECK(entry.source[0] && entry.rules.tier_count >= 1);
        CHECK(lm_venue_rules(&host, entry.venue, strlen(entry.venue), entry.symbol, strlen(entry.symbol), entry.since,
                             &found) == LM_OK);
        check_continuous(&entry.rules);
        lm_rules *rules = &entry.rules;
        for (int i = 0; i < rules->tier_count; i++)
            rules->tiers[i].max_leverage = 0;
        for (int i = 0; i < size_of_run(50, 500); i++) {
            lm_position position = draw_position(rules);
            check_position(&entry, &position);
            aim_at_floor(rules, &position);
            check_position(&entry, &position);
        }
    }
    CHECK(status == LM_DONE && tables >= 870);
    CHECK(met[LM_MARGIN_PRICE] > 10000 && met[LM_MARGIN_NEVER] > 1000 && met[LM_MARGIN_LIQUIDATABLE] > 1000);
    CHECK(crossed > 3000 && unknown > 0 && passed > 10000 && aimed < met[LM_MARGIN_PRICE] / 500);
    printf("venues: %d tables; %d prices, %d never, %d liquidatable (%d passed a price), %d in another tier, "
           "%d beyond what is known, %d by the last bit\n",
           tables, met[0], met[1], met[2], passed, crossed, unknown, aimed);
}

/* ---- hedged legs */

static bool hedge_liquidated(const lm_rules *rules, const lm_hedge *hedge, double price)
{
    double excess = hedge->wallet - rules->fixed;
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const lm_position leg = {.side = side, .entry = hedge->entry[side], .qty = hedge->qty[side]};
        const trial trial = {rules, &leg};
        const double now = notional_at(&trial, price), then = notional_at(&trial, leg.entry);
        excess += (side == LM_LONG ? 1 : -1) * (rules->contract == LM_LINEAR ? now - then : then - now);
        excess -= maintenance_of(&trial, rules->basis == LM_BASIS_MARK ? now : then);
        excess -= rules->fee * (rules->fee_basis == LM_BASIS_MARK ? now : then);
    }
    return excess <= 0;
}

/*
 * Searches from `from` in the direction `way` for the first price that liquidates both legs, by small steps and
 * bisection. NaN if there is none within a factor of 1e9.
 */
static double hedge_search(const lm_rules *rules, const lm_hedge *hedge, double from, int way)
{
    double near = from;
    while (near < from * 1e9 && near > from * 1e-9) {
        const double far = way > 0 ? near * 1.002 : near / 1.002;
        if (hedge_liquidated(rules, hedge, far)) {
            double outstanding = near, liquidated = far;
            for (int i = 0; i < 200; i++) {
                const double middle = outstanding + (liquidated - outstanding) / 2;
                *(hedge_liquidated(rules, hedge, middle) ? &liquidated : &outstanding) = middle;
            }
            return liquidated;
        }
        near = far;
    }
    return NAN;
}

static bool same_price(double found, double searched, double scale, double from)
{
    if (isnan(searched))
        return isnan(found) || found > from * 0.9e9 || found < from * 1.1e-9;
    return fabs(found - searched) <= 1e-12 * fmax(scale, searched) * fmax(1, searched / scale);
}

static lm_rules draw_rules(double value)
{
    lm_rules rules;
    lm_rules_init(&rules);
    rules.contract = chance(0.5) ? LM_LINEAR : LM_INVERSE;
    rules.basis = rules.fee_basis = chance(0.8) ? LM_BASIS_MARK : LM_BASIS_ENTRY;
    rules.steps = chance(0.4);
    rules.fee = chance(0.5) ? uniform(0, 0.002) : 0;
    rules.contract_size = chance(0.3) ? 10 : 1;
    rules.fixed = chance(0.2) ? value * uniform(0, 0.01) : 0;
    rules.tier_count = (int)uniform(1, 7);
    double floor = value * exp(uniform(-2, 0));
    for (int i = 1; i < rules.tier_count; i++, floor *= exp(uniform(0.1, 1.2))) {
        const lm_tier *before = &rules.tiers[i - 1];
        rules.tiers[i] = (lm_tier){.floor = floor, .rate = before->rate + uniform(0.001, 0.12)};
        if (!rules.steps)
            rules.tiers[i].deduct = before->deduct + floor * (rules.tiers[i].rate - before->rate);
    }
    return rules;
}

static void test_hedges(void)
{
    int below = 0, above = 0, both = 0, never = 0, liquidatable = 0;
    rng_state = 20211123; /* whatever the number of tables */
    for (int i = 0; i < 1500; i++) {
        const double price = exp(uniform(-2, 10)), value = 1000;
        const lm_rules rules = draw_rules(value);
        lm_hedge hedge = {.entry = {price * exp(uniform(-0.3, 0.3)), price * exp(uniform(-0.3, 0.3))}};
        const double one = rules.contract_size * (rules.contract == LM_LINEAR ? price : 1 / price);
        hedge.qty[LM_LONG] = value / one * exp(uniform(-1, 1));
        hedge.qty[LM_SHORT] = chance(0.1)   ? hedge.qty[LM_LONG]
                              : chance(0.4) ? hedge.qty[LM_LONG] * uniform(0.7, 1)
                                            : value / one * exp(uniform(-1, 1));
        hedge.wallet = value * exp(uniform(-3, 1));
        hedge.mark = price;
        lm_hedged_margin margin;
        CHECK(lm_hedged_margin_solve(&host, &rules, &hedge, &margin) == LM_OK);
        const bool liquidated = hedge_liquidated(&rules, &hedge, price);
        CHECK(liquidated == (margin.status == LM_MARGIN_LIQUIDATABLE));
        liquidatable += liquidated;
        if (liquidated)
            continue;
        const double down = hedge_search(&rules, &hedge, price, -1), up = hedge_search(&rules, &hedge, price, 1);
        const bool agrees =
            same_price(margin.price_below, down, price, price) && same_price(margin.price_above, up, price, price);
        if (!agrees)
            fprintf(stderr, "hedge %d: %.17g %.17g, searched %.17g %.17g\n", i, margin.price_below, margin.price_above,
                    down, up);
        CHECK(agrees);
        const bool net_long = hedge.qty[LM_LONG] > hedge.qty[LM_SHORT];
        const double wanted = net_long ? margin.price_below : margin.price_above;
        const double other = net_long ? margin.price_above : margin.price_below;
        CHECK_CLOSE(margin.liquidation_price, isnan(wanted) ? other : wanted, 0);
        CHECK((margin.status == LM_MARGIN_NEVER) == isnan(margin.liquidation_price));
        below += !isnan(down);
        above += !isnan(up);
        both += !isnan(down) && !isnan(up);
        never += isnan(down) && isnan(up);
    }
    printf("hedges: %d below, %d above, %d both, %d never, %d liquidatable\n", below, above, both, never, liquidatable);
    CHECK(below > 200 && above > 200 && both > 10 && never > 50 && liquidatable > 50);
}

/* Legs of equal size and entry lose only by maintenance; with a short leg of almost 0 the long counts as alone. */
static void test_hedge_limits(void)
{
    lm_rules rules;
    lm_hedged_margin margin;
    lm_margin alone;
    lm_rules_init(&rules);
    rules.tiers[0].rate = 0.005;
    const lm_hedge flat = {{100, 100}, {1, 1}, 30, 0};
    CHECK(lm_hedged_margin_solve(&host, &rules, &flat, &margin) == LM_OK && isnan(margin.price_below));
    CHECK_CLOSE(margin.price_above, 3000, 1e-12);
    const lm_hedge lone = {{100, 100}, {1, 1e-14}, 30, 100};
    const lm_position position = {LM_LONG, 100, 1, 0, 30, 0};
    CHECK(lm_hedged_margin_solve(&host, &rules, &lone, &margin) == LM_OK);
    CHECK(lm_margin_solve(&host, &rules, &position, &alone) == LM_OK);
    CHECK_CLOSE(margin.liquidation_price, alone.liquidation_price, 1e-12);
    const lm_hedge bad[] = {{{0, 100}, {1, 1}, 30, 0},         {{100, NAN}, {1, 1}, 30, 0},
                            {{100, 100}, {0, 1}, 30, 0},       {{100, 100}, {1, -1}, 30, 0},
                            {{100, 100}, {1, 1}, INFINITY, 0}, {{100, 100}, {1, 1}, 30, -1},
                            {{100, 100}, {1, 1}, 30, NAN}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(lm_hedged_margin_solve(&host, &rules, &bad[i], &margin) == LM_E_RANGE);
    const lm_hedge broke = {{100, 100}, {1, 1}, 0.5, 0};
    CHECK(lm_hedged_margin_solve(&host, &rules, &broke, &margin) == LM_OK && margin.status == LM_MARGIN_LIQUIDATABLE);
}

/* ---- rounding */

static double rounded(const char *json, lm_side side, double price, double tick)
{
    lm_rules rules;
    double result = NAN;
    CHECK(lm_rules_read(&host, json, strlen(json), &rules) == LM_OK);
    CHECK(lm_round_liquidation_price(&host, &rules, side, price, tick, &result) == LM_OK);
    return result;
}

static void test_rounding(void)
{
    static const char up[] = "{\"rounding\":{\"long\":\"up\",\"short\":\"down\"},\"tick\":0.5}";
    static const char near[] = "{\"rounding\":{\"long\":\"nearest\",\"short\":\"exact\"}}";
    CHECK(rounded(up, LM_LONG, 5739.085, 0) == 5739.5);
    CHECK(rounded(up, LM_LONG, 919.097, 0.05) == 919.1);
    CHECK(rounded(up, LM_LONG, 919.1, 0.05) == 919.1);
    CHECK(rounded(up, LM_SHORT, 919.14999, 0.05) == 919.1);
    CHECK(rounded(up, LM_SHORT, 90430.7, 0.1) == 90430.7);
    CHECK(rounded(up, LM_LONG, 1234.5, 25) == 1250);
    CHECK(rounded(near, LM_LONG, 0.123456, 0.0001) == 0.1235);
    CHECK(rounded(near, LM_SHORT, 0.123456, 0.0001) == 0.123456);
    lm_rules rules;
    double price = 0;
    lm_rules_init(&rules);
    CHECK(lm_round_liquidation_price(&host, &rules, LM_LONG, 1, 1, &price) == LM_E_MISSING && host.error.hint[0]);
    rules.rounding[LM_LONG] = LM_ROUND_UP;
    CHECK(lm_round_liquidation_price(&host, &rules, LM_LONG, 1, 0, &price) == LM_E_MISSING && host.error.hint[0]);
    CHECK(lm_round_liquidation_price(&host, &rules, LM_LONG, -1, 1, &price) == LM_E_RANGE);
    CHECK(lm_round_liquidation_price(&host, &rules, LM_LONG, 1, NAN, &price) == LM_E_RANGE && price == 0);
}

/* ---- names, dates, documents */

static lm_status ask(const char *venue, const char *symbol, int64_t as_of, lm_rules *rules)
{
    return lm_venue_rules(&host, venue, strlen(venue), symbol, strlen(symbol), as_of, rules);
}

static bool hinted(const char *words)
{
    return strstr(host.error.hint, words) != NULL;
}

static void test_names(void)
{
    lm_rules rules;
    CHECK(ask("binance-usdm", "BTCUSDT", INT64_MAX, &rules) == LM_OK && rules.tier_count == 12);
    CHECK(ask("binance", "BTCUSDT", INT64_MAX, &rules) == LM_E_ARGUMENT && hinted("binance-usdm"));
    CHECK(hinted("binance-coinm"));
    CHECK(ask("Bybit-Linear", "BTCUSDT", INT64_MAX, &rules) == LM_E_ARGUMENT && hinted("bybit-linear"));
    CHECK(ask("hyperlyquid", "BTC", INT64_MAX, &rules) == LM_E_ARGUMENT && hinted("Did you mean hyperliquid?"));
    CHECK(ask("zzzzzzzzzzzz", "BTC", INT64_MAX, &rules) == LM_E_ARGUMENT && hinted("Use ") && hinted("or one of"));
    CHECK(ask("", "BTC", INT64_MAX, &rules) == LM_E_ARGUMENT && host.error.hint[0]);
    CHECK(ask("binance-usdm", "BTC-USDT", INT64_MAX, &rules) == LM_E_ARGUMENT && hinted("BTCUSDT"));
    CHECK(ask("hyperliquid", "btc", INT64_MAX, &rules) == LM_E_ARGUMENT && hinted("BTC"));
    CHECK(ask("gate-linear", "ETH_USDT", INT64_MAX, &rules) == LM_E_ARGUMENT && hinted("BTC_USDT"));
}

#define DAY(number) ((int64_t)(number)*LM_DAY)

static void test_dates(void)
{
    lm_rules rules;
    CHECK(ask("binance-usdm", "BTCUSDT", DAY(18704), &rules) == LM_OK && rules.tier_count == 10); /* 2021-03-18 */
    CHECK(ask("binance-usdm", "BTCUSDT", DAY(19035), &rules) == LM_OK && rules.cap == 5e8);       /* 2022-02-12 */
    CHECK(ask("binance-usdm", "BTCUSDT", DAY(20020), &rules) == LM_OK && rules.tier_count == 12); /* 2024-10-24 */
    CHECK(ask("binance-usdm", "BTCUSDT", DAY(18704) - 1, &rules) == LM_E_TIME &&
          strstr(host.error.message, "as of 2021-03-17: the first rules are of 2021-03-18") != NULL);
    CHECK(ask("binance-usdm", "BTCUSDT", INT64_MIN, &rules) == LM_E_TIME);
    CHECK(ask("bybit-inverse", "BTCUSD", INT64_MAX, &rules) == LM_OK && rules.basis == LM_BASIS_MARK);
    CHECK(ask("bybit-inverse", "BTCUSD", DAY(20000), &rules) == LM_OK && rules.basis == LM_BASIS_ENTRY);
}

static void test_documents(void)
{
    static const struct {
        const char *json, *says;
    } cases[] = {
        {"{}", "has no \"symbols\""},
        {"{\"symbols\":[]}", "$.symbols must be an object"},
        {"{\"symbols\":{\"A\":{}}}", "$.symbols.A must be an array"},
        {"{\"symbols\":{\"A\":[]}}", "$.symbols.A must have 1 to"},
        {"{\"symbols\":{\"A\":[1]}}", "$.symbols.A[0] must be an object"},
        {"{\"symbols\":{\"A\":[{}]}}", "has no \"since\""},
        {"{\"symbols\":{\"A\":[{\"since\":\"2021-13\"}]}}", "$.symbols.A[0].since must be a date"},
        {"{\"symbols\":{\"A\":[{\"since\":\"2021-02-29\"}]}}", "$.symbols.A[0].since must be a date"},
        {"{\"symbols\":{\"A\":[{\"since\":\"2021\"}]}}", "has no \"tiers\""},
        {"{\"symbols\":{\"A\":[{\"since\":\"2021\",\"tiers\":[[0,0.1]],\"x\":1}]}}", "unknown key \"x\""},
        {"{\"symbols\":{\"A\":[{\"since\":\"2022\",\"tiers\":[[0,0.1]]},{\"since\":\"2021\",\"tiers\":[[0,0.1]]}]}}",
         "$.symbols.A[1] must be later"},
        {"{\"symbols\":{\"A\":[{\"since\":\"2021\",\"tiers\":[[1,0.1]]}]}}", "tiers[0][0] must be 0"},
        {"{\"symbols\":{\"A\":[{\"since\":\"2021\",\"tiers\":[[0,0.1],[5,0.05]]}]}}", "tiers[1][1] must not be below"},
        {"{\"symbols\":{\"A\":[{\"since\":\"2021\",\"tiers\":[[0]]}]}}", "tiers[0] must have 2 to 4"},
        {"{\"fee\":0.5,\"symbols\":{\"A\":[{\"since\":\"2021\",\"tiers\":[[0,0.5]]}]}}", "whose sum must be below 1"},
    };
    lm_rules rules;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *json = cases[i].json;
        const lm_status status = lm_venue_document_rules(&host, json, strlen(json), "A", 1, INT64_MAX, &rules);
        const bool right = status == LM_E_DOCUMENT && strstr(host.error.message, cases[i].says) != NULL;
        if (!right)
            fprintf(stderr, "document %zu: %s\n", i, host.error.message);
        CHECK(right);
    }
    static const char mine[] = "{\"venue\":\"mine\",\"contract\":\"inverse\",\"fee\":0.001,\"symbols\":{\"A\":["
                               "{\"since\":\"2021-05-01\",\"basis\":\"entry\",\"contract_size\":10,"
                               "\"tiers\":[{\"floor\":0,\"cap\":5,\"rate\":0.01},{\"floor\":5,\"rate\":0.02}]}]}}";
    CHECK(lm_venue_document_rules(&host, mine, strlen(mine), "A", 1, INT64_MAX, &rules) == LM_OK);
    CHECK(rules.contract == LM_INVERSE && rules.basis == LM_BASIS_ENTRY && rules.fee_basis == LM_BASIS_ENTRY);
    CHECK(rules.contract_size == 10 && rules.fee == 0.001 && rules.tier_count == 2);
    CHECK_CLOSE(rules.tiers[1].deduct, 0.05, 1e-14);
}

/* Every table that is printed reads back as the same table. */
static void test_printed(void)
{
    lm_venue_reader reader = {0};
    lm_venue_entry entry;
    while (lm_venue_next(&host, &reader, &entry) == LM_OK) {
        lm_buffer out = {0};
        lm_rules again;
        CHECK(lm_rules_print(&host, &entry.rules, &out) == LM_OK);
        CHECK(lm_rules_read(&host, (const char *)out.data, out.size, &again) == LM_OK);
        CHECK(memcmp(&again, &entry.rules, sizeof again) == 0);
        lm_buffer_free(&host, &out);
    }
}

int main(void)
{
    rng_state = 20211123;
    lm_host_init(&host);
    test_tables();
    test_hedges();
    test_hedge_limits();
    test_rounding();
    test_names();
    test_dates();
    test_documents();
    test_printed();
    return check_report("venues");
}
