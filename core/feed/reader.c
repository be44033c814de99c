/*
 * Reads a file whose content comes in chunks, into rows or into a tape. Content that comes as a whole is one chunk that
 * is not copied. The rows of a tape first go into another one, so that an error leaves the caller's tape unchanged.
 */
#include <string.h>

#include "feed/feed.h"
#include "feed/input.h"
#include "feed/sink.h"
#include "feed/text.h"
#include "tape/block.h"
#include "tape/options.h"

struct lm_feed_reader {
    lm_input input;
    size_t wait_for; /* bytes that must wait before another attempt is worth its work */
    bool checked;    /* the first bytes are those of a text */
    enum lm_text_format format;
    lm_status failed; /* status of the first failure */
    lm_used_columns used;
    lm_csv csv;
    lm_json json;
    size_t rows; /* since the last call of the interrupt function */
    size_t hold; /* of rows out: rows that wait at the end of a batch */
    size_t most; /* of rows out: rows of a batch */
    bool given;  /* of rows out: the batch was given to the caller */
    bool within; /* of rows out: the text that is there was not read to its end */
    lm_rows_out out;
    lm_feed feed;
};

enum { ROWS_BETWEEN_INTERRUPTS = 4096 };

/* ---- the text */

/* Chooses the format of the text, as soon as there is enough of it. */
static lm_status begin_text(lm_host *host, lm_feed_reader *reader)
{
    const lm_layout *layout = reader->feed.layout;
    const lm_bytes text = lm_input_text(&reader->input, false);
    size_t mark = 0;
    if (!reader->checked) {
        const lm_bytes all = {reader->input.data, reader->input.size};
        if (all.size < LM_TEXT_SIGNATURE && !reader->input.final)
            return LM_OK;
        LM_TRY(lm_text_check(host, all));
        reader->checked = true;
    }
    LM_TRY(lm_text_begin(host, text, lm_input_is_final(&reader->input), layout, &mark, &reader->format));
    if (reader->format == LM_TEXT_UNKNOWN)
        return LM_OK;
    if (reader->feed.symbol_given && layout->symbol < 0)
        return lm_fail(host, LM_E_ARGUMENT, "Leave the symbol out.", "%s has no column of symbols", layout->name);
    lm_input_read_to(&reader->input, text.data + mark);
    lm_layout_find_used(layout, &reader->used);
    reader->feed.json = reader->format == LM_TEXT_JSON;
    if (reader->input.capacity == 0 && lm_input_is_final(&reader->input))
        reader->feed.text = lm_input_text(&reader->input, false);
    if (reader->feed.json)
        lm_json_init(&reader->json, layout, &reader->used);
    else
        lm_csv_init(&reader->csv, layout, &reader->used);
    return LM_OK;
}

/* Reads the next row of the text that is there; LM_DONE if no row of it is complete. */
static lm_status next_row(lm_host *host, lm_feed_reader *reader, lm_row *row)
{
    const int symbol = reader->feed.layout->symbol;
    if (reader->feed.json)
        return lm_json_next(host, &reader->json, row);
    const lm_status status = lm_csv_next(host, &reader->csv, row);
    reader->feed.single_market = symbol >= 0 && reader->csv.field_index[symbol] < 0;
    return status;
}

/* Takes rows until the end of the text that is there (LM_DONE), or until a batch of rows out is full. */
static lm_status take_rows(lm_host *host, lm_feed_reader *reader)
{
    lm_row row;
    while (!reader->feed.rows || reader->out.count < reader->most + reader->hold) {
        const lm_status status = next_row(host, reader, &row);
        if (status != LM_OK)
            return status;
        LM_TRY(lm_feed_take(&reader->feed, &row));
        if (++reader->rows % ROWS_BETWEEN_INTERRUPTS == 0)
            LM_TRY(lm_check_interrupt(host));
    }
    return LM_OK;
}

static void enter_text(lm_feed_reader *reader)
{
    const bool final = lm_input_is_final(&reader->input);
    if (reader->format == LM_TEXT_JSON)
        lm_json_enter(&reader->json, lm_input_text(&reader->input, false), final);
    else
        lm_csv_enter(&reader->csv, lm_input_text(&reader->input, true), final);
}

static void leave_text(lm_feed_reader *reader)
{
    if (reader->format == LM_TEXT_JSON)
        lm_json_leave(&reader->json);
    lm_input_read_to(&reader->input, reader->format == LM_TEXT_JSON ? reader->json.at : reader->csv.at);
}

/* Returns an error for a byte of value 0, which ends the text. Its line counts from what was read before it. */
static lm_status zero_error(lm_host *host, const lm_feed_reader *reader)
{
    const lm_input *input = &reader->input;
    int64_t line = reader->format == LM_TEXT_UNKNOWN ? 1
                   : reader->format == LM_TEXT_JSON  ? reader->json.line
                                                     : reader->csv.line;
    for (size_t i = input->begin; i < input->zero; i++)
        line += input->data[i] == '\n';
    return lm_fail(host, LM_E_CORRUPT, "Check whether the file is damaged.",
                   "line %lld: the text has a byte of value 0", (long long)line);
}

