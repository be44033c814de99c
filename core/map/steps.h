/* Steps of price: what levels and heatmaps are made of. Internal to the core. */
#ifndef LM_MAP_STEPS_H
#define LM_MAP_STEPS_H

#include "base/host.h"

#define LM_MAX_ROWS 1000000 /* of a reading in steps */

typedef struct lm_steps {
    double width;
    int decimals;  /* of the width, so that 0.1 * 3 is 0.3 */
    double scaled; /* the width in units of these decimals */
} lm_steps;

lm_steps lm_steps_of(double width);

/* The width of steps for people who did not choose one: the largest 1-2-5 number <= 0.25 % of the reference price. */
double lm_default_step(double reference_price);

/* LM_E_RANGE for a width that is negative or above the prices there are. */
lm_status lm_check_step(lm_host *host, double width);
/* LM_E_RANGE for a width so fine that the number of a step at `price` would not be exact. */
lm_status lm_check_step_at(lm_host *host, double width, double price);

/* The price at which step `number` begins, and the step that holds a price, whatever the division rounds to. */
double lm_step_price(const lm_steps *steps, int64_t number);
int64_t lm_step_at(const lm_steps *steps, double price);

/* The same for every face that limits steps by their middle. */
static inline double lm_step_middle(const lm_steps *steps, int64_t number)
{
    return ((double)number + 0.5) * steps->width;
}

#endif
