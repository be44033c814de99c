#include "map/steps.h"

#include <math.h>

#include "base/bytes.h"

#define MAX_STEPS 1e12 /* between 0 and a price */

lm_steps lm_steps_from_width(double width)
{
    lm_steps steps = {.width = width, .decimals = lm_decimals_of(width)};
    steps.scaled = (double)lm_decimal_scale(width, steps.decimals % LM_NO_DECIMALS);
    return steps;
}

/* The largest of 1, 2, 5 times a power of ten that is at most `max`. */
static double nice_number(double max)
{
    double power = 1;
    int decimals = 0;
    while (power * 10 <= max)
        power *= 10;
    while (lm_decimal_value(1, decimals) > max && decimals + 1 < LM_NO_DECIMALS)
        decimals++;
    if (decimals > 0)
        power = lm_decimal_value(1, decimals);
    while (power > max)
        power /= 10;
    for (int times = 5; times > 1; times -= 3) {
        double step = decimals > 0 ? lm_decimal_value(times, decimals) : times * power;
        if (step <= max)
            return step;
    }
    return power;
}

double lm_default_step(double reference_price)
{
    return nice_number(reference_price * 0.0025);
}

lm_status lm_check_step(lm_host *host, double width)
{
    char text[LM_NUMBER_SIZE];
    if (width >= 0 && width <= LM_PRICE_MAX)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, "Give 0 for a step that is chosen from the prices.",
                   "step must be from 0 to 1e15, not %s", lm_number_text(width, text));
}

lm_status lm_check_step_at(lm_host *host, double width, double price)
{
    char text[LM_NUMBER_SIZE];
    if (price / width <= MAX_STEPS)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, "Give a larger step: no cell is narrower than a millionth of its price.",
                   "a step of %s is too fine for these prices", lm_number_text(width, text));
}

double lm_step_price(const lm_steps *steps, int64_t number)
{
    const double scaled = (double)number * steps->scaled;
    if (steps->decimals == LM_NO_DECIMALS || scaled > 0x1p53)
        return (double)number * steps->width;
    return lm_decimal_value((int64_t)scaled, steps->decimals);
}

int64_t lm_step_at(const lm_steps *steps, double price)
{
    int64_t number = (int64_t)floor(price / steps->width);
    while (lm_step_price(steps, number) > price)
        number--;
    while (lm_step_price(steps, number + 1) <= price)
        number++;
    return number;
}
