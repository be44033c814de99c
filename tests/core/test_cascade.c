/* Cascades on ladders made by hand: closed forms, and what must hold for any ladder and impact model. */
#include "reference_cascade.h"

#include "cascade/cascade.h"

#define PRICE 90000.0

static lm_ladder empty_ladder(lm_side side)
{
    lm_ladder ladder;
    memset(&ladder, 0, sizeof ladder);
    ladder.side = side;
    ladder.reference_price = PRICE;
    return ladder;
}

static void add_rung(lm_ladder *ladder, double low, double high, double size)
{
    void *rungs = ladder->rungs;
    if (ladder->count == ladder->capacity) {
        ladder->capacity = ladder->capacity ? 2 * ladder->capacity : 64;
        rungs = realloc(rungs, ladder->capacity * sizeof(lm_rung));
    }
    ladder->rungs = rungs;
    ladder->rungs[ladder->count++] = (lm_rung){.low = low, .high = high, .size = size};
}

static void sum_ladder(lm_ladder *ladder)
{
    for (size_t i = 0; i < ladder->count; i++) {
        lm_rung *rung = &ladder->rungs[i];
        rung->notional = rung->size * lm_ladder_price(ladder, (rung->low + rung->high) / 2);
    }
    lm_ladder_sum(ladder);
}

static void free_ladder(lm_ladder *ladder)
{
    free(ladder->rungs);
    memset(ladder, 0, sizeof *ladder);
}

/* A ladder with each rung cut into equal pieces. */
static lm_ladder split(const lm_ladder *ladder, int pieces)
{
    lm_ladder fine = empty_ladder(ladder->side);
    for (size_t i = 0; i < ladder->count; i++) {
        const lm_rung rung = ladder->rungs[i];
        for (int j = 0; j < pieces; j++)
            add_rung(&fine, j == 0 ? rung.low : rung.low + (rung.high - rung.low) * j / pieces,
                     j == pieces - 1 ? rung.high : rung.low + (rung.high - rung.low) * (j + 1) / pieces,
                     rung.size / pieces);
    }
    sum_ladder(&fine);
    return fine;
}

static lm_ladder scaled(const lm_ladder *ladder, double by)
{
    lm_ladder other = empty_ladder(ladder->side);
    for (size_t i = 0; i < ladder->count; i++)
        add_rung(&other, ladder->rungs[i].low, ladder->rungs[i].high, ladder->rungs[i].size * by);
    sum_ladder(&other);
    return other;
}

static lm_ladder uniform_ladder(lm_side side, int rungs, double width, double coins_per_x)
{
    lm_ladder ladder = empty_ladder(side);
    for (int i = 0; i < rungs; i++)
        add_rung(&ladder, width * i, width * (i + 1), coins_per_x * width);
    sum_ladder(&ladder);
    return ladder;
}

/* Up to 60 rungs of random size, some with gaps between them. */
static lm_ladder random_ladder(void)
{
    lm_ladder ladder = empty_ladder((lm_side)pick(0, 1));
    const int64_t count = pick(0, 60);
    const double scale = exp(uniform(-2, 3));
    double x = chance(0.5) ? 0 : uniform(0, 0.02);
    for (int64_t i = 0; i < count; i++) {
        const double width = uniform(1e-4, 4e-3);
        add_rung(&ladder, x, x + width, chance(0.1) ? 0 : scale * exp(uniform(-3, 3)));
        x += width;
        if (chance(0.2))
            x += uniform(0, 0.02);
    }
    sum_ladder(&ladder);
    return ladder;
}

/* ---- impact models */

static lm_impact_model impact_model_of(const char *json)
{
    lm_impact_model model;
    must(lm_impact_model_read(&host, json, strlen(json), &model));
    return model;
}

static void random_depths(lm_impact_model *model, int side)
{
    double pct = 0, notional = 0;
    model->depth_count[side] = (int)pick(1, 12);
    for (int i = 0; i < model->depth_count[side]; i++) {
        pct += uniform(0.01, 1);
        notional += exp(uniform(11, 17));
        model->depths[side][i] = (lm_depth){pct, notional};
    }
}

