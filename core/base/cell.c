#include "base/cell.h"

int32_t lm_cell(double price, int precision)
{
    return lm_cell_of(price, precision);
}

double lm_cell_low(int32_t cell, int precision)
{
    return lm_cell_floor(cell, precision);
}

double lm_cell_mid(int32_t cell, int precision)
{
    return lm_cell_middle(cell, precision);
}
