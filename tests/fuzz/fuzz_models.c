/*
 * Builds a model, an impact model and known positions from hostile numbers. What is read without error must be stored,
 * read and written again without a change. A byte of the input chooses a number, or says that the next eight bytes are one.
 */
#include <float.h>
#include <math.h>

#include "round_trip.h"

static const uint8_t *next, *end;

static uint8_t take(void)
{
    return next < end ? *next++ : 0;
}

static double take_number(void)
{
    static const double numbers[] = {0,           1,           -1,    0.5,     1e-3,   0.02,    60,     100,
                                     1000,        36373,       86400, 1e5,     1e6,    1e9,     1e15,   1e16,
                                     1e100,       9e298,       1e299, 1.1e299, 1e300,  1.1e300, 2e307,  DBL_MAX,
                                     DBL_MIN,     0x1p-1074,   1e-9,  1e-15,   1e-300, -1e300,  -2e307, 0x1p53,
                                     0.999999999, 1.000000001, 90000, 1e-16,   0.1,    0.004};
    const uint8_t chosen = take();
    if (chosen < sizeof numbers / sizeof numbers[0])
        return numbers[chosen];
    double number;
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = take();
    memcpy(&number, bytes, 8);
    return isfinite(number) ? number : (double)chosen;
}

static char document[1 << 14];
static size_t used;

static void put(const char *text)
{
    used += (size_t)snprintf(document + used, sizeof document - used, "%s", text);
}

static void put_number(const char *before)
{
    used += (size_t)snprintf(document + used, sizeof document - used, "%s%.17g", before, take_number());
}

static void put_tier(void)
{
    const uint8_t members = take();
    put_number("{\"floor\": ");
    put_number(", \"rate\": ");
    if (members & 1)
        put_number(", \"deduct\": ");
    if (members & 2)
        put_number(", \"max_leverage\": ");
    if (members & 4)
        put_number(", \"cap\": ");
    put("}");
}

static void put_rules(void)
{
    const uint8_t members = take(), more = take();
    put("{\"tiers\": [");
    for (int i = take() % 4; i >= 0; i--) {
        put_tier();
        put(i ? ", " : "]");
    }
    put(members & 1 ? ", \"contract\": \"inverse\"" : "");
    put(members & 2 ? ", \"basis\": \"entry\"" : "");
    put(members & 4 ? ", \"steps\": true" : "");
    put(members & 8 ? ", \"top_inclusive\": true" : "");
    put(members & 16 ? ", \"tiers_by\": \"size\"" : "");
    put(members & 32 ? ", \"any_leverage\": true" : "");
    if (members & 64)
        put_number(", \"fee\": ");
    if (members & 128)
        put_number(", \"fixed\": ");
    if (more & 1)
        put_number(", \"rate_per_size\": ");
    if (more & 2)
        put_number(", \"contract_size\": ");
    if (more & 4)
        put_number(", \"cap\": ");
    if (more & 8)
        put_number(", \"known_to\": ");
    put("}");
}

static void put_model(void)
{
    const uint8_t members = take();
    const int classes = take() % 4;
    put("{\"margin\": ");
    put_rules();
    if (members & 1)
        put_number(", \"position\": ");
    if (members & 2)
        put_number(", \"reference_price\": ");
    if (members & 4)
        put_number(", \"frame\": ");
    if (members & 8)
        put_number(", \"exposure\": ");
    if (members & 16)
        put_number(", \"volume_power\": ");
    for (int i = 0; i < classes; i++) {
        put(i ? ", " : ", \"leverage\": [");
        put_number("{\"x\": ");
        used += (size_t)snprintf(document + used, sizeof document - used, ", \"share\": %.17g", 1.0 / classes);
        put_number(", \"half_life\": ");
        put(i + 1 < classes ? "}" : "}]");
    }
    put("}");
}