static lm_impact_model random_impact_model(void)
{
    lm_impact_model model;
    lm_impact_model_init(&model);
    model.kind = (uint8_t)pick(LM_IMPACT_LINEAR, LM_IMPACT_BOOK);
    model.depth_per_pct = exp(uniform(15, 19));
    model.limit_pct = uniform(1, 100);
    model.sigma = uniform(0.005, 0.1);
    model.volume = exp(uniform(17, 23));
    model.y = uniform(0.5, 2);
    random_depths(&model, LM_LONG);
    random_depths(&model, LM_SHORT);
    model.multiplier = exp(uniform(-1, 3));
    if (chance(0.5)) {
        model.eta = uniform(0, 0.6);
        model.evaporation_floor = uniform(0.02, 1);
    }
    model.share = uniform(0.2, 1);
    model.reported[0] = uniform(0.3, 0.6);
    model.reported[1] = uniform(0.6, 1);
    model.jump_pct = chance(0.2) ? 0 : uniform(0, 0.5);
    must(lm_impact_model_check(&host, &model));
    return model;
}

static lm_impact impact_of(const lm_impact_model *model, const lm_ladder *ladder)
{
    lm_impact impact;
    lm_ladder_impact(ladder, model, &impact);
    return impact;
}

static lm_cascade_end solve(const lm_impact_model *model, const lm_ladder *ladder, double s)
{
    const lm_impact impact = impact_of(model, ladder);
    const lm_limits limits = lm_limits_of(model, ladder->side);
    lm_cascade_end end;
    lm_cascade_solve(ladder, &impact, &limits, s, NULL, &end);
    return end;
}

/* ---- closed forms */

static void test_uniform_ladder(void)
{
    static const double ratios[] = {0, 0.3, 0.9, 0.99};
    const lm_impact_model model = impact_model_of("{\"kind\":\"linear\",\"depth_per_pct\":2e7}");
    const double depth = 2e7 / PRICE * 100; /* coins per log distance */
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        for (int i = 0; i < 4; i++)
            for (int rungs = 1; rungs <= 20000; rungs *= 20) {
                lm_ladder ladder = uniform_ladder((lm_side)side, rungs, 1.5 / rungs, ratios[i] * depth);
                for (double s = 0.0001; s < 0.014; s *= 1.37) {
                    const lm_cascade_end end = solve(&model, &ladder, s);
                    CHECK_CLOSE(end.x, s / (1 - ratios[i]), 1e-9);
                    CHECK_CLOSE(end.coins, ratios[i] * depth * end.x, 1e-9);
                    CHECK(!end.jumped);
                }
                free_ladder(&ladder);
            }
}

/* A branching ratio of 1 or more liquidates the whole ladder, and the price ends at s + I(everything). */
static void test_runs_to_the_end(void)
{
    static const double ratios[] = {1, 1.0001, 1.5, 30};
    const lm_impact_model model = impact_model_of("{\"kind\":\"linear\",\"depth_per_pct\":2e7}");
    const double depth = 2e7 / PRICE * 100;
    for (int i = 0; i < 4; i++) {
        lm_ladder ladder = uniform_ladder(LM_LONG, 400, 0.0005, ratios[i] * depth);
        const lm_cascade_end end = solve(&model, &ladder, 0.001);
        CHECK_CLOSE(end.coins, ladder.size, 1e-12);
        CHECK_CLOSE(end.x, 0.001 + 0.2 * ratios[i], 1e-9);
        const lm_impact impact = impact_of(&model, &ladder);
        lm_jump jump;
        lm_find_jumps(&ladder, &impact, 0.0025, &jump, NULL);
        if (ratios[i] > 1) {
            CHECK(jump.s == 0 && jump.from == 0);
            CHECK_CLOSE(jump.to, 0.2 * ratios[i], 1e-9);
        }
        free_ladder(&ladder);
    }
}

