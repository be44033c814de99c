/*
 * Cuts the sample of every layout (examples/load/samples) at every byte: the feed must give an error, or the tape of
 * the complete lines. A number without its last digits is still a number, so no later check would find it. Content that
 * comes in chunks, cut at every byte and at random, must give what the whole content gives: tape, report and errors.
 */
#include "samples.h"

/* ---- the whole content */

static lm_status feed(const char *text, size_t size, lm_buffer *bytes)
{
    lm_tape *tape;
    lm_feed_report report;
    char *copy = malloc(size + 1); /* so that the sanitizer finds a byte read beyond the end */
    memcpy(copy, text, size);
    must(lm_tape_create(&host, &options, &tape));
    const lm_status status =
        lm_tape_feed(&host, &tape, (lm_bytes){(const uint8_t *)copy, size}, layout, &feeding, &report);
    free(copy);
    if (status == LM_OK)
        must(lm_tape_encode(&host, tape, bytes));
    lm_tape_destroy(&host, tape);
    return status;
}

/* ---- chunks */

/* Feeds the text in chunks that end at the cuts. Each is freed as soon as it was given. */
static lm_status feed_chunks(const char *text, size_t size, const size_t *cuts, size_t count, lm_buffer *bytes,
                             lm_feed_report *report)
{
    lm_tape *tape;
    lm_feed_reader *reader;
    size_t from = 0;
    must(lm_tape_create(&host, &options, &tape));
    must(lm_feed_reader_create_for(&host, tape, layout, &feeding, &reader));
    lm_status status = LM_OK;
    for (size_t i = 0; i <= count && status == LM_OK; i++) {
        const size_t to = i < count ? cuts[i] : size;
        uint8_t *chunk = malloc(to - from + 1);
        memcpy(chunk, text + from, to - from);
        status = lm_feed_reader_add(&host, reader, (lm_bytes){chunk, to - from});
        free(chunk);
        from = to;
    }
    if (status == LM_OK)
        status = lm_feed_reader_finish(&host, reader, &tape, report);
    lm_feed_reader_destroy(&host, reader);
    if (status == LM_OK)
        must(lm_tape_encode(&host, tape, bytes));
    lm_tape_destroy(&host, tape);
    return status;
}

/* Of two unlike rows of one id, only the whole content tells the line of the first. */
static bool same_message(const char *whole, const char *chunks)
{
    const char *first = strstr(chunks, ", and an earlier row has");
    return strncmp(whole, chunks, first ? (size_t)(first - chunks) : strlen(whole) + 1) == 0;
}

/* What the whole content gives. */
typedef struct outcome {
    lm_status status;
    lm_error error;
    lm_feed_report report;
    lm_buffer bytes;
} outcome;

static outcome outcome_of(const char *text, size_t size)
{
    outcome whole;
    lm_tape *tape;
    memset(&whole, 0, sizeof whole);
    must(lm_tape_create(&host, &options, &tape));
    whole.status = lm_tape_feed(&host, &tape, (lm_bytes){(const uint8_t *)text, size}, layout, &feeding, &whole.report);
    whole.error = host.error;
    if (whole.status == LM_OK)
        must(lm_tape_encode(&host, tape, &whole.bytes));
    lm_tape_destroy(&host, tape);
    return whole;
}

/* Compares chunks with the whole: the same tape and report, or the same error. */
static void compare_chunks(const outcome *whole, const char *text, size_t size, const size_t *cuts, size_t count)
{
    lm_buffer got = {0};
    lm_feed_report chunked;
    memset(&chunked, 0, sizeof chunked);
    CHECK(feed_chunks(text, size, cuts, count, &got, &chunked) == whole->status);
    if (whole->status == LM_OK)
        CHECK(same_bytes(&got, &whole->bytes) && memcmp(&whole->report, &chunked, sizeof chunked) == 0);
    else
        CHECK(same_message(whole->error.message, host.error.message) &&
              strcmp(whole->error.hint, host.error.hint) == 0);
    lm_buffer_free(&host, &got);
}

