/* JSON: errors name the path, and printed numbers read back with the same bits. */
#include "check.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/json_document.h"
#include "base/number.h"

static lm_host host;

static lm_status open_text(lm_json_document *document, const char *json)
{
    return lm_json_document_init(&host, document, "test", json, strlen(json));
}

static bool says(const char *words)
{
    return strstr(host.error.message, words) != NULL;
}

/* Checks that reading the text fails with this message. */
static bool refused(const char *json, const char *words)
{
    lm_json_document document;
    const lm_status status = open_text(&document, json);
    if (status == LM_OK)
        lm_json_document_free(&document);
    return status == LM_E_DOCUMENT && says(words);
}

static void test_what_is_json(void)
{
    static const char *const bad[] = {"",
                                      "   ",
                                      "{",
                                      "{\"a\":}",
                                      "{\"a\":01}",
                                      "{\"a\":+1}",
                                      "{\"a\":.5}",
                                      "{\"a\":1.}",
                                      "{\"a\":1e}",
                                      "{\"a\":-}",
                                      "{\"a\":NaN}",
                                      "{a:1}",
                                      "{'a':1}",
                                      "{\"a\":1,}",
                                      "{\"a\":\"\x01\"}",
                                      "{\"a\":\"\\u0000b\"}",
                                      "{\"a\":\"b",
                                      "\xef\xbb\xbf{}",
                                      "{\x0b}",
                                      "{\"a\":0x10}",
                                      "{\"a\":1-2}",
                                      "{\"a\":\"\\ud800\"}"};
    lm_json_document document;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (!refused(bad[i], "not valid JSON at character "))
            fprintf(stderr, "accepted or misnamed: %s: %s\n", bad[i], host.error.message);
        CHECK(refused(bad[i], "not valid JSON at character "));
    }
    CHECK(refused("[1]", "$ must be an object"));
    CHECK(refused("1", "$ must be an object"));
    CHECK(refused("{} {}", "text after the JSON document, at character 4"));
    CHECK(refused("{}x", "text after"));
    CHECK(lm_json_document_init(&host, &document, "test", "{}\0", 3) == LM_E_DOCUMENT);
    CHECK(lm_json_document_init(&host, &document, "test", "{\"a\0b\":1}", 9) == LM_E_DOCUMENT);
    CHECK(lm_json_document_init(&host, &document, "test", NULL, 0) == LM_E_DOCUMENT);
    CHECK(open_text(&document, " \n\t{ } \r\n") == LM_OK);
    lm_json_document_free(&document);
}

static void test_long_texts(void)
{
    lm_json_document document;
    char number[160];
    memset(number, '1', sizeof number);
    memcpy(number, "{\"a\":0.", 7);
    memcpy(number + 65, "}", 2); /* 60 characters from the 0 on */
    CHECK(open_text(&document, number) == LM_OK);
    lm_json_document_free(&document);
    memcpy(number + 65, "1}", 3);
    CHECK(refused(number, "the number at character 6 has more than 60 characters"));

    char *text = malloc(LM_MAX_DOCUMENT + 2);
    memset(text, ' ', LM_MAX_DOCUMENT + 1);
    memcpy(text, "{}", 2);
    CHECK(lm_json_document_init(&host, &document, "test", text, LM_MAX_DOCUMENT) == LM_OK);
    lm_json_document_free(&document);
    CHECK(lm_json_document_init(&host, &document, "test", text, LM_MAX_DOCUMENT + 1) == LM_E_LIMIT);
    memset(text, '[', LM_MAX_DOCUMENT);
    CHECK(lm_json_document_init(&host, &document, "test", text, LM_MAX_DOCUMENT) == LM_E_DOCUMENT);
    free(text);
}

