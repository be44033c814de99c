/* Adaptive exposure: against the sums of its definition, exact under advance, and with feeds that stop or are thin. */
#include "fixture.h"

#include "map/map.h"

#define TRADES 9000
#define PERIOD (16 * LM_DAY)
#define BAR (30 * LM_MINUTE)
#define BARS ((int)(PERIOD / BAR) + 1)
#define ADAPTIVE "{\"adaptive\": true}"

static lm_trade trades[TRADES];

static lm_model model_of(const char *json)
{
    lm_model model;
    must(lm_model_read(&host, json, strlen(json), &model));
    return model;
}

static bool never_observed(int64_t time, lm_side side)
{
    (void)time, (void)side;
    return false;
}

static bool always_observed(int64_t time, lm_side side)
{
    (void)time, (void)side;
    return true;
}

/* Longs alone. */
static bool longs_observed(int64_t time, lm_side side)
{
    (void)time;
    return side == LM_LONG;
}

/* Nothing in the first two days, no short for two days more, a short silence, and a silence of a week. */
static bool observed_with_gaps(int64_t time, lm_side side)
{
    const int64_t age = time - NEW_YEAR, silent = 7 * LM_DAY;
    return age > (side == LM_LONG ? 2 : 4) * LM_DAY && !(age > 5 * LM_DAY && age < 5 * LM_DAY + 20 * BAR) &&
           !(age > silent && age < silent + 7 * LM_DAY);
}

typedef bool observed_at(int64_t time, lm_side side);

/*
 * The random market with open interest, and liquidations of both sides every 20 minutes where the feed has them. Their
 * amounts do not depend on where it has them; `part` of each is reported.
 */
static lm_buffer a_tape(observed_at *observed, double part, int64_t since, int64_t until)
{
    lm_tape_options options = default_options();
    lm_tape *tape = tape_of(&options, trades, 0);
    for (size_t i = 0; i < TRADES; i++)
        if (trades[i].time >= since && trades[i].time < until)
            must(lm_tape_trade(&host, &tape, trades[i].time, trades[i].price, trades[i].qty, LM_TAKER_BOUGHT));
    int64_t number = 0;
    for (int64_t time = NEW_YEAR; time < NEW_YEAR + PERIOD; time += 20 * LM_MINUTE, number++)
        for (int side = LM_LONG; time >= since && time < until && side <= LM_SHORT; side++) {
            must(lm_tape_gauge(&host, &tape, time, "open_interest", 13, 90000));
            if (observed(time, (lm_side)side))
                must(lm_tape_liquidation_without_price(&host, &tape, time,
                                                       part * (double)(1 + (number * 7919 + side * 13) % 1000) * 100000,
                                                       (lm_side)side));
        }
    return finished(tape);
}

static lm_buffer whole_tape(observed_at *observed, double part)
{
    return a_tape(observed, part, INT64_MIN, INT64_MAX);
}

static lm_map *map_at(const lm_buffer *tape, const char *json, int64_t as_of)
{
    const lm_model model = model_of(json);
    lm_map *map;
    must(lm_tape_map(&host, bytes_of(tape), &model, as_of, 0, &map));
    return map;
}

static lm_map_info info_at(const lm_buffer *tape, const char *json, int64_t as_of)
{
    lm_map_info info;
    lm_map *map = map_at(tape, json, as_of);
    must(lm_map_describe(&host, map, &info));
    lm_map_destroy(&host, map);
    return info;
}

/* ---- the definition, from the rows of a replay at the constant exposure */

typedef struct bars {
    double observed[2][BARS], predicted[2][BARS];
    bool traded;
    int first;
} bars;

static lm_status visit_frame(void *context, const lm_map *map, const lm_frame_ledger *frame)
{
    bars *all = context;
    const int bar = (int)((frame->start - NEW_YEAR) / BAR);
    (void)map;
    /* The first frame with trades has a map of nothing before it. */
    if (all->traded) {
        all->first = all->first < bar ? all->first : bar;
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            all->observed[side][bar] += frame->liquidations[side];
            all->predicted[side][bar] += frame->predicted_notional[side];
        }
    }
    all->traded |= !isnan(frame->close);
    return LM_OK;
}

static bool heard_in(const bars *all, int bar)
{
    return all->observed[LM_LONG][bar] + all->observed[LM_SHORT][bar] > 0;
}

