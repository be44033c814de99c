#include "base/bytes.h"

#include <math.h>

lm_status lm_buffer_reserve(lm_host *host, lm_buffer *buffer, size_t more)
{
    LM_TRY(LM_RESERVE(host, buffer->data, buffer->capacity, buffer->size + more));
    return LM_OK;
}

lm_status lm_buffer_append(lm_host *host, lm_buffer *buffer, const void *data, size_t size)
{
    LM_TRY(lm_buffer_reserve(host, buffer, size));
    if (size)
        memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    return LM_OK;
}

void lm_buffer_free(lm_host *host, lm_buffer *buffer)
{
    lm_release(host, buffer->data, buffer->capacity);
    memset(buffer, 0, sizeof *buffer);
}

uint64_t lm_get_varint_slow(lm_cursor *cursor)
{
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (cursor->at == cursor->end)
            break;
        uint8_t byte = *cursor->at++;
        uint64_t part = byte & 0x7f;
        if (shift == 63 && part > 1)
            break;
        value |= part << shift;
        if (byte < 0x80) {
            if (byte == 0 && shift > 0)
                break; /* a shorter form exists */
            return value;
        }
    }
    cursor->bad = true;
    return 0;
}

const uint8_t *lm_get_span(lm_cursor *cursor, size_t size)
{
    if (lm_cursor_left(cursor) < size) {
        cursor->bad = true;
        return NULL;
    }
    const uint8_t *span = cursor->at;
    cursor->at += size;
    return span;
}

uint8_t lm_get_byte(lm_cursor *cursor)
{
    const uint8_t *span = lm_get_span(cursor, 1);
    return span ? *span : 0;
}

uint64_t lm_get_u64(lm_cursor *cursor)
{
    const uint8_t *span = lm_get_span(cursor, 8);
    uint64_t value = 0;
    for (int i = 0; span && i < 8; i++)
        value |= (uint64_t)span[i] << (8 * i);
    return value;
}

double lm_get_double(lm_cursor *cursor)
{
    return lm_double_from_bits(lm_get_u64(cursor));
}

/* Powers of ten up to 10^22 are exact doubles, so m / 10^k is the double nearest to the decimal. */
static const double powers_of_ten[LM_NO_DECIMALS] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6, 1e7,
                                                     1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14};

#define DECIMAL_MAX 9007199254740992.0 /* 2^53 */

int lm_decimals_of(double value)
{
    for (int decimals = 0; decimals < LM_NO_DECIMALS; decimals++) {
        double scaled = value * powers_of_ten[decimals];
        if (!(fabs(scaled) <= DECIMAL_MAX))
            return LM_NO_DECIMALS;
        if ((double)__builtin_llrint(scaled) / powers_of_ten[decimals] == value)
            return decimals;
    }
    return LM_NO_DECIMALS;
}

int64_t lm_decimal_scale(double value, int decimals)
{
    double scaled = value * powers_of_ten[decimals];
    return fabs(scaled) <= DECIMAL_MAX ? __builtin_llrint(scaled) : 0;
}

double lm_decimal_value(int64_t scaled, int decimals)
{
    return (double)scaled / powers_of_ten[decimals];
}

uint8_t *lm_put_decimal(uint8_t *at, double value, double before, int decimals)
{
    if (decimals == LM_NO_DECIMALS)
        return lm_put_double(at, value);
    return lm_put_varint(at, lm_zigzag(lm_decimal_scale(value, decimals) - lm_decimal_scale(before, decimals)));
}

double lm_get_decimal(lm_cursor *cursor, double before, int decimals)
{
    if (decimals == LM_NO_DECIMALS)
        return lm_get_double(cursor);
    int64_t delta = lm_get_zigzag(cursor);
    int64_t scaled = (int64_t)((uint64_t)lm_decimal_scale(before, decimals) + (uint64_t)delta);
    if (scaled > (int64_t)DECIMAL_MAX || scaled < -(int64_t)DECIMAL_MAX) {
        cursor->bad = true;
        return 0;
    }
    return lm_decimal_value(scaled, decimals);
}