/* By hand: a gap, then rungs with R = 3, then nothing. The peak is at the first of these rungs. */
static void test_one_zone(void)
{
    lm_impact_model model =
        impact_model_of("{\"kind\":\"linear\",\"depth_per_pct\":9e6,\"engine\":{\"maintenance\":0.01}}");
    lm_ladder ladder = empty_ladder(LM_LONG); /* 10,000 coins per log distance */
    add_rung(&ladder, 0.02, 0.03, 300);
    sum_ladder(&ladder);
    const lm_impact impact = impact_of(&model, &ladder);
    lm_jump jump;
    lm_find_jumps(&ladder, &impact, 0.0025, &jump, NULL);
    CHECK_CLOSE(jump.s, 0.02, 1e-12);
    CHECK_CLOSE(jump.from, 0.02, 1e-12);
    CHECK_CLOSE(jump.to, 0.05, 1e-12); /* 0.02 + 300 / 10000 */
    CHECK_CLOSE(solve(&model, &ladder, 0.0199).x, 0.0199, 1e-12);
    CHECK_CLOSE(solve(&model, &ladder, 0.0201).x, 0.0501, 1e-12);
    CHECK(!solve(&model, &ladder, 0.0199).jumped && solve(&model, &ladder, 0.0201).jumped);
    CHECK_CLOSE(solve(&model, &ladder, 0.0201).coins, 300, 1e-12);
    /* On the rung h falls from 0.02 to 0, so on average it is sold 0.01 beyond its price: within the margin of 1 %. */
    CHECK(solve(&model, &ladder, 0.0201).shortfall == 0);
    /* With half of that margin the loss is (1 - e^-0.01) - 0.005 of notional, which the fund pays, or not. */
    model.engine.maintenance = 0.005;
    const double notional = 300 * PRICE * exp(-0.025), loss = notional * (1 - exp(-0.01) - 0.005);
    CHECK_CLOSE(solve(&model, &ladder, 0.0201).shortfall, loss, 1e-9);
    CHECK_CLOSE(solve(&model, &ladder, 0.0201).deleveraged, notional, 1e-9);
    model.engine.fund = loss / 4;
    CHECK_CLOSE(solve(&model, &ladder, 0.0201).deleveraged, notional * 0.75, 1e-9);
    model.engine.fund = loss * 1.01;
    CHECK(solve(&model, &ladder, 0.0201).deleveraged == 0);
    model.engine.fund = 0;
    model.engine.adl = false;
    CHECK(solve(&model, &ladder, 0.0201).deleveraged == 0);
    free_ladder(&ladder);
}

/* Square-root impact on a uniform ladder: x = s + c sqrt(rho x) is a quadratic in sqrt(x). */
static void test_root_law(void)
{
    const lm_impact_model model = impact_model_of("{\"kind\":\"sqrt\",\"sigma\":0.015,\"volume\":9e9,\"y\":1.2}");
    for (int i = 0; i < 50; i++) {
        const double per_x = exp(uniform(5, 14)), s = uniform(0.001, 0.1);
        lm_ladder ladder = uniform_ladder(LM_SHORT, (int)pick(1, 900), 0.002, per_x);
        const double c = 1.2 * 0.015 * sqrt(per_x / (9e9 / PRICE));
        const double root = c / 2 + sqrt(c * c / 4 + s);
        const double last = 0.002 * (double)ladder.count;
        const bool inside = root * root < last;
        CHECK_CLOSE(solve(&model, &ladder, s).x, inside ? root * root : s + c * sqrt(last), 1e-10);
        free_ladder(&ladder);
    }
}

/* ---- what holds on any ladder */

static void test_partition(void)
{
    for (int i = 0; i < 1000; i++) {
        const lm_impact_model model = random_impact_model();
        lm_ladder ladder = random_ladder(), halves = split(&ladder, 2), tenths = split(&ladder, 10);
        for (int j = 0; j < 5; j++) {
            const double s = exp(uniform(-7, -1.5)), x = solve(&model, &ladder, s).x;
            CHECK(fabs(solve(&model, &halves, s).x - x) < 1e-12);
            CHECK(fabs(solve(&model, &tenths, s).x - x) < 1e-12);
        }
        const lm_impact impact = impact_of(&model, &ladder);
        lm_jump jump, finer;
        lm_find_jumps(&ladder, &impact, model.jump_pct / 100 + 1e-6, &jump, NULL);
        lm_find_jumps(&tenths, &impact, model.jump_pct / 100 + 1e-6, &finer, NULL);
        CHECK(isnan(jump.s) == isnan(finer.s));
        CHECK(isnan(jump.s) || (fabs(jump.s - finer.s) < 1e-12 && fabs(jump.to - finer.to) < 1e-9));
        free_ladder(&ladder);
        free_ladder(&halves);
        free_ladder(&tenths);
    }
}

static void test_monotone(void)
{
    for (int i = 0; i < 10000; i++) {
        lm_impact_model model = random_impact_model();
        lm_ladder ladder = random_ladder(), more = scaled(&ladder, uniform(1, 3));
        const double s = exp(uniform(-7, -1.5));
        const lm_cascade_end here = solve(&model, &ladder, s);
        const lm_cascade_end further = solve(&model, &ladder, s * uniform(1, 1.5));
        const lm_cascade_end fuller = solve(&model, &more, s);
        model.multiplier *= uniform(0.2, 1);
        const lm_cascade_end thinner = solve(&model, &ladder, s);
        CHECK(here.x >= s);
        CHECK(further.x >= here.x && further.coins >= here.coins * (1 - 1e-12));
        CHECK(fuller.x >= here.x - 1e-14 && fuller.coins >= here.coins * (1 - 1e-12));
        CHECK(thinner.x >= here.x - 1e-14 && thinner.coins >= here.coins * (1 - 1e-12));
        free_ladder(&ladder);
        free_ladder(&more);
    }
}