/* Says whether the feed was on in a bar, as far as bars before `end` tell. */
static bool is_on(const bars *all, int side, int bar, int end)
{
    int last = bar, next = bar, seen = all->first;
    while (last >= all->first && !heard_in(all, last))
        last--;
    while (next < end && !heard_in(all, next))
        next++;
    while (seen <= bar && all->observed[side][seen] == 0)
        seen++;
    return last >= all->first && next < end && seen <= bar && (next == last || next - last - 1 <= LM_DAY / BAR);
}

static double expected_ratio(const bars *all, int side, int end, double half_life, double weight)
{
    double observed = 0, predicted = 0, total = 0;
    const double days = (double)(end - all->first) / 48;
    for (int bar = all->first; bar < end; bar++) {
        const double kept = exp2(-(double)(end - 1 - bar) * 1800 / half_life);
        predicted += kept * all->predicted[side][bar];
        observed += kept * (is_on(all, side, bar, end) ? all->observed[side][bar] : all->predicted[side][bar]);
        total += all->predicted[LM_LONG][bar] + all->predicted[LM_SHORT][bar];
    }
    const double prior = weight * total / days / 2;
    return days < 1 ? 1 : (observed + prior) / (predicted + prior);
}

static void test_definition(void)
{
    static bars all;
    const lm_model plain = model_of("{}");
    lm_buffer tape = whole_tape(observed_with_gaps, 1);
    lm_map *map;
    all.first = BARS;
    must(lm_tape_replay(&host, bytes_of(&tape), &plain, INT64_MAX, 0, visit_frame, &all, &map));
    lm_map_destroy(&host, map);
    double farthest = 0;
    for (int end = 3; end < BARS; end += end < 60 ? 5 : size_of_run(31, 7)) {
        const lm_map_info info = info_at(&tape, ADAPTIVE, NEW_YEAR + end * BAR);
        const lm_map_info own =
            info_at(&tape, "{\"adaptive\": {\"half_life\": \"12 h\", \"weight\": 2}}", NEW_YEAR + end * BAR);
        const int ended = (int)((info.as_of - NEW_YEAR) / BAR);
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            CHECK_CLOSE(info.exposure[side] / plain.exposure, expected_ratio(&all, side, ended, 259200, 0.7), 1e-9);
            CHECK_CLOSE(own.exposure[side] / plain.exposure, expected_ratio(&all, side, ended, 43200, 2), 1e-9);
            farthest = fmax(farthest, fabs(log(info.exposure[side] / plain.exposure)));
        }
    }
    CHECK(farthest > 0.2);
    lm_buffer_free(&host, &tape);
}

/* ---- the same bytes */

static void test_advance(void)
{
    lm_buffer tape = whole_tape(observed_with_gaps, 1);
    for (int run = 0; run < size_of_run(4, 40); run++) {
        lm_map *map = map_at(&tape, ADAPTIVE, NEW_YEAR + pick(0, PERIOD));
        for (int piece = 0; piece < 6; piece++) {
            lm_buffer bytes = encoded_map(map);
            lm_map *read;
            must(lm_map_decode(&host, bytes_of(&bytes), &read));
            CHECK(same_and_freed(bytes, encoded_map(read)));
            lm_map_destroy(&host, map);
            map = read;
            must(lm_map_advance(&host, map, bytes_of(&tape), piece == 5 ? INT64_MAX : NEW_YEAR + pick(0, PERIOD)));
        }
        lm_map *whole = map_at(&tape, ADAPTIVE, INT64_MAX);
        CHECK(same_and_freed(encoded_map(map), encoded_map(whole)));
        lm_map_destroy(&host, whole);
        lm_map_destroy(&host, map);
    }
    lm_buffer_free(&host, &tape);
}

static lm_buffer merged(const lm_buffer *first, const lm_buffer *second)
{
    lm_tape_options options = default_options();
    lm_tape *tape;
    must(lm_tape_create(&host, &options, &tape));
    must(lm_tape_merge_into(&host, &tape, bytes_of(first)));
    must(lm_tape_merge_into(&host, &tape, bytes_of(second)));
    return finished(tape);
}

