/*
 * Runs shared cases:  cases file.json ...
 *
 * tests/cases/README.md says what a case holds. Whatever the core gives is first written as JSON with the names that
 * the columns have in SQL and Lua, and then compared with what the case expects, member by member.
 */
#include <stdio.h>

#include "inputs.h"
#include "results.h"

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
    cJSON *got = ledger_json(&host, map);
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
        if (!worked(test, "ledger_as_of", build_map(&host, test->json, cell_of(row, 0), &map)) ||
            !worked(test, "ledger_as_of", lm_map_ledger(&host, map, l)))
            return;
        const double columns[] = {l[0].opened,  l[0].swept,       l[1].swept,      l[0].decayed,
                                  l[1].decayed, l[0].outstanding, l[1].outstanding};
        for (int i = 0; i < 7; i++) {
            cJSON *got = cJSON_CreateNumber(columns[i]);
            compare(test, "ledger_as_of", cell_of(row, i + 1), got);
            cJSON_Delete(got);
        }
        lm_map_destroy(&host, map);
    }
}

static void check_levels(test_case *test, const cJSON *expected, const lm_map *map)
{
    const lm_levels_options options = {
        .step = number_or(member(expected, "step"), 0),
        .within = number_or(member(expected, "within"), 0),
        .by_leverage = cJSON_IsTrue(member(expected, "by_leverage")),
        .empty_steps = cJSON_IsTrue(member(expected, "empty_steps")),
    };
    cJSON *got = levels_json(&host, map, &options);
    compare_rows(test, "levels", member(expected, "rows"), got);
    cJSON_Delete(got);
}

static void check_clusters(test_case *test, const cJSON *expected, const lm_map *map)
{
    cJSON *got = clusters_json(&host, map);
    compare_rows(test, "clusters", member(expected, "rows"), got);
    cJSON_Delete(got);
}

static void check_info(test_case *test, const cJSON *expected, const lm_map *map)
{
    cJSON *got = info_json(&host, map);
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

/* ---- cascades */

static void check_cascade(test_case *test, const cJSON *expected, const lm_map *map)
{
    const cJSON *run;
    cJSON_ArrayForEach(run, expected)
    {
        lm_impact_model model;
        lm_cascade cascade;
        if (!worked(test, "impact", read_impact_model(&host, run, &model)) ||
            !worked(test, "cascade",
                    lm_map_cascade(&host, map, number_or(member(run, "shock"), NAN), &model, &cascade)))
            return;
        cJSON *got = row_json(&lm_cascade_columns, &cascade);
        compare_members(test, "cascade", member(run, "row"), got);
        cJSON_Delete(got);
    }
}

static void check_cascade_by_leverage(test_case *test, const cJSON *expected, const lm_map *map)
{
    const cJSON *run;
    cJSON_ArrayForEach(run, expected)
    {
        lm_impact_model model;
        if (!worked(test, "impact", read_impact_model(&host, run, &model)))
            return;
        cJSON *got = classes_json(&host, map, number_or(member(run, "shock"), NAN), &model);
        compare_rows(test, "cascade_by_leverage", member(run, "rows"), got);
        cJSON_Delete(got);
    }
}

static size_t numbers_of(const cJSON *list, double numbers[16])
{
    size_t count = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, list)
    {
        numbers[count++] = item->valuedouble;
    }
    return count;
}

static void check_cascades(test_case *test, const cJSON *expected, const lm_map *map)
{
    lm_impact_model model;
    lm_cascades grid;
    double shocks[16], depths[16];
    const size_t shock_count = numbers_of(member(expected, "shocks"), shocks);
    const size_t depth_count = numbers_of(member(expected, "depth_multipliers"), depths);
    if (!worked(test, "impact", read_impact_model(&host, expected, &model)) ||
        !worked(test, "cascades", lm_map_cascades(&host, map, shocks, shock_count, depths, depth_count, &model, &grid)))
        return;
    cJSON *got = rows_json(&lm_cascades_columns, grid.rows, grid.count);
    compare_rows(test, "cascades", member(expected, "rows"), got);
    cJSON_Delete(got);
    lm_cascades_free(&host, &grid);
}

static void check_fragility(test_case *test, const cJSON *expected, const lm_map *map)
{
    const cJSON *run;
    cJSON_ArrayForEach(run, expected)
    {
        lm_impact_model model;
        const lm_fragility_options options = {
            .step = number_or(member(run, "step"), 0),
            .within = number_or(member(run, "within"), 0),
            .empty_steps = cJSON_IsTrue(member(run, "empty_steps")),
        };
        if (!worked(test, "impact", read_impact_model(&host, run, &model)))
            return;
        cJSON *got = fragility_json(&host, map, &model, &options);
        compare_rows(test, "fragility", member(run, "rows"), got);
        cJSON_Delete(got);
    }
}

/* ---- going on */

