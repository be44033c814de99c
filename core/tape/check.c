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

lm_status lm_check_candle(lm_host *host, const lm_candle *candle)
{
    LM_TRY(lm_check_price(host, candle->low, "low"));
    LM_TRY(lm_check_price(host, candle->high, "high"));
    LM_TRY(lm_check_price(host, candle->open, "open"));
    LM_TRY(lm_check_price(host, candle->close, "close"));
    LM_TRY(lm_check_amount(host, candle->volume, "volume"));
    if (candle->low > candle->high)
        return lm_fail(host, LM_E_RANGE, NULL, "the low of a candle is above its high");
    if (candle->open < candle->low || candle->open > candle->high)
        return lm_fail(host, LM_E_RANGE, NULL, "the open of a candle lies outside its low and high");
    if (candle->close < candle->low || candle->close > candle->high)
        return lm_fail(host, LM_E_RANGE, NULL, "the close of a candle lies outside its low and high");
    if (candle->taker_buy_volume == candle->taker_buy_volume) {
        LM_TRY(lm_check_amount(host, candle->taker_buy_volume, "taker buy volume"));
        if (candle->taker_buy_volume > candle->volume)
            return lm_fail(host, LM_E_RANGE, NULL, "the taker buy volume of a candle is above its volume");
    }
    if (candle->duration <= 0)
        return lm_fail(host, LM_E_ARGUMENT, NULL, "the duration of a candle must be above 0, not %g s",
                       (double)candle->duration / LM_SECOND);
    return LM_OK;
}

lm_status lm_check_gauge(lm_host *host, const char *name, size_t length, double value)
{
    if (!lm_finite(value))
        return lm_fail(host, LM_E_RANGE, NULL, "the value of a gauge must be finite");
    if (length == 0 || length >= LM_GAUGE_NAME_SIZE)
        return lm_fail(host, LM_E_ARGUMENT, NULL, "the name of a gauge must have 1 to %d bytes, not %zu",
                       LM_GAUGE_NAME_SIZE - 1, length);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)name[i] < 0x20 || name[i] == 0x7f)
            return lm_fail(host, LM_E_ARGUMENT, NULL, "the name of a gauge has a control character");
    return LM_OK;
}
