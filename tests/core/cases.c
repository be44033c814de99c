/*
 * Runs shared cases:  cases file.json ...
 *
 * tests/cases/README.md says what a case holds. Whatever the core gives is first written as JSON with the names that
 * the columns have in SQL and Lua, and then compared with what the case expects, member by member.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "liqmap.h"

static lm_host host;

typedef struct test_case {
    const char *file, *name;
    const cJSON *json, *expected;
    bool failed;
} test_case;

static void fail(test_case *test, const char *where, const char *what)
{
    fprintf(stderr, "%s: %s: %s: %s\n", test->file, test->name, where, what);
    test->failed = true;
}

static bool worked(test_case *test, const char *where, lm_status status)
{
    if (status != LM_OK)
        fail(test, where, host.error.message);
    return status == LM_OK;
}

/* ---- members of a case */

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static double number_or(const cJSON *json, double otherwise)
{
    return cJSON_IsNumber(json) ? json->valuedouble : otherwise;
}

static int64_t microseconds(const cJSON *seconds, int64_t otherwise)
{
    return cJSON_IsNumber(seconds) ? llrint(seconds->valuedouble * 1e6) : otherwise;
}

static lm_side side_of(const cJSON *json)
{
    return strcmp(cJSON_GetStringValue(json), "long") == 0 ? LM_LONG : LM_SHORT;
}

/* cJSON prints fewer digits than a double has; what overflowed stays a number that does. */
static void keep_every_digit(cJSON *json)
{
    char text[LM_NUMBER_SIZE];
    for (cJSON *item = json->child; item; item = item->next)
        keep_every_digit(item);
    if (!cJSON_IsNumber(json))
        return;
    lm_number_text(json->valuedouble, text);
    json->valuestring = strdup(isfinite(json->valuedouble) ? text : "1e999");
    json->type = cJSON_Raw;
}

/* A document as the host would hand it in: text as it stands, else the member printed; '{}' if it is left out. */
static char *document_of(const cJSON *json)
{
    if (!json || cJSON_IsNull(json))
        return strdup("{}");
    if (cJSON_IsString(json))
        return strdup(json->valuestring);
    cJSON *copy = cJSON_Duplicate(json, true);
    keep_every_digit(copy);
    char *text = cJSON_PrintUnformatted(copy);
    cJSON_Delete(copy);
    return text;
}

static lm_status read_options(const test_case *test, lm_tape_options *options)
{
    char *text = document_of(member(test->json, "options"));
    const lm_status status = lm_tape_options_read(&host, text, strlen(text), options);
    free(text);
    return status;
}

static lm_status read_model(const test_case *test, lm_model *model)
{
    char *text = document_of(member(test->json, "model"));
    const lm_status status = lm_model_read(&host, text, strlen(text), model);
    free(text);
    return status;
}

/* ---- tape */

static const cJSON *cell_of(const cJSON *row, int column)
{
    return cJSON_GetArrayItem(row, column);
}

static lm_status add_trade(lm_tape **tape, const lm_tape_options *options, const cJSON *row)
{
    (void)options;
    const cJSON *bought = cell_of(row, 3);
    return lm_tape_trade(
        &host, tape, microseconds(cell_of(row, 0), 0), number_or(cell_of(row, 1), NAN), number_or(cell_of(row, 2), NAN),
        cJSON_IsBool(bought) ? (cJSON_IsTrue(bought) ? LM_TAKER_BOUGHT : LM_TAKER_SOLD) : LM_TAKER_UNKNOWN);
}

static lm_status add_candle(lm_tape **tape, const lm_tape_options *options, const cJSON *row)
{
    const lm_candle candle = {
        .time = microseconds(cell_of(row, 0), 0),
        .duration = options->candle,
        .open = number_or(cell_of(row, 1), NAN),
        .high = number_or(cell_of(row, 2), NAN),
        .low = number_or(cell_of(row, 3), NAN),
        .close = number_or(cell_of(row, 4), NAN),
        .volume = number_or(cell_of(row, 5), NAN),
        .taker_buy_volume = number_or(cell_of(row, 6), NAN),
    };
    return lm_tape_candle(&host, tape, &candle);
}

