/*
 * The closed form against a slow search for the first price at which equity does not exceed the requirement, over
 * random rules and positions; and
 * laws of any margin arithmetic: it is monotone, dual and independent of scale.
 */
#include "check.h"
#include "random.h"

#include <stdlib.h>
#include <string.h>

#include "liqmap.h"
#include "margin/rules.h"
#include "reference_margin.h"

static lm_host host;

/* ---- random rules and positions */

/* Tiers whose floors lie around a value, so that many positions cross one. */
static void random_tiers(lm_rules *rules, double value)
{
    rules->tier_count = (int)uniform(1, 9);
    rules->tiers[0] = (lm_tier){.rate = uniform(0, 0.02)};
    double floor = value * exp(uniform(-3, 0));
    for (int i = 1; i < rules->tier_count; i++, floor *= exp(uniform(0.02, 1))) {
        const lm_tier *before = &rules->tiers[i - 1];
        lm_tier tier = {.floor = floor, .rate = before->rate + uniform(0, 0.05)};
        if (!rules->steps)
            tier.deduct = before->deduct + floor * (tier.rate - before->rate);
        rules->tiers[i] = tier;
    }
}

/* Changes the deductions at random, as by errors of typing: the requirement then jumps up or down at a floor. */
static void spoil_deductions(lm_rules *rules)
{
    for (int i = 1; i < rules->tier_count; i++)
        rules->tiers[i].deduct *= uniform(0.8, 1.2);
}

static void random_case(lm_rules *rules, lm_position *position)
{
    lm_rules_init(rules);
    position->side = chance(0.5) ? LM_LONG : LM_SHORT;
    position->mark = 0;
    position->entry = exp(uniform(-7, 12));
    position->qty = exp(uniform(-5, 15));
    rules->contract = chance(0.5) ? LM_LINEAR : LM_INVERSE;
    rules->basis = chance(0.75) ? LM_BASIS_MARK : LM_BASIS_ENTRY;
    rules->fee_basis = chance(0.75) ? rules->basis : !rules->basis;
    rules->steps = chance(0.4);
    rules->top_inclusive = chance(0.5);
    rules->fee = chance(0.5) ? uniform(0, 0.02) : 0;
    const bool linear = rules->contract == LM_LINEAR;
    const double value = linear ? position->qty * position->entry : position->qty / position->entry;
    rules->fixed = chance(0.2) ? value * uniform(0, 0.01) : 0;
    random_tiers(rules, value);
    if (chance(0.2))
        spoil_deductions(rules);
    position->leverage = chance(0.6) ? exp(uniform(0, 4)) : 0;
    position->collateral = position->leverage == 0 || chance(0.2) ? value * exp(uniform(-4, 1)) : 0;
}

static void test_against_search(void)
{
    int met[3] = {0}, crossed = 0;
    for (int i = 0; i < 40000; i++) {
        lm_rules rules;
        lm_position position;
        lm_margin margin;
        double price = 0;
        random_case(&rules, &position);
        if (chance(0.3))
            position.mark = position.entry * exp(uniform(-0.6, 0.6));
        const double from = position.mark > 0 ? position.mark : position.entry;
        const trial trial = {&rules, &position};
        const lm_margin_status status = search(&trial, &price);
        CHECK(lm_margin_solve(&host, &rules, &position, &margin) == LM_OK);
        CHECK(margin.status == status);
        met[status]++;
        if (status != LM_MARGIN_PRICE || margin.status != status)
            continue;
        crossed += margin.tier_at_entry != margin.tier_at_liquidation;
        /* At high prices the profit of an inverse contract hardly changes, so the tolerance grows with the price. */
        const double tolerance = 1e-12 * (from + price * fmax(1, price / fmin(from, position.entry)));
        if (fabs(margin.liquidation_price - price) > tolerance)
            fprintf(stderr, "case %d: %.17g, searched %.17g, entry %.17g\n", i, margin.liquidation_price, price,
                    position.entry);
        CHECK(fabs(margin.liquidation_price - price) <= tolerance);
        CHECK_CLOSE(margin.distance_pct, (margin.liquidation_price / from - 1) * 100, 1e-12);
    }
    CHECK(met[0] > 10000 && met[1] > 1000 && met[2] > 1000 && crossed > 4000);
}