/* Pieces of a tape that are merged in any order, or that a map is advanced with one by one. */
static void test_pieces(void)
{
    const int64_t cut = NEW_YEAR + 6 * LM_DAY + 7 * LM_MINUTE;
    lm_buffer early = a_tape(observed_with_gaps, 1, INT64_MIN, cut),
              late = a_tape(observed_with_gaps, 1, cut, INT64_MAX);
    lm_buffer forward = merged(&early, &late), backward = merged(&late, &early);
    lm_map *one = map_at(&forward, ADAPTIVE, INT64_MAX), *other = map_at(&backward, ADAPTIVE, INT64_MAX);
    lm_map *pieces = map_at(&early, ADAPTIVE, INT64_MAX);
    must(lm_map_advance(&host, pieces, bytes_of(&late), INT64_MAX));
    CHECK(same_and_freed(encoded_map(one), encoded_map(other)));
    CHECK(same_and_freed(encoded_map(one), encoded_map(pieces)));
    lm_map_destroy(&host, one);
    lm_map_destroy(&host, other);
    lm_map_destroy(&host, pieces);
    lm_buffer_free(&host, &early);
    lm_buffer_free(&host, &late);
    lm_buffer_free(&host, &forward);
    lm_buffer_free(&host, &backward);
}

/* ---- what feeds change, and what they do not */

static lm_levels levels_of(const lm_buffer *tape, const char *json)
{
    lm_levels_options options;
    lm_levels levels;
    lm_map *map = map_at(tape, json, INT64_MAX);
    lm_levels_options_init(&options);
    must(lm_map_levels(&host, map, &options, &levels));
    lm_map_destroy(&host, map);
    return levels;
}

static void test_no_feed(void)
{
    lm_buffer tape = whole_tape(never_observed, 1);
    lm_levels plain = levels_of(&tape, "{}"), adaptive = levels_of(&tape, ADAPTIVE);
    const lm_map_info info = info_at(&tape, ADAPTIVE, INT64_MAX);
    CHECK(info.exposure[LM_LONG] == 0.0155 && info.exposure[LM_SHORT] == 0.0155);
    CHECK(plain.count > 0 && plain.count == adaptive.count);
    for (size_t i = 0; i < plain.count && i < adaptive.count; i++)
        CHECK(memcmp(&plain.rows[i], &adaptive.rows[i], sizeof plain.rows[i]) == 0);
    lm_levels_free(&host, &plain);
    lm_levels_free(&host, &adaptive);
    lm_buffer_free(&host, &tape);
}

/* A feed that leaves out 30 % changes the level of both sides, and nothing of the distribution. */
static void test_thin_feed(void)
{
    lm_buffer full = whole_tape(always_observed, 1), thin = whole_tape(always_observed, 0.7);
    const lm_map_info before = info_at(&full, ADAPTIVE, INT64_MAX), after = info_at(&thin, ADAPTIVE, INT64_MAX);
    lm_levels a = levels_of(&full, ADAPTIVE), b = levels_of(&thin, ADAPTIVE);
    CHECK(a.count > 0 && a.count == b.count);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const double ratio = after.exposure[side] / before.exposure[side];
        CHECK(ratio > 0.7 && ratio < 0.8);
        CHECK_CLOSE(after.outstanding_notional[side] / before.outstanding_notional[side], ratio, 1e-12);
        for (size_t i = 0; i < a.count && i < b.count; i++) {
            CHECK(a.rows[i].share[side] == b.rows[i].share[side]);
            CHECK(a.rows[i].notional[side] == 0
                      ? b.rows[i].notional[side] == 0
                      : fabs(b.rows[i].notional[side] / a.rows[i].notional[side] / ratio - 1) < 1e-9);
        }
    }
    lm_levels_free(&host, &a);
    lm_levels_free(&host, &b);
    lm_buffer_free(&host, &full);
    lm_buffer_free(&host, &thin);
}

/* A side of which no liquidation was ever observed keeps the exposure of the model. */
static void test_one_side(void)
{
    lm_buffer tape = whole_tape(longs_observed, 1), both = whole_tape(always_observed, 1);
    const lm_map_info info = info_at(&tape, ADAPTIVE, INT64_MAX), other = info_at(&both, ADAPTIVE, INT64_MAX);
    CHECK(info.exposure[LM_SHORT] == 0.0155);
    CHECK(info.exposure[LM_LONG] != 0.0155 && info.exposure[LM_LONG] == other.exposure[LM_LONG]);
    lm_buffer_free(&host, &tape);
    lm_buffer_free(&host, &both);
}

/* In a silent week the exposure goes back towards that of the model, and does not fall to nothing. */
static void test_silent_week(void)
{
    lm_buffer tape = whole_tape(observed_with_gaps, 1);
    const lm_map_info before = info_at(&tape, ADAPTIVE, NEW_YEAR + 7 * LM_DAY + BAR);
    const lm_map_info after = info_at(&tape, ADAPTIVE, NEW_YEAR + 14 * LM_DAY);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const double was = log(before.exposure[side] / 0.0155), is = log(after.exposure[side] / 0.0155);
        CHECK(fabs(was) > 0.1 && was * is > 0 && fabs(is) < fabs(was) / 2);
    }
    lm_buffer_free(&host, &tape);
}