static lm_status add_gauge(lm_tape **tape, const lm_tape_options *options, const cJSON *row)
{
    (void)options;
    const char *name = cJSON_GetStringValue(cell_of(row, 1));
    return lm_tape_gauge(&host, tape, microseconds(cell_of(row, 0), 0), name, strlen(name),
                         number_or(cell_of(row, 2), NAN));
}

static lm_status add_forced(lm_tape **tape, const lm_tape_options *options, const cJSON *row)
{
    (void)options;
    const int64_t time = microseconds(cell_of(row, 0), 0);
    const double qty = number_or(cell_of(row, 2), NAN);
    const lm_side side = side_of(cell_of(row, 3));
    if (cJSON_IsNull(cell_of(row, 1)))
        return lm_tape_forced_unplaced(&host, tape, time, qty, side);
    return lm_tape_forced(&host, tape, time, number_or(cell_of(row, 1), NAN), qty, side);
}

static lm_status build_tape(const test_case *test, lm_tape **tape)
{
    static const struct {
        const char *name;
        lm_status (*add)(lm_tape **tape, const lm_tape_options *options, const cJSON *row);
    } inputs[] = {{"trades", add_trade}, {"candles", add_candle}, {"gauges", add_gauge}, {"forced", add_forced}};
    lm_tape_options options;
    lm_status status = read_options(test, &options);
    if (status == LM_OK)
        status = lm_tape_new(&host, &options, tape);
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        const cJSON *row;
        cJSON_ArrayForEach(row, member(test->json, inputs[i].name))
        {
            if (status == LM_OK)
                status = inputs[i].add(tape, &options, row);
        }
    }
    return status;
}

static lm_status encoded_tape(const test_case *test, lm_buffer *bytes)
{
    lm_tape *tape = NULL;
    lm_status status = build_tape(test, &tape);
    if (status == LM_OK)
        status = lm_tape_encode(&host, tape, bytes);
    lm_tape_free(&host, tape);
    return status;
}

static lm_bytes bytes_of(const lm_buffer *buffer)
{
    return (lm_bytes){buffer->data, buffer->size};
}

/* ---- known positions */

static lm_status add_known(lm_positions **positions, const cJSON *row)
{
    const lm_known_position position = {
        .price = number_or(cell_of(row, 0), NAN),
        .side = side_of(cell_of(row, 1)),
        .liquidation_price = number_or(cell_of(row, 2), NAN),
        .qty = number_or(cell_of(row, 3), NAN),
        .leverage = number_or(cell_of(row, 4), NAN),
    };
    return lm_positions_add(&host, positions, &position);
}

static lm_status add_held(lm_positions **positions, const cJSON *row)
{
    const lm_position position = {
        .side = side_of(cell_of(row, 1)),
        .entry = number_or(cell_of(row, 2), NAN),
        .qty = number_or(cell_of(row, 3), NAN),
        .leverage = number_or(cell_of(row, 4), 0),
        .collateral = number_or(cell_of(row, 5), 0),
    };
    lm_rules rules;
    char *text = document_of(cell_of(row, 6));
    const lm_status status = lm_rules_read(&host, text, strlen(text), &rules);
    free(text);
    return status == LM_OK
               ? lm_positions_add_margin(&host, positions, number_or(cell_of(row, 0), NAN), &rules, &position)
               : status;
}

