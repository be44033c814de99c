/* The check of the options of scores. Internal to core/truth. */
#ifndef LM_TRUTH_SCORE_OPTIONS_H
#define LM_TRUTH_SCORE_OPTIONS_H

#include "liqmap/score.h"

/* LM_E_RANGE for options that are not valid. */
lm_status lm_score_options_check(lm_host *host, const lm_score_options *options);

#endif
