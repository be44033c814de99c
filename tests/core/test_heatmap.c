/* Heatmaps: every column equals the map of that time, to the bit; and replays frame by frame. */
#include "fixture.h"

#define TRADES 3000

static lm_trade trades[TRADES];

static lm_buffer random_tape(lm_tape_options options, int64_t period)
{
    const size_t count = (size_t)pick(50, TRADES);
    random_trades(trades, count, period, chance(0.5));
    /* Adds some periods without trades, so that some columns have no trades. */
    for (size_t i = 0; i < count; i++)
        if (trades[i].time % (period / 7) < period / 30)
            trades[i].time += period / 30;
    lm_tape *tape = tape_of(&options, trades, count);
    if (chance(0.8))
        add_streams(&tape, (int)pick(1, 40), period);
    return finished(tape);
}

/* Models with classes that are liquidated on one side only, or that have a very small share. */
static lm_model random_model(uint8_t contract)
{
    static const char *const documents[] = {
        "{}",
        ("{\"leverage\": [{\"x\": 1, \"share\": 0.2, \"half_life\": \"1 h\"}, {\"x\": 3, \"share\": 0.3, "
         "\"half_life\": \"1 min\"}, {\"x\": 25, \"share\": 0.5, \"half_life\": \"30 d\"}]}"),
        "{\"volume_power\": 1, \"exposure\": 3}",
    };
    const char *json = documents[pick(0, 2)];
    lm_model model;
    must(lm_model_read(&host, json, strlen(json), &model));
    model.margin.contract = contract;
    return model;
}

/* ---- columns */

