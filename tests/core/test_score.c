/*
 * Scores on a made-up market where the truth is known: liquidations are drawn from the map itself. The true forecast has
 * skill, a null as a forecast and shuffled observations have none, and the score can tell a shift in time.
 */
#include "fixture.h"

#include "base/rng.h"
#include "truth/score.h"
#include "truth/score_forecasts.h"

#define BOTH_SIDES (-1)
#define ALL_NULLS ((1u << LM_NULL_COUNT) - 1)
#define BAR (30 * LM_MINUTE)
#define DAYS 24
#define BARS (DAYS * 48)

static lm_model model_of(const char *json)
{
    lm_model model;
    must(lm_model_read(&host, json, strlen(json), &model));
    return model;
}

/* ---- a market: a random walk whose volatility changes from hour to hour */

static lm_tape *market(void)
{
    lm_tape_options options = default_options();
    double log_price = log(60000);
    lm_tape *tape;
    must(lm_tape_create(&host, &options, &tape));
    for (int minute = 0; minute < DAYS * 1440; minute++) {
        const double pace = 0.001 * exp(0.2 * lm_normal(3, (uint64_t)minute / 60, 10));
        const double open = exp(log_price);
        log_price += pace * lm_normal(3, (uint64_t)minute, 20);
        const double close = exp(log_price), spread = 1 + pace * lm_uniform(3, (uint64_t)minute, 30);
        const double low = (open < close ? open : close) / spread, high = (open > close ? open : close) * spread;
        const lm_candle candle = {NEW_YEAR + minute * LM_MINUTE,
                                  LM_MINUTE,
                                  open,
                                  high,
                                  low,
                                  close,
                                  50 * (1 + pace * 2000 * lm_uniform(3, (uint64_t)minute, 40)),
                                  NAN};
        must(lm_tape_candle(&host, &tape, &candle));
        if (minute % 5 == 0)
            must(lm_tape_gauge(&host, &tape, candle.time, "open_interest", 13,
                               90000 + 2000 * sin((double)minute / 3000)));
    }
    return tape;
}

/* An exponential of mean 1: the scatter of what is liquidated about what the map says. */
static double scatter(size_t bar, int side)
{
    return -log(lm_uniform(9, bar, 50 + (uint64_t)side));
}

static lm_buffer prices, tape;
static lm_bars bars;
static lm_forecasts truth;

/* Adds to each bar what the running map says, scattered; `of` is the bar whose liquidations are taken. */
static lm_buffer with_liquidations(size_t (*of)(size_t bar), bool only_longs)
{
    lm_tape *building;
    must(lm_tape_decode(&host, bytes_of(&prices), &building));
    for (size_t i = 1; i < bars.count; i++)
        for (int side = LM_LONG; side <= (only_longs ? LM_LONG : LM_SHORT); side++) {
            const size_t from = of(i);
            const double notional =
                lm_forecasts_of(&truth, LM_FORECAST_RUNNING, (lm_side)side)[from] * scatter(from, side);
            must(lm_tape_liquidation_without_price(&host, &building, bars.items[i].start, notional, (lm_side)side));
        }
    return finished(building);
}

static size_t itself(size_t bar)
{
    return bar;
}

/* Any bar of the same market, drawn at random. */
static size_t any(size_t bar)
{
    return 1 + (size_t)(lm_rng_u64(11, bar, 0) % (bars.count - 1));
}

static void begin(void)
{
    const lm_model model = model_of("{}");
    prices = finished(market());
    must(lm_bars_create(&host, bytes_of(&prices), BAR, &bars));
    CHECK(bars.count == BARS);
    must(lm_forecasts_create(&host, bytes_of(&prices), &model, 0, &bars, &truth));
    tape = with_liquidations(itself, false);
    lm_bars_free(&host, &bars);
    must(lm_bars_create(&host, bytes_of(&tape), BAR, &bars));
}

static void end(void)
{
    lm_forecasts_free(&host, &truth);
    lm_bars_free(&host, &bars);
    lm_buffer_free(&host, &prices);
    lm_buffer_free(&host, &tape);
}

/* ---- rows by name */

typedef struct kept_rows {
    lm_score_row rows[1000];
    size_t count;
} kept_rows;