static void test_paths(void)
{
    static const char *const keys[] = {"list", "name", NULL}, *const inner[] = {"share", "x", NULL};
    lm_json_document document;
    lm_json_node list, element, share;
    double value = 7;
    int count = 0;

    CHECK(open_text(&document, "{\"list\":[{},{\"share\":-1,\"x\":1e999,\"y\":\"2\"}]}") == LM_OK);
    lm_json_node root = lm_json_document_root(&document);
    CHECK(lm_json_node_keys(&root, keys) == LM_OK);
    CHECK(lm_json_node_member(&root, "list", &list) && lm_json_node_array(&list, 1, 2, &count) == LM_OK && count == 2);
    CHECK(lm_json_node_array(&list, 3, 9, &count) == LM_E_DOCUMENT &&
          says("test: $.list must have 3 to 9 elements, not 2"));
    lm_json_node_element(&list, 1, &element);
    CHECK(lm_json_node_keys(&element, inner) == LM_E_DOCUMENT && says("test: $.list[1] has an unknown key \"y\""));
    CHECK(strcmp(host.error.hint, "Known keys: share, x.") == 0);
    CHECK(lm_json_node_member(&element, "share", &share));
    CHECK(lm_json_node_number(&share, LM_ABOVE_ZERO, 1, &value) == LM_E_DOCUMENT);
    CHECK(says("test: $.list[1].share must be above 0, not -1"));
    CHECK(lm_json_node_number(&share, 0, INFINITY, &value) == LM_E_DOCUMENT && says("must be at least 0, not -1"));
    CHECK(lm_json_node_number(&share, 0, 1, &value) == LM_E_DOCUMENT && says("must be from 0 to 1, not -1"));
    CHECK(lm_json_node_number(&share, -INFINITY, -2, &value) == LM_E_DOCUMENT && says("must be at most -2, not -1"));
    CHECK(lm_json_member_number(&element, "x", -INFINITY, INFINITY, &value) == LM_E_DOCUMENT);
    CHECK(says("test: $.list[1].x is too large for a number"));
    CHECK(lm_json_member_number(&element, "y", 0, 1, &value) == LM_E_DOCUMENT && says("$.list[1].y must be a number"));
    CHECK(lm_json_member_number(&element, "absent", 0, 1, &value) == LM_OK && value == 7);
    CHECK(lm_json_node_fail(&share, "is %d", 3) == LM_E_DOCUMENT && says("test: $.list[1].share is 3"));
    lm_json_document_free(&document);

    CHECK(open_text(&document, "{\"list\":1,\"name\":2,\"list\":3}") == LM_OK);
    root = lm_json_document_root(&document);
    CHECK(lm_json_node_keys(&root, keys) == LM_E_DOCUMENT && says("test: $.list is given twice"));
    CHECK(lm_json_node_member(&root, "list", &list) && lm_json_node_keys(&list, inner) == LM_E_DOCUMENT &&
          says("an object"));
    CHECK(lm_json_node_array(&list, 0, 9, &count) == LM_E_DOCUMENT && says("$.list must be an array"));
    lm_json_document_free(&document);

    /* Untrusted text cannot break a message: control characters and bytes beyond ASCII are replaced. */
    CHECK(open_text(&document,
                    "{\"k\\u0007\xc3\xa9............................................................\":1}") == LM_OK);
    root = lm_json_document_root(&document);
    CHECK(lm_json_node_keys(&root, keys) == LM_E_DOCUMENT && says("unknown key \"k???....") && says("...\""));
    lm_json_document_free(&document);
}

static void test_reads(void)
{
    static const char *const words[] = {"linear", "inverse", NULL};
    lm_json_document document;
    lm_json_node member;
    char text[6];
    bool flag = false;
    double seconds = 0, zero = 1;
    int word = -1;
    CHECK(open_text(&document, "{\"t\":true,\"w\":\"inverse\",\"s\":\"12345\",\"d\":\"1.5 d\",\"n\":90,\"z\":-0.0,"
                               "\"bad\":\"5 parsecs\",\"null\":null,\"long\":\"123456\"}") == LM_OK);
    const lm_json_node root = lm_json_document_root(&document);
    CHECK(lm_json_member_bool(&root, "t", &flag) == LM_OK && flag);
    CHECK(lm_json_member_bool(&root, "n", &flag) == LM_E_DOCUMENT && says("$.n must be true or false"));
    CHECK(lm_json_member_word(&root, "w", words, &word) == LM_OK && word == 1);
    CHECK(lm_json_member_word(&root, "s", words, &word) == LM_E_DOCUMENT);
    CHECK(says("$.s must be one of \"linear\", \"inverse\", not \"12345\""));
    CHECK(lm_json_member_word(&root, "absent", words, &word) == LM_OK && word == 1);
    CHECK(lm_json_member_text(&root, "s", text, sizeof text) == LM_OK && strcmp(text, "12345") == 0);
    CHECK(lm_json_member_text(&root, "long", text, sizeof text) == LM_E_DOCUMENT &&
          says("at most 5 bytes long, not 6"));
    CHECK(lm_json_member_text(&root, "n", text, sizeof text) == LM_E_DOCUMENT && says("$.n must be text"));
    CHECK(lm_json_node_member(&root, "s", &member) && lm_json_node_is_text(&member));
    CHECK(lm_json_member_duration(&root, "d", 1, 1e9, &seconds) == LM_OK && seconds == 129600);
    CHECK(lm_json_member_duration(&root, "n", 1, 1e9, &seconds) == LM_OK && seconds == 90);
    CHECK(lm_json_member_duration(&root, "d", 1, 60, &seconds) == LM_E_DOCUMENT && says("$.d must be from 1 to 60"));
    CHECK(lm_json_member_duration(&root, "bad", 1, 60, &seconds) == LM_E_DOCUMENT &&
          says("$.bad must be seconds, or text"));
    CHECK(lm_json_member_duration(&root, "t", 1, 60, &seconds) == LM_E_DOCUMENT);
    CHECK(lm_json_member_number(&root, "null", 0, 1, &seconds) == LM_E_DOCUMENT && seconds == 90);
    CHECK(lm_json_member_number(&root, "z", 0, 1, &zero) == LM_OK && zero == 0 && !signbit(zero));
    lm_json_document_free(&document);
}

