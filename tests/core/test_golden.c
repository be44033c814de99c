/*
 * The golden files of tests/golden: tapes and maps that earlier versions wrote, and their figures. This version must
 * read them, write the same bytes again, make the same bytes from the inputs, and give the same figures to the bit.
 * tests/golden/write adds missing files; no file there is ever changed.
 */
#include <dirent.h>

#include "golden_cascades.h"
#include "golden_tapes.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Returns whether the condition holds; prints the name of the file if not. */
static bool of_file(const char *name, const char *what, bool holds)
{
    if (!holds)
        fprintf(stderr, "%s%s: %s\n", GOLDEN_FOLDER, name, what);
    return holds;
}

/* ---- bytes */

static lm_buffer tape_again(lm_bytes bytes)
{
    lm_buffer out = {0};
    lm_tape *tape = NULL;
    CHECK(lm_tape_validate(&host, bytes) == LM_OK);
    if (lm_tape_decode(&host, bytes, &tape) == LM_OK)
        out = finished(tape);
    return out;
}

static lm_buffer map_again(lm_bytes bytes)
{
    lm_buffer out = {0};
    lm_map *map = NULL;
    if (lm_map_decode(&host, bytes, &map) == LM_OK)
        out = golden_encoded(map);
    return out;
}

static void check_bytes(const golden_file *file, lm_buffer (*again)(lm_bytes bytes))
{
    lm_buffer stored = {0};
    const bool there = of_file(file->name, "is missing; tests/golden/write adds it", golden_try(file->name, &stored));
    CHECK(there);
    if (!there)
        return;
    lm_buffer written = again(bytes_of(&stored));
    CHECK(of_file(file->name, "is read and written as other bytes", same_bytes(&stored, &written)));
    lm_buffer_free(&host, &written);
    if (file->make) {
        lm_buffer made = file->make();
        CHECK(of_file(file->name, "its inputs make other bytes", same_bytes(&stored, &made)));
        lm_buffer_free(&host, &made);
    }
    lm_buffer_free(&host, &stored);
}

static void test_bytes(void)
{
    for (size_t i = 0; i < COUNT(golden_tapes); i++)
        check_bytes(&golden_tapes[i], tape_again);
    for (size_t i = 0; i < COUNT(golden_maps); i++)
        check_bytes(&golden_maps[i], map_again);
}

/* A stored map that is advanced by a stored tape equals the map of the whole tape. */
static void test_going_on(void)
{
    static const char *const young[] = {"live_young.map", "live_advanced.map", "live.map"};
    lm_buffer tape = golden_read("demo_day.tape");
    for (size_t i = 0; i < COUNT(young); i++) {
        lm_map *map = golden_map(young[i]);
        must(lm_map_advance(&host, map, bytes_of(&tape), INT64_MAX));
        CHECK(
            of_file(young[i], "goes on to another map", same_and_freed(golden_encoded(map), golden_read("live.map"))));
    }
    lm_buffer_free(&host, &tape);
}

/* ---- figures */

/* True if two lines have the same words in the same places, and nearly equal numbers. */
static bool near_lines(const char *a, const char *b)
{
    while (*a && *b) {
        const size_t length_a = strcspn(a, " "), length_b = strcspn(b, " ");
        char *after_a, *after_b;
        const double x = strtod(a, &after_a), y = strtod(b, &after_b);
        const bool numbers = after_a == a + length_a && after_b == b + length_b;
        const bool same = length_a == length_b && strncmp(a, b, length_a) == 0;
        if (!same && !(numbers && fabs(x - y) <= 1e-9 * (fabs(x) > fabs(y) ? fabs(x) : fabs(y))))
            return false;
        a += length_a + strspn(a + length_a, " ");
        b += length_b + strspn(b + length_b, " ");
    }
    return !*a && !*b;
}

/* Ends the next line of a text by a 0 and returns it; NULL after the last. */
static char *next_line(char **text)
{
    char *line = *text, *stop = strchr(line, '\n');
    if (!*line)
        return NULL;
    *text = stop ? stop + 1 : line + strlen(line);
    if (stop)
        *stop = 0;
    return line;
}