static void test_against_slow(void)
{
    int converged = 0;
    for (int i = 0; i < 3000; i++) {
        const lm_impact_model model = random_impact_model();
        lm_ladder ladder = random_ladder();
        const double s = exp(uniform(-7, -1.5)), x = solve(&model, &ladder, s).x;
        double reference;
        const bool done = reference_cascade(&model, &ladder, s, 300, &reference);
        converged += done;
        CHECK(reference <= x + 1e-11);
        if (done && reference < x - 1e-9)
            fprintf(stderr, "impact %d eta %g: x %.15g reference %.15g\n", model.kind, model.eta, x, reference);
        CHECK(!done || reference >= x - 1e-9);
        CHECK(fabs(x - s - reference_answer(&model, &ladder, x)) < 1e-9); /* x is a fixed point */
        free_ladder(&ladder);
    }
    CHECK(converged > 2500);
}

/* The fast path over rungs and the precomputed exponentials do not change results. */
static void test_shortcuts(void)
{
    for (int i = 0; i < 3000; i++) {
        const lm_impact_model model = random_impact_model();
        lm_ladder ladder = random_ladder();
        const lm_impact impact = impact_of(&model, &ladder);
        const lm_limits limits = lm_limits_of(&model, ladder.side);
        const double s = exp(uniform(-7, -1.5));
        const lm_cascade_end plain = solve(&model, &ladder, s);
        lm_rung_outcome outcomes[64] = {{0, 0, 0}};
        lm_cascade_end reference;
        double loss = 0;
        lm_cascade_solve(&ladder, &impact, &limits, s, outcomes, &reference); /* walks over every segment */
        for (size_t j = 0; j < ladder.count; j++)
            loss += outcomes[j].loss;
        lm_ladder_evaporate(&ladder, &model);
        const lm_cascade_end fast = solve(&model, &ladder, s);
        CHECK(fabs(plain.x - reference.x) <= 1e-14 && fabs(plain.x - fast.x) <= 1e-14);
        CHECK(fabs(plain.notional - reference.notional) <= 1e-9 * reference.notional);
        CHECK(fabs(plain.shortfall - reference.shortfall) <= 1e-9 * reference.shortfall + 1e-6);
        CHECK(fabs(loss - reference.shortfall) <= 1e-9 * reference.shortfall);
        CHECK(plain.jumped == reference.jumped && plain.jumped == fast.jumped);
        free_ladder(&ladder);
    }
}

/* Where the final price is smooth in the shock, its derivative is 1 / (1 - R). */
static void test_finite_differences(void)
{
    int compared = 0;
    for (int i = 0; i < 2000; i++) {
        const lm_impact_model model = random_impact_model();
        lm_ladder ladder = empty_ladder((lm_side)pick(0, 1));
        const double scale = exp(uniform(-1, 2)), from = uniform(0, 0.01), waves = uniform(5, 60);
        for (int j = 0; j < 400; j++)
            add_rung(&ladder, from + j * 0.0005, from + (j + 1) * 0.0005, scale * (1.2 + sin(waves * j * 0.0005)));
        sum_ladder(&ladder);
        const lm_impact impact = impact_of(&model, &ladder);
        const double s = uniform(0.01, 0.1), step = 1e-8;
        const double x = solve(&model, &ladder, s).x, next = solve(&model, &ladder, s + step).x;
        const lm_rung *here = lm_ladder_rung(&ladder, x), *there = lm_ladder_rung(&ladder, next);
        const double ratio = lm_branching(&ladder, &impact, x, 0);
        if (here == there && next - x < 1e-6 && ratio < 0.95 && fabs(x - impact.floor_from) > 1e-6 &&
            impact.pieces == 1) {
            CHECK_CLOSE((next - x) / step, 1 / (1 - ratio), 1e-4);
            compared++;
        }
        /* Over a width R is exact: it gives the shock that moves the price so much further. */
        const double wide = lm_branching(&ladder, &impact, x, 0.003);
        if (wide < 1) {
            const double further = solve(&model, &ladder, s + 0.003 * (1 - wide)).x;
            CHECK(further <= x + 0.003 + 1e-12);
        }
        free_ladder(&ladder);
    }
    CHECK(compared > 500);
}