static void test_durations(void)
{
    static const struct {
        const char *text;
        double seconds;
    } good[] = {{"90", 90},      {"30 s", 30},        {"1 second", 1},    {"2seconds", 2},      {"1 min", 60},
                {"0.1 min", 6},  {"5 minutes", 300},  {"12 h", 43200},    {"1.5 h", 5400},      {" 2 hours ", 7200},
                {"5 d", 432000}, {"1 day", 86400},    {"1 week", 604800}, {"2 weeks", 1209600}, {".5 h", 1800},
                {"0", 0},        {"86400.000", 86400}};
    static const char *const bad[] = {"",
                                      " ",
                                      "d",
                                      "5 x",
                                      "-5 d",
                                      "1,5 h",
                                      "1.2.3 h",
                                      "5 d x",
                                      "1e3",
                                      "nan",
                                      "inf",
                                      "5 days ago",
                                      "1234567890123456",
                                      ". h",
                                      "5 mi",
                                      "+5 d"};
    double seconds = -1;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        CHECK(lm_duration_read(good[i].text, &seconds) && seconds == good[i].seconds);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(!lm_duration_read(bad[i], &seconds));
}

static uint64_t next_random(uint64_t *state)
{
    uint64_t mixed = *state += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
}

static void test_number_text(void)
{
    char text[LM_NUMBER_SIZE];
    CHECK(strcmp(lm_number_text(0.1, text), "0.1") == 0);
    CHECK(strcmp(lm_number_text(0, text), "0") == 0);
    CHECK(strcmp(lm_number_text(-2.5, text), "-2.5") == 0);
    CHECK(strcmp(lm_number_text(90000, text), "90000") == 0);
    CHECK(strcmp(lm_number_text(0.1 + 0.2, text), "0.30000000000000004") == 0);
    CHECK(strcmp(lm_number_text(1.0 / 3, text), "0.3333333333333333") == 0);
    CHECK(strcmp(lm_number_text(1e300, text), "1e+300") == 0);
    CHECK(strcmp(lm_number_text(1.5e-300, text), "1.5e-300") == 0);
    CHECK(strcmp(lm_number_text(NAN, text), "nan") == 0 && strcmp(lm_number_text(-NAN, text), "nan") == 0);
    CHECK(strcmp(lm_number_text(INFINITY, text), "inf") == 0 && strcmp(lm_number_text(-INFINITY, text), "-inf") == 0);
}

static void test_number_text_reads_back(void)
{
    char text[LM_NUMBER_SIZE];
    uint64_t state = 1;
    int same = 0;
    for (int i = 0; i < 20000; i++) {
        const uint64_t bits = next_random(&state);
        double number;
        memcpy(&number, &bits, 8);
        same += !lm_finite(number) || strtod(lm_number_text(number, text), NULL) == number;
    }
    CHECK(same == 20000);
}

static void test_half_power(void)
{
    uint64_t state = 2;
    int close = 0, exact = 0;
    for (int n = 0; n <= 1074; n++)
        exact += lm_exp2_neg(n) == ldexp(1, -n);
    CHECK(exact == 1075);
    CHECK(lm_exp2_neg(1075) == 0 && lm_exp2_neg(1e300) == 0 && lm_exp2_neg(INFINITY) == 0);
    CHECK(lm_exp2_neg(1e-300) == 1 && lm_exp2_neg(0x1p-60) == 1);
    for (int i = 0; i < 100000; i++) {
        const double x = (double)(next_random(&state) >> 11) * 0x1p-53 * (i % 2 ? 1020 : 4);
        const double got = lm_exp2_neg(x);
        const long double truth = exp2l(-(long double)x);
        close += fabsl(got - truth) < 2 * (long double)(nextafter(got, 2) - got);
    }
    CHECK(close == 100000);
}

