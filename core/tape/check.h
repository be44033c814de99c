/* The checks that all rows share. Internal to the core. */
#ifndef LM_TAPE_CHECK_H
#define LM_TAPE_CHECK_H

#include "base/host.h"

/* Checked at each door a price and a quantity come in by. */
lm_status lm_check_price(lm_host *host, double price, const char *what);
lm_status lm_check_amount(lm_host *host, double amount, const char *what);

/* What is wrong with a time beyond LM_TIME_MAX, and with a sum of counts that does not fit. */
lm_status lm_bad_time(lm_host *host);
lm_status lm_count_overflow(lm_host *host);

#endif
