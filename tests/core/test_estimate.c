/* Impact models from data: estimates on tapes of known impact, and depth of order books by hand and at random. */
#include "fixture.h"

#include <stdlib.h>

#include <cjson/cJSON.h>

/* ---- tapes whose impact is known */

typedef struct recipe {
    double slope;   /* return per quote of flow, or y of the square root */
    double noise;   /* of returns */
    double news;    /* part of the frames that jump by twenty times the noise */
    double unknown; /* part of the frames whose takers are not known */
    bool root;
    int frames;
} recipe;

#define FLOW 1e6 /* quote: flows are uniform up to this on either side */

static double noise_of(const recipe *recipe)
{
    double sum = 0;
    for (int i = 0; i < 12; i++)
        sum += uniform(-0.5, 0.5);
    return sum * recipe->noise * (chance(recipe->news) ? 20 : 1);
}

/* Each frame has a trade by a buyer and one by a seller, both at the close, so that the flow is exact to a count. */
static lm_buffer tape_of_recipe(const recipe *recipe)
{
    const lm_tape_options options = default_options();
    lm_tape *tape;
    double price = 50000;
    must(lm_tape_create(&host, &options, &tape));
    for (int i = 0; i < recipe->frames; i++) {
        const double flow = uniform(-FLOW, FLOW), bought = FLOW + flow / 2, sold = FLOW - flow / 2;
        const bool unknown = chance(recipe->unknown);
        const double x = recipe->root ? (flow < 0 ? -1 : 1) * sqrt(fabs(flow)) : flow;
        const int64_t time = NEW_YEAR + i * LM_MINUTE;
        price *= 1 + recipe->slope * x + noise_of(recipe);
        must(lm_tape_trade(&host, &tape, time, price, bought / price, unknown ? LM_TAKER_UNKNOWN : LM_TAKER_BOUGHT));
        must(lm_tape_trade(&host, &tape, time, price, sold / price, unknown ? LM_TAKER_UNKNOWN : LM_TAKER_SOLD));
    }
    return finished(tape);
}

static lm_impact_estimate estimate_of(const recipe *recipe, lm_impact_kind impact)
{
    lm_impact_estimate estimate;
    lm_buffer tape = tape_of_recipe(recipe);
    must(lm_tape_impact(&host, bytes_of(&tape), impact, &estimate));
    lm_buffer_free(&host, &tape);
    return estimate;
}

static void test_line_without_noise(void)
{
    const lm_impact_estimate linear = estimate_of(&(recipe){.slope = 2e-9, .frames = 500}, LM_IMPACT_LINEAR);
    CHECK_CLOSE(linear.model.depth_per_pct, 0.01 / 2e-9, 1e-9);
    CHECK_CLOSE(linear.low, linear.model.depth_per_pct, 1e-6);
    CHECK_CLOSE(linear.high, linear.model.depth_per_pct, 1e-6);
    CHECK_CLOSE(linear.r2, 1, 1e-9);
    CHECK(linear.n == 499 && linear.frame == LM_MINUTE && linear.model.kind == LM_IMPACT_LINEAR);
    CHECK_CLOSE(linear.volume, 2 * FLOW * 1440, 1e-9);

    /* y is relative to sigma and volume of the tape: together they give the slope. */
    const lm_impact_estimate root = estimate_of(&(recipe){.slope = 1e-6, .frames = 500, .root = true}, LM_IMPACT_SQRT);
    CHECK_CLOSE(root.model.y * root.model.sigma / sqrt(root.model.volume), 1e-6, 1e-9);
    CHECK(root.model.sigma == root.sigma && root.model.volume == root.volume);
    CHECK_CLOSE(root.r2, 1, 1e-9);
}