/* True if the computed lines equal the stored ones, from line `number` on. Changes both texts. */
static bool same_lines(const char *name, int number, char *stored, char *today, bool near)
{
    for (;; number++) {
        char *a = next_line(&stored), *b = next_line(&today);
        if (!a && !b)
            return true;
        if (a && b && (strcmp(a, b) == 0 || (near && near_lines(a, b))))
            continue;
        fprintf(stderr, "%s%s:%d\n  stored: %s\n  today:  %s\n", GOLDEN_FOLDER, name, number, a ? a : "nothing",
                b ? b : "nothing");
        return false;
    }
}

static char *stored_text(const char *name)
{
    lm_buffer stored = {0};
    if (!of_file(name, "is missing; tests/golden/write adds it", golden_try(name, &stored)))
        return calloc(1, 1);
    char *text = calloc(1, stored.size + 1);
    memcpy(text, stored.data, stored.size);
    lm_buffer_free(&host, &stored);
    return text;
}

static void test_descriptions(void)
{
    char name[300];
    for (size_t i = 0; i < COUNT(golden_tapes) + COUNT(golden_maps); i++) {
        const char *of = i < COUNT(golden_tapes) ? golden_tapes[i].name : golden_maps[i - COUNT(golden_tapes)].name;
        char *today = golden_described(of);
        snprintf(name, sizeof name, "%s.txt", of);
        char *stored = stored_text(name);
        CHECK(same_lines(name, 1, stored, today, false));
        free(stored);
        free(today);
    }
}

/* Returns the number of lines that differ from the stored ones. */
static int changed_lines(char *stored, char *today)
{
    int changed = 0;
    char *a = next_line(&stored), *b = next_line(&today);
    for (; a || b; a = next_line(&stored), b = next_line(&today))
        changed += !a || !b || strcmp(a, b) != 0;
    return changed;
}

static void check_subject(const golden_figures *figures)
{
    char *stored = stored_text(figures->name), *today = golden_said(figures), *rest_a = stored, *rest_b = today;
    bool near = false;
    if (figures->kind == GOLDEN_BY_LIBM && *stored) {
        near = strcmp(next_line(&rest_a), next_line(&rest_b)) != 0;
        if (near)
            printf("%s: another C library, so numbers need only be near\n", figures->name);
    }
    if (figures->kind == GOLDEN_TO_KNOW)
        printf("%s: %d are not as stored, which may be\n", figures->name, changed_lines(rest_a, rest_b));
    else
        CHECK(same_lines(figures->name, figures->kind == GOLDEN_BY_LIBM ? 2 : 1, rest_a, rest_b, near));
    free(stored);
    free(today);
}

/* With the sanitizers the figures take long, so then only `make check-all` computes them. */
static void test_subjects(void)
{
    if (IS_SANITIZED && size_of_run(1, 0))
        return;
    for (size_t i = 0; i < COUNT(golden_subjects); i++)
        check_subject(&golden_subjects[i]);
}

/* ---- a test uses every file of the folder */

static bool is_listed(const char *name)
{
    for (size_t i = 0; i < COUNT(golden_tapes) + COUNT(golden_maps); i++) {
        const char *of = i < COUNT(golden_tapes) ? golden_tapes[i].name : golden_maps[i - COUNT(golden_tapes)].name;
        const size_t length = strlen(of);
        if (strncmp(name, of, length) == 0 && (!name[length] || strcmp(name + length, ".txt") == 0))
            return true;
    }
    for (size_t i = 0; i < COUNT(golden_subjects); i++)
        if (strcmp(name, golden_subjects[i].name) == 0)
            return true;
    return false;
}

static void test_folder(void)
{
    DIR *folder = opendir(GOLDEN_FOLDER);
    struct dirent *entry;
    CHECK(folder);
    while (folder && (entry = readdir(folder))) {
        const char *kind = strrchr(entry->d_name, '.');
        if (kind && (!strcmp(kind, ".tape") || !strcmp(kind, ".map") || !strcmp(kind, ".txt")))
            CHECK(of_file(entry->d_name, "is in no list", is_listed(entry->d_name)));
    }
    if (folder)
        closedir(folder);
}

int main(void)
{
    lm_host_init(&host);
    test_folder();
    test_bytes();
    test_going_on();
    test_descriptions();
    test_subjects();
    return check_report("golden");
}