/*
 * Reads the rows that are complete in the content so far: LM_DONE when all are read, LM_OK if a batch of rows out is
 * full before. A row or value that is not complete is read again when at least as much content as there was has come,
 * so that the work stays in proportion to the content, however it is cut.
 */
static lm_status read_content(lm_host *host, lm_feed_reader *reader)
{
    lm_input *input = &reader->input;
    const bool ends = input->final || input->zero != SIZE_MAX;
    if (!reader->within && !ends && input->size - input->begin < reader->wait_for)
        return LM_DONE;
    if (reader->format == LM_TEXT_UNKNOWN)
        LM_TRY(begin_text(host, reader));
    if (reader->format != LM_TEXT_UNKNOWN) {
        if (!reader->within)
            enter_text(reader);
        reader->within = true;
        const lm_status status = take_rows(host, reader);
        if (status != LM_DONE)
            return status;
        leave_text(reader);
        reader->within = false;
    }
    reader->wait_for = (input->size - input->begin) * 2;
    return reader->checked && input->zero != SIZE_MAX ? zero_error(host, reader) : LM_DONE;
}

/* Checks the content as a whole, after its last row. */
static lm_status end_text(lm_host *host, lm_feed_reader *reader)
{
    lm_feed *feed = &reader->feed;
    if (!feed->has_open_interest) /* an empty market */
        feed->report.zero_open_interest = 0;
    const bool cut = reader->input.last != '\n'; /* the last line has no line end */
    if (reader->format == LM_TEXT_CSV)
        feed->report.lines = reader->csv.line - 1 + cut;
    if (reader->format == LM_TEXT_JSON) {
        feed->report.lines = reader->json.line - 1 + cut;
        feed->report.acknowledgements = reader->json.acknowledgements;
        if (!reader->json.recognised)
            return lm_fail(host, LM_E_MISSING, "Check that the file has this layout.",
                           "nothing in the text is a row of %s", feed->layout->name);
    }
    LM_TRY(lm_feed_flush(feed));
    return lm_feed_check_symbols(feed);
}

/* ---- readers */

static lm_status check_usable(lm_host *host, const lm_feed_reader *reader)
{
    if (reader->failed != LM_OK)
        return lm_fail(host, LM_E_ARGUMENT, "Create another reader.", "the reader has failed before");
    return LM_OK;
}

static lm_status add_content(lm_host *host, lm_feed_reader *reader, lm_bytes chunk)
{
    LM_TRY(lm_input_add(host, &reader->input, chunk));
    if (reader->feed.rows)
        return LM_OK;
    const lm_status status = read_content(host, reader);
    return status == LM_DONE ? LM_OK : status;
}

lm_status lm_feed_reader_add(lm_host *host, lm_feed_reader *reader, lm_bytes chunk)
{
    LM_TRY(check_usable(host, reader));
    if (reader->input.final)
        return lm_fail(host, LM_E_ARGUMENT, NULL, "content follows the end of the content");
    if (reader->within)
        return lm_fail(host, LM_E_ARGUMENT, "Read the rows until there are no more.",
                       "rows of the content so far were not read");
    reader->feed.host = host;
    return reader->failed = add_content(host, reader, chunk);
}

static lm_status end_content(lm_host *host, lm_feed_reader *reader)
{
    reader->input.final = true;
    const lm_status status = read_content(host, reader);
    return status == LM_DONE ? end_text(host, reader) : status;
}

void lm_feed_reader_destroy(lm_host *host, lm_feed_reader *reader)
{
    if (!reader)
        return;
    reader->feed.host = host;
    lm_feed_free(&reader->feed);
    if (reader->format == LM_TEXT_JSON)
        lm_json_free(host, &reader->json);
    lm_input_free(host, &reader->input);
    lm_rows_free(host, &reader->out);
    if (reader->feed.tape)
        lm_tape_destroy(host, reader->feed.tape);
    lm_release(host, reader, sizeof *reader);
}

/* ---- into the tape */

static bool is_empty(const lm_tape *tape)
{
    return lm_const_block_of(tape)->frames.used == 0 && lm_const_block_of(tape)->pending.used == 0;
}

/* Replaces an empty tape by the new one, else by a copy with the rows of both. */
static lm_status replace_tape(lm_host *host, lm_tape **tape, lm_tape **fed)
{
    if (!is_empty(*tape)) {
        lm_tape *both;
        LM_TRY(lm_tape_copy(host, *tape, &both));
        const lm_status status = lm_tape_merge_building_into(host, &both, *fed);
        lm_tape_destroy(host, status == LM_OK ? *fed : both);
        if (status != LM_OK)
            return status;
        *fed = both;
    }
    (*fed)->host_word = (*tape)->host_word;
    lm_tape_destroy(host, *tape);
    *tape = *fed;
    *fed = NULL;
    return LM_OK;
}