/* About 90 % of the intervals contain the true value, with and without news. */
static void test_interval(void)
{
    for (int news = 0; news < 2; news++) {
        int held = 0;
        double ratio = 0;
        enum { TIMES = 200 };
        const recipe recipe = {.slope = 1e-9, .noise = 1e-3, .news = news ? 0.05 : 0, .frames = 700};
        for (int i = 0; i < TIMES; i++) {
            const lm_impact_estimate estimate = estimate_of(&recipe, LM_IMPACT_LINEAR);
            const double truth = 0.01 / recipe.slope;
            held += estimate.low <= truth && !(estimate.high < truth);
            ratio += truth / estimate.model.depth_per_pct / TIMES;
        }
        CHECK(held >= TIMES * 0.82 && held <= TIMES * 0.97);
        CHECK(fabs(ratio - 1) < 0.02);
    }
}

/*
 * Twenty-fold news would widen the interval of least squares by a factor of four or five, that of the robust estimate
 * little.
 */
static void test_news_is_not_impact(void)
{
    const recipe calm = {.slope = 1e-9, .noise = 1e-3, .frames = 4000};
    recipe loud = calm;
    loud.news = 0.05;
    const lm_impact_estimate a = estimate_of(&calm, LM_IMPACT_LINEAR), b = estimate_of(&loud, LM_IMPACT_LINEAR);
    CHECK(b.high - b.low < 1.4 * (a.high - a.low));
    CHECK(b.r2 < a.r2);
}

static void test_unknown_takers(void)
{
    lm_impact_estimate estimate =
        estimate_of(&(recipe){.slope = 2e-9, .frames = 2000, .unknown = 0.5}, LM_IMPACT_LINEAR);
    CHECK(estimate.n > 900 && estimate.n < 1100);
    CHECK_CLOSE(estimate.model.depth_per_pct, 0.01 / 2e-9, 1e-9);

    lm_buffer tape = tape_of_recipe(&(recipe){.slope = 2e-9, .frames = 2000, .unknown = 1});
    CHECK(lm_tape_impact(&host, bytes_of(&tape), LM_IMPACT_LINEAR, &estimate) == LM_E_MISSING);
    CHECK(strstr(host.error.message, "takers") && strstr(host.error.hint, "is_buy"));
    lm_buffer_free(&host, &tape);
}

static lm_status estimate_status(const recipe *recipe, lm_impact_kind impact)
{
    lm_impact_estimate estimate;
    lm_buffer tape = tape_of_recipe(recipe);
    const lm_status status = lm_tape_impact(&host, bytes_of(&tape), impact, &estimate);
    lm_buffer_free(&host, &tape);
    return status;
}

static void test_estimate_refusals(void)
{
    CHECK(estimate_status(&(recipe){.slope = 2e-9, .frames = 300}, LM_IMPACT_LINEAR) == LM_E_MISSING);
    CHECK(estimate_status(&(recipe){.slope = 2e-9, .frames = 301}, LM_IMPACT_LINEAR) == LM_OK);
    CHECK(estimate_status(&(recipe){.frames = 400}, LM_IMPACT_LINEAR) == LM_E_MISSING);
    CHECK(strstr(host.error.message, "never moves"));
    CHECK(estimate_status(&(recipe){.slope = -2e-9, .frames = 400}, LM_IMPACT_SQRT) == LM_E_MISSING);
    CHECK(strstr(host.error.hint, "maker"));
    CHECK(estimate_status(&(recipe){.slope = 2e-9, .frames = 400}, LM_IMPACT_BOOK) == LM_E_ARGUMENT);
    lm_impact_kind impact = LM_IMPACT_BOOK;
    static const char *const good[] = {"{}", "{\"kind\":\"linear\"}", "{\"kind\":\"sqrt\"}"};
    static const char *const bad[] = {"{\"kind\":\"book\"}", "{\"kind\":1}", "{\"impact\":\"sqrt\"}", "[]", ""};
    for (int i = 0; i < 3; i++)
        CHECK(lm_tape_impact_options_read(&host, good[i], strlen(good[i]), &impact) == LM_OK &&
              impact == (i == 2 ? LM_IMPACT_SQRT : LM_IMPACT_LINEAR));
    for (int i = 0; i < 5; i++)
        CHECK(lm_tape_impact_options_read(&host, bad[i], strlen(bad[i]), &impact) == LM_E_DOCUMENT);
}