/* Amounts that no market has leave a map that can be stored, and an exposure within its bounds. */
static void test_absurd_amounts(void)
{
    lm_tape_options options = default_options();
    options.unit = 1e15;
    lm_tape *tape = tape_of(&options, trades, 0);
    for (int64_t i = 0; i < 200; i++) {
        const int64_t time = NEW_YEAR + i * BAR;
        must(lm_tape_trade(&host, &tape, time, i % 2 ? 1e15 : 9e14, 1e17, LM_TAKER_BOUGHT));
        must(lm_tape_gauge(&host, &tape, time, "open_interest", 13, i % 3 ? 1e308 : 1e-300));
        must(lm_tape_liquidation_without_price(&host, &tape, time, 9e33, (lm_side)(i % 2)));
    }
    lm_buffer bytes = finished(tape);
    lm_map *map = map_at(&bytes, "{\"exposure\": 1000, \"adaptive\": {\"weight\": 0}}", INT64_MAX), *read;
    lm_buffer stored = encoded_map(map);
    lm_map_info info;
    must(lm_map_decode(&host, bytes_of(&stored), &read));
    must(lm_map_describe(&host, read, &info));
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        CHECK(info.exposure[side] >= 0.999 && info.exposure[side] <= 1.001e6);
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, read);
    lm_buffer_free(&host, &stored);
    lm_buffer_free(&host, &bytes);
}

/* ---- what opened in the last hour */

typedef struct opened_frames {
    size_t count;
    int64_t start[TRADES];
    double opened[TRADES];
} opened_frames;

static lm_status visit_opened(void *context, const lm_map *map, const lm_frame_ledger *frame)
{
    opened_frames *all = context;
    (void)map;
    all->start[all->count] = frame->start;
    all->opened[all->count++] = frame->opened[LM_LONG];
    return LM_OK;
}

/* The sum of the ledger over the frames that began in the hour before the as-of; in frames of a day, a part of a day. */
static void check_recent(int64_t frame)
{
    static opened_frames all;
    lm_tape_options options = default_options();
    options.frame = options.candle = frame;
    lm_buffer tape = finished(tape_of(&options, trades, TRADES));
    const lm_model model = model_of(ADAPTIVE);
    all.count = 0;
    for (int run = 0; run < size_of_run(6, 60); run++) {
        lm_map *map;
        all.count = 0;
        must(lm_tape_replay(&host, bytes_of(&tape), &model, NEW_YEAR + pick(LM_DAY, PERIOD), 0, visit_opened, &all,
                            &map));
        const int64_t as_of = map->replay.as_of, span = frame > 60 * LM_MINUTE ? frame : 60 * LM_MINUTE;
        double opened = 0;
        for (size_t i = 0; i < all.count; i++)
            opened += all.start[i] >= as_of - span ? all.opened[i] : 0;
        CHECK(opened > 0);
        CHECK_CLOSE(lm_recent_opened(&map->replay.recent, as_of, frame),
                    opened * ((double)(60 * LM_MINUTE) / (double)span), 1e-9);
        lm_map_destroy(&host, map);
    }
    lm_buffer_free(&host, &tape);
}

static void test_recent(void)
{
    check_recent(LM_MINUTE);
    check_recent(7 * LM_MINUTE);
    check_recent(LM_DAY);
}

/* ---- stored forms */

static void check_printed(const char *json, const char *part)
{
    const lm_model model = model_of(json);
    lm_buffer printed = {0};
    char text[2048];
    must(lm_model_print(&host, &model, &printed));
    snprintf(text, sizeof text, "%.*s", (int)printed.size, (const char *)printed.data);
    CHECK((strstr(text, "adaptive") == NULL) == (part == NULL));
    CHECK(!part || strstr(text, part) != NULL);
    const lm_model again = model_of(text);
    CHECK(again.adaptive == model.adaptive && again.adaptive_half_life == model.adaptive_half_life &&
          again.adaptive_weight == model.adaptive_weight);
    lm_buffer_free(&host, &printed);
}