static lm_status build_positions(const test_case *test, lm_map **map)
{
    lm_positions_options options;
    lm_positions *positions = NULL;
    const cJSON *row;
    char *text = document_of(member(test->json, "options"));
    lm_status status = lm_positions_options_read(&host, text, strlen(text), &options);
    free(text);
    if (status == LM_OK)
        status = lm_positions_new(&host, &options, &positions);
    cJSON_ArrayForEach(row, member(test->json, "known"))
    {
        if (status == LM_OK)
            status = add_known(&positions, row);
    }
    cJSON_ArrayForEach(row, member(test->json, "held"))
    {
        if (status == LM_OK)
            status = add_held(&positions, row);
    }
    if (status == LM_OK)
        status = lm_positions_map(&host, positions, map);
    lm_positions_free(&host, positions);
    return status;
}

/* ---- map */

static bool is_of_positions(const test_case *test)
{
    return member(test->json, "known") || member(test->json, "held");
}

/* The map as of a time; of a case if `as_of` is NULL. */
static lm_status build_map(const test_case *test, const cJSON *as_of, lm_map **map)
{
    lm_buffer tape = {0};
    lm_model model;
    if (is_of_positions(test))
        return build_positions(test, map);
    lm_status status = encoded_tape(test, &tape);
    if (status == LM_OK)
        status = read_model(test, &model);
    if (status == LM_OK)
        status = lm_map_replay(&host, bytes_of(&tape), &model,
                               microseconds(as_of ? as_of : member(test->json, "as_of"), INT64_MAX),
                               number_or(member(test->json, "open_interest"), 0), map);
    lm_buffer_free(&host, &tape);
    return status;
}

/* ---- what the core gives, as JSON */

static void put_number(cJSON *object, const char *name, double value)
{
    if (isnan(value))
        cJSON_AddNullToObject(object, name);
    else
        cJSON_AddNumberToObject(object, name, value);
}

static void put_time(cJSON *object, const char *name, bool known, int64_t time)
{
    put_number(object, name, known ? (double)time / 1e6 : NAN);
}

static cJSON *ledger_json(const lm_map *map)
{
    static const char *const sides[] = {"long", "short"};
    lm_ledger ledger[2];
    cJSON *json = cJSON_CreateObject();
    if (lm_map_ledger(&host, map, ledger) != LM_OK)
        return json;
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        cJSON *row = cJSON_AddObjectToObject(json, sides[side]);
        put_number(row, "opened", ledger[side].opened);
        put_number(row, "swept", ledger[side].swept);
        put_number(row, "decayed", ledger[side].decayed);
        put_number(row, "standing", ledger[side].standing);
        put_number(row, "standing_size", ledger[side].standing_size);
        put_number(row, "standing_notional", ledger[side].standing_notional);
        put_number(row, "positions", (double)ledger[side].positions);
        put_number(row, "never_notional", ledger[side].never_notional);
        put_number(row, "already_notional", ledger[side].already_notional);
    }
    return json;
}

static cJSON *levels_json(const lm_map *map, const cJSON *wanted)
{
    const lm_levels_options options = {
        .step = number_or(member(wanted, "step"), 0),
        .within = number_or(member(wanted, "within"), 0),
        .by_leverage = cJSON_IsTrue(member(wanted, "by_leverage")),
        .empty_steps = cJSON_IsTrue(member(wanted, "empty_steps")),
    };
    lm_levels levels;
    cJSON *json = cJSON_CreateArray();
    if (lm_map_levels(&host, map, &options, &levels) != LM_OK)
        return json;
    for (size_t i = 0; i < levels.count; i++) {
        const lm_level *level = &levels.rows[i];
        cJSON *row = cJSON_CreateObject();
        put_number(row, "price_low", level->price_low);
        put_number(row, "price_high", level->price_high);
        put_number(row, "leverage", level->leverage);
        put_number(row, "long_share", level->share[LM_LONG]);
        put_number(row, "short_share", level->share[LM_SHORT]);
        put_number(row, "long_size", level->size[LM_LONG]);
        put_number(row, "short_size", level->size[LM_SHORT]);
        put_number(row, "long_notional", level->notional[LM_LONG]);
        put_number(row, "short_notional", level->notional[LM_SHORT]);
        put_number(row, "long_cumulative", level->cumulative[LM_LONG]);
        put_number(row, "short_cumulative", level->cumulative[LM_SHORT]);
        put_number(row, "distance_pct", level->distance_pct);
        cJSON_AddItemToArray(json, row);
    }
    lm_levels_free(&host, &levels);
    return json;
}