static lm_status advance_through(const test_case *test, const cJSON *times, const lm_buffer *tape, lm_map **map)
{
    lm_status status = build_map(&host, test->json, cell_of(times, 0), map);
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
    lm_status status = encoded_tape(&host, test->json, &tape);
    if (status == LM_OK)
        status = advance_through(test, expected, &tape, &map);
    if (status == LM_OK)
        status = lm_map_encode(&host, map, &a);
    if (status == LM_OK)
        status = lm_map_encode(&host, whole, &b);
    if (worked(test, "advance", status) && (a.size != b.size || memcmp(a.data, b.data, a.size) != 0))
        fail(test, "advance", "other bytes than the whole replay");
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &tape);
    lm_buffer_free(&host, &a);
    lm_buffer_free(&host, &b);
}

static lm_status make_heatmap(const test_case *test, const cJSON *asked, lm_heatmap *heatmap)
{
    const lm_heatmap_options options = {
        .every = microseconds(member(asked, "every"), 0),
        .step = number_or(member(asked, "step"), 0),
        .since = microseconds(member(asked, "since"), INT64_MIN),
        .until = microseconds(member(asked, "until"), INT64_MAX),
        .low = number_or(member(asked, "low"), 0),
        .high = number_or(member(asked, "high"), INFINITY),
        .by_leverage = cJSON_IsTrue(member(asked, "by_leverage")),
        .zero_cells = cJSON_IsTrue(member(asked, "zero_cells")),
        .open_interest = number_or(member(asked, "open_interest"), number_or(member(test->json, "open_interest"), 0)),
    };
    lm_buffer tape = {0};
    lm_model model;
    lm_status status = read_model(&host, test->json, &model);
    if (status == LM_OK)
        status = encoded_tape(&host, test->json, &tape);
    if (status == LM_OK)
        status = lm_tape_heatmap(&host, bytes_of(&tape), &model, &options, heatmap);
    lm_buffer_free(&host, &tape);
    return status;
}

static void check_heatmap(test_case *test, const cJSON *expected, const lm_map *map)
{
    (void)map;
    lm_heatmap heatmap;
    if (!worked(test, "heatmap", make_heatmap(test, expected, &heatmap)))
        return;
    cJSON *got = heatmap_json(&heatmap);
    compare_rows(test, "heatmap", member(expected, "rows"), got);
    cJSON_Delete(got);
    lm_heatmap_free(&host, &heatmap);
}

static lm_status keep_frame(void *context, const lm_map *map, const lm_frame_ledger *frame)
{
    (void)map;
    cJSON_AddItemToArray(context, frame_json(frame));
    return LM_OK;
}

static void check_replay(test_case *test, const cJSON *expected, const lm_map *map)
{
    (void)map;
    lm_buffer tape = {0};
    lm_model model;
    lm_map *replayed = NULL;
    cJSON *got = cJSON_CreateArray();
    lm_status status = read_model(&host, test->json, &model);
    if (status == LM_OK)
        status = encoded_tape(&host, test->json, &tape);
    if (status == LM_OK)
        status = lm_tape_replay(&host, bytes_of(&tape), &model, INT64_MAX,
                                number_or(member(test->json, "open_interest"), 0), keep_frame, got, &replayed);
    if (worked(test, "replay", status))
        compare_rows(test, "replay", member(expected, "rows"), got);
    cJSON_Delete(got);
    lm_map_destroy(&host, replayed);
    lm_buffer_free(&host, &tape);
}

static void run_map(test_case *test)
{
    static const struct {
        const char *name;
        void (*check)(test_case *test, const cJSON *expected, const lm_map *map);
    } parts[] = {{"ledger", check_ledger},
                 {"ledger_as_of", check_ledger_as_of},
                 {"levels", check_levels},
                 {"notional_between", check_notional_between},
                 {"clusters", check_clusters},
                 {"advance", check_advance},
                 {"info", check_info},
                 {"cascade", check_cascade},
                 {"cascade_by_leverage", check_cascade_by_leverage},
                 {"cascades", check_cascades},
                 {"fragility", check_fragility},
                 {"heatmap", check_heatmap},
                 {"replay", check_replay}};
    lm_map *map = NULL;
    if (!worked(test, "map", build_map(&host, test->json, NULL, &map)))
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
    lm_map_destroy(&host, map);
}

/* ---- whole files */

static cJSON *report_json(const lm_feed_report *report)
{
    cJSON *json = cJSON_CreateObject();
    const struct {
        const char *name;
        int64_t count;
    } counts[] = {{"lines", report->lines},
                  {"trades", report->trades},
                  {"candles", report->candles},
                  {"gauges", report->gauges},
                  {"liquidations", report->liquidations},
                  {"repeated", report->repeated},
                  {"skipped", report->skipped}};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        cJSON_AddNumberToObject(json, counts[i].name, (double)counts[i].count);
    return json;
}