static void put_impact(void)
{
    static const char *const kinds[] = {"linear", "sqrt", "saturating"};
    const uint8_t members = take();
    used += (size_t)snprintf(document + used, sizeof document - used, "{\"kind\": \"%s\"", kinds[take() % 3]);
    static const char *const keys[] = {"depth_per_pct", "daily_volume", "daily_sigma",     "y",
                                       "share",         "jump_pct",     "reference_price", "reported"};
    for (int i = 0; i < 8; i++)
        if (members >> i & 1) {
            char before[40];
            snprintf(before, sizeof before, ", \"%s\": ", keys[i]);
            put_number(before);
        }
    put("}");
}

static void check_impact(void)
{
    lm_impact_model model, read;
    lm_buffer printed = {0}, again = {0};
    if (lm_impact_model_read(&host, document, used, &model) != LM_OK)
        return;
    must(lm_impact_model_check(&host, &model));
    must(lm_impact_model_print(&host, &model, &printed));
    must(lm_impact_model_read(&host, (const char *)printed.data, printed.size, &read));
    must(lm_impact_model_print(&host, &read, &again));
    if (!same_and_freed(printed, again))
        abort();
}

/* Known positions by hostile numbers and rules; a map of those that were counted can be stored. */
static void check_positions(void)
{
    lm_rules rules;
    lm_positions_options options;
    lm_positions *positions;
    lm_map *map;
    if (lm_rules_read(&host, document, used, &rules) != LM_OK)
        return;
    lm_positions_options_init(&options);
    options.contract = rules.contract;
    must(lm_positions_create(&host, &options, &positions));
    for (int i = take() % 8; i >= 0; i--) {
        const lm_position position = {.side = i % 2 ? LM_LONG : LM_SHORT,
                                      .entry = take_number(),
                                      .qty = take_number(),
                                      .leverage = take_number(),
                                      .collateral = take_number()};
        lm_positions_add_margin(&host, &positions, take_number(), &rules, &position);
        lm_positions_add(&host, &positions,
                         &(lm_known_position){take_number(), take_number(), take_number(), take_number(), i % 2});
    }
    must(lm_positions_map(&host, positions, &map));
    check_stored_map(map);
    lm_positions_destroy(&host, positions);
}

/* Rows by hostile numbers: the tape of those that were counted can be stored. */
static void check_rows(void)
{
    lm_tape_options options = default_options();
    lm_tape *tape;
    if (lm_tape_options_read(&host, document, used, &options) != LM_OK)
        return;
    must(lm_tape_create(&host, &options, &tape));
    for (int i = take() % 8; i >= 0; i--) {
        const int64_t time = NEW_YEAR + (int64_t)take() * LM_MINUTE;
        const double price = take_number();
        size_t done;
        lm_tape_trades(&host, &tape, &(lm_trade){time, price, take_number(), LM_TAKER_UNKNOWN}, 1, &done);
        lm_tape_gauge(&host, &tape, time, "open_interest", 13, take_number());
    }
    check_stored_tape(finished(tape));
}

static void put_options(void)
{
    const uint8_t members = take();
    put("{\"symbol\": \"X\"");
    if (members & 1)
        put_number(", \"frame\": ");
    if (members & 2)
        put_number(", \"precision\": ");
    if (members & 4)
        put_number(", \"contract_size\": ");
    if (members & 8)
        put_number(", \"unit\": ");
    put(members & 16 ? ", \"contract\": \"inverse\"}" : "}");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lm_model model;
    lm_host_init(&host);
    next = data;
    end = data + size;
    used = 0;
    switch (take() % 5) {
    case 0:
    case 1:
        put_model();
        if (lm_model_read(&host, document, used, &model) == LM_OK) {
            check_model_document(&model);
            check_maps_of_model(&model);
        }
        break;
    case 2:
        put_impact();
        check_impact();
        break;
    case 3:
        put_rules();
        check_positions();
        break;
    default:
        put_options();
        check_rows();
    }
    return 0;
}