static bool same_number(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static bool same_cell(const lm_heatmap_row *row, const lm_level *level)
{
    bool same = row->price_low == level->price_low && row->price_high == level->price_high &&
                same_number(row->leverage, level->leverage);
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        same &= same_number(row->share[side], level->share[side]) &&
                same_number(row->notional[side], level->notional[side]);
    return same;
}

/* Compares the rows of a column with those of levels, without the steps outside of the window. */
static void check_rows(const lm_heatmap *heatmap, const lm_heatmap_options *options, size_t number, const lm_map *map)
{
    const lm_heatmap_column *column = &heatmap->columns[number];
    const lm_levels_options view = {.step = heatmap->step, .by_leverage = options->by_leverage};
    lm_levels levels;
    size_t at = column->first_row, zeros = 0;
    const size_t end = at + column->row_count;
    must(lm_map_levels(&host, map, &view, &levels));
    for (size_t i = 0; i < levels.count; i++) {
        const double middle = (round(levels.rows[i].price_low / heatmap->step) + 0.5) * heatmap->step;
        if (middle < options->low || middle > options->high)
            continue;
        while (options->zero_cells && at < end && !same_cell(&heatmap->rows[at], &levels.rows[i])) {
            zeros += heatmap->rows[at].share[0] == 0 && heatmap->rows[at].share[1] == 0;
            at++;
        }
        CHECK(at < end && heatmap->rows[at].column == (int)number && same_cell(&heatmap->rows[at], &levels.rows[i]));
        at += at < end;
    }
    for (; at < end; at++)
        zeros += heatmap->rows[at].share[0] == 0 && heatmap->rows[at].share[1] == 0;
    CHECK(options->zero_cells || zeros == 0);
    lm_levels_free(&host, &levels);
}

/* Checks the prices of a column against the frames in (time - every, time], by reading the tape again. */
static void check_prices(const lm_heatmap *heatmap, size_t number, lm_bytes tape)
{
    const lm_heatmap_column *column = &heatmap->columns[number];
    double low = NAN, high = NAN, close = NAN;
    lm_tape_reader *reader;
    lm_frame frame;
    must(lm_tape_reader_create(&host, tape, &reader));
    while (lm_tape_reader_next(&host, reader, &frame) == LM_OK) {
        const int64_t end = frame.start + heatmap->frame;
        if (frame.rows == 0 || end > column->time || end <= column->time - heatmap->every)
            continue;
        low = fmin(low, frame.low);
        high = fmax(high, frame.high);
        close = frame.close;
    }
    lm_tape_reader_destroy(&host, reader);
    CHECK(same_number(low, column->low) && same_number(high, column->high) && same_number(close, column->close));
}

static void check_column(const lm_heatmap *heatmap, const lm_heatmap_options *options, size_t number, lm_bytes tape)
{
    const lm_heatmap_column *column = &heatmap->columns[number];
    lm_map *map;
    lm_map_info info;
    must(lm_tape_map(&host, tape, &heatmap->model, column->time, options->open_interest, &map));
    must(lm_map_describe(&host, map, &info));
    CHECK(column->time % heatmap->every == 0 && column->time >= options->since && column->time <= options->until);
    CHECK(number == 0 || column->time == heatmap->columns[number - 1].time + heatmap->every);
    CHECK(same_number(column->reference_price, info.reference_price));
    CHECK(same_number(column->open_interest, info.open_interest) && column->coverage == info.coverage);
    check_rows(heatmap, options, number, map);
    check_prices(heatmap, number, tape);
    lm_map_destroy(&host, map);
}

/* Columns begin at the first trade and end at the end of the tape, or at `since` and `until`. */
static void check_reach(const lm_heatmap *heatmap, const lm_heatmap_options *options, lm_bytes tape)
{
    lm_map *whole, *before;
    lm_map_info info;
    const lm_heatmap_column *first = heatmap->columns, *last = first + heatmap->column_count - 1;
    must(lm_tape_map(&host, tape, &heatmap->model, options->until, 0, &whole));
    must(lm_map_describe(&host, whole, &info));
    CHECK(last->time >= info.as_of || last->time + heatmap->every > options->until);
    CHECK(last->time - heatmap->every < info.as_of);
    must(lm_tape_map(&host, tape, &heatmap->model, first->time - heatmap->every, 0, &before));
    must(lm_map_describe(&host, before, &info));
    CHECK(info.empty || first->time - heatmap->every < options->since);
    lm_map_destroy(&host, before);
    lm_map_destroy(&host, whole);
}

/* With empty steps every column has the same grid, from the first to the last step with a position in any column. */
static void check_grid(const lm_heatmap *heatmap)
{
    const size_t groups = heatmap->by_leverage ? (size_t)heatmap->model.class_count : 1;
    const size_t steps = (size_t)(heatmap->last_number - heatmap->first_number + 1);
    bool stands[2] = {false, false};
    CHECK(heatmap->row_count == heatmap->column_count * steps * groups);
    for (size_t i = 0; i < heatmap->row_count; i++) {
        const lm_heatmap_row *row = &heatmap->rows[i];
        const bool anything = row->share[LM_LONG] > 0 || row->share[LM_SHORT] > 0;
        CHECK(row->column == (int)(i / (steps * groups)));
        CHECK(row->number == heatmap->first_number + (int64_t)(i / groups % steps));
        CHECK(row->price_low == (double)row->number * heatmap->step);
        stands[0] |= anything && row->number == heatmap->first_number;
        stands[1] |= anything && row->number == heatmap->last_number;
    }
    CHECK(stands[0] && stands[1]);
}

static void test_columns_are_maps(void)
{
    size_t columns = 0, rows = 0;
    const size_t rounds = (size_t)size_of_run(3, 40);
    for (size_t round = 0; round < rounds; round++) {
        const lm_tape_options counted = random_options();
        const int64_t period = counted.frame * pick(20, 400);
        const lm_model model = random_model(counted.contract);
        lm_buffer tape = random_tape(counted, period);
        lm_heatmap_options options;
        lm_heatmap heatmap;
        lm_heatmap_options_init(&options);
        options.every = chance(0.3) ? 0 : counted.frame * pick(1, 40);
        options.step = chance(0.4) ? 0 : (double)pick(4, 10) * 100;
        options.since = chance(0.7) ? INT64_MIN : NEW_YEAR + pick(-period, period);
        options.until = chance(0.7) ? INT64_MAX : NEW_YEAR + pick(period, 2 * period);
        options.low = chance(0.7) ? 0 : uniform(50000, 90000);
        options.high = chance(0.7) ? INFINITY : uniform(90000, 130000);
        options.by_leverage = chance(0.4);
        options.zero_cells = chance(0.4);
        options.open_interest = chance(0.5) ? 0 : 1234.5;
        must(lm_tape_heatmap(&host, bytes_of(&tape), &model, &options, &heatmap));
        CHECK(memcmp(&heatmap.model, &model, sizeof model) == 0 && heatmap.precision == counted.precision);
        for (size_t i = 0; i < heatmap.column_count; i += (size_t)pick(1, size_of_run(60, 20)))
            check_column(&heatmap, &options, i, bytes_of(&tape));
        if (heatmap.column_count > 0)
            check_reach(&heatmap, &options, bytes_of(&tape));
        if (heatmap.row_count > 0 && options.zero_cells)
            check_grid(&heatmap);
        columns += heatmap.column_count;
        rows += heatmap.row_count;
        lm_heatmap_free(&host, &heatmap);
        lm_buffer_free(&host, &tape);
    }
    CHECK(columns > 25 * rounds && rows > 250 * rounds);
}

/* ---- defaults */

static lm_buffer two_trades(int64_t frame, int64_t apart)
{
    lm_tape_options options = default_options();
    options.frame = options.candle = frame;
    trades[0] = (lm_trade){NEW_YEAR, 90000, 1, LM_TAKER_BOUGHT};
    trades[1] = (lm_trade){NEW_YEAR + apart, 90000, 1, LM_TAKER_BOUGHT};
    return finished(tape_of(&options, trades, 2));
}

static lm_heatmap heatmap_of(const lm_buffer *tape, lm_heatmap_options options)
{
    const lm_model model = random_model(LM_LINEAR);
    lm_heatmap heatmap;
    must(lm_tape_heatmap(&host, bytes_of(tape), &model, &options, &heatmap));
    return heatmap;
}

static void test_intervals(void)
{
    static const struct {
        int64_t frame, apart, every;
    } rows[] = {
        {LM_MINUTE, 299 * LM_MINUTE, LM_MINUTE},
        {LM_MINUTE, 300 * LM_MINUTE, 2 * LM_MINUTE},
        {LM_MINUTE, LM_DAY, 5 * LM_MINUTE},
        {LM_MINUTE, 7 * LM_DAY, 3600 * LM_SECOND},
        {LM_MINUTE, 30 * LM_DAY, 3 * 3600 * LM_SECOND},
        {LM_MINUTE, 365 * LM_DAY, 2 * LM_DAY},
        {LM_MINUTE, 3650 * LM_DAY, 20 * LM_DAY},
        {LM_SECOND, 100 * LM_SECOND, LM_SECOND},
        {5 * LM_MINUTE, 10 * LM_MINUTE, 5 * LM_MINUTE},
        {7 * LM_SECOND, 2100 * LM_SECOND, 14 * LM_SECOND}, /* no round interval holds frames of 7 s */
        {7 * LM_SECOND, 70000 * LM_SECOND, 350 * LM_SECOND},
        {1500000, 450 * LM_SECOND, 15 * LM_SECOND}, /* 2 s and 5 s do not */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        lm_buffer tape = two_trades(rows[i].frame, rows[i].apart);
        lm_heatmap_options options;
        lm_heatmap_options_init(&options);
        lm_heatmap heatmap = heatmap_of(&tape, options);
        CHECK(heatmap.every == rows[i].every && heatmap.column_count <= 300 && heatmap.column_count > 0);
        CHECK(heatmap.step == 200);
        lm_heatmap_free(&host, &heatmap);
        lm_buffer_free(&host, &tape);
    }
}

static void test_nothing(void)
{
    const lm_tape_options counted = default_options();
    lm_heatmap_options options;
    lm_heatmap_options_init(&options);
    lm_tape *tape;
    must(lm_tape_create(&host, &counted, &tape));
    must(lm_tape_gauge(&host, &tape, NEW_YEAR, "open_interest", 13, 5));
    lm_buffer gauges = finished(tape), traded = two_trades(LM_MINUTE, LM_DAY);
    lm_heatmap heatmap = heatmap_of(&gauges, options);
    CHECK(heatmap.column_count == 0 && heatmap.row_count == 0 && heatmap.first_number > heatmap.last_number);
    lm_heatmap_free(&host, &heatmap);
    /* A period before all rows, and one after all rows. */
    options.until = NEW_YEAR;
    heatmap = heatmap_of(&traded, options);
    CHECK(heatmap.column_count == 0 && heatmap.row_count == 0);
    lm_heatmap_free(&host, &heatmap);
    options.until = INT64_MAX;
    options.since = NEW_YEAR + 30 * LM_DAY;
    heatmap = heatmap_of(&traded, options);
    CHECK(heatmap.column_count == 0 && heatmap.row_count == 0);
    lm_heatmap_free(&host, &heatmap);
    /* The least and the greatest time, and an empty window. */
    options = (lm_heatmap_options){.since = INT64_MIN, .until = INT64_MIN, .high = INFINITY};
    heatmap = heatmap_of(&traded, options);
    CHECK(heatmap.column_count == 0);
    lm_heatmap_free(&host, &heatmap);
    options = (lm_heatmap_options){.since = INT64_MIN, .until = INT64_MAX, .low = 1, .high = 2, .zero_cells = true};
    heatmap = heatmap_of(&traded, options);
    CHECK(heatmap.column_count > 0 && heatmap.row_count == 0 && heatmap.columns[0].row_count == 0);
    lm_heatmap_free(&host, &heatmap);
    lm_buffer_free(&host, &gauges);
    lm_buffer_free(&host, &traded);
}

/* Shorts at the greatest price and a reference price near the least: no step fits both. */
static void test_steps_that_cannot_be_counted(void)
{
    const lm_tape_options counted = default_options();
    const lm_model model = random_model(LM_LINEAR);
    lm_heatmap_options options;
    lm_heatmap heatmap;
    lm_map *map;
    lm_levels levels;
    lm_heatmap_options_init(&options);
    trades[0] = (lm_trade){NEW_YEAR, 1e14, 1e-12, LM_TAKER_BOUGHT};
    trades[1] = (lm_trade){NEW_YEAR + LM_MINUTE, 1e-6, 1, LM_TAKER_BOUGHT};
    lm_buffer tape = finished(tape_of(&counted, trades, 2));
    CHECK(lm_tape_heatmap(&host, bytes_of(&tape), &model, &options, &heatmap) == LM_E_RANGE);
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, 0, &map));
    CHECK(lm_map_levels(&host, map, &(lm_levels_options){0}, &levels) == LM_E_RANGE);
    CHECK(lm_map_levels(&host, map, &(lm_levels_options){.step = 1e9}, &levels) == LM_OK);
    lm_levels_free(&host, &levels);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &tape);
}