static void test_epochs(void)
{
    static const struct {
        int64_t epoch, time;
    } cases[] = {{0, 0},
                 {1767225600, 1767225600000000},
                 {1767225600123, 1767225600123000},
                 {1767225600123456, 1767225600123456},
                 {1767225600123456789, 1767225600123456},
                 {-1, -1000000},
                 {-1767225600123456789, -1767225600123457},
                 {99999999999, 99999999999000000},
                 {100000000000, 100000000000000},
                 {INT64_MAX, 9223372036854775},
                 {INT64_MIN, -9223372036854776}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK(lm_time_from_epoch(cases[i].epoch) == cases[i].time);
}

static void test_writing(void)
{
    lm_buffer out = {0};
    cJSON *json = cJSON_CreateObject();
    CHECK(lm_json_add(json, "tenth", lm_json_number(0.1)));
    CHECK(lm_json_add(json, "third", lm_json_number(1.0 / 3)));
    CHECK(!lm_json_add(json, "nothing", NULL) && !lm_json_add(NULL, "lost", lm_json_number(1)));
    CHECK(lm_json_append(&host, json, &out) == LM_OK);
    const char *const expected = "{\"tenth\":0.1,\"third\":0.3333333333333333}";
    CHECK(out.size == strlen(expected) && memcmp(out.data, expected, out.size) == 0);
    lm_buffer_free(&host, &out);

    cJSON *large = cJSON_CreateArray();
    for (int i = 0; i < 20000; i++)
        lm_json_add(large, NULL, lm_json_number(i));
    CHECK(lm_json_append(&host, large, &out) == LM_E_LIMIT && out.size == 0);
    CHECK(lm_json_append(&host, NULL, &out) == LM_E_MEMORY);
}

/* A locale with a decimal comma does not change results. Skipped where the machine has no such locale. */
static void test_locale(void)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8"};
    size_t i = 0;
    while (i < sizeof names / sizeof names[0] && !setlocale(LC_ALL, names[i]))
        i++;
    if (i == sizeof names / sizeof names[0]) {
        printf("document: no locale with a decimal comma here, skipped\n");
        return;
    }
    lm_json_document document;
    double value = 0;
    CHECK(strcmp(localeconv()->decimal_point, ".") != 0);
    CHECK(open_text(&document, "{\"a\":1.5,\"d\":\"1.5 h\"}") == LM_OK);
    const lm_json_node root = lm_json_document_root(&document);
    CHECK(lm_json_member_number(&root, "a", 0, 2, &value) == LM_OK && value == 1.5);
    CHECK(lm_json_member_duration(&root, "d", 0, INFINITY, &value) == LM_OK && value == 5400);
    lm_json_document_free(&document);
    test_number_text();
    test_writing();
    setlocale(LC_ALL, "C");
}

static int allocations_left;

static void *failing_malloc(size_t size)
{
    errno = ENOMEM;
    return allocations_left-- > 0 ? malloc(size) : NULL;
}

/* Each failing allocation gives LM_E_MEMORY and leaks nothing (the leak sanitizer checks). */
static void test_out_of_memory(void)
{
    static cJSON_Hooks hooks = {failing_malloc, free};
    cJSON_InitHooks(&hooks);
    lm_status status = LM_E_MEMORY;
    int given = 0;
    for (; status == LM_E_MEMORY && given < 100; given++) {
        lm_json_document document;
        allocations_left = given;
        status = open_text(&document, "{\"a\":[1,{\"b\":\"c\"}]}");
        if (status == LM_OK)
            lm_json_document_free(&document);
    }
    cJSON_InitHooks(NULL);
    CHECK(status == LM_OK && given > 5);
}

int main(void)
{
    lm_host_init(&host);
    test_what_is_json();
    test_long_texts();
    test_paths();
    test_reads();
    test_durations();
    test_number_text();
    test_number_text_reads_back();
    test_half_power();
    test_epochs();
    test_writing();
    test_locale();
    test_out_of_memory();
    return check_report("document");
}
