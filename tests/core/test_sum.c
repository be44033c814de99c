/* Sums of maps: exact in any order; and the values that a sum does not have. */
#include "fixture.h"

#define TRADES 400
#define VENUES 5

static lm_trade trades[TRADES];

static lm_model model_of(const char *json)
{
    lm_model model;
    must(lm_model_read(&host, json, strlen(json), &model));
    return model;
}

static lm_map *venue_map(const lm_tape_options *options, const char *model_json, double open_interest)
{
    const lm_model model = model_of(model_json);
    lm_map *map;
    random_trades(trades, TRADES, LM_DAY, true);
    lm_buffer tape = finished(tape_of(options, trades, TRADES));
    must(lm_tape_map(&host, bytes_of(&tape), &model, NEW_YEAR + pick(LM_DAY / 2, LM_DAY), open_interest, &map));
    lm_buffer_free(&host, &tape);
    return map;
}

static const char two_classes[] = "{\"leverage\": [{\"x\": 10, \"share\": 0.5, \"half_life\": 60000},"
                                  " {\"x\": 25, \"share\": 0.5, \"half_life\": 90}]}";
static const char *const models[] = {"{}", two_classes, "{\"exposure\": 0.1}"};

static void add(lm_map **sum, const lm_map *map)
{
    must(lm_map_merge_into(&host, sum, map));
}

/* ---- order */

static void test_any_order(void)
{
    for (int round = 0; round < 15; round++) {
        lm_tape_options options = default_options();
        lm_map *venues[VENUES], *straight = NULL, *shuffled = NULL, *tree = NULL, *half = NULL;
        for (int i = 0; i < VENUES; i++) {
            snprintf(options.symbol, sizeof options.symbol, "%s", chance(0.5) ? "BTC" : "BTCUSD");
            venues[i] = venue_map(&options, models[pick(0, 2)], uniform(1000, 90000));
        }
        int order[VENUES] = {3, 0, 4, 2, 1};
        for (int i = 0; i < VENUES; i++) {
            add(&straight, venues[i]);
            add(&shuffled, venues[order[i]]);
            add(i < 2 ? &tree : &half, venues[i]);
        }
        add(&tree, half);
        lm_buffer bytes = encoded_map(straight);
        CHECK(same_and_freed(encoded_map(shuffled), encoded_map(tree)));
        CHECK(same_and_freed(encoded_map(shuffled), encoded_map(straight)));

        /* Adding stored maps gives the same bytes. */
        lm_map *read;
        CHECK(lm_map_decode(&host, bytes_of(&bytes), &read) == LM_OK);
        CHECK(same_and_freed(bytes, encoded_map(read)));
        add(&read, venues[0]);
        add(&straight, venues[0]);
        CHECK(same_and_freed(encoded_map(read), encoded_map(straight)));
        lm_map *all[] = {straight, shuffled, tree, half, read};
        for (int i = 0; i < VENUES; i++)
            lm_map_destroy(&host, venues[i]);
        for (int i = 0; i < 5; i++)
            lm_map_destroy(&host, all[i]);
    }
}

/* ---- amounts */