/* ---- frame by frame */

typedef struct diary {
    lm_bytes tape;
    lm_model model;
    double open_interest;
    double predicted[2], frozen;
    size_t frames, checked;
} diary;

/* The frozen forecast is the notional of the map as of the start of the frame, in the cells of the frame's range. */
static void check_frozen(const lm_map *before, const lm_ledger *whole, const lm_frame_ledger *frame, lm_side side)
{
    lm_map_info info;
    double notional;
    must(lm_map_describe(&host, before, &info));
    CHECK(frame->frozen_share[side] >= 0 && frame->frozen_share[side] <= 1 + 1e-9);
    CHECK(whole->outstanding > 0 || frame->frozen_share[side] == 0);
    CHECK(isnan(frame->frozen_notional[side]) == isnan(info.open_interest));
    if (isnan(info.open_interest))
        return;
    CHECK(frame->frozen_notional[side] <= frame->predicted_notional[side] * (1 + 1e-12));
    const int32_t limit = lm_cell(side == LM_LONG ? frame->low : frame->high, info.precision);
    const double low = side == LM_LONG ? lm_cell_low(limit, info.precision) : 0;
    const double high = side == LM_LONG ? INFINITY : lm_cell_low(limit + 1, info.precision);
    notional = 0;
    if (!isnan(frame->low))
        must(lm_map_notional_between(&host, before, low, high, side, &notional));
    CHECK(fabs(frame->frozen_notional[side] - notional) <= 1e-9 * (notional + whole->outstanding_notional));
    const double scaled = info.outstanding_notional[side] > 0 ? notional / info.outstanding_notional[side] : 0;
    CHECK((frame->frozen_share[side] > 0) == (scaled > 0));
}