/* ---- laws of any margin arithmetic */

/* Returns the distance to liquidation as a fraction: infinite for `never`, 0 for `liquidatable`. */
static double safety(const lm_rules *rules, const lm_position *position)
{
    lm_margin margin;
    CHECK(lm_margin_solve(&host, rules, position, &margin) == LM_OK);
    if (margin.status != LM_MARGIN_PRICE)
        return margin.status == LM_MARGIN_NEVER ? INFINITY : 0;
    return fabs(margin.liquidation_price / position->entry - 1);
}

static void test_monotone(void)
{
    for (int i = 0; i < 5000; i++) {
        lm_rules rules;
        lm_position position;
        random_case(&rules, &position);
        const double before = safety(&rules, &position), slack = 1e-12 * fmax(1, before);

        lm_position richer = position;
        richer.collateral += fabs(richer.collateral) * 0.01 + 1e-3;
        CHECK(!(safety(&rules, &richer) < before - slack));

        lm_position bolder = position;
        bolder.leverage *= 1.1;
        CHECK(!(safety(&rules, &bolder) > before + slack));

        lm_rules dearer = rules;
        dearer.fee += 0.0005;
        CHECK(!(safety(&dearer, &position) > before + slack));

        lm_rules stricter = rules;
        for (int k = 0; k < stricter.tier_count; k++)
            stricter.tiers[k].rate += 0.001;
        CHECK(!(safety(&stricter, &position) > before + slack));
    }
}

/* An inverse long is a linear short in 1 / price. */
static void test_dual(void)
{
    for (int i = 0; i < 5000; i++) {
        lm_rules rules;
        lm_position position;
        lm_margin margin, mirrored;
        random_case(&rules, &position);
        lm_rules other = rules;
        lm_position mirror = position;
        other.contract = rules.contract == LM_LINEAR ? LM_INVERSE : LM_LINEAR;
        mirror.side = position.side == LM_LONG ? LM_SHORT : LM_LONG;
        mirror.entry = 1 / position.entry;
        CHECK(lm_margin_solve(&host, &rules, &position, &margin) == LM_OK);
        CHECK(lm_margin_solve(&host, &other, &mirror, &mirrored) == LM_OK);
        CHECK(margin.status == mirrored.status);
        CHECK(margin.tier_at_liquidation == mirrored.tier_at_liquidation);
        const double y = margin.liquidation_price, entry = position.entry;
        if (margin.status == LM_MARGIN_PRICE)
            CHECK(fabs(1 / mirrored.liquidation_price - y) <= 1e-13 * (y + y * y / entry + entry));
    }
}

static void test_scale(void)
{
    lm_rules rules;
    lm_margin small, large;
    lm_rules_init(&rules);
    for (double x = 2; x < 240; x *= 1.1) {
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            const lm_position a = {side, 63252.7, 0.001, x, 0, 0}, b = {side, 63252.7, 12345.678, x, 0, 0};
            CHECK(lm_margin_solve(&host, &rules, &a, &small) == LM_OK);
            CHECK(lm_margin_solve(&host, &rules, &b, &large) == LM_OK);
            CHECK_CLOSE(small.liquidation_price, large.liquidation_price, 1e-14);
        }
    }
}

/* ---- the ratio of a replay */