static cJSON *clusters_json(const lm_map *map)
{
    const lm_clusters_options options = {0, 0};
    lm_clusters clusters;
    cJSON *json = cJSON_CreateArray();
    if (lm_map_clusters(&host, map, &options, &clusters) != LM_OK)
        return json;
    for (size_t i = 0; i < clusters.count; i++) {
        const lm_cluster *cluster = &clusters.rows[i];
        cJSON *row = cJSON_CreateObject();
        put_number(row, "rank", cluster->rank);
        cJSON_AddStringToObject(row, "side", cluster->side == LM_LONG ? "long" : "short");
        put_number(row, "price_low", cluster->price_low);
        put_number(row, "price_peak", cluster->price_peak);
        put_number(row, "price_high", cluster->price_high);
        put_number(row, "size", cluster->size);
        put_number(row, "notional", cluster->notional);
        put_number(row, "share", cluster->share);
        put_number(row, "distance_pct", cluster->distance_pct);
        put_number(row, "distance_sigmas", cluster->distance_sigmas);
        put_number(row, "prominence", cluster->prominence);
        cJSON_AddItemToArray(json, row);
    }
    lm_clusters_free(&host, &clusters);
    return json;
}

static cJSON *info_json(const lm_map *map)
{
    lm_map_info info;
    cJSON *json = cJSON_CreateObject();
    if (lm_map_describe(&host, map, &info) != LM_OK)
        return json;
    cJSON_AddBoolToObject(json, "live", info.live);
    put_time(json, "as_of_first", info.dated, info.as_of_first);
    put_time(json, "as_of", info.dated, info.as_of);
    put_number(json, "reference_price", info.reference_price);
    put_number(json, "open_interest", info.open_interest);
    put_time(json, "open_interest_ts", !isnan(info.open_interest) && !info.open_interest_given,
             info.open_interest_time);
    cJSON_AddBoolToObject(json, "open_interest_given", info.open_interest_given);
    put_number(json, "long_notional", info.standing_notional[LM_LONG]);
    put_number(json, "short_notional", info.standing_notional[LM_SHORT]);
    put_number(json, "coverage", info.coverage);
    put_number(json, "daily_sigma", info.daily_sigma);
    cJSON_AddBoolToObject(json, "frame_differs", info.frame_differs);
    put_number(json, "models", info.models);
    put_number(json, "positions", (double)info.positions);
    put_number(json, "precision", info.precision);
    put_number(json, "unit", info.unit);
    cJSON_AddStringToObject(json, "symbol", info.symbol);
    return json;
}

static cJSON *margin_json(const lm_margin *margin)
{
    static const char *const outcomes[] = {"price", "never", "already"};
    cJSON *json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "status", outcomes[margin->status]);
    put_number(json, "liquidation_price", margin->liquidation_price);
    put_number(json, "bankruptcy_price", margin->bankruptcy_price);
    put_number(json, "tier_at_entry", margin->tier_at_entry);
    put_number(json, "tier_at_liquidation", margin->tier_at_liquidation < 0 ? NAN : margin->tier_at_liquidation);
    put_number(json, "initial_margin", margin->initial_margin);
    put_number(json, "maintenance_margin", margin->maintenance_margin);
    put_number(json, "distance_pct", margin->distance_pct);
    return json;
}

/* ---- comparing */

static bool agree(const test_case *test, const cJSON *expected, const cJSON *got)
{
    if (!got || !cJSON_IsNumber(expected) || !cJSON_IsNumber(got))
        return got && cJSON_Compare(expected, got, true);
    const double wanted = expected->valuedouble;
    const double relative = number_or(member(test->json, "tolerance"), 1e-9) * fabs(wanted);
    return fabs(got->valuedouble - wanted) <= number_or(member(test->json, "absolute"), relative);
}