/* Chooses the options by which the tape counts, or would count. */
static lm_status choose_options(lm_feed *feed, const lm_tape *tape, const lm_tape_options *counting)
{
    lm_tape_options_of(tape, &feed->options);
    if (!counting || feed->options.has_prices)
        return LM_OK;
    LM_TRY(lm_options_match(feed->host, &feed->options, counting));
    feed->options = *counting;
    feed->options.has_prices = false;
    return LM_OK;
}

static lm_status begin_tape(lm_host *host, lm_feed_reader *reader, const lm_tape *tape, const lm_feed_options *options)
{
    LM_TRY(choose_options(&reader->feed, tape, options ? options->counting : NULL));
    LM_TRY(lm_feed_begin(&reader->feed, options));
    return lm_tape_create(host, &reader->feed.options, &reader->feed.tape);
}

static lm_status allocate_reader(lm_host *host, const lm_layout *layout, lm_feed_reader **reader)
{
    void *memory;
    LM_TRY(lm_allocate(host, sizeof **reader, &memory));
    *reader = memory;
    lm_input_init(&(*reader)->input);
    (*reader)->feed.host = host;
    (*reader)->feed.layout = layout;
    return LM_OK;
}

/* Gives the reader to the caller if it could be created. */
static lm_status created(lm_host *host, lm_feed_reader *created, lm_status status, lm_feed_reader **reader)
{
    if (status == LM_OK)
        *reader = created;
    else
        lm_feed_reader_destroy(host, created);
    return status;
}

lm_status lm_feed_reader_create_for(lm_host *host, const lm_tape *tape, const lm_layout *layout,
                                    const lm_feed_options *options, lm_feed_reader **reader)
{
    lm_feed_reader *fresh;
    LM_TRY(allocate_reader(host, layout, &fresh));
    return created(host, fresh, begin_tape(host, fresh, tape, options), reader);
}

lm_status lm_feed_reader_create(lm_host *host, const lm_layout *layout, const lm_tape_options *options,
                                const lm_feed_options *feed_options, lm_feed_reader **reader)
{
    lm_feed_reader *fresh;
    LM_TRY(allocate_reader(host, layout, &fresh));
    fresh->feed.options = *options;
    fresh->feed.rows = &fresh->out;
    for (int i = 0; i < layout->stream_count; i++)
        fresh->hold = layout->streams[i].both_sides ? LM_FEED_BATCH : fresh->hold;
    fresh->out.make_ids = feed_options && feed_options->make_ids;
    return created(host, fresh, lm_feed_begin(&fresh->feed, feed_options), reader);
}

void lm_feed_reader_end(lm_feed_reader *reader)
{
    reader->input.final = true;
}

static lm_status next_batch(lm_host *host, lm_feed_reader *reader)
{
    if (reader->given)
        LM_TRY(lm_rows_begin(host, &reader->out));
    reader->given = false;
    const lm_status status = read_content(host, reader);
    if (status != LM_OK && status != LM_DONE)
        return status;
    if (status == LM_DONE && !reader->input.final)
        return status; /* the rows wait until the batch is full */
    if (status == LM_DONE)
        LM_TRY(end_text(host, reader));
    lm_rows_complete(&reader->out);
    reader->given = true;
    reader->out.held = status == LM_DONE ? 0 : reader->hold;
    return reader->out.count > 0 ? LM_OK : LM_DONE;
}

lm_status lm_feed_reader_rows(lm_host *host, lm_feed_reader *reader, size_t most, const lm_feed_row **rows,
                              size_t *count)
{
    LM_TRY(check_usable(host, reader));
    reader->feed.host = host;
    reader->most = most;
    const lm_status status = next_batch(host, reader);
    reader->failed = status == LM_DONE ? LM_OK : status;
    if (status == LM_OK) {
        *rows = reader->out.rows;
        *count = reader->out.count - reader->out.held;
    }
    return status;
}

const lm_feed_report *lm_feed_reader_report(const lm_feed_reader *reader)
{
    return &reader->feed.report;
}

lm_status lm_feed_reader_finish(lm_host *host, lm_feed_reader *reader, lm_tape **tape, lm_feed_report *report)
{
    LM_TRY(check_usable(host, reader));
    reader->feed.host = host;
    lm_status status = end_content(host, reader);
    if (status == LM_OK)
        status = replace_tape(host, tape, &reader->feed.tape);
    if (status == LM_OK)
        *report = reader->feed.report;
    reader->failed = status == LM_OK ? LM_DONE : status;
    return status;
}

lm_status lm_tape_feed(lm_host *host, lm_tape **tape, lm_bytes content, const lm_layout *layout,
                       const lm_feed_options *options, lm_feed_report *report)
{
    lm_feed_reader *reader;
    LM_TRY(lm_feed_reader_create_for(host, *tape, layout, options, &reader));
    lm_input_borrow(&reader->input, content);
    const lm_status status = lm_feed_reader_finish(host, reader, tape, report);
    lm_feed_reader_destroy(host, reader);
    return status;
}