/* One ulp moves whole cells, so the expression itself is part of the contract. */
static void test_ratio_expression(void)
{
    static const double ladder[] = {1.5, 2, 3, 5, 10, 20, 25, 50, 75, 100, 125, 150};
    static const double positions[] = {10000, 12345.678, 777, 0.3, 1e7 / 3};
    const double m = 0.004, f = 0.0005, d = 0.25;
    lm_rules rules;
    double ratio;
    lm_rules_init(&rules);
    rules.fee = f;
    rules.tiers[0].deduct = d;
    for (int i = 0; i < 12 * 5 * 2; i++) {
        const lm_side side = i % 2 ? LM_SHORT : LM_LONG;
        const double q = positions[i / 2 % 5], x = ladder[i / 10], C = q / x;
        double t = side == LM_LONG ? 1 : -1;
        rules.contract = LM_LINEAR;
        const double y = (C + d - t * q) / (q * (m + f) - t * q);
        CHECK(lm_margin_ratio(&rules, q, 0, side, x, &ratio) == (y > 0 ? LM_MARGIN_PRICE : LM_MARGIN_NEVER));
        CHECK(!(y > 0) || ratio == y);
        rules.contract = LM_INVERSE;
        t = -t;
        const double u = (C + d - t * q) / (q * (m + f) - t * q);
        CHECK(lm_margin_ratio(&rules, q, 0, side, x, &ratio) == (u > 0 ? LM_MARGIN_PRICE : LM_MARGIN_NEVER));
        CHECK(!(u > 0) || ratio == 1 / u);
    }
}

static void test_ratio_outcomes(void)
{
    lm_rules rules;
    double ratio = 7;
    lm_rules_init(&rules);
    CHECK(lm_margin_ratio(&rules, 10000, 0, LM_LONG, 1, &ratio) == LM_MARGIN_NEVER);
    CHECK(lm_margin_ratio(&rules, 10000, 0, LM_SHORT, 1, &ratio) == LM_MARGIN_PRICE);
    ratio = 7;
    CHECK(lm_margin_ratio(&rules, 10000, 0, LM_LONG, 250, &ratio) == LM_MARGIN_LIQUIDATABLE && ratio == 7);
    rules.contract = LM_INVERSE;
    CHECK(lm_margin_ratio(&rules, 10000, 0, LM_SHORT, 1, &ratio) == LM_MARGIN_NEVER);
    /* 1 / 250 is 0.35 % and 0.05 %: in any rounding of the products, no position opens without margin. */
    rules.tiers[0].rate = 0.0035;
    rules.fee = 0.0005;
    for (double position = 1; position < 1e9; position *= 1.01) {
        CHECK(lm_margin_ratio(&rules, position, 0, LM_LONG, 250, &ratio) == LM_MARGIN_LIQUIDATABLE);
        CHECK(lm_margin_ratio(&rules, position, 0, LM_SHORT, 250, &ratio) == LM_MARGIN_LIQUIDATABLE);
    }
}

/* The ratio is the liquidation price at entry 1, and at any entry where tiers in coin scale along. */
static void test_ratio_solves(void)
{
    for (int i = 0; i < 5000; i++) {
        lm_rules rules;
        lm_position position;
        lm_margin margin;
        double ratio;
        random_case(&rules, &position);
        const bool inverse = rules.contract == LM_INVERSE;
        const double x = exp(uniform(0, 5)), entry = position.entry;
        const double notional = inverse ? position.qty : position.qty * entry;
        position.leverage = x;
        position.collateral = 0;
        CHECK(lm_margin_solve(&host, &rules, &position, &margin) == LM_OK);
        const lm_margin_status status = lm_margin_ratio(&rules, notional, entry, position.side, x, &ratio);
        CHECK(status == margin.status);
        if (status == LM_MARGIN_PRICE)
            CHECK(fabs(ratio * entry - margin.liquidation_price) <=
                  1e-13 * (entry + margin.liquidation_price * fmax(1, ratio)));
        if (!inverse && status == LM_MARGIN_PRICE) {
            const lm_position at_one = {position.side, 1, notional, x, 0, 0};
            CHECK(lm_margin_solve(&host, &rules, &at_one, &margin) == LM_OK && margin.liquidation_price == ratio);
        }
    }
}

/* ---- input and documents */