static void compare(test_case *test, const char *where, const cJSON *expected, const cJSON *got)
{
    if (agree(test, expected, got))
        return;
    char *wanted = cJSON_PrintUnformatted(expected), *given = got ? cJSON_PrintUnformatted(got) : strdup("nothing");
    char what[512];
    snprintf(what, sizeof what, "expected %s, got %s", wanted, given);
    fail(test, where, what);
    free(wanted);
    free(given);
}

static void compare_members(test_case *test, const char *where, const cJSON *expected, const cJSON *got)
{
    const cJSON *item;
    char path[256];
    cJSON_ArrayForEach(item, expected)
    {
        snprintf(path, sizeof path, "%s.%s", where, item->string);
        compare(test, path, item, member(got, item->string));
    }
}

static void compare_rows(test_case *test, const char *where, const cJSON *expected, const cJSON *got)
{
    char path[256];
    if (cJSON_GetArraySize(expected) != cJSON_GetArraySize(got)) {
        snprintf(path, sizeof path, "%d rows expected, got %d", cJSON_GetArraySize(expected), cJSON_GetArraySize(got));
        fail(test, where, path);
        return;
    }
    for (int i = 0; i < cJSON_GetArraySize(expected); i++) {
        snprintf(path, sizeof path, "%s[%d]", where, i + 1);
        compare_members(test, path, cJSON_GetArrayItem(expected, i), cJSON_GetArrayItem(got, i));
    }
}

/* ---- maps */

static void check_ledger(test_case *test, const cJSON *expected, const lm_map *map)
{
    cJSON *got = ledger_json(map);
    const cJSON *side;
    cJSON_ArrayForEach(side, expected)
    {
        compare_members(test, side->string, side, member(got, side->string));
    }
    cJSON_Delete(got);
}

static void check_ledger_as_of(test_case *test, const cJSON *expected, const lm_map *whole)
{
    (void)whole;
    const cJSON *row;
    cJSON_ArrayForEach(row, expected)
    {
        lm_map *map = NULL;
        lm_ledger l[2];
        if (!worked(test, "ledger_as_of", build_map(test, cell_of(row, 0), &map)) ||
            !worked(test, "ledger_as_of", lm_map_ledger(&host, map, l)))
            return;
        const double columns[] = {l[0].opened,  l[0].swept,    l[1].swept,   l[0].decayed,
                                  l[1].decayed, l[0].standing, l[1].standing};
        for (int i = 0; i < 7; i++) {
            cJSON *got = cJSON_CreateNumber(columns[i]);
            compare(test, "ledger_as_of", cell_of(row, i + 1), got);
            cJSON_Delete(got);
        }
        lm_map_free(&host, map);
    }
}

static void check_levels(test_case *test, const cJSON *expected, const lm_map *map)
{
    cJSON *got = levels_json(map, expected);
    compare_rows(test, "levels", member(expected, "rows"), got);
    cJSON_Delete(got);
}

static void check_clusters(test_case *test, const cJSON *expected, const lm_map *map)
{
    cJSON *got = clusters_json(map);
    compare_rows(test, "clusters", member(expected, "rows"), got);
    cJSON_Delete(got);
}

static void check_info(test_case *test, const cJSON *expected, const lm_map *map)
{
    cJSON *got = info_json(map);
    compare_members(test, "info", expected, got);
    cJSON_Delete(got);
}

static void check_notional_between(test_case *test, const cJSON *expected, const lm_map *map)
{
    const cJSON *row;
    cJSON_ArrayForEach(row, expected)
    {
        double notional;
        if (!worked(test, "notional_between",
                    lm_map_notional_between(&host, map, cell_of(row, 0)->valuedouble, cell_of(row, 1)->valuedouble,
                                            side_of(cell_of(row, 2)), &notional)))
            return;
        cJSON *got = cJSON_CreateNumber(notional);
        compare(test, "notional_between", cell_of(row, 3), got);
        cJSON_Delete(got);
    }
}