static lm_status keep(void *context, const lm_score_row *row)
{
    kept_rows *kept = context;
    kept->rows[kept->count++] = *row;
    return LM_OK;
}

static const lm_score_row *row_of(const kept_rows *kept, const char *forecast, const char *metric, const char *null,
                                  int side)
{
    static const lm_score_row none = {.value = NAN, .low = NAN, .high = NAN};
    for (size_t i = 0; i < kept->count; i++) {
        const lm_score_row *row = &kept->rows[i];
        const bool same_null = null ? row->null_name && strcmp(row->null_name, null) == 0 : !row->null_name;
        const bool same_forecast = forecast ? row->forecast && strcmp(row->forecast, forecast) == 0 : !row->forecast;
        if (same_null && same_forecast && strcmp(row->metric, metric) == 0 &&
            (row->one_side ? (int)row->side : BOTH_SIDES) == side)
            return row;
    }
    CHECK(!"a row of this name");
    return &none;
}

static double value_of(const kept_rows *kept, const char *forecast, const char *metric, const char *null)
{
    return row_of(kept, forecast, metric, null, BOTH_SIDES)->value;
}

static lm_score_options options_of(uint32_t nulls)
{
    lm_score_options options;
    lm_score_options_init(&options);
    options.warm_up = 4 * LM_DAY;
    options.nulls = nulls;
    options.draws = 50;
    return options;
}

static kept_rows kept;

static void score_tape(const lm_buffer *scored, const lm_score_options *options)
{
    const lm_model model = model_of("{}");
    kept.count = 0;
    must(lm_tape_score(&host, bytes_of(scored), &model, 1, options, keep, &kept));
}

/* ---- the truth has skill */

static void test_truth(void)
{
    lm_score_options options = options_of(ALL_NULLS);
    score_tape(&tape, &options);
    for (int null = LM_NULL_N0; null < LM_NULL_COUNT; null++) {
        const char *name = lm_null_name((lm_null)null);
        const lm_score_row *gain = row_of(&kept, "running", "information_gain", name, BOTH_SIDES);
        CHECK(gain->value > 0.1 && gain->low > 0.05 && gain->low <= gain->value && gain->value <= gain->high);
        CHECK(value_of(&kept, "running", "r2_gain", name) > 0.02);
        CHECK(value_of(&kept, "running", "information_gain", name) >
              value_of(&kept, "frozen", "information_gain", name));
        /* Scatter alone is left: the mean of y ln(y) of an exponential of mean 1 is 1 - Euler's constant. */
        CHECK(fabs(value_of(&kept, "running", "kl_left", name) - 0.4228) < 0.1);
        CHECK(value_of(&kept, NULL, "r2", name) > 0.2 && value_of(&kept, NULL, "r2", name) < 1);
        CHECK(value_of(&kept, NULL, "ridge", name) >= 2);
    }
    const lm_score_row *level = row_of(&kept, "running", "level", NULL, BOTH_SIDES);
    CHECK(level->value > 0.85 && level->value < 1.15 && level->low < level->value && level->value < level->high);
    CHECK(level->n_blocks >= 9 && level->n_blocks <= 11 && level->horizon == BAR);
    CHECK(value_of(&kept, "running", "capture", NULL) > 0.3);
    CHECK(value_of(&kept, "running", "slope", NULL) > 0.5);
    /* The sides add up to both. */
    const double longs = row_of(&kept, "frozen", "level", NULL, LM_LONG)->n_notional;
    const double shorts = row_of(&kept, "frozen", "level", NULL, LM_SHORT)->n_notional;
    CHECK_CLOSE(longs + shorts, level->n_notional, 1e-9);
}

/* Months begin where the calendar says: January alone here, with the level of all bars. */
static void test_months(void)
{
    lm_score_options options = options_of(1u << LM_NULL_N0);
    int months = 0;
    score_tape(&tape, &options);
    for (size_t i = 0; i < kept.count; i++)
        if (kept.rows[i].period != LM_TIME_UNKNOWN) {
            CHECK(kept.rows[i].period == NEW_YEAR);
            months++;
        }
    CHECK(months == 3);
    /* A second run gives the same figures. */
    static kept_rows before;
    before = kept;
    score_tape(&tape, &options);
    CHECK(before.count == kept.count);
    for (size_t i = 0; i < kept.count; i++)
        CHECK(memcmp(&kept.rows[i].value, &before.rows[i].value, 3 * sizeof(double)) == 0);
}

