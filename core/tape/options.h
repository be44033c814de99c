/* Options of tapes, and which tapes can be combined. Internal to the core; maps use it too. */
#ifndef LM_TAPE_OPTIONS_H
#define LM_TAPE_OPTIONS_H

#include "base/host.h"
#include "liqmap/tape.h"

struct lm_json_node;

/* Parses how notional is counted in cells: precision, contract, contract_size, unit, symbol, quote. */
lm_status lm_options_read_counting(const struct lm_json_node *root, lm_tape_options *options);

/* Tells whether all options are in the range that lm_tape_options_read() accepts. */
bool lm_options_valid(const lm_tape_options *options);
/* Tells that of the options of lm_options_read_counting() alone. */
bool lm_options_counting_valid(const lm_tape_options *options);

/* Returns in what the two count differently but for the quote, as a word for errors ("units"); NULL if in nothing. */
const char *lm_options_counting_difference(const lm_tape_options *a, const lm_tape_options *b);

/* Checks that tapes with these options can be combined; LM_E_MISMATCH if not. */
lm_status lm_options_match(lm_host *host, const lm_tape_options *a, const lm_tape_options *b);

/*
 * Takes the quote of other options, which match, if only those state one. So the quote of a union of tapes does not
 * depend on their order.
 */
void lm_options_take_quote(lm_tape_options *options, const lm_tape_options *other);

/* Returns the quote notional of qty contracts at price. The order of the products decides the last bit of counts. */
static inline double lm_notional(lm_contract contract, double contract_size, double price, double qty)
{
    return contract == LM_LINEAR ? (price * qty) * contract_size : qty * contract_size;
}

#endif