/* An hour without a frame counts as time without volume; anything longer is a hole and does not count. */
static void test_holes(void)
{
    const int64_t gaps[] = {60 * LM_MINUTE, 61 * LM_MINUTE};
    for (int g = 0; g < 2; g++) {
        const lm_tape_options options = default_options();
        lm_tape *tape;
        lm_impact_estimate estimate;
        must(lm_tape_create(&host, &options, &tape));
        for (int i = 0; i < 700; i++)
            must(lm_tape_trade(&host, &tape, NEW_YEAR + i * LM_MINUTE + (i < 350 ? 0 : gaps[g] - LM_MINUTE),
                               100 + i % 2, 1, i % 2 ? LM_TAKER_BOUGHT : LM_TAKER_SOLD));
        lm_buffer bytes = finished(tape);
        must(lm_tape_impact(&host, bytes_of(&bytes), LM_IMPACT_LINEAR, &estimate));
        CHECK_CLOSE(estimate.volume, 700 * 100.5 / (g == 0 ? 759 : 700) * 1440, 1e-9);
        CHECK(estimate.n == 698);
        lm_buffer_free(&host, &bytes);
    }
}

/* A printed estimate parses as an impact model, equal to the estimated one. */
static void check_document(const lm_buffer *json, const lm_impact_model *model)
{
    lm_impact_model read;
    must(lm_impact_model_read(&host, (const char *)json->data, json->size, &read));
    CHECK(memcmp(&read, model, sizeof read) == 0);
}

static void test_estimate_document(void)
{
    for (int i = 0; i < 20; i++) {
        const lm_impact_kind impact = chance(0.5) ? LM_IMPACT_SQRT : LM_IMPACT_LINEAR;
        recipe recipe = {.slope = 1e-9, .noise = 1e-3, .frames = (int)pick(301, 900)};
        if (impact == LM_IMPACT_SQRT) {
            recipe.root = true;
            recipe.slope = 1e-6;
        }
        const lm_impact_estimate estimate = estimate_of(&recipe, impact);
        lm_buffer json = {0};
        must(lm_impact_estimate_print(&host, &estimate, &json));
        check_document(&json, &estimate.model);
        lm_buffer_free(&host, &json);
    }
}

/* ---- order books */

static lm_book *new_book(void)
{
    lm_book *book;
    must(lm_book_create(&host, &book));
    return book;
}

static lm_book_profile profile_of(lm_book *book)
{
    lm_book_profile profile;
    must(lm_book_read(&host, book, &profile));
    lm_book_destroy(&host, book);
    return profile;
}

static void test_bands_by_hand(void)
{
    lm_book *book = new_book();
    for (int i = 0; i < 3; i++) {
        static const double near[] = {10, 30, 20}, far[] = {100, 90, 1000};
        must(lm_book_band(&host, &book, NEW_YEAR + i, -1, near[i]));
        must(lm_book_band(&host, &book, NEW_YEAR + i, -5, far[i]));
        must(lm_book_band(&host, &book, NEW_YEAR + i, 2, 7));
    }
    must(lm_book_band(&host, &book, NEW_YEAR, 0.2, 1)); /* one snapshot of three: too few */
    const lm_book_profile profile = profile_of(book);
    CHECK(profile.snapshots == 3 && profile.since == NEW_YEAR && profile.until == NEW_YEAR + 2);
    CHECK(profile.model.kind == LM_IMPACT_BOOK);
    CHECK(profile.model.depth_count[LM_LONG] == 2 && profile.model.depth_count[LM_SHORT] == 1);
    CHECK(profile.model.depths[LM_LONG][0].pct == 1 && profile.model.depths[LM_LONG][0].notional == 20);
    CHECK(profile.model.depths[LM_LONG][1].pct == 5 && profile.model.depths[LM_LONG][1].notional == 100);
    CHECK(profile.model.depths[LM_SHORT][0].pct == 2 && profile.model.depths[LM_SHORT][0].notional == 7);
    lm_buffer json = {0};
    must(lm_book_profile_print(&host, &profile, &json));
    check_document(&json, &profile.model);
    lm_buffer_free(&host, &json);
}