/* ---- what has none */

static void test_shuffled(void)
{
    lm_buffer shuffled = with_liquidations(any, false);
    lm_score_options options = options_of(1u << LM_NULL_N1 | 1u << LM_NULL_SMALL);
    score_tape(&shuffled, &options);
    CHECK(value_of(&kept, "running", "information_gain", "N1") < 0.02);
    CHECK(value_of(&kept, "running", "r2_gain", "N1") < 0.01);
    CHECK(value_of(&kept, "frozen", "information_gain", "small") < 0.02);
    lm_buffer_free(&host, &shuffled);
}

/* Scores a forecast that is made of the true one. */
static double gain_of(const lm_score_board *board, double *const predicted[2])
{
    kept.count = 0;
    must(lm_score_candidate(&host, board, &(lm_candidate){0, "made", {predicted[0], predicted[1]}}, keep, &kept));
    return value_of(&kept, "made", "information_gain", "N1");
}

static void test_candidates(void)
{
    static double numbers[2][BARS];
    double *const predicted[2] = {numbers[0], numbers[1]};
    lm_score_options options = options_of(1u << LM_NULL_N1);
    lm_score_board board;
    double shifted[3];
    must(lm_score_board_create(&host, &bars, &options, &board));
    /* The null itself as a forecast knows nothing more; what it gains or loses is the noise of ten days. */
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const lm_design design = lm_score_design(&board, LM_NULL_N1, (lm_side)side, NULL, false);
        lm_fit fit;
        must(lm_fit_amounts(&host, &design, lm_score_fitted(&board, 0), board.ridge[LM_NULL_N1], board.dispersion[side],
                            &fit));
        for (size_t i = 0; i < BARS; i++)
            numbers[side][i] = 10000 * exp(lm_fit_at(&fit, &design, i));
    }
    CHECK(fabs(gain_of(&board, predicted)) < 0.02);
    /* A constant adds nothing at all. */
    for (size_t i = 0; i < BARS; i++)
        numbers[0][i] = numbers[1][i] = 5;
    CHECK(fabs(gain_of(&board, predicted)) < 1e-9);
    for (size_t i = 0; i < BARS; i++)
        numbers[0][i] = numbers[1][i] = 0;
    CHECK(fabs(gain_of(&board, predicted)) < 1e-9);
    /* The truth, the truth of the bar before, and the amounts themselves, which only the future knows. */
    for (size_t shift = 0; shift < 3; shift++) {
        for (int side = LM_LONG; side <= LM_SHORT; side++)
            for (size_t i = 1; i < BARS; i++)
                numbers[side][i] =
                    shift < 2 ? lm_forecasts_of(&truth, LM_FORECAST_RUNNING, (lm_side)side)[i > shift ? i - shift : 1]
                              : bars.items[i].liquidated[side];
        shifted[shift] = gain_of(&board, predicted);
    }
    CHECK(shifted[1] < shifted[0] - 0.05 && shifted[2] > shifted[0] + 0.1);
    /* A forecast that is not known, and one that is no amount. */
    numbers[1][BARS - 3] = NAN;
    const lm_candidate candidate = {0, "made", {predicted[0], predicted[1]}};
    CHECK(lm_score_candidate(&host, &board, &candidate, keep, &kept) == LM_E_MISSING);
    numbers[1][BARS - 3] = -1;
    CHECK(lm_score_candidate(&host, &board, &candidate, keep, &kept) == LM_E_RANGE);
    lm_score_board_free(&host, &board);
}

/* ---- fits look at nothing that is later */

