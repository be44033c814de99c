/* The price axis, inline for the hot loops; see lm_cell() in liqmap.h. Internal to the core. */
#ifndef LM_BASE_CELL_H
#define LM_BASE_CELL_H

#include "base/bytes.h"

static inline int32_t lm_cell_of(double price, int precision)
{
    return (int32_t)(lm_bits_of(price) >> (52 - precision)) - (int32_t)((uint32_t)1023 << precision);
}

static inline double lm_cell_floor(int32_t cell, int precision)
{
    return lm_double_of((uint64_t)((int64_t)cell + ((int64_t)1023 << precision)) << (52 - precision));
}

static inline double lm_cell_middle(int32_t cell, int precision)
{
    return (lm_cell_floor(cell, precision) + lm_cell_floor(cell + 1, precision)) * 0.5;
}

static inline bool lm_price_ok(double price)
{
    return price >= LM_PRICE_MIN && price <= LM_PRICE_MAX;
}

/* The cells of the least and the greatest price that are accepted. */
static inline int32_t lm_cell_least(int precision)
{
    return lm_cell_of(LM_PRICE_MIN, precision);
}

static inline int32_t lm_cell_greatest(int precision)
{
    return lm_cell_of(LM_PRICE_MAX, precision);
}

/* Floor of a cell at lower precision, negative cells too. */
static inline int32_t lm_cell_coarsen(int32_t cell, int bits)
{
    return cell >= 0 ? cell >> bits : -((-(cell + 1)) >> bits) - 1;
}

#endif