/* The price does not jump below the critical shock, and jumps to the landing price just above it. */
static void test_jumps(void)
{
    int jumped_count = 0;
    for (int i = 0; i < 2000; i++) {
        const lm_impact_model model = random_impact_model();
        lm_ladder ladder = random_ladder();
        const lm_impact impact = impact_of(&model, &ladder);
        const double least = fmax(model.jump_pct / 100, 1e-4);
        lm_jump jump;
        lm_find_jumps(&ladder, &impact, least, &jump, NULL);
        const lm_limits limits = {.least_jump = least, .buffer_x = 1, .buffer = 0.5};
        const double highest = isnan(jump.s) ? 0.5 : jump.s;
        lm_cascade_end end;
        for (int j = 1; j <= 20 && highest > 0; j++) {
            lm_cascade_solve(&ladder, &impact, &limits, highest * j / 20 * (1 - 1e-9), NULL, &end);
            CHECK(!end.jumped);
        }
        if (!isnan(jump.s)) {
            jumped_count++;
            lm_cascade_solve(&ladder, &impact, &limits, jump.s * (1 + 1e-12) + 1e-13, NULL, &end);
            CHECK(end.jumped);
            CHECK(end.x >= jump.to - 1e-12);
            CHECK(jump.to - jump.from >= least);
            CHECK(fabs(jump.from - lm_impact_at(&ladder, &impact, jump.from) - jump.s) < 1e-12);
            CHECK(fabs(jump.to - lm_impact_at(&ladder, &impact, jump.to) - jump.s) < 1e-9);
        }
        free_ladder(&ladder);
    }
    CHECK(jumped_count > 300);
}

/* The worst jump is the longest: no jump is longer, and a search for jumps of its length finds one of that length. */
static void test_worst_jumps(void)
{
    int later = 0;
    for (int i = 0; i < 2000; i++) {
        const lm_impact_model model = random_impact_model();
        lm_ladder ladder = random_ladder();
        const lm_impact impact = impact_of(&model, &ladder);
        const double least = fmax(model.jump_pct / 100, 1e-4);
        lm_jump first, alone, worst, longer;
        lm_find_jumps(&ladder, &impact, least, &alone, NULL);
        lm_find_jumps(&ladder, &impact, least, &first, &worst);
        CHECK(isnan(alone.s) == isnan(first.s) && isnan(first.s) == isnan(worst.s));
        if (!isnan(first.s)) {
            const double length = worst.to - worst.from;
            CHECK(alone.s == first.s && alone.to == first.to);
            CHECK(length >= first.to - first.from && worst.s >= first.s);
            lm_find_jumps(&ladder, &impact, length * (1 + 1e-9) + 1e-12, &longer, NULL);
            CHECK(isnan(longer.s)); /* nothing on the ladder is longer */
            lm_find_jumps(&ladder, &impact, length * (1 - 1e-9) - 1e-12, &longer, NULL);
            CHECK(fabs(longer.to - longer.from - length) <= 1e-9 * length + 1e-11);
            later += worst.s > first.s;
        }
        free_ladder(&ladder);
    }
    CHECK(later > 100);
}

/* A small rung, then a large one: the first gives the first jump, the second the worst. */
static void test_two_jumps(void)
{
    const lm_impact_model model =
        impact_model_of("{\"kind\":\"linear\",\"depth_per_pct\":9e6}"); /* 10,000 coins per log distance */
    lm_ladder ladder = empty_ladder(LM_LONG);
    lm_cascade row;
    add_rung(&ladder, 0.02, 0.021, 50);
    add_rung(&ladder, 0.06, 0.061, 900);
    sum_ladder(&ladder);
    lm_cascade_on(&ladder, &model, -0.01, 1, &row);
    CHECK_CLOSE(row.critical_shock, expm1(-0.02), 1e-12);
    CHECK_CLOSE(row.landing_price, PRICE * exp(-0.025), 1e-12);
    CHECK_CLOSE(row.worst_shock, expm1(-0.055), 1e-12); /* 0.06 less the impact of the first rung, 0.005 */
    CHECK_CLOSE(row.worst_landing_price, PRICE * exp(-0.06 - 0.09), 1e-12); /* 900 / 10,000 further */
    CHECK_CLOSE(row.worst_jump_flow, 900 * PRICE * exp(-0.0605), 1e-12);
    CHECK(row.critical_shock_least == row.critical_shock && row.critical_shock_most == row.critical_shock);
    free_ladder(&ladder);
}

int main(void)
{
    lm_host_init(&host);
    test_uniform_ladder();
    test_runs_to_the_end();
    test_one_zone();
    test_root_law();
    test_partition();
    test_monotone();
    test_against_slow();
    test_shortcuts();
    test_finite_differences();
    test_jumps();
    test_worst_jumps();
    test_two_jumps();
    return check_report("cascade");
}
