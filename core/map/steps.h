/* Steps of price, for levels and heatmaps. Internal to the core. */
#ifndef LM_MAP_STEPS_H
#define LM_MAP_STEPS_H

#include "base/host.h"

#define LM_MAX_ROWS 1000000 /* of levels or of a heatmap; instants of a series */

typedef struct lm_steps {
    double width;
    int decimals;  /* of the width; they make 0.1 * 3 equal to 0.3 */
    double scaled; /* the width in units of these decimals */
} lm_steps;

lm_steps lm_steps_from_width(double width);

/* The default width of steps: the largest 1-2-5 number <= 0.25 % of the reference price. */
double lm_default_step(double reference_price);

/* LM_E_RANGE for a width that is negative or above LM_PRICE_MAX. */
lm_status lm_check_step(lm_host *host, double width);
/* LM_E_RANGE for a width so fine that the number of a step at `price` would not be exact. */
lm_status lm_check_step_at(lm_host *host, double width, double price);

/* The price at which step `number` begins. */
double lm_step_price(const lm_steps *steps, int64_t number);
/* The step that holds a price; exact, although price / width is rounded. */
int64_t lm_step_at(const lm_steps *steps, double price);

/* The middle of a step, by which all callers limit steps. */
static inline double lm_step_middle(const lm_steps *steps, int64_t number)
{
    return ((double)number + 0.5) * steps->width;
}

#endif
