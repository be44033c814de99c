/* The price axis as inline functions, for speed. Internal to the core. */
#ifndef LM_BASE_CELL_H
#define LM_BASE_CELL_H

#include <string.h>

#include "base/host.h"

/* The functions of liqmap/base.h, inlined; cell.c compiles them with external linkage. */
#ifndef LM_CELL_INLINE
#define LM_CELL_INLINE extern inline __attribute__((gnu_inline, always_inline))
#endif

LM_CELL_INLINE int32_t lm_cell(double price, int precision)
{
    uint64_t bits;
    memcpy(&bits, &price, 8);
    return (int32_t)(bits >> (52 - precision)) - (int32_t)((uint32_t)1023 << precision);
}

LM_CELL_INLINE double lm_cell_low(int32_t cell, int precision)
{
    const uint64_t bits = (uint64_t)((int64_t)cell + ((int64_t)1023 << precision)) << (52 - precision);
    double price;
    memcpy(&price, &bits, 8);
    return price;
}

LM_CELL_INLINE double lm_cell_mid(int32_t cell, int precision)
{
    return (lm_cell_low(cell, precision) + lm_cell_low(cell + 1, precision)) * 0.5;
}

static inline bool lm_price_ok(double price)
{
    return price >= LM_PRICE_MIN && price <= LM_PRICE_MAX;
}

/* Return the cells of the lowest and the highest accepted price. */
static inline int32_t lm_cell_least(int precision)
{
    return lm_cell(LM_PRICE_MIN, precision);
}

static inline int32_t lm_cell_greatest(int precision)
{
    return lm_cell(LM_PRICE_MAX, precision);
}

/* Returns the cell with `bits` bits less precision that contains the cell; rounds down for negative cells too. */
static inline int32_t lm_cell_coarsen(int32_t cell, int bits)
{
    return cell >= 0 ? cell >> bits : -((-(cell + 1)) >> bits) - 1;
}

#endif