static void test_amounts(void)
{
    const lm_tape_options options = default_options();
    lm_map *a = venue_map(&options, models[0], 5000), *b = venue_map(&options, models[1], 7000), *sum = NULL;
    lm_map_info info[2], both;
    add(&sum, a);
    add(&sum, b);
    must(lm_map_describe(&host, a, &info[0]));
    must(lm_map_describe(&host, b, &info[1]));
    must(lm_map_describe(&host, sum, &both));
    CHECK(!both.live && !both.empty && both.models == 2 && both.frame == 0 && !both.frame_differs);
    CHECK(isnan(both.open_interest) && isnan(both.coverage) && isnan(both.daily_sigma));
    CHECK(both.as_of_first == (info[0].as_of < info[1].as_of ? info[0].as_of : info[1].as_of));
    CHECK(both.as_of == (info[0].as_of > info[1].as_of ? info[0].as_of : info[1].as_of));
    const double weight[2] = {info[0].outstanding_notional[0] + info[0].outstanding_notional[1],
                              info[1].outstanding_notional[0] + info[1].outstanding_notional[1]};
    CHECK(both.reference_price == info[weight[1] > weight[0]].reference_price);
    CHECK(both.unit == options.unit && both.precision == options.precision && both.symbol[0] == 0);
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        CHECK_CLOSE(both.outstanding_notional[side],
                    info[0].outstanding_notional[side] + info[1].outstanding_notional[side], 1e-9);

    /* Each level of each class equals the sum of those of the maps, up to the rounding of each cell to a unit. */
    lm_levels parts[2], whole;
    const lm_levels_options fine = {.step = 100, .by_leverage = true};
    must(lm_map_levels(&host, a, &fine, &parts[0]));
    must(lm_map_levels(&host, b, &fine, &parts[1]));
    must(lm_map_levels(&host, sum, &fine, &whole));
    size_t at[2] = {0, 0};
    double share[2] = {0, 0};
    for (size_t i = 0; i < whole.count; i++) {
        double wanted[2] = {0, 0};
        for (int m = 0; m < 2; m++) {
            const lm_level *row = at[m] < parts[m].count ? &parts[m].rows[at[m]] : NULL;
            if (!row || row->price_low != whole.rows[i].price_low || row->leverage != whole.rows[i].leverage)
                continue;
            at[m]++;
            wanted[LM_LONG] += row->notional[LM_LONG];
            wanted[LM_SHORT] += row->notional[LM_SHORT];
        }
        for (int side = LM_LONG; side <= LM_SHORT; side++) {
            CHECK(fabs(whole.rows[i].notional[side] - wanted[side]) <= 200 * options.unit);
            share[side] += whole.rows[i].share[side];
        }
    }
    CHECK(at[0] == parts[0].count && at[1] == parts[1].count);
    CHECK_CLOSE(share[LM_LONG], 1, 1e-12);
    CHECK_CLOSE(share[LM_SHORT], 1, 1e-12);
    lm_levels_free(&host, &parts[0]);
    lm_levels_free(&host, &parts[1]);
    lm_levels_free(&host, &whole);

    lm_ledger ledger[2];
    must(lm_map_ledger(&host, sum, ledger));
    CHECK(isnan(ledger[0].opened) && isnan(ledger[1].swept) && isnan(ledger[0].decayed) &&
          isnan(ledger[1].outstanding));
    CHECK(ledger[0].outstanding_notional == both.outstanding_notional[0] && ledger[0].outstanding_size > 0);
    for (int i = 0; i < 2; i++) {
        lm_model model;
        CHECK(lm_map_model(&host, sum, i, &model) == LM_OK && (model.class_count == 9 || model.class_count == 2));
    }
    lm_model model;
    CHECK(lm_map_model(&host, sum, 2, &model) == LM_E_ARGUMENT);
    lm_map *maps[] = {a, b, sum};
    for (int i = 0; i < 3; i++)
        lm_map_destroy(&host, maps[i]);
}

/* ---- maps that cannot be added */

