/* The quote currency: in unions of tapes and sums of maps, in any order; and in the stored forms. */
#include "base/bytes.h"
#include "fixture.h"

#define MEMBERS 4

static lm_model model;

typedef struct label {
    const char *symbol, *quote;
} label;

static lm_tape_options options_of(label of)
{
    lm_tape_options options = default_options();
    strcpy(options.symbol, of.symbol);
    strcpy(options.quote, of.quote);
    return options;
}

static lm_buffer tape_in(label of)
{
    const lm_tape_options options = options_of(of);
    lm_trade trades[20];
    random_trades(trades, 20, LM_DAY, true);
    return finished(tape_of(&options, trades, 20));
}

static lm_map *map_in(label of)
{
    lm_map *map;
    lm_buffer tape = tape_in(of);
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, 1000, &map));
    lm_buffer_free(&host, &tape);
    return map;
}

static lm_map *position_in(label of)
{
    lm_positions_options options;
    lm_positions *positions;
    lm_map *map;
    const lm_known_position position = {90000, 80000, 1, 10, LM_LONG};
    lm_positions_options_init(&options);
    strcpy(options.symbol, of.symbol);
    strcpy(options.quote, of.quote);
    must(lm_positions_create(&host, &options, &positions));
    must(lm_positions_add(&host, &positions, &position));
    must(lm_positions_map(&host, positions, &map));
    lm_positions_destroy(&host, positions);
    return map;
}