static void test_no_look_ahead(void)
{
    lm_score_options options = options_of(1u << LM_NULL_N1);
    lm_score_board whole, part;
    lm_buffer cut = {0};
    lm_bars shorter;
    options.train_until = NEW_YEAR + 14 * LM_DAY;
    options.refit = 2 * LM_DAY;
    must(lm_tape_slice(&host, bytes_of(&tape), INT64_MIN, NEW_YEAR + 19 * LM_DAY, &cut));
    must(lm_bars_create(&host, bytes_of(&cut), BAR, &shorter));
    must(lm_score_board_create(&host, &bars, &options, &whole));
    must(lm_score_board_create(&host, &shorter, &options, &part));
    CHECK(whole.splits == 5 && part.splits == 3 && part.scored == 5 * 48 && whole.scored == 10 * 48);
    for (size_t i = 0; i < part.count; i++)
        for (int side = LM_LONG; side <= LM_SHORT; side++)
            CHECK(part.split[i] < 0 || (part.mean[LM_NULL_N1][side][i] == whole.mean[LM_NULL_N1][side][i] &&
                                        part.log[LM_NULL_N1][side][i] == whole.log[LM_NULL_N1][side][i]));
    CHECK(lm_score_fitted(&whole, 0).count == 10 * 48 && lm_score_fitted(&whole, 1).count == 12 * 48);
    lm_score_board_free(&host, &whole);
    lm_score_board_free(&host, &part);
    lm_bars_free(&host, &shorter);
    lm_buffer_free(&host, &cut);
    /* Days left out in turn: each is scored by a fit on the others. */
    options = options_of(1u << LM_NULL_SMALL);
    options.folds = 4;
    options.ridge = 2;
    must(lm_score_board_create(&host, &bars, &options, &whole));
    CHECK(whole.splits == 4 && whole.scored == 20 * 48 && whole.ridge[LM_NULL_SMALL] == 2);
    CHECK(lm_score_fitted(&whole, 2).count == 15 * 48);
    lm_score_board_free(&host, &whole);
}

/* ---- input that is refused */

static lm_status refused(const lm_buffer *scored, const lm_score_options *options, const char *words)
{
    const lm_model model = model_of("{}");
    kept.count = 0;
    host.error.message[0] = 0;
    const lm_status status = lm_tape_score(&host, bytes_of(scored), &model, 1, options, keep, &kept);
    CHECK(strstr(host.error.message, words) != NULL);
    if (!strstr(host.error.message, words))
        fprintf(stderr, "%s\n", host.error.message);
    return status;
}

