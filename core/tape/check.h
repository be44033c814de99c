/* Checks for all kinds of rows. Internal to the core. */
#ifndef LM_TAPE_CHECK_H
#define LM_TAPE_CHECK_H

#include "base/host.h"
#include "liqmap/tape.h"

/* Check a price and an amount at an entry point: LM_E_RANGE. `what` names the value in the error. */
lm_status lm_check_price(lm_host *host, double price, const char *what);
lm_status lm_check_amount(lm_host *host, double amount, const char *what);

/* Checks the prices, volumes and duration of a candle, but not that a frame contains it: LM_E_RANGE, LM_E_ARGUMENT. */
lm_status lm_check_candle(lm_host *host, const lm_candle *candle);
/* Checks a sample of a gauge: LM_E_RANGE for the value, LM_E_ARGUMENT for the name. */
lm_status lm_check_gauge(lm_host *host, const char *name, size_t length, double value);

/*
 * Return the errors for a time beyond LM_TIME_MAX (LM_E_TIME), and for a sum of counts that does not fit
 * (LM_E_OVERFLOW).
 */
lm_status lm_bad_time(lm_host *host);
lm_status lm_count_overflow(lm_host *host);

#endif
