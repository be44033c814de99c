/* Encoding and decoding of the stored forms: little-endian, varints, safe on untrusted input. Internal to the core. */
#ifndef LM_BASE_BYTES_H
#define LM_BASE_BYTES_H

#include <string.h>

#include "base/host.h"

/* ---- encoding: reserve once, then write without checks */

/* Reserves capacity for `more` bytes after `size`. */
lm_status lm_buffer_reserve(lm_host *host, lm_buffer *buffer, size_t more);
lm_status lm_buffer_append(lm_host *host, lm_buffer *buffer, const void *data, size_t size);

#define LM_VARINT_MAX 10

static inline uint8_t *lm_put_varint(uint8_t *at, uint64_t value)
{
    while (value >= 0x80) {
        *at++ = (uint8_t)value | 0x80;
        value >>= 7;
    }
    *at++ = (uint8_t)value;
    return at;
}

static inline uint64_t lm_zigzag(int64_t value)
{
    return ((uint64_t)value << 1) ^ (value < 0 ? ~(uint64_t)0 : 0);
}

static inline int64_t lm_unzigzag(uint64_t value)
{
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

static inline uint8_t *lm_put_u64(uint8_t *at, uint64_t value)
{
    for (int i = 0; i < 8; i++)
        *at++ = (uint8_t)(value >> (8 * i));
    return at;
}

static inline uint64_t lm_bits_from_double(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, 8);
    return bits;
}

static inline double lm_double_from_bits(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, 8);
    return value;
}

static inline bool lm_negative_zero(double value)
{
    return lm_bits_from_double(value) == (uint64_t)1 << 63;
}

static inline uint8_t *lm_put_double(uint8_t *at, double value)
{
    return lm_put_u64(at, lm_bits_from_double(value));
}

/* ---- decoding: a cursor that sets `bad` at the first error and returns zeros from then on */

typedef struct lm_cursor {
    const uint8_t *at;
    const uint8_t *end;
    bool bad;
} lm_cursor;

static inline lm_cursor lm_cursor_of(lm_bytes bytes)
{
    /* Adding even 0 to NULL is undefined, and empty bytes may have NULL as data. */
    return (lm_cursor){bytes.data, bytes.size ? bytes.data + bytes.size : bytes.data, false};
}

static inline size_t lm_cursor_left(const lm_cursor *cursor)
{
    return (size_t)(cursor->end - cursor->at);
}

uint64_t lm_get_varint_slow(lm_cursor *cursor);

static inline uint64_t lm_get_varint(lm_cursor *cursor)
{
    if (cursor->at < cursor->end && *cursor->at < 0x80)
        return *cursor->at++;
    return lm_get_varint_slow(cursor);
}

static inline int64_t lm_get_zigzag(lm_cursor *cursor)
{
    return lm_unzigzag(lm_get_varint(cursor));
}

uint8_t lm_get_byte(lm_cursor *cursor);
uint64_t lm_get_u64(lm_cursor *cursor);
double lm_get_double(lm_cursor *cursor);
/* Returns the next `size` bytes, or NULL with a bad cursor. */
const uint8_t *lm_get_span(lm_cursor *cursor, size_t size);

/* ---- prices and gauges: mostly short decimals with small differences */

/*
 * Returns the smallest number of decimals (0 .. 14) at which value == m / 10^decimals for an integer |m| <= 2^53, or
 * LM_NO_DECIMALS.
 */
#define LM_NO_DECIMALS 15
int lm_decimals_of(double value);
/* Returns m of the value at these decimals: exact if lm_decimals_of() <= decimals, else the nearest. */
int64_t lm_decimal_scale(double value, int decimals);
double lm_decimal_value(int64_t scaled, int decimals);

/*
 * Writes a value as its difference from `before` at these decimals, or its raw bits at LM_NO_DECIMALS. At most
 * LM_VARINT_MAX bytes.
 */
uint8_t *lm_put_decimal(uint8_t *at, double value, double before, int decimals);
double lm_get_decimal(lm_cursor *cursor, double before, int decimals);

#endif