static void test_refusals(void)
{
    lm_tape_options options = default_options();
    lm_map *map = venue_map(&options, models[0], 5000), *shares = venue_map(&options, models[0], 0), *sum = NULL;
    CHECK(lm_map_merge_into(&host, &sum, shares) == LM_E_MISSING && !sum && host.error.hint[0]);
    add(&sum, map);
    lm_buffer before = encoded_map(sum), tape = {0};
    CHECK(lm_map_merge_into(&host, &sum, shares) == LM_E_MISSING);

    options.precision = 11;
    lm_map *vague = venue_map(&options, models[0], 5000);
    CHECK(lm_map_merge_into(&host, &sum, vague) == LM_E_MISMATCH);
    options.precision = LM_PRECISION_DEFAULT;
    options.unit = 1;
    lm_map *rough = venue_map(&options, models[0], 5000);
    CHECK(lm_map_merge_into(&host, &sum, rough) == LM_E_MISMATCH && host.error.hint[0]);
    CHECK(lm_map_merge_into(&host, &map, sum) == LM_E_ARGUMENT);
    CHECK(lm_map_advance(&host, sum, bytes_of(&tape), INT64_MAX) == LM_E_MISSING);
    CHECK(same_and_freed(before, encoded_map(sum)));

    options.unit = 1e-6;
    const double prices[3] = {1, 9.99, 10};
    lm_map *scales[3];
    for (int i = 0; i < 3; i++) {
        lm_positions_options positions_options;
        lm_positions *positions;
        lm_positions_options_init(&positions_options);
        must(lm_positions_create(&host, &positions_options, &positions));
        must(lm_positions_add(&host, &positions,
                              &(lm_known_position){prices[i], prices[i] * 0.9, 100 / prices[i], 10, LM_LONG}));
        must(lm_positions_map(&host, positions, &scales[i]));
        lm_positions_destroy(&host, positions);
    }
    for (int i = 1; i < 3; i++) {
        lm_map *both = NULL;
        add(&both, scales[0]);
        CHECK(lm_map_merge_into(&host, &both, scales[i]) == (i == 1 ? LM_OK : LM_E_MISMATCH));
        lm_map_destroy(&host, both);
    }
    CHECK(strcmp(host.error.message, "maps at reference prices of 1 and 10 cannot be added") == 0);
    for (int i = 0; i < 3; i++)
        lm_map_destroy(&host, scales[i]);
    lm_map *vast = venue_map(&options, "{\"exposure\": 1}", 1e12), *none = NULL;
    CHECK(lm_map_merge_into(&host, &none, vast) == LM_E_OVERFLOW && !none);
    lm_map *maps[] = {map, shares, sum, vague, rough, vast};
    for (int i = 0; i < 6; i++)
        lm_map_destroy(&host, maps[i]);
}

/* Two maps whose counts fit, but whose sum overflows. */
static void test_overflow(void)
{
    const lm_tape_options options = default_options();
    const lm_model model = model_of("{\"exposure\": 1, \"leverage\": [{\"x\": 10, \"share\": 1, \"half_life\": 1}]}");
    const lm_trade trade = {NEW_YEAR, 100, 1, LM_TAKER_SOLD};
    lm_buffer tape = finished(tape_of(&options, &trade, 1));
    lm_map *map, *sum = NULL;
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, 4.4e10, &map)); /* 4.0e18 and 4.8e18 counts */
    CHECK(lm_map_merge_into(&host, &sum, map) == LM_OK);
    lm_buffer before = encoded_map(sum);
    CHECK(lm_map_merge_into(&host, &sum, map) == LM_E_OVERFLOW && host.error.hint[0]);
    CHECK(same_and_freed(before, encoded_map(sum)));
    lm_buffer_free(&host, &tape);
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, sum);
}

/* ---- empty maps */

static void test_nothing_adds_nothing(void)
{
    const lm_tape_options options = default_options();
    const lm_model model = model_of("{}");
    lm_map *map = venue_map(&options, models[0], 5000), *empty, *sum = NULL, *nothing = NULL;
    lm_tape *idle;
    must(lm_tape_create(&host, &options, &idle));
    lm_buffer tape = finished(idle);
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, 0, &empty));
    add(&nothing, empty);
    add(&sum, map);
    lm_buffer alone = encoded_map(sum), none = encoded_map(nothing);
    add(&sum, empty);
    add(&nothing, map);
    CHECK(same_and_freed(alone, encoded_map(sum)));
    CHECK(same_and_freed(encoded_map(sum), encoded_map(nothing)));

    lm_map *read;
    lm_map_info info;
    lm_levels levels;
    CHECK(lm_map_decode(&host, bytes_of(&none), &read) == LM_OK);
    must(lm_map_describe(&host, read, &info));
    CHECK(info.empty && !info.live && info.models == 0 && isnan(info.reference_price) && info.as_of == 0);
    CHECK(info.outstanding_notional[0] == 0 && info.outstanding_notional[1] == 0);
    CHECK(lm_map_levels(&host, read, &(lm_levels_options){0}, &levels) == LM_OK && levels.count == 0);
    lm_levels_free(&host, &levels);
    CHECK(same_and_freed(none, encoded_map(read)));
    lm_buffer_free(&host, &tape);
    lm_map *maps[] = {map, empty, sum, nothing, read};
    for (int i = 0; i < 5; i++)
        lm_map_destroy(&host, maps[i]);
}

int main(void)
{
    lm_host_init(&host);
    test_any_order();
    test_amounts();
    test_refusals();
    test_overflow();
    test_nothing_adds_nothing();
    return check_report("sum");
}