/* Returns the factor at the start of a frame, from the map as of that time. */
static lm_status check_frame(void *context, const lm_map *map, const lm_frame_ledger *frame)
{
    diary *kept = context;
    lm_map *before;
    lm_ledger ledger[2];
    (void)map;
    kept->frames++;
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        kept->predicted[side] += frame->predicted_notional[side];
    if (!chance(0.1))
        return LM_OK;
    kept->checked++;
    must(lm_tape_map(&host, kept->tape, &kept->model, frame->start, kept->open_interest, &before));
    must(lm_map_ledger(&host, before, ledger));
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const double notional = frame->predicted_notional[side], size = frame->predicted_size[side];
        const double scaled = kept->model.margin.contract == LM_LINEAR ? size : notional;
        const double whole = kept->model.margin.contract == LM_LINEAR ? ledger[side].outstanding_size
                                                                      : ledger[side].outstanding_notional;
        if (isnan(whole))
            CHECK(isnan(notional) && isnan(size));
        else
            CHECK_CLOSE(scaled,
                        ledger[side].outstanding > 0 ? frame->swept[side] * whole / ledger[side].outstanding : 0, 1e-9);
        check_frozen(before, &ledger[side], frame, (lm_side)side);
        kept->frozen += frame->frozen_share[side];
        if (size > 0) /* at the liquidation prices, which the prices passed since the previous close */
            CHECK(notional >= size * frame->low * 0.99 && notional <= size * frame->high * 1.01);
    }
    lm_map_destroy(&host, before);
    return LM_OK;
}

