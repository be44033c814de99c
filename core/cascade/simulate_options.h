/* Checks of the options of a simulation. Internal to the core. */
#ifndef LM_CASCADE_SIMULATE_OPTIONS_H
#define LM_CASCADE_SIMULATE_OPTIONS_H

#include "base/host.h"
#include "liqmap/simulate.h"

/*
 * Checks the options of a C caller. LM_E_RANGE for counts that do not fit the arrays, and for what
 * lm_simulate_options_read() would refuse.
 */
lm_status lm_simulate_options_check(lm_host *host, const lm_simulate_options *options);

#endif