/* The tape of a file is the tape of the rows that the case says are in it. */
static void run_feed(test_case *test)
{
    lm_buffer fed = {0}, rows = {0};
    lm_feed_report report;
    if (worked(test, "feed", feed_tape(&host, test->json, &fed, &report)) &&
        worked(test, "rows", encoded_tape(&host, test->json, &rows))) {
        cJSON *got = report_json(&report);
        if (fed.size != rows.size || memcmp(fed.data, rows.data, fed.size) != 0)
            fail(test, "feed", "another tape than that of its rows");
        compare_members(test, "report", member(test->expected, "report"), got);
        cJSON_Delete(got);
    }
    lm_buffer_free(&host, &fed);
    lm_buffer_free(&host, &rows);
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

static lm_status solve_hedge(const test_case *test, lm_hedged_margin *margin)
{
    lm_rules rules;
    const lm_status status = read_rules(test, &rules);
    const lm_hedge hedge = {
        .entry = {number_or(member(test->json, "entry_long"), NAN), number_or(member(test->json, "entry_short"), NAN)},
        .qty = {number_or(member(test->json, "qty_long"), NAN), number_or(member(test->json, "qty_short"), NAN)},
        .wallet = number_or(member(test->json, "wallet"), NAN),
        .mark = number_or(member(test->json, "mark"), 0),
    };
    return status == LM_OK ? lm_hedged_margin_solve(&host, &rules, &hedge, margin) : status;
}

static void run_hedge(test_case *test)
{
    lm_hedged_margin margin;
    if (!worked(test, "hedge", solve_hedge(test, &margin)))
        return;
    cJSON *got = row_json(&lm_hedged_margin_columns, &margin);
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
    cJSON_AddNumberToObject(got, "price", price);
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
    if (!worked(test, "model", read_model(&host, test->json, &model)))
        return;
    cJSON *got = cJSON_CreateArray();
    for (int i = 0; i < model.class_count; i++) {
        cJSON *row = cJSON_CreateObject();
        cJSON_AddNumberToObject(row, "x", model.classes[i].x);
        cJSON_AddNumberToObject(row, "share", model.classes[i].share);
        cJSON_AddItemToArray(got, row);
    }
    compare_rows(test, "leverage", member(test->expected, "leverage"), got);
    cJSON_Delete(got);
}

/* What was printed; a key that it must not have is expected as null. */
static void run_impact(test_case *test)
{
    lm_impact_model model;
    lm_buffer out = {0};
    const cJSON *item;
    if (!worked(test, "impact", read_impact_model(&host, test->json, &model)) ||
        !worked(test, "impact", lm_impact_model_print(&host, &model, &out)))
        return;
    cJSON *got = cJSON_ParseWithLength((const char *)out.data, out.size);
    cJSON_ArrayForEach(item, test->expected)
    {
        if (cJSON_IsNull(item) && !member(got, item->string))
            cJSON_AddNullToObject(got, item->string);
    }
    compare_members(test, "impact", test->expected, got);
    cJSON_Delete(got);
    lm_buffer_free(&host, &out);
}

/* ---- errors */

static lm_status run_refused(const test_case *test, lm_map **map)
{
    lm_impact_model model;
    lm_cascade cascade;
    lm_status status = build_map(&host, test->json, NULL, map);
    if (status == LM_OK)
        status = read_impact_model(&host, test->json, &model);
    return status == LM_OK ? lm_map_cascade(&host, *map, number_or(member(test->json, "shock"), NAN), &model, &cascade)
                           : status;
}

static lm_status attempt(test_case *test)
{
    const char *of = cJSON_GetStringValue(member(test->json, "of"));
    lm_map *map = NULL;
    lm_margin margin;
    lm_model model;
    lm_tape_options options;
    lm_rules rules;
    lm_hedged_margin hedge;
    lm_impact_model impact;
    double price;
    lm_heatmap heatmap;
    lm_buffer fed = {0};
    lm_feed_report report;
    lm_status status = LM_OK;
    if (strcmp(of, "map") == 0 || strcmp(of, "positions") == 0)
        status = build_map(&host, test->json, NULL, &map);
    else if (strcmp(of, "heatmap") == 0)
        status = make_heatmap(test, member(test->json, "heatmap"), &heatmap);
    else if (strcmp(of, "margin") == 0)
        status = solve(test, &margin);
    else if (strcmp(of, "model") == 0)
        status = read_model(&host, test->json, &model);
    else if (strcmp(of, "options") == 0)
        status = read_options(&host, test->json, &options);
    else if (strcmp(of, "venue") == 0)
        status = venue_rules(test, &rules);
    else if (strcmp(of, "hedge") == 0)
        status = solve_hedge(test, &hedge);
    else if (strcmp(of, "round") == 0)
        status = round_price(test, &price);
    else if (strcmp(of, "feed") == 0)
        status = feed_tape(&host, test->json, &fed, &report);
    else if (strcmp(of, "impact") == 0)
        status = read_impact_model(&host, test->json, &impact);
    else if (strcmp(of, "cascade") == 0)
        status = run_refused(test, &map);
    else
        fail(test, of, "no errors of that");
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &fed);
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
             {"round", run_round}, {"venue", run_venue},   {"model", run_model},   {"feed", run_feed},
             {"error", run_error}, {"impact", run_impact}};
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
