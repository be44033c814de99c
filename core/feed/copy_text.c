/* Rows as text for the COPY command of PostgreSQL. */
#include <string.h>

#include "base/bytes.h"
#include "base/decimal.h"
#include "liqmap/feed.h"

/* The most bytes of the numbers and words of a row, without its texts. */
enum { FIXED_SIZE = 8 * (LM_NUMBER_SIZE + 1) + 2 * LM_TIME_TEXT_SIZE };

static void put(lm_buffer *out, const char *text)
{
    const size_t size = strlen(text);
    memcpy(out->data + out->size, text, size);
    out->size += size;
}

/* Writes a text, in which backslashes and control characters are escaped; NULL as \N. */
static void put_text(lm_buffer *out, const char *text, size_t size)
{
    static const char controls[] = "\b\f\n\r\t\v\\", names[] = "bfnrtv\\";
    if (!text) {
        put(out, "\\N");
        return;
    }
    bool plain = true;
    for (size_t i = 0; i < size; i++)
        plain &= text[i] != '\\' && ((unsigned char)text[i] > '\r' || text[i] == 0);
    if (LM_LIKELY(plain)) {
        memcpy(out->data + out->size, text, size);
        out->size += size;
        return;
    }
    for (size_t i = 0; i < size; i++) {
        const char *control = text[i] ? strchr(controls, text[i]) : NULL;
        if (control)
            out->data[out->size++] = '\\';
        out->data[out->size++] = (uint8_t)(control ? names[control - controls] : text[i]);
    }
}

static void put_tab(lm_buffer *out)
{
    out->data[out->size++] = '\t';
}

static void put_number(lm_buffer *out, double number)
{
    char text[LM_NUMBER_SIZE];
    put(out, number == number ? lm_decimal_print(number, text) : "\\N");
    put_tab(out);
}

/* The text of the day of the last time, because rows follow each other. */
typedef struct day_text {
    int64_t day;
    char text[LM_TIME_TEXT_SIZE]; /* "2026-01-01T00:00:00Z" */
} day_text;

static uint8_t *put_digits(uint8_t *to, int count, int number)
{
    for (int i = count - 1; i >= 0; i--, number /= 10)
        to[i] = (uint8_t)('0' + number % 10);
    return to + count;
}

/* Writes a time as "2026-01-01T00:00:00.25Z". Times of files lie after 1970. */
static void put_time(lm_buffer *out, day_text *day, int64_t time)
{
    enum { HOUR = 11, MINUTE = 14, SECOND = 17, BEHIND = 19 };
    const int64_t within = time % LM_DAY;
    const int second = (int)(within / LM_SECOND);
    const int fraction = (int)(within % LM_SECOND);
    if (day->day != time / LM_DAY) {
        day->day = time / LM_DAY;
        lm_time_text(time - within, day->text);
    }
    uint8_t *const to = out->data + out->size;
    memcpy(to, day->text, BEHIND);
    put_digits(to + HOUR, 2, second / 3600);
    put_digits(to + MINUTE, 2, second / 60 % 60);
    put_digits(to + SECOND, 2, second % 60);
    out->size += BEHIND;
    if (fraction > 0) {
        out->data[out->size++] = '.';
        out->size = (size_t)(put_digits(out->data + out->size, 6, fraction) - out->data);
        while (out->data[out->size - 1] == '0')
            out->size--;
    }
    out->data[out->size++] = 'Z';
    put_tab(out);
}

static void put_trade(lm_buffer *out, day_text *day, const lm_feed_row *row)
{
    put_time(out, day, row->time);
    put_number(out, row->price);
    put_number(out, row->qty);
    put(out, row->taker == LM_TAKER_UNKNOWN ? "\\N\t" : row->taker == LM_TAKER_BOUGHT ? "t\t" : "f\t");
}

static void put_candle(lm_buffer *out, day_text *day, const lm_feed_row *row)
{
    char text[LM_NUMBER_SIZE];
    put(out, lm_decimal_print((double)row->duration / LM_SECOND, text));
    put(out, " s\t");
    put_time(out, day, row->time);
    put_number(out, row->open);
    put_number(out, row->high);
    put_number(out, row->low);
    put_number(out, row->close);
    put_number(out, row->volume);
    put_number(out, row->taker_buy_volume);
}

static void put_liquidation(lm_buffer *out, day_text *day, const lm_feed_row *row)
{
    put_time(out, day, row->time);
    put_number(out, row->price);
    put_number(out, row->qty);
    put(out, row->side == LM_LONG ? "long\t" : "short\t");
}

static size_t length_of(const char *text)
{
    return text ? strlen(text) : 0;
}

lm_status lm_feed_rows_copy(lm_host *host, lm_text source, const lm_feed_row *rows, size_t count, lm_buffer *out)
{
    day_text last = {.day = INT64_MIN}, *const day = &last;
    for (size_t i = 0; i < count; i++) {
        const lm_feed_row *row = &rows[i];
        const size_t market = length_of(row->market), id = length_of(row->id), name = length_of(row->name);
        LM_TRY(lm_buffer_reserve(host, out, FIXED_SIZE + 2 * (source.length + market + id + name)));
        put_text(out, source.text, source.length);
        put_tab(out);
        put_text(out, row->market, market);
        put_tab(out);
        switch (row->kind[0]) {
        case 't':
            put_trade(out, day, row);
            put_text(out, row->id, id);
            break;
        case 'c':
            put_candle(out, day, row);
            out->size--; /* no tab ends the line */
            break;
        case 'g':
            put_text(out, row->name, name);
            put_tab(out);
            put_time(out, day, row->time);
            put_number(out, row->value);
            out->size--;
            break;
        default:
            put_liquidation(out, day, row);
            put_text(out, row->id, id);
        }
        out->data[out->size++] = '\n';
    }
    return LM_OK;
}
