/*
 * Runs shared cases:  cases file.json ...
 *
 * tests/cases/README.md says what a case holds.
 * A result is first written as JSON, under the names that its columns have in SQL and Lua, and then compared member by
 * member with the expected value of the case.
 */
#include "cases_map.h"

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
                  {"skipped", report->skipped},
                  {"other_symbols", report->other_symbols},
                  {"not_selected", report->not_selected},
                  {"voided", report->voided},
                  {"empty", report->empty},
                  {"zero_open_interest", report->zero_open_interest},
                  {"acknowledgements", report->acknowledgements}};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        cJSON_AddNumberToObject(json, counts[i].name, (double)counts[i].count);
    return json;
}

/* Checks that the tape of a file equals the tape of the rows in the case. */
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
        .mark = number_or(member(test->json, "mark"), 0),
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

/* ---- accounts */

static lm_status solve_account(const test_case *test, lm_account **account, lm_account_margin *margin)
{
    const cJSON *item;
    const cJSON *equity = member(test->json, "equity");
    lm_status status = lm_account_create(&host, account);
    cJSON_ArrayForEach(item, member(test->json, "positions"))
    {
        char *text = document_of(item);
        if (status == LM_OK)
            status = lm_account_read(&host, *account, text, strlen(text));
        free(text);
    }
    if (status != LM_OK)
        return status;
    return equity ? lm_account_solve(&host, *account, number_or(equity, NAN), margin)
                  : lm_account_solve_listed(&host, *account, margin);
}

static void run_account(test_case *test)
{
    lm_account *account = NULL;
    lm_account_margin margin;
    size_t count;
    if (worked(test, "account", solve_account(test, &account, &margin))) {
        const lm_account_row *rows = lm_account_rows(account, &count);
        cJSON *got = cJSON_CreateArray(), *state = row_json(&lm_account_margin_columns, &margin);
        for (size_t i = 0; i < count; i++)
            cJSON_AddItemToArray(got, row_json(&lm_account_row_columns, &rows[i]));
        compare_rows(test, "rows", member(test->expected, "rows"), got);
        compare_members(test, "account", member(test->expected, "account"), state);
        cJSON_Delete(got);
        cJSON_Delete(state);
    }
    lm_account_destroy(&host, account);
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

/* Returns the printed document, with the tiers under their numbers. */
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

/* Returns the printed document. A case expects null for a key that the document must not have. */
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
    lm_account *account = NULL;
    lm_account_margin account_margin;
    lm_status status = LM_OK;
    if (strcmp(of, "map") == 0 || strcmp(of, "positions") == 0)
        status = build_map(&host, test->json, NULL, &map);
    else if (strcmp(of, "heatmap") == 0)
        status = make_heatmap(test, member(test->json, "heatmap"), &heatmap);
    else if (strcmp(of, "margin") == 0)
        status = solve(test, &margin);
    else if (strcmp(of, "account") == 0)
        status = solve_account(test, &account, &account_margin);
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
    lm_account_destroy(&host, account);
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
} kinds[] = {{"map", run_map},     {"positions", run_map}, {"margin", run_margin},  {"hedge", run_hedge},
             {"round", run_round}, {"venue", run_venue},   {"model", run_model},    {"feed", run_feed},
             {"error", run_error}, {"impact", run_impact}, {"account", run_account}};
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

/* Runs a file of cases and prints one line. Returns false if a case failed. */
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