static lm_status advance_through(const test_case *test, const cJSON *times, const lm_buffer *tape, lm_map **map)
{
    lm_status status = build_map(test, cell_of(times, 0), map);
    for (int i = 1; status == LM_OK && i < cJSON_GetArraySize(times); i++)
        status = lm_map_advance(&host, *map, bytes_of(tape), microseconds(cell_of(times, i), 0));
    if (status == LM_OK)
        status = lm_map_advance(&host, *map, bytes_of(tape), microseconds(member(test->json, "as_of"), INT64_MAX));
    return status;
}

static void check_advance(test_case *test, const cJSON *expected, const lm_map *whole)
{
    lm_buffer tape = {0}, a = {0}, b = {0};
    lm_map *map = NULL;
    lm_status status = encoded_tape(test, &tape);
    if (status == LM_OK)
        status = advance_through(test, expected, &tape, &map);
    if (status == LM_OK)
        status = lm_map_encode(&host, map, &a);
    if (status == LM_OK)
        status = lm_map_encode(&host, whole, &b);
    if (worked(test, "advance", status) && (a.size != b.size || memcmp(a.data, b.data, a.size) != 0))
        fail(test, "advance", "other bytes than the whole replay");
    lm_map_free(&host, map);
    lm_buffer_free(&host, &tape);
    lm_buffer_free(&host, &a);
    lm_buffer_free(&host, &b);
}

static void run_map(test_case *test)
{
    static const struct {
        const char *name;
        void (*check)(test_case *test, const cJSON *expected, const lm_map *map);
    } parts[] = {{"ledger", check_ledger},     {"ledger_as_of", check_ledger_as_of},
                 {"levels", check_levels},     {"notional_between", check_notional_between},
                 {"clusters", check_clusters}, {"advance", check_advance},
                 {"info", check_info}};
    lm_map *map = NULL;
    if (!worked(test, "map", build_map(test, NULL, &map)))
        return;
    const cJSON *expected;
    cJSON_ArrayForEach(expected, test->expected)
    {
        size_t i = 0;
        while (i < sizeof parts / sizeof parts[0] && strcmp(parts[i].name, expected->string) != 0)
            i++;
        if (i < sizeof parts / sizeof parts[0])
            parts[i].check(test, expected, map);
        else
            fail(test, expected->string, "nothing of that name can be expected");
    }
    lm_map_free(&host, map);
}

/* ---- margin */

static lm_status solve(const test_case *test, lm_margin *margin)
{
    char *text = document_of(member(test->json, "rules"));
    lm_rules rules;
    lm_status status = lm_rules_read(&host, text, strlen(text), &rules);
    free(text);
    const lm_position position = {
        .side = side_of(member(test->json, "side")),
        .entry = number_or(member(test->json, "entry"), NAN),
        .qty = number_or(member(test->json, "qty"), NAN),
        .leverage = number_or(member(test->json, "leverage"), 0),
        .collateral = number_or(member(test->json, "collateral"), 0),
    };
    return status == LM_OK ? lm_margin_solve(&host, &rules, &position, margin) : status;
}

static void run_margin(test_case *test)
{
    lm_margin margin;
    if (!worked(test, "margin", solve(test, &margin)))
        return;
    cJSON *got = margin_json(&margin);
    compare_members(test, "margin", test->expected, got);
    cJSON_Delete(got);
}

static lm_status read_rules(const test_case *test, lm_rules *rules)
{
    char *text = document_of(member(test->json, "rules"));
    const lm_status status = lm_rules_read(&host, text, strlen(text), rules);
    free(text);
    return status;
}