static void test_refusals(void)
{
    lm_score_options options = options_of(ALL_NULLS);
    lm_buffer longs = with_liquidations(itself, true), few = {0}, nothing = {0};
    CHECK(refused(&prices, &options, "no bar with observed liquidations") == LM_E_MISSING);
    CHECK(refused(&longs, &options, "no observed liquidations of shorts in the part that is fitted") == LM_E_MISSING);
    must(lm_tape_slice(&host, bytes_of(&tape), INT64_MIN, NEW_YEAR + 7 * LM_DAY, &few));
    CHECK(refused(&few, &options, "48 bars with observed liquidations to fit and 96 to score are too few") ==
          LM_E_MISSING);
    must(lm_tape_slice(&host, bytes_of(&tape), NEW_YEAR - LM_DAY, NEW_YEAR, &nothing));
    CHECK(refused(&nothing, &options, "no bar with observed liquidations") == LM_E_MISSING);
    options.train_until = INT64_MAX;
    CHECK(refused(&tape, &options, "960 bars with observed liquidations to fit and 0 to score") == LM_E_MISSING);
    options.train_until = INT64_MIN + 1;
    CHECK(refused(&tape, &options, "0 bars with observed liquidations to fit") == LM_E_MISSING);
    options = options_of(ALL_NULLS);
    static const struct {
        double ridge, unit;
        int folds, draws;
        int64_t refit, bar, warm_up;
        const char *words;
        lm_status status;
    } cases[] = {
        {-1, 1, 0, 0, 0, BAR, 0, "ridge must be a number from 0 to 1e9, not -1", LM_E_RANGE},
        {NAN, 1, 0, 0, 0, BAR, 0, "ridge must be", LM_E_RANGE},
        {0, 0, 0, 0, 0, BAR, 0, "unit must be a number above 0, not 0", LM_E_RANGE},
        {0, 1, 1, 0, 0, BAR, 0, "folds must be 0, or 2 to 100, not 1", LM_E_RANGE},
        {0, 1, 0, -1, 0, BAR, 0, "draws must be", LM_E_RANGE},
        {0, 1, 0, 0, LM_MINUTE, BAR, 0, "refit must be 0 or at least one bar", LM_E_RANGE},
        {0, 1, 0, 0, 0, BAR, -1, "warm_up must not be negative", LM_E_RANGE},
        {0, 1, 0, 0, 0, 7, 0, "a bar must be a whole multiple of the frame", LM_E_ARGUMENT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        options = options_of(ALL_NULLS);
        options.ridge = cases[i].ridge;
        options.unit = cases[i].unit;
        options.folds = cases[i].folds;
        options.draws = cases[i].draws;
        options.refit = cases[i].refit;
        options.bar = cases[i].bar;
        options.warm_up = cases[i].warm_up;
        CHECK(refused(&tape, &options, cases[i].words) == cases[i].status && kept.count == 0);
    }
    lm_buffer_free(&host, &longs);
    lm_buffer_free(&host, &few);
    lm_buffer_free(&host, &nothing);
}

static void test_options(void)
{
    static const char *const refused_json[][2] = {
        {"{\"bars\": 1}", "an unknown key \"bars\""},
        {"{\"bar\": 0}", "$.bar"},
        {"{\"null\": \"N4\"}", "$.null must be \"N0\", \"N1\", \"N2\", \"N3\" or \"small\""},
        {"{\"null\": []}", "$.null"},
        {"{\"null\": [\"N1\", 3]}", "$.null[1]"},
        {"{\"folds\": 2.5}", "$.folds must be a whole number"},
        {"{\"folds\": 1}", "folds must be 0, or 2 to 100, not 1"},
        {"{\"ridge\": -1}", "$.ridge"},
        {"{\"protocol\": \"2027\"}", "$.protocol"},
        {"{\"protocol\": \"2026\", \"ridge\": 3}", "$.protocol fixes the ridge"},
        {"{\"train_until\": \"soon\"}", "$.train_until"},
        {"{\"seed\": 1e17}", "$.seed"},
        {"[]", "$ must be an object"},
    };
    static const char full[] = "{\"bar\": \"1 h\", \"train_until\": \"2026-01-16\", \"refit\": \"7 d\", "
                               "\"warm_up\": 3600, \"null\": [\"N1\", \"small\"], \"protocol\": \"2026\", "
                               "\"unit\": 1000, \"draws\": 10, \"seed\": 9, \"open_interest\": 5, \"folds\": 8}";
    lm_score_options options;
    must(lm_score_options_read(&host, "{}", 2, &options));
    CHECK(options.bar == BAR && options.train_until == LM_TIME_UNKNOWN && options.ridge == 0 && options.draws == 400);
    must(lm_score_options_read(&host, full, sizeof full - 1, &options));
    CHECK(options.bar == 60 * LM_MINUTE && options.train_until == NEW_YEAR + 15 * LM_DAY && options.ridge == 2);
    CHECK(options.refit == 7 * LM_DAY && options.warm_up == 60 * LM_MINUTE && options.unit == 1000);
    CHECK(options.nulls == (1u << LM_NULL_N1 | 1u << LM_NULL_SMALL) && options.draws == 10 && options.seed == 9);
    CHECK(options.open_interest == 5 && options.folds == 8);
    for (size_t i = 0; i < sizeof refused_json / sizeof *refused_json; i++) {
        const lm_status status = lm_score_options_read(&host, refused_json[i][0], strlen(refused_json[i][0]), &options);
        CHECK(status == LM_E_DOCUMENT || status == LM_E_RANGE);
        CHECK(strstr(host.error.message, refused_json[i][1]) != NULL);
        if (!strstr(host.error.message, refused_json[i][1]))
            fprintf(stderr, "%s: %s\n", refused_json[i][0], host.error.message);
        CHECK(options.folds == 8);
    }
}

int main(void)
{
    lm_host_init(&host);
    begin();
    test_truth();
    test_months();
    test_shuffled();
    test_candidates();
    test_no_look_ahead();
    test_refusals();
    test_options();
    end();
    return check_report("scores");
}