static void test_bad_positions(void)
{
    static const double odd[] = {NAN, INFINITY, -INFINITY, -1};
    lm_rules rules;
    lm_margin margin = {.tier_at_entry = 77};
    lm_rules_init(&rules);
    const lm_position good = {LM_LONG, 100, 1, 10, 0, 0};
    for (int k = 0; k < 4; k++) {
        lm_position bad[4] = {good, good, good, good};
        bad[0].entry = bad[1].qty = bad[2].leverage = odd[k];
        bad[3].collateral = odd[k];
        for (int j = 0; j < (k < 3 ? 4 : 3); j++)
            CHECK(lm_margin_solve(&host, &rules, &bad[j], &margin) == LM_E_RANGE);
    }
    const lm_position zero_entry = {LM_LONG, 0, 1, 10, 0, 0}, zero_qty = {LM_LONG, 100, 0, 10, 0, 0};
    CHECK(lm_margin_solve(&host, &rules, &zero_entry, &margin) == LM_E_RANGE);
    CHECK(strcmp(host.error.message, "entry must be finite and above 0, not 0") == 0);
    CHECK(lm_margin_solve(&host, &rules, &zero_qty, &margin) == LM_E_RANGE);
    const lm_position small = {LM_LONG, 100, 0, 0, 0, 0}, vast = {LM_LONG, 1e300, 1e300, 10, 0, 0};
    const lm_position none = {LM_LONG, 1e-300, 1e-300, 10, 0, 0};
    double price = 77;
    lm_margin_status status;
    CHECK(lm_liquidation_price(&host, &rules, &small, &status, &price) == LM_E_ARGUMENT && host.error.hint[0]);
    CHECK(price == 77);
    CHECK(lm_margin_solve(&host, &rules, &vast, &margin) == LM_E_RANGE);
    CHECK(lm_margin_solve(&host, &rules, &none, &margin) == LM_E_RANGE);
    rules.tier_count = 0;
    CHECK(lm_margin_solve(&host, &rules, &good, &margin) == LM_E_ARGUMENT);
    CHECK(margin.tier_at_entry == 77);
}

static lm_status read(const char *json, lm_rules *rules)
{
    return lm_rules_read(&host, json, strlen(json), rules);
}

static void test_defaults(void)
{
    lm_rules rules, expected;
    lm_rules_init(&expected);
    CHECK(read("{}", &rules) == LM_OK && memcmp(&rules, &expected, sizeof rules) == 0);
    CHECK(rules.tier_count == 1 && rules.tiers[0].rate == 0.004 && !lm_rules_need_reference(&rules));
    CHECK(read("{\"basis\":\"entry\"}", &rules) == LM_OK && rules.fee_basis == LM_BASIS_ENTRY);
    CHECK(read("{\"basis\":\"entry\",\"fee_basis\":\"mark\"}", &rules) == LM_OK && rules.fee_basis == LM_BASIS_MARK);
    CHECK(read("{\"contract\":\"inverse\",\"fixed\":1}", &rules) == LM_OK && lm_rules_need_reference(&rules));
}

/* The deductions computed from a table of Binance (BTCUSDT, 2021-03-18) equal the published ones. */
static void test_deductions(void)
{
    static const double published[] = {0, 50, 1300, 16300, 266300, 1266300};
    lm_rules rules;
    CHECK(read("{\"tiers\":[{\"floor\":0,\"rate\":0.004},{\"floor\":50000,\"rate\":0.005},"
               "{\"floor\":250000,\"rate\":0.01},{\"floor\":1e6,\"rate\":0.025},{\"floor\":1e7,\"rate\":0.05},"
               "{\"floor\":2e7,\"rate\":0.1}]}",
               &rules) == LM_OK);
    for (int i = 0; i < 6; i++)
        CHECK_CLOSE(rules.tiers[i].deduct, published[i], 1e-15);
    CHECK(read("{\"steps\":true,\"tiers\":[{\"floor\":0,\"rate\":0.01},{\"floor\":9,\"rate\":0.02}]}", &rules) ==
          LM_OK);
    CHECK(rules.steps && rules.tiers[1].deduct == 0);
    CHECK(read("{\"tiers\":[{\"floor\":0,\"rate\":0.01,\"deduct\":3},{\"floor\":100,\"rate\":0.02}]}", &rules) ==
          LM_OK);
    CHECK(rules.tiers[0].deduct == 3 && rules.tiers[1].deduct == 4);
}

