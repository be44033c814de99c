/* The draws of a simulation, each independent of the others. Internal to the core; tests check single draws. */
#ifndef LM_CASCADE_MONTE_CARLO_H
#define LM_CASCADE_MONTE_CARLO_H

#include "cascade/solve.h"
#include "liqmap/simulate.h"

typedef struct lm_simulator {
    const lm_simulate_options *options;
    lm_ladder ladder;
    lm_impact impact; /* of the impact model, for reported = 1 */
    lm_limits limits;
    double sigma;    /* of the horizon */
    double *totals;  /* coins of each class; NULL where class weights are not drawn */
    double *weights; /* of each class in the last draw */
    lm_rung *rungs;  /* reweighted for the last draw */
} lm_simulator;

typedef struct lm_draw {
    double shock;     /* log distance */
    double flow_size; /* base coins of end.flow */
    lm_cascade_end end;
} lm_draw;

/* Prepares draws with checked options. */
lm_status lm_simulator_init(lm_host *host, const lm_map *map, const lm_impact_model *model,
                            const lm_simulate_options *options, lm_simulator *simulator);
void lm_simulator_free(lm_host *host, lm_simulator *simulator);

void lm_simulate_draw(lm_simulator *simulator, uint64_t seed, uint64_t number, lm_draw *draw);

#endif
