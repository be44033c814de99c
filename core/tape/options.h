/* Which tapes can be one. Internal to the core: maps ask too. */
#ifndef LM_TAPE_OPTIONS_H
#define LM_TAPE_OPTIONS_H

#include "base/host.h"
#include "liqmap/tape.h"

struct lm_json_node;

/* Reads how notional is counted in cells: precision, contract, contract_size, unit, symbol. */
lm_status lm_options_read_counting(const struct lm_json_node *root, lm_tape_options *options);

/* Is everything in the range that lm_tape_options_read() keeps to? */
bool lm_options_valid(const lm_tape_options *options);

/* LM_E_MISMATCH unless two tapes of these options can be one. */
lm_status lm_options_match(lm_host *host, const lm_tape_options *a, const lm_tape_options *b);

#endif