/*
 * An even median is the mean of the middle two; equal bands of two books are summed; depth that does not grow is left
 * out.
 */
static void test_bands_of_two_books(void)
{
    lm_book *book = new_book();
    for (int i = 0; i < 4; i++)
        for (int venue = 0; venue < 2; venue++) {
            must(lm_book_band(&host, &book, NEW_YEAR + i, -1, i * 10));
            must(lm_book_band(&host, &book, NEW_YEAR + i, -2, i * 10));
            must(lm_book_band(&host, &book, NEW_YEAR + i, 1, 1));
        }
    const lm_book_profile profile = profile_of(book);
    CHECK(profile.snapshots == 4 && profile.model.depth_count[LM_LONG] == 1);
    CHECK(profile.model.depths[LM_LONG][0].notional == 30 && profile.model.depths[LM_SHORT][0].notional == 2);
}

static void test_levels_by_hand(void)
{
    lm_book *book = new_book();
    /* Middle 100: bids at 0.5, 1 and 3 %, asks at 1 and 2 %. */
    static const double prices[] = {99.5, 99, 97, 101, 102};
    for (int i = 0; i < 5; i++)
        must(lm_book_level(&host, &book, NEW_YEAR, i < 3, prices[i], i + 1, 100));
    const lm_book_profile profile = profile_of(book);
    const lm_depth *bids = profile.model.depths[LM_LONG], *asks = profile.model.depths[LM_SHORT];
    CHECK(profile.model.depth_count[LM_LONG] == 2 && profile.model.depth_count[LM_SHORT] == 2);
    CHECK(bids[0].pct == 0.5 && bids[0].notional == 99.5 && bids[1].pct == 1);
    CHECK_CLOSE(bids[1].notional, 99.5 + 198, 1e-15); /* the bid at 3 % lies beyond 2 %, and none reaches 5 % */
    CHECK(asks[0].pct == 1 && asks[0].notional == 4 * 101 && asks[1].pct == 2 && asks[1].notional == 4 * 101 + 5 * 102);
}

typedef struct level {
    int64_t time;
    bool bid;
    double price, qty, mid;
} level;

static lm_buffer printed(lm_book *book)
{
    const lm_book_profile profile = profile_of(book);
    lm_buffer json = {0};
    must(lm_book_profile_print(&host, &profile, &json));
    return json;
}

/* Rows in any order and any split give a document of the same bytes. */
static void test_order_does_not_matter(void)
{
    enum { LEVELS = 3000 };
    static level levels[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
        const int64_t snapshot = pick(0, 60);
        const double mid = 100 + (double)snapshot / 7;
        const bool bid = chance(0.5);
        levels[i] = (level){NEW_YEAR + snapshot, bid, mid * (1 + (bid ? -1 : 1) * uniform(0, 0.1)), uniform(0, 5), mid};
    }
    lm_buffer first = {0};
    for (int round = 0; round < 5; round++) {
        lm_book *parts[3] = {new_book(), new_book(), new_book()};
        for (int i = 0; i < LEVELS; i++) {
            const level *l = &levels[round % 2 ? LEVELS - 1 - i : i];
            must(lm_book_level(&host, &parts[round == 0 ? 0 : pick(0, 2)], l->time, l->bid, l->price, l->qty, l->mid));
        }
        const int into = (int)pick(0, 2);
        for (int i = 0; i < 3; i++)
            if (i != into) {
                must(lm_book_merge_into(&host, &parts[into], parts[i]));
                lm_book_destroy(&host, parts[i]);
            }
        lm_buffer json = printed(parts[into]);
        if (round == 0)
            first = json;
        else
            CHECK(same_bytes(&first, &json));
        if (round > 0)
            lm_buffer_free(&host, &json);
    }
    CHECK(first.size > 100);
    lm_buffer_free(&host, &first);
}

