#include "tape/check.h"

#include "base/cell.h"
#include "base/number.h"

lm_status lm_count_overflow(lm_host *host)
{
    return lm_fail(host, LM_E_OVERFLOW, "Give the tape a greater unit, such as {\"unit\": 1}.",
                   "a count of notional does not fit in 63 bits");
}

static lm_status price_error(lm_host *host, double price, const char *what)
{
    char text[LM_NUMBER_SIZE];
    return lm_fail(host, LM_E_RANGE, NULL, "%s must be a number from 1e-15 to 1e15, not %s", what,
                   lm_number_text(price, text));
}

static lm_status amount_error(lm_host *host, double amount, const char *what)
{
    char text[LM_NUMBER_SIZE];
    return lm_fail(host, LM_E_RANGE, NULL, "%s must be a finite number of 0 or more, not %s", what,
                   lm_number_text(amount, text));
}

lm_status lm_check_price(lm_host *host, double price, const char *what)
{
    return lm_price_ok(price) ? LM_OK : price_error(host, price, what);
}

lm_status lm_check_amount(lm_host *host, double amount, const char *what)
{
    return amount >= 0 && lm_finite(amount) ? LM_OK : amount_error(host, amount, what);
}

lm_status lm_bad_time(lm_host *host)
{
    return lm_fail(host, LM_E_TIME, "ts() turns an epoch in s, ms, us or ns into a time.",
                   "a time must lie within 146,000 years of 1970");
}