static lm_status solve_hedge(const test_case *test, lm_hedge_margin *margin)
{
    lm_rules rules;
    const lm_status status = read_rules(test, &rules);
    const lm_hedge hedge = {
        .entry = {number_or(member(test->json, "entry_long"), NAN), number_or(member(test->json, "entry_short"), NAN)},
        .qty = {number_or(member(test->json, "qty_long"), NAN), number_or(member(test->json, "qty_short"), NAN)},
        .wallet = number_or(member(test->json, "wallet"), NAN),
        .mark = number_or(member(test->json, "mark"), 0),
    };
    return status == LM_OK ? lm_hedge_solve(&host, &rules, &hedge, margin) : status;
}

static void run_hedge(test_case *test)
{
    lm_hedge_margin margin;
    if (!worked(test, "hedge", solve_hedge(test, &margin)))
        return;
    cJSON *got = cJSON_CreateObject();
    cJSON_AddStringToObject(got, "status", lm_margin_status_word(margin.status));
    put_number(got, "liquidation_price", margin.liquidation_price);
    put_number(got, "price_below", margin.price_below);
    put_number(got, "price_above", margin.price_above);
    put_number(got, "equity", margin.equity);
    put_number(got, "maintenance_margin", margin.maintenance_margin);
    compare_members(test, "hedge", test->expected, got);
    cJSON_Delete(got);
}

static lm_status round_price(const test_case *test, double *price)
{
    lm_rules rules;
    const lm_status status = read_rules(test, &rules);
    return status == LM_OK ? lm_round_liquidation_price(&host, &rules, side_of(member(test->json, "side")),
                                                        number_or(member(test->json, "price"), NAN),
                                                        number_or(member(test->json, "tick"), 0), price)
                           : status;
}

static void run_round(test_case *test)
{
    double price;
    if (!worked(test, "round", round_price(test, &price)))
        return;
    cJSON *got = cJSON_CreateObject();
    put_number(got, "price", price);
    compare_members(test, "round", test->expected, got);
    cJSON_Delete(got);
}

/* ---- venues and models */

static lm_status venue_rules(const test_case *test, lm_rules *rules)
{
    char *venue = document_of(member(test->json, "venue"));
    const char *symbol = cJSON_GetStringValue(member(test->json, "symbol"));
    const lm_status status = lm_venue_rules(&host, venue, strlen(venue), symbol, strlen(symbol),
                                            microseconds(member(test->json, "as_of"), INT64_MAX), rules);
    free(venue);
    return status;
}

/* What was printed, with the tiers by their number. */
static void run_venue(test_case *test)
{
    lm_rules rules;
    lm_buffer out = {0};
    if (!worked(test, "venue", venue_rules(test, &rules)) ||
        !worked(test, "venue", lm_rules_print(&host, &rules, &out)))
        return;
    cJSON *got = cJSON_ParseWithLength((const char *)out.data, out.size);
    cJSON_ReplaceItemInObject(got, "tiers", cJSON_CreateNumber(rules.tier_count));
    compare_members(test, "venue", test->expected, got);
    cJSON_Delete(got);
    lm_buffer_free(&host, &out);
}

static void run_model(test_case *test)
{
    lm_model model;
    if (!worked(test, "model", read_model(test, &model)))
        return;
    cJSON *got = cJSON_CreateArray();
    for (int i = 0; i < model.class_count; i++) {
        cJSON *row = cJSON_CreateObject();
        put_number(row, "x", model.classes[i].x);
        put_number(row, "share", model.classes[i].share);
        cJSON_AddItemToArray(got, row);
    }
    compare_rows(test, "leverage", member(test->expected, "leverage"), got);
    cJSON_Delete(got);
}

/* ---- errors */

