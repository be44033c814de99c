/* Options of tapes, and which tapes can be combined. Internal to the core; maps use it too. */
#ifndef LM_TAPE_OPTIONS_H
#define LM_TAPE_OPTIONS_H

#include "base/host.h"
#include "liqmap/tape.h"

struct lm_json_node;

/* Parses how notional is counted in cells: precision, contract, contract_size, unit, symbol. */
lm_status lm_options_read_counting(const struct lm_json_node *root, lm_tape_options *options);

/* Tells whether all options are in the range that lm_tape_options_read() accepts. */
bool lm_options_valid(const lm_tape_options *options);

/* Checks that tapes with these options can be combined; LM_E_MISMATCH if not. */
lm_status lm_options_match(lm_host *host, const lm_tape_options *a, const lm_tape_options *b);

#endif