static void test_refused_rules(void)
{
    static const struct {
        const char *json, *says;
    } cases[] = {
        {"{\"fee\":1e999}", "$.fee is too large"},
        {"{\"fee\":0,\"fee\":0}", "$.fee is given twice"},
        {"{\"tiers\":[{\"floor\":0,\"rate\":0.1,\"rate\":0.1}]}", "$.tiers[0].rate is given twice"},
        {"{\"tiers\":[{\"floor\":0,\"rate\":0},{\"floor\":1e298,\"rate\":0.1},{\"floor\":1.5e298,\"rate\":0.9},"
         "{\"floor\":1.7e298,\"rate\":0.95,\"deduct\":1e999}]}",
         "$.tiers[3].deduct is too large"},
        {"{\"tiers\":[{\"floor\":0,\"rate\":0.1,\"max_leverage\":0}]}", "$.tiers[0].max_leverage must be above 0"},
        {"{\"tiers\":[{\"rate\":0.1}]}", "$.tiers[0] has no \"floor\""},
        {"{\"basis\":\"mid\"}", "$.basis must be one of \"mark\", \"entry\""},
        {"{\"contract\":null}", "$.contract must be text"},
        {"{\"tiers\":[{\"floor\":0,\"rate\":0.1,\"cap\":5},{\"floor\":6,\"rate\":0.2}]}",
         "$.tiers[1].floor must be the end"},
        {"{\"tiers\":[{\"floor\":0,\"rate\":0.1,\"cap\":5},{\"floor\":4,\"rate\":0.2}]}",
         "$.tiers[1].floor must be the end"},
        {"{\"tiers\":[[0,0.1],[6,0.05]]}", "$.tiers[1][1] must not be below the rate"},
        {"{\"tiers\":[[0,0.1,null,20,5]]}", "$.tiers[0] must have 2 to 4"},
        {"{\"tiers\":[[0]]}", "$.tiers[0] must have 2 to 4"},
        {"{\"rate_per_size\":0.1}", "\"tiers_by\": \"size\""},
        {"{\"tiers_by\":\"coins\"}", "$.tiers_by must be one of"},
        {"{\"rounding\":{\"both\":\"up\"}}", "$.rounding has an unknown key"},
        {"{\"contract_size\":0}", "$.contract_size must be above 0"},
        {"{\"symbol\":\"BTCUSDT\"}", "$.symbol needs a \"venue\" in the same object"},
        {"{\"venue\":\"binance-usdm\"}", "neither a \"symbol\" nor \"tiers\""},
        {"{\"venue\":\"binance-usdm\",\"symbol\":\"BTCUSDT\",\"as_of\":\"lately\"}", "$.as_of"},
        {"{\"venue\":1,\"symbol\":\"BTCUSDT\"}", "$.venue must be text"},
        {"{} 1", "text after"},
        {"[]", "must be an object"},
    };
    lm_rules rules, untouched;
    memset(&rules, 5, sizeof rules);
    untouched = rules;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CHECK(read(cases[i].json, &rules) == LM_E_DOCUMENT);
        CHECK(strstr(host.error.message, cases[i].says) != NULL);
    }
    CHECK(read("{\"venue\":\"binance\",\"symbol\":\"BTCUSDT\"}", &rules) == LM_E_ARGUMENT &&
          strstr(host.error.hint, "binance-usdm") != NULL);
    CHECK(memcmp(&rules, &untouched, sizeof rules) == 0);
}

static void test_printed_rules(void)
{
    for (int i = 0; i < 500; i++) {
        lm_rules rules, again;
        lm_position position;
        lm_buffer out = {0};
        random_case(&rules, &position);
        if (chance(0.5))
            rules.tiers[rules.tier_count - 1].max_leverage = uniform(1, 200);
        CHECK(lm_json_append(&host, lm_rules_json(&rules), &out) == LM_OK);
        CHECK(lm_rules_read(&host, (const char *)out.data, out.size, &again) == LM_OK);
        CHECK(memcmp(&rules, &again, sizeof rules) == 0);
        lm_buffer_free(&host, &out);
    }
}

int main(void)
{
    rng_state = 20260101;
    lm_host_init(&host);
    test_against_search();
    test_monotone();
    test_dual();
    test_scale();
    test_ratio_expression();
    test_ratio_outcomes();
    test_ratio_solves();
    test_bad_positions();
    test_defaults();
    test_deductions();
    test_refused_rules();
    test_printed_rules();
    return check_report("margin");
}