static void test_book_refusals(void)
{
    lm_book *book = new_book();
    lm_book_profile profile;
    static const double percentages[] = {0, NAN, INFINITY, -20000}, amounts[] = {-1, NAN, INFINITY};
    CHECK(lm_book_read(&host, book, &profile) == LM_E_MISSING);
    for (int i = 0; i < 4; i++)
        CHECK(lm_book_band(&host, &book, NEW_YEAR, percentages[i], 1) == LM_E_RANGE);
    for (int i = 0; i < 3; i++)
        CHECK(lm_book_band(&host, &book, NEW_YEAR, 1, amounts[i]) == LM_E_RANGE);
    CHECK(lm_book_band(&host, &book, LM_TIME_MAX, 1, 1) == LM_E_TIME);
    must(lm_book_band(&host, &book, NEW_YEAR, 1, 1));
    CHECK(lm_book_level(&host, &book, NEW_YEAR, true, 99, 1, 100) == LM_E_MISMATCH);
    CHECK(lm_book_read(&host, book, &profile) == LM_E_MISSING && strstr(host.error.message, "bids"));
    lm_book *levels = new_book();
    CHECK(lm_book_level(&host, &levels, NEW_YEAR, true, 101, 1, 100) == LM_E_RANGE);
    CHECK(strstr(host.error.message, "above the middle"));
    CHECK(lm_book_level(&host, &levels, NEW_YEAR, false, 99, 1, 100) == LM_E_RANGE);
    CHECK(lm_book_level(&host, &levels, NEW_YEAR, false, 101, -1, 100) == LM_E_RANGE);
    CHECK(lm_book_level(&host, &levels, NEW_YEAR, false, 101, 1, NAN) == LM_E_RANGE);
    CHECK(lm_book_level(&host, &levels, NEW_YEAR, false, 1e15, 1e300, 1e14) == LM_E_RANGE);
    must(lm_book_level(&host, &levels, NEW_YEAR, false, 101, 1, 100));
    CHECK(lm_book_merge_into(&host, &levels, book) == LM_E_MISMATCH);
    lm_book_destroy(&host, levels);
    lm_book_destroy(&host, book);
}

/* An untrusted state is read completely or gives an error, and its rows are checked before use. */
static void test_hostile_states(void)
{
    lm_book *book = new_book();
    for (int i = 0; i < 100; i++)
        must(lm_book_band(&host, &book, NEW_YEAR + i / 4, i % 2 ? 1 + i % 4 : -1 - i % 4, i + 1));
    const size_t size = lm_book_size(book);
    CHECK(lm_book_is_valid(book, size));
    CHECK(!lm_book_is_valid(book, size - 1) && !lm_book_is_valid(book, size + 24) && !lm_book_is_valid(book, 7));
    for (int i = 0; i < 3000; i++) {
        uint8_t *copy = malloc(size);
        lm_book_profile profile;
        memcpy(copy, book, size);
        for (int flips = (int)pick(1, 4); flips > 0; flips--)
            copy[pick(0, (int64_t)size - 1)] ^= (uint8_t)(1 << pick(0, 7));
        if (lm_book_is_valid(copy, size)) {
            const lm_status status = lm_book_read(&host, (lm_book *)(void *)copy, &profile);
            CHECK(status == LM_OK || status == LM_E_CORRUPT || status == LM_E_MISSING || status == LM_E_ARGUMENT);
        }
        free(copy);
    }
    lm_book_destroy(&host, book);
}

/* ---- real data: snapshots of a book two seconds apart, and five days of trades of the same market */