static void permute(int order[MEMBERS])
{
    for (int i = MEMBERS - 1; i > 0; i--) {
        const int j = (int)pick(0, i), kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
}

/* ---- tapes */

/* Merges in this order, the last `apart` of them among themselves first. LM_E_MISMATCH leaves no bytes. */
static lm_status merge(const lm_buffer *members, const int *order, int apart, lm_buffer *out)
{
    lm_buffer parts[2] = {{0}, {0}}, next = {0};
    lm_status status = LM_OK;
    for (int i = 0; i < MEMBERS && status == LM_OK; i++) {
        lm_buffer *part = &parts[i >= MEMBERS - apart];
        const lm_bytes member = bytes_of(&members[order[i]]);
        if (part->size == 0) {
            must(lm_buffer_append(&host, part, member.data, member.size));
            continue;
        }
        status = lm_tape_merge(&host, bytes_of(part), member, &next);
        lm_buffer_free(&host, part);
        *part = next;
        next = (lm_buffer){0};
    }
    if (status == LM_OK && apart > 0)
        status = lm_tape_merge(&host, bytes_of(&parts[0]), bytes_of(&parts[1]), out);
    else if (status == LM_OK)
        must(lm_buffer_append(&host, out, parts[0].data, parts[0].size));
    lm_buffer_free(&host, &parts[0]);
    lm_buffer_free(&host, &parts[1]);
    return status;
}

static void test_tapes_in_any_order(void)
{
    static const char *const quotes[] = {"", "", "", "USD", "USDT"}, *const symbols[] = {"BTC", "BTCUSDT", ""};
    int merged = 0, refused = 0;
    for (int round = 0; round < 100; round++) {
        lm_buffer members[MEMBERS], wanted = {0};
        int order[MEMBERS] = {0, 1, 2, 3};
        const char *symbol = symbols[pick(0, 2)];
        for (int i = 0; i < MEMBERS; i++)
            members[i] = tape_in((label){symbol, quotes[pick(0, 4)]});
        const lm_status status = merge(members, order, 0, &wanted);
        CHECK(status == LM_OK || status == LM_E_MISMATCH);
        merged += status == LM_OK;
        refused += status != LM_OK;
        for (int i = 0; i < 6; i++) {
            lm_buffer again = {0};
            permute(order);
            CHECK(merge(members, order, i % 3, &again) == status);
            CHECK(status != LM_OK || same_bytes(&again, &wanted));
            lm_buffer_free(&host, &again);
        }
        CHECK(status != LM_OK || lm_tape_validate(&host, bytes_of(&wanted)) == LM_OK);
        lm_buffer_free(&host, &wanted);
        for (int i = 0; i < MEMBERS; i++)
            lm_buffer_free(&host, &members[i]);
    }
    CHECK(merged > 10 && refused > 10);
}

static bool tape_is_in(const lm_buffer *tape, const char *quote)
{
    lm_tape_info info;
    must(lm_tape_describe(&host, bytes_of(tape), &info));
    return strcmp(info.quote, quote) == 0;
}

/* Rows with different options make the tape that their union is. */
static void test_options_of_rows(void)
{
    const lm_tape_options plain = options_of((label){"BTC", ""}), given = options_of((label){"BTC", "USDC"}),
                          other = options_of((label){"BTC", "USD"});
    lm_tape *tape;
    must(lm_tape_create(&host, &plain, &tape));
    must(lm_tape_trade(&host, &tape, NEW_YEAR, 90000, 1, LM_TAKER_SOLD));
    CHECK(lm_tape_check_options(&host, tape, &given) == LM_OK);
    CHECK(lm_tape_check_options(&host, tape, &plain) == LM_OK);
    CHECK(lm_tape_check_options(&host, tape, &other) == LM_E_MISMATCH &&
          strstr(host.error.message, "tapes in USDC and in USD cannot"));
    lm_buffer bytes = finished(tape);
    CHECK(tape_is_in(&bytes, "USDC"));
    lm_buffer_free(&host, &bytes);
}

/* A tape of gauges has no quote of its own, so gauges merge with trades without repeated options. */
static void test_gauges(void)
{
    lm_tape_options options = options_of((label){"BTC", "USDC"});
    lm_buffer trades = tape_in((label){"BTC", "USDC"}), sum = {0}, reversed = {0};
    lm_tape *tape;
    options.has_prices = false;
    must(lm_tape_create(&host, &options, &tape));
    must(lm_tape_gauge(&host, &tape, NEW_YEAR, "funding_rate", 12, 0.0001));
    lm_buffer gauges = finished(tape);
    CHECK(tape_is_in(&gauges, "") && gauges.data[3] == 1);
    must(lm_tape_merge(&host, bytes_of(&gauges), bytes_of(&trades), &sum));
    must(lm_tape_merge(&host, bytes_of(&trades), bytes_of(&gauges), &reversed));
    CHECK(tape_is_in(&sum, "USDC") && same_bytes(&sum, &reversed));
    lm_buffer *all[] = {&trades, &sum, &reversed, &gauges};
    for (int i = 0; i < 4; i++)
        lm_buffer_free(&host, all[i]);
}

static lm_buffer labelled(const lm_buffer *tape, const char *symbol, const char *quote)
{
    lm_buffer out = {0};
    must(lm_tape_label(&host, bytes_of(tape), as_text(symbol), as_text(quote), &out));
    return out;
}

/* A quote that was given stays with another symbol; one that the symbol said changes with the symbol. */
static void test_label(void)
{
    lm_buffer plain = tape_in((label){"BTCUSDT", ""}), given = tape_in((label){"BTC", "USDC"}), out = {0};
    lm_buffer btc = labelled(&plain, "ETHBTC", ""), none = labelled(&plain, "ETH", "");
    lm_buffer usd = labelled(&plain, "BTCUSDT", "usd"), kept = labelled(&given, "ETHBTC", "");
    CHECK(tape_is_in(&btc, "BTC") && tape_is_in(&none, "") && tape_is_in(&usd, "USD") && tape_is_in(&kept, "USDC"));
    CHECK(plain.data[3] == 1 && btc.data[3] == 1 && usd.data[3] == 2 && kept.data[3] == 2);
    CHECK(lm_tape_label(&host, bytes_of(&plain), as_text("A"), as_text("U S"), &out) == LM_E_ARGUMENT);
    CHECK(lm_tape_label(&host, bytes_of(&plain), as_text("A"), as_text("ABCDEFGHIJKLMNOP"), &out) == LM_E_ARGUMENT);
    CHECK(lm_tape_label(&host, bytes_of(&plain), as_text("A"), (lm_text){"US\0", 3}, &out) == LM_E_ARGUMENT);
    CHECK(out.size == 0);
    lm_buffer *all[] = {&plain, &given, &btc, &none, &usd, &kept};
    for (int i = 0; i < 6; i++)
        lm_buffer_free(&host, all[i]);
}

/* ---- maps */

static lm_status add_all(lm_map *const *members, const int *order, int apart, lm_buffer *out)
{
    lm_map *parts[2] = {NULL, NULL};
    lm_status status = LM_OK;
    for (int i = 0; i < MEMBERS && status == LM_OK; i++)
        status = lm_map_merge_into(&host, &parts[i >= MEMBERS - apart], members[order[i]]);
    if (status == LM_OK && parts[1])
        status = lm_map_merge_into(&host, &parts[0], parts[1]);
    if (status == LM_OK)
        *out = encoded_map(parts[0]);
    lm_map_destroy(&host, parts[0]);
    lm_map_destroy(&host, parts[1]);
    return status;
}

static void check_stored(const lm_buffer *bytes)
{
    lm_map *map;
    CHECK(lm_map_decode(&host, bytes_of(bytes), &map) == LM_OK);
    lm_buffer again = encoded_map(map);
    CHECK(same_bytes(&again, bytes));
    lm_buffer_free(&host, &again);
    lm_map_destroy(&host, map);
}

static void test_maps_in_any_order(void)
{
    static const label labels[] = {{"BTCUSDT", ""}, {"BTC-USDT-SWAP", ""}, {"BTC", ""},     {"", ""},
                                   {"BTC", "USDT"}, {"BTCUSD", "USDT"},    {"BTC", "USDC"}, {"BTCUSD", ""}};
    int added = 0, refused = 0;
    for (int round = 0; round < 100; round++) {
        lm_map *members[MEMBERS];
        lm_buffer wanted = {0};
        int order[MEMBERS] = {0, 1, 2, 3};
        const int most = chance(0.5) ? 5 : 7;
        for (int i = 0; i < MEMBERS; i++)
            members[i] = chance(0.7) ? map_in(labels[pick(0, most)]) : position_in(labels[pick(0, most)]);
        const lm_status status = add_all(members, order, 0, &wanted);
        CHECK(status == LM_OK || (status == LM_E_MISMATCH && strstr(host.error.hint, "quote")));
        added += status == LM_OK;
        refused += status != LM_OK;
        if (status == LM_OK)
            check_stored(&wanted);
        for (int i = 0; i < 6; i++) {
            lm_buffer again = {0};
            permute(order);
            CHECK(add_all(members, order, i % 3, &again) == status);
            CHECK(status != LM_OK || same_bytes(&again, &wanted));
            lm_buffer_free(&host, &again);
        }
        lm_buffer_free(&host, &wanted);
        for (int i = 0; i < MEMBERS; i++)
            lm_map_destroy(&host, members[i]);
    }
    CHECK(added > 10 && refused > 10);
}

/* A sum of several symbols has no symbol, and keeps what the symbols say. */
static void test_sum_of_symbols(void)
{
    lm_map *a = map_in((label){"BTCUSDT", ""}), *b = map_in((label){"BTC-USDT-SWAP", ""}), *sum = NULL;
    lm_map_info info;
    must(lm_map_merge_into(&host, &sum, a));
    must(lm_map_merge_into(&host, &sum, b));
    must(lm_map_describe(&host, sum, &info));
    CHECK(info.symbol[0] == 0 && strcmp(info.quote, "USDT") == 0);
    lm_map_destroy(&host, a);
    lm_map_destroy(&host, b);
    lm_map_destroy(&host, sum);
}

/* Advancing with a tape whose quote is given is the map of both tapes; another quote is refused. */
static void test_advance(void)
{
    lm_buffer first = tape_in((label){"BTC", ""}), sum = {0};
    const lm_tape_options given = options_of((label){"BTC", "USDC"}), other = options_of((label){"BTC", "USD"});
    const lm_trade later = {NEW_YEAR + 2 * LM_DAY, 91000, 1, LM_TAKER_SOLD};
    lm_buffer second = finished(tape_of(&given, &later, 1)), third = finished(tape_of(&other, &later, 1));
    lm_map *map, *whole;
    must(lm_tape_map(&host, bytes_of(&first), &model, INT64_MAX, 0, &map));
    must(lm_tape_merge(&host, bytes_of(&first), bytes_of(&second), &sum));
    must(lm_tape_map(&host, bytes_of(&sum), &model, INT64_MAX, 0, &whole));
    must(lm_map_advance(&host, map, bytes_of(&second), INT64_MAX));
    CHECK(same_and_freed(encoded_map(map), encoded_map(whole)));
    CHECK(lm_map_advance(&host, map, bytes_of(&third), INT64_MAX) == LM_E_MISMATCH);
    lm_buffer *all[] = {&first, &second, &third, &sum};
    for (int i = 0; i < 4; i++)
        lm_buffer_free(&host, all[i]);
    lm_map_destroy(&host, map);
    lm_map_destroy(&host, whole);
}

static void test_cascade_on_venues(void)
{
    static const char json[] = "{\"kind\": \"linear\", \"depth_per_pct\": 1e8}";
    lm_map *maps[] = {map_in((label){"BTCUSDT", ""}), map_in((label){"BTC", ""}), map_in((label){"BTCUSD", ""})};
    lm_impact_model impacts[3];
    lm_venues venues;
    for (int i = 0; i < 3; i++)
        must(lm_impact_model_read(&host, json, strlen(json), &impacts[i]));
    CHECK(lm_cascade_venues(&host, (const lm_map *const *)maps, impacts, 2, -0.03, &venues) == LM_OK);
    CHECK(lm_cascade_venues(&host, (const lm_map *const *)maps, impacts, 3, -0.03, &venues) == LM_E_MISMATCH);
    CHECK(strstr(host.error.message, "USDT") && strstr(host.error.message, "USD"));
    for (int i = 0; i < 3; i++)
        lm_map_destroy(&host, maps[i]);
}

/* ---- notices */

static size_t notices_of(const char *gauge, double value, label of, double given, lm_notices *notices)
{
    const lm_tape_options options = options_of(of);
    lm_trade trades[20];
    lm_map *map;
    random_trades(trades, 20, LM_DAY, true);
    lm_tape *building = tape_of(&options, trades, 20);
    must(lm_tape_gauge(&host, &building, NEW_YEAR, gauge, strlen(gauge), value));
    lm_buffer tape = finished(building);
    must(lm_tape_map(&host, bytes_of(&tape), &model, INT64_MAX, given, &map));
    must(lm_map_notices(&host, map, bytes_of(&tape), notices));
    lm_map_destroy(&host, map);
    lm_buffer_free(&host, &tape);
    return notices->count;
}

static void test_notices(void)
{
    static const char *const misnamed[] = {
        "oi", "OI", "open-interest", "openInterest", "Open Interest", "open_interest_usd"};
    static const char *const others[] = {"open_interest", "point", "o", "interest", "open_interests_of_others",
                                         "funding_rate"};
    const label plain = {"BTC", ""}, usd = {"BTC", "USD"}, krw = {"BTC", "KRW"}, btc = {"ETHBTC", ""};
    lm_notices notices;
    for (int i = 0; i < 6; i++) {
        CHECK(notices_of(misnamed[i], 1000, plain, 0, &notices) == 1 && strstr(notices.rows[0].notice, misnamed[i]));
        CHECK(strstr(notices.rows[0].hint, "open_interest"));
        CHECK(notices_of(misnamed[i], 1000, plain, 500, &notices) == 0);
        CHECK(notices_of(others[i], 1000, plain, 0, &notices) == 0);
    }
    CHECK(notices_of("open_interest", 0, plain, 0, &notices) == 1 && strstr(notices.rows[0].notice, "is 0"));
    CHECK(notices_of("open_interest", 960e6, plain, 0, &notices) == 1 &&
          strstr(notices.rows[0].notice, "9.6e+08 coins"));
    CHECK(strstr(notices.rows[0].hint, "divide"));
    CHECK(notices_of("a", 0, usd, 2e7, &notices) == 1 && strstr(notices.rows[0].notice, " USD, more than"));
    CHECK(notices_of("a", 0, plain, 2e7, &notices) == 0 && notices_of("a", 0, krw, 1e9, &notices) == 0);
    CHECK(notices_of("a", 0, btc, 1e3, &notices) == 1 && notices_of("a", 0, usd, 1e5, &notices) == 0);
    CHECK(notices_of("a", 0, usd, 1.7e308, &notices) == 1);
}

/* ---- charts and documents */

static bool says(const lm_buffer *document, const char *words)
{
    const size_t length = strlen(words);
    for (size_t at = 0; at + length <= document->size; at++)
        if (memcmp(document->data + at, words, length) == 0)
            return true;
    return false;
}

static void check_named(const lm_map *map, const char *axis, const char *unit, const char *unsaid)
{
    lm_svg_options svg;
    lm_vega_options vega;
    lm_buffer documents[3] = {{0}, {0}, {0}};
    lm_svg_options_init(&svg);
    lm_vega_options_init(&vega);
    must(lm_map_svg(&host, map, &svg, &documents[0]));
    must(lm_map_vega(&host, map, &vega, &documents[1]));
    must(lm_map_export(&host, map, as_text(LM_EXPORT_LAYOUT), 0, &documents[2]));
    CHECK(says(&documents[0], axis));
    CHECK(says(&documents[1], unit) && says(&documents[2], unit));
    for (int i = 0; i < 3; i++) {
        CHECK(!says(&documents[i], unsaid));
        lm_buffer_free(&host, &documents[i]);
    }
}

static void test_documents(void)
{
    lm_map *known = map_in((label){"ETH", "BTC"}), *unknown = map_in((label){"ETH", ""});
    check_named(known, ">BTC per step of", "\"price\":\"BTC per base coin\"", "USD");
    check_named(unknown, ">notional per step of", "\"price\":\"quote currency per base coin\"", "USD");
    lm_map_destroy(&host, known);
    lm_map_destroy(&host, unknown);
}

/* ---- the stored forms */

/* Each byte of the header of a tape and a map is replaced by each value; what is accepted is written again equal. */
static void test_damaged_quotes(void)
{
    lm_buffer tape = tape_in((label){"BTC", "USDC"});
    lm_map *map = position_in((label){"BTC", "USDC"});
    lm_buffer bytes = encoded_map(map);
    CHECK(tape.data[3] == 2 && bytes.data[3] == 2);
    int accepted = 0;
    for (size_t at = 3; at < 40; at++)
        for (int value = 0; value < 256; value++) {
            const uint8_t tape_byte = tape.data[at], map_byte = bytes.data[at];
            lm_map *read;
            tape.data[at] = bytes.data[at] = (uint8_t)value;
            lm_tape_validate(&host, bytes_of(&tape));
            if (lm_map_decode(&host, bytes_of(&bytes), &read) == LM_OK) {
                lm_map_info info;
                must(lm_map_describe(&host, read, &info));
                for (const char *letter = info.quote; *letter; letter++)
                    CHECK((*letter >= 'A' && *letter <= 'Z') || (*letter >= '0' && *letter <= '9'));
                check_stored(&bytes);
                lm_map_destroy(&host, read);
                accepted++;
            }
            tape.data[at] = tape_byte;
            bytes.data[at] = map_byte;
        }
    CHECK(accepted > 0);
    tape.data[3] = 1; /* then the quote is read as the number of gauges */
    CHECK(lm_tape_validate(&host, bytes_of(&tape)) == LM_E_CORRUPT);
    tape.data[3] = 3;
    CHECK(lm_tape_validate(&host, bytes_of(&tape)) == LM_E_VERSION);
    lm_buffer_free(&host, &tape);
    lm_buffer_free(&host, &bytes);
    lm_map_destroy(&host, map);
}

static void test_bad_options(void)
{
    lm_tape_options options = default_options();
    lm_tape *tape = NULL;
    strcpy(options.quote, "usd");
    CHECK(lm_tape_create(&host, &options, &tape) == LM_E_ARGUMENT);
    memset(options.quote, 'A', sizeof options.quote);
    CHECK(lm_tape_create(&host, &options, &tape) == LM_E_ARGUMENT && !tape);
}

int main(void)
{
    lm_host_init(&host);
    must(lm_model_read(&host, "{}", 2, &model));
    test_tapes_in_any_order();
    test_options_of_rows();
    test_gauges();
    test_label();
    test_maps_in_any_order();
    test_sum_of_symbols();
    test_advance();
    test_cascade_on_venues();
    test_notices();
    test_documents();
    test_damaged_quotes();
    test_bad_options();
    return check_report("quote");
}