static void chunk_everywhere(const char *text, size_t size)
{
    static size_t cuts[3 * LONGEST];
    outcome whole = outcome_of(text, size);
    for (size_t cut = 0; cut <= size; cut += (size_t)pick(1, size_of_run(7, 1)))
        compare_chunks(&whole, text, size, &cut, 1);
    for (size_t i = 0; i < size; i++)
        cuts[i] = i;
    compare_chunks(&whole, text, size, cuts, size); /* one byte each */
    for (int i = 0; i < 20; i++)
        compare_chunks(&whole, text, size, cuts, random_cuts(size, i % 2 ? 10 : 400, cuts));
    lm_buffer_free(&host, &whole.bytes);
    /* damaged: a byte that is changed, and an end that is cut off */
    char *damaged = malloc(size);
    for (int i = 0; i < 60; i++) {
        memcpy(damaged, text, size);
        damaged[pick(0, (int64_t)size - 1)] = "\0\"\n{}[],x7-"[pick(0, 10)];
        const size_t left = i % 3 ? size : (size_t)pick(0, (int64_t)size);
        outcome of_damaged = outcome_of(damaged, left);
        compare_chunks(&of_damaged, damaged, left, cuts, random_cuts(left, i % 2 ? 10 : 400, cuts));
        lm_buffer_free(&host, &of_damaged.bytes);
    }
    free(damaged);
}

/* ---- cuts */

/* Returns the complete lines: those with a line end, and a complete line of JSON without one. */
static size_t whole_lines(const char *text, size_t cut, bool json)
{
    if (json && text[cut] == '\n')
        return cut + 1;
    while (cut > 0 && text[cut - 1] != '\n')
        cut--;
    return cut;
}

/*
 * Every cut near the beginning and the end of the content, where headers, brackets and ids are; between them the same rows
 * come again, and `make check` takes one cut of a few.
 */
static size_t next_cut(size_t cut, size_t size)
{
    const bool at_end = cut < 400 || cut + 400 > size;
    return cut + (at_end ? 1 : (size_t)pick(1, size_of_run(7, 1)));
}

static void cut_everywhere(const char *text, size_t size, bool json)
{
    size_t taken = 0, tried = 0, whole = SIZE_MAX;
    lm_buffer wanted = {0};
    for (size_t cut = 0; cut < size; cut = next_cut(cut, size), tried++) {
        lm_buffer got = {0};
        if (feed(text, cut, &got) != LM_OK)
            continue;
        if (whole != whole_lines(text, cut, json)) {
            whole = whole_lines(text, cut, json);
            lm_buffer_free(&host, &wanted);
            CHECK(feed(text, whole, &wanted) == LM_OK);
        }
        CHECK(same_bytes(&got, &wanted));
        lm_buffer_free(&host, &got);
        taken++;
    }
    lm_buffer_free(&host, &wanted);
    lm_buffer all = {0};
    CHECK(taken > 3 && taken < tried / 4);
    CHECK(feed(text, size, &all) == LM_OK);
    lm_buffer_free(&host, &all);
}

/* The lines of a sample as one array gives the same tape, also in chunks, if the layout reads an array of messages. */
static bool array_of_lines(const char *text, size_t size)
{
    static char array[LONGEST + 16];
    lm_buffer lines = {0}, elements = {0};
    size_t used = 1;
    array[0] = '[';
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\n' && i + 1 < size)
            array[used++] = ',';
        array[used++] = text[i];
    }
    array[used++] = ']';
    CHECK(feed(text, size, &lines) == LM_OK);
    const bool reads = feed(array, used, &elements) == LM_OK;
    CHECK(!reads || same_bytes(&lines, &elements));
    lm_buffer_free(&host, &lines);
    lm_buffer_free(&host, &elements);
    chunk_everywhere(array, used);
    return reads;
}

static int arrays;

static void test_sample(const char *text, size_t size, bool json)
{
    cut_everywhere(text, size, json);
    chunk_everywhere(text, size);
    arrays += json && array_of_lines(text, size);
}

int main(void)
{
    lm_host_init(&host);
    CHECK(for_each_sample(test_sample) > 30);
    CHECK(arrays > 4);
    return check_report("files that are cut");
}