static FILE *unpacked(const char *name)
{
    char path[512], command[560];
    const char *folder = getenv("LIQMAP_DATA");
    snprintf(path, sizeof path, "%s/data/%s", folder ? folder : "../shared", name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fclose(file);
    snprintf(command, sizeof command, "gzip -dc '%s'", path);
    return popen(command, "r");
}

static double level_number(const cJSON *levels, int row, int column)
{
    return cJSON_GetNumberValue(cJSON_GetArrayItem(cJSON_GetArrayItem(levels, row), column));
}

static void add_snapshot(lm_book **book, const cJSON *snapshot)
{
    static const char *const sides[] = {"bids", "asks"};
    const cJSON *levels[2];
    for (int i = 0; i < 2; i++)
        levels[i] = cJSON_GetObjectItemCaseSensitive(snapshot, sides[i]);
    const int64_t time = (int64_t)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(snapshot, "ts")) * 1000;
    const double mid = (level_number(levels[0], 0, 0) + level_number(levels[1], 0, 0)) / 2;
    for (int i = 0; i < 2; i++)
        for (int row = 0; row < cJSON_GetArraySize(levels[i]); row++)
            must(lm_book_level(&host, book, time, i == 0, level_number(levels[i], row, 0),
                               level_number(levels[i], row, 1), mid));
}

static void test_real_book(void)
{
    static char line[1 << 16];
    FILE *file = unpacked("depth/hyperliquid_BTC_20260611_l2.jsonl.gz");
    if (!file) {
        check_skip("no data/depth in LIQMAP_DATA");
        return;
    }
    lm_book *book = new_book();
    int snapshots = 0;
    for (; fgets(line, sizeof line, file); snapshots++) {
        cJSON *snapshot = cJSON_Parse(line);
        add_snapshot(&book, snapshot);
        cJSON_Delete(snapshot);
    }
    pclose(file);
    const lm_book_profile profile = profile_of(book);
    CHECK(snapshots > 6000 && profile.snapshots <= snapshots && profile.snapshots > snapshots - 30);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        /* Twenty levels a dollar apart reach to about 0.03 % of the price. */
        CHECK(profile.model.depth_count[side] >= 4);
        const lm_depth *last = &profile.model.depths[side][profile.model.depth_count[side] - 1];
        CHECK(last->pct >= 0.02 && last->pct <= 0.05);
        CHECK(last->notional > 1e6 && last->notional < 1e8);
    }
}

static void test_real_tape(void)
{
    char line[256], *end;
    FILE *file = unpacked("hyperliquid/hyperliquid_BTC_20260612.csv.gz");
    if (!file) {
        check_skip("no data/hyperliquid in LIQMAP_DATA");
        return;
    }
    const lm_tape_options options = default_options();
    lm_tape *tape;
    must(lm_tape_create(&host, &options, &tape));
    while (fgets(line, sizeof line, file)) {
        const int64_t time = strtoll(line, &end, 10) * 1000;
        if (time == 0)
            continue;
        const double price = strtod(end + 1, &end), qty = strtod(end + 1, &end);
        must(lm_tape_trade(&host, &tape, time, price, qty, strstr(end, "buy") ? LM_TAKER_BOUGHT : LM_TAKER_SOLD));
    }
    pclose(file);
    lm_buffer bytes = finished(tape);
    lm_impact_estimate linear, root;
    must(lm_tape_impact(&host, bytes_of(&bytes), LM_IMPACT_LINEAR, &linear));
    must(lm_tape_impact(&host, bytes_of(&bytes), LM_IMPACT_SQRT, &root));
    CHECK(linear.low < linear.model.depth_per_pct && linear.high > linear.model.depth_per_pct);
    CHECK(linear.r2 > 0.05 && root.r2 > 0.05 && linear.n > 1300);
    CHECK(root.model.y > 0.1 && root.model.y < 2); /* of the order of 1, as in the literature */
    lm_buffer_free(&host, &bytes);
}

int main(void)
{
    lm_host_init(&host);
    test_line_without_noise();
    test_interval();
    test_news_is_not_impact();
    test_unknown_takers();
    test_estimate_refusals();
    test_holes();
    test_estimate_document();
    test_bands_by_hand();
    test_bands_of_two_books();
    test_levels_by_hand();
    test_order_does_not_matter();
    test_book_refusals();
    test_hostile_states();
    test_real_book();
    test_real_tape();
    return check_report("estimate");
}
