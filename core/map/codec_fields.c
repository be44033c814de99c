#include "map/codec_fields.h"

#include "tape/quote.h"

lm_status lm_put_symbol(lm_host *host, const char *symbol, lm_buffer *out)
{
    uint8_t length = (uint8_t)strlen(symbol);
    LM_TRY(lm_buffer_append(host, out, &length, 1));
    return lm_buffer_append(host, out, symbol, length);
}

void lm_get_symbol(lm_cursor *cursor, char symbol[LM_SYMBOL_SIZE])
{
    size_t length = lm_get_byte(cursor);
    const uint8_t *span = length < LM_SYMBOL_SIZE ? lm_get_span(cursor, length) : NULL;
    if (span && !memchr(span, 0, length))
        memcpy(symbol, span, length);
    else
        cursor->bad = true;
}

lm_status lm_put_quote(lm_host *host, const char *quote, lm_buffer *out)
{
    return quote[0] ? lm_put_symbol(host, quote, out) : LM_OK;
}

void lm_get_quote(lm_cursor *cursor, char quote[LM_QUOTE_SIZE])
{
    char text[LM_SYMBOL_SIZE] = "";
    lm_get_symbol(cursor, text);
    if (text[0] == 0 || memchr(text, 0, LM_QUOTE_SIZE) == NULL || !lm_quote_valid(text))
        cursor->bad = true;
    else
        memcpy(quote, text, LM_QUOTE_SIZE);
}

double lm_get_positive(lm_cursor *cursor)
{
    double amount = lm_get_amount(cursor);
    if (!(amount >= LM_PRICE_MIN && amount <= LM_PRICE_MAX))
        cursor->bad = true;
    return amount;
}

int64_t lm_get_time(lm_cursor *cursor)
{
    int64_t time = lm_get_zigzag(cursor);
    if (time <= -LM_TIME_MAX - LM_DAY || time >= LM_TIME_MAX + LM_DAY)
        cursor->bad = true;
    return time;
}

uint8_t lm_get_precision(lm_cursor *cursor)
{
    uint8_t precision = lm_get_byte(cursor);
    if (precision < LM_PRECISION_MIN || precision > LM_PRECISION_MAX)
        cursor->bad = true;
    return precision;
}