static void test_documents(void)
{
    check_printed("{}", NULL);
    check_printed("{\"adaptive\": false}", NULL);
    check_printed(ADAPTIVE, "\"adaptive\":{\"half_life\":259200,\"weight\":0.7}");
    check_printed("{\"adaptive\": {}}", "\"adaptive\":{\"half_life\":259200,\"weight\":0.7}");
    check_printed("{\"adaptive\": {\"half_life\": \"1.5 d\", \"weight\": 0}}",
                  "\"adaptive\":{\"half_life\":129600,\"weight\":0}");
}

/* A sum keeps adaptive models among its models, and their exposure in its amounts. */
static void test_sum(void)
{
    lm_buffer tape = whole_tape(always_observed, 1);
    lm_map *plain = map_at(&tape, "{}", INT64_MAX), *adaptive = map_at(&tape, ADAPTIVE, INT64_MAX), *sum = NULL, *read;
    must(lm_map_merge_into(&host, &sum, plain));
    must(lm_map_merge_into(&host, &sum, adaptive));
    lm_buffer bytes = encoded_map(sum);
    must(lm_map_decode(&host, bytes_of(&bytes), &read));
    CHECK(same_and_freed(bytes, encoded_map(read)));
    lm_map_info of_sum, of_plain, of_adaptive;
    must(lm_map_describe(&host, read, &of_sum));
    must(lm_map_describe(&host, plain, &of_plain));
    must(lm_map_describe(&host, adaptive, &of_adaptive));
    CHECK(of_sum.models == 2 && isnan(of_sum.exposure[LM_LONG]));
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        CHECK_CLOSE(of_sum.outstanding_notional[side],
                    of_plain.outstanding_notional[side] + of_adaptive.outstanding_notional[side], 1e-9);
    int adaptive_models = 0;
    for (int i = 0; i < 2; i++) {
        lm_model model;
        must(lm_map_model(&host, read, i, &model));
        adaptive_models += model.adaptive && model.adaptive_half_life == 259200;
    }
    CHECK(adaptive_models == 1);
    lm_map_destroy(&host, plain);
    lm_map_destroy(&host, adaptive);
    lm_map_destroy(&host, sum);
    lm_map_destroy(&host, read);
    lm_buffer_free(&host, &tape);
}

static void check_stored(const lm_map *map)
{
    lm_buffer bytes = encoded_map(map);
    lm_map *read = NULL;
    CHECK(lm_map_decode(&host, bytes_of(&bytes), &read) == LM_OK);
    lm_map_destroy(&host, read);
    lm_buffer_free(&host, &bytes);
}

/* Every changed byte is refused, or is a map that encodes to these bytes. */
static void test_damage(void)
{
    lm_buffer tape = whole_tape(observed_with_gaps, 1);
    lm_map *map = map_at(&tape, ADAPTIVE, NEW_YEAR + 5 * LM_DAY + 3 * BAR);
    lm_buffer bytes = encoded_map(map),
              later = a_tape(observed_with_gaps, 1, NEW_YEAR + 6 * LM_DAY, NEW_YEAR + 7 * LM_DAY);
    CHECK(bytes.data[3] == 2 && bytes.data[5] == 12);
    int refused = 0;
    for (size_t i = 0; i < bytes.size && i < 900; i++)
        for (int bit = 0; bit < 8; bit++) {
            const uint8_t kept = bytes.data[i];
            lm_map *read;
            bytes.data[i] = (uint8_t)(kept ^ 1 << bit);
            if (lm_map_decode(&host, bytes_of(&bytes), &read) == LM_OK) {
                lm_buffer again = encoded_map(read);
                CHECK(same_bytes(&again, &bytes));
                lm_buffer_free(&host, &again);
                if (lm_map_advance(&host, read, bytes_of(&later), INT64_MAX) == LM_OK)
                    check_stored(read);
                lm_map_destroy(&host, read);
            } else {
                refused++;
            }
            bytes.data[i] = kept;
            i += bit == 7 ? (size_t)size_of_run(2, 0) : 0;
        }
    CHECK(refused > 100);
    lm_buffer_free(&host, &bytes);
    lm_buffer_free(&host, &later);
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &tape);
}

int main(void)
{
    lm_host_init(&host);
    random_trades(trades, TRADES, PERIOD, true);
    test_definition();
    test_advance();
    test_pieces();
    test_no_feed();
    test_thin_feed();
    test_one_side();
    test_silent_week();
    test_absurd_amounts();
    test_recent();
    test_documents();
    test_sum();
    test_damage();
    return check_report("adaptive");
}