static lm_status attempt(test_case *test)
{
    const char *of = cJSON_GetStringValue(member(test->json, "of"));
    lm_map *map = NULL;
    lm_margin margin;
    lm_model model;
    lm_tape_options options;
    lm_rules rules;
    lm_hedge_margin hedge;
    double price;
    lm_status status = LM_OK;
    if (strcmp(of, "map") == 0 || strcmp(of, "positions") == 0)
        status = build_map(test, NULL, &map);
    else if (strcmp(of, "margin") == 0)
        status = solve(test, &margin);
    else if (strcmp(of, "model") == 0)
        status = read_model(test, &model);
    else if (strcmp(of, "options") == 0)
        status = read_options(test, &options);
    else if (strcmp(of, "venue") == 0)
        status = venue_rules(test, &rules);
    else if (strcmp(of, "hedge") == 0)
        status = solve_hedge(test, &hedge);
    else if (strcmp(of, "round") == 0)
        status = round_price(test, &price);
    else
        fail(test, of, "no errors of that");
    lm_map_free(&host, map);
    return status;
}

static void run_error(test_case *test)
{
    const char *code = cJSON_GetStringValue(member(test->expected, "code"));
    const char *says = cJSON_GetStringValue(member(test->expected, "says"));
    const char *hints = cJSON_GetStringValue(member(test->expected, "hints"));
    host.error.message[0] = host.error.hint[0] = 0;
    const lm_status status = attempt(test);
    char got[sizeof host.error.message + 64];
    snprintf(got, sizeof got, "expected %s, got %s: %s", code, lm_status_code(status), host.error.message);
    if (strcmp(code, lm_status_code(status)) != 0)
        fail(test, "code", got);
    else if (says && !strstr(host.error.message, says))
        fail(test, says, host.error.message);
    else if (hints && !strstr(host.error.hint, hints))
        fail(test, hints, host.error.hint);
}

/* ---- files */

static const struct kind {
    const char *name;
    void (*run)(test_case *test);
} kinds[] = {{"map", run_map},     {"positions", run_map}, {"margin", run_margin}, {"hedge", run_hedge},
             {"round", run_round}, {"venue", run_venue},   {"model", run_model},   {"error", run_error}};
#define KINDS (sizeof kinds / sizeof kinds[0])

static const struct kind *kind_of(const cJSON *json)
{
    const char *name = cJSON_GetStringValue(member(json, "kind"));
    for (size_t i = 0; name && i < KINDS; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

static cJSON *read_json(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    const long size = ftell(file);
    rewind(file);
    char *text = malloc((size_t)size + 1);
    text[fread(text, 1, (size_t)size, file)] = 0;
    fclose(file);
    cJSON *json = cJSON_Parse(text);
    free(text);
    return json;
}

/* One line a file; false if a case failed. */
static bool run_file(const char *path)
{
    const char *file = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    int passed = 0, failed = 0, of_kind[KINDS] = {0};
    cJSON *json = read_json(path);
    const cJSON *item;
    if (!json)
        fprintf(stderr, "%s: cannot be read, or is not JSON\n", path);
    cJSON_ArrayForEach(item, member(json, "cases"))
    {
        test_case test = {file, cJSON_GetStringValue(member(item, "name")), item, member(item, "expected"), false};
        const struct kind *kind = kind_of(item);
        if (kind)
            kind->run(&test);
        else
            fail(&test, "kind", "not known");
        of_kind[kind ? kind - kinds : 0]++;
        *(test.failed ? &failed : &passed) += 1;
    }
    failed += !json || passed + failed == 0;
    cJSON_Delete(json);
    printf("%s: %d passed, %d failed, 0 skipped (", file, passed, failed);
    for (size_t i = 0, listed = 0; i < KINDS; i++)
        if (of_kind[i])
            printf("%s%d %s", listed++ ? ", " : "", of_kind[i], kinds[i].name);
    printf(")\n");
    return failed == 0;
}

int main(int count, char **paths)
{
    bool good = true;
    lm_host_init(&host);
    for (int i = 1; i < count; i++)
        good &= run_file(paths[i]);
    return good ? 0 : 1;
}