static void test_predictions(void)
{
    double predicted = 0, frozen = 0;
    const int rounds = size_of_run(3, 30);
    for (int round = 0; round < rounds; round++) {
        const lm_tape_options counted = random_options();
        lm_buffer tape = random_tape(counted, counted.frame * pick(20, 300));
        lm_map *map;
        lm_tape_info info;
        diary kept = {bytes_of(&tape), random_model(counted.contract), chance(0.3) ? 0 : 777, {0, 0}, 0, 0, 0};
        must(lm_tape_replay(&host, kept.tape, &kept.model, INT64_MAX, kept.open_interest, check_frame, &kept, &map));
        must(lm_tape_describe(&host, kept.tape, &info));
        CHECK(kept.frames > 0 && (int64_t)kept.frames <= info.frames);
        predicted += kept.open_interest > 0 ? kept.predicted[0] + kept.predicted[1] : 0;
        frozen += kept.frozen;
        lm_map_destroy(&host, map);
        lm_buffer_free(&host, &tape);
    }
    CHECK(predicted > 0 && frozen > 0);
}

/* The observed liquidations of all rows sum to those of the tape, in frames with and without trades. */
static lm_status add_liquidation(void *context, const lm_map *map, const lm_frame_ledger *frame)
{
    double *liquidations = context;
    (void)map;
    liquidations[LM_LONG] += frame->liquidations[LM_LONG];
    liquidations[LM_SHORT] += frame->liquidations[LM_SHORT];
    CHECK(!isnan(frame->close) ||
          (frame->liquidations[LM_LONG] + frame->liquidations[LM_SHORT] > 0 && frame->opened[LM_LONG] == 0));
    return LM_OK;
}

static void test_observed(void)
{
    const lm_model model = random_model(LM_LINEAR);
    lm_tape *tape = tape_of(&(lm_tape_options){.frame = LM_MINUTE,
                                               .has_prices = true,
                                               .precision = 12,
                                               .contract_size = 1,
                                               .unit = 1e-6,
                                               .candle = LM_MINUTE},
                            trades, 0);
    lm_map *map;
    lm_tape_info info;
    double liquidations[2] = {0, 0};
    random_trades(trades, 300, LM_DAY / 2, true);
    for (int i = 0; i < 300; i++)
        must(lm_tape_trade(&host, &tape, trades[i].time, trades[i].price, trades[i].qty, LM_TAKER_BOUGHT));
    add_streams(&tape, 200, LM_DAY);
    lm_buffer bytes = finished(tape);
    must(lm_tape_replay(&host, bytes_of(&bytes), &model, INT64_MAX, 0, add_liquidation, liquidations, &map));
    must(lm_tape_describe(&host, bytes_of(&bytes), &info));
    CHECK(info.liquidated_long > 0 && info.liquidated_short > 0);
    CHECK_CLOSE(liquidations[LM_LONG], info.liquidated_long, 1e-9);
    CHECK_CLOSE(liquidations[LM_SHORT], info.liquidated_short, 1e-9);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &bytes);
}

int main(void)
{
    lm_host_init(&host);
    test_columns_are_maps();
    test_intervals();
    test_nothing();
    test_steps_that_cannot_be_counted();
    test_predictions();
    test_observed();
    return check_report("heatmap");
}
