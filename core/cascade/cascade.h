/* Computes one cascade on an open ladder. Internal to the core. */
#ifndef LM_CASCADE_CASCADE_H
#define LM_CASCADE_CASCADE_H

#include "cascade/solve.h"
#include "liqmap/cascade.h"

/* Checks a shock. LM_E_RANGE unless it is a fraction within 100 %, and not 0. */
lm_status lm_check_shock(lm_host *host, double shock);

static inline lm_side lm_side_of_shock(double shock)
{
    return shock < 0 ? LM_LONG : LM_SHORT;
}

/* Converts a signed fraction to a log distance, and a log distance on a side to a signed fraction. */
double lm_shock_distance(double shock);
double lm_shock_from_distance(double distance, lm_side side);

/* Computes the cascade of a checked shock on the ladder of its side; `depth` multiplies that of the impact model. */
void lm_cascade_on(const lm_ladder *ladder, const lm_impact_model *model, double shock, double depth,
                   lm_cascade *cascade);

#endif
