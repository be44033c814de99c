/* Rounds liquidation prices to the ticks of a venue: a separate step after the exact price. */
#include <math.h>

#include "base/host.h"
#include "base/number.h"
#include "liqmap/margin.h"

static double round_steps(double steps, lm_rounding rounding)
{
    /* A price that is on a tick, apart from the rounding of the division, does not move. */
    const double nearest = floor(steps + 0.5);
    if (rounding == LM_ROUND_NEAREST || fabs(steps - nearest) <= 1e-9 * fmax(1, steps * 1e-3))
        return nearest;
    return rounding == LM_ROUND_UP ? floor(steps) + 1 : floor(steps);
}

/*
 * Returns the price of a number of ticks. Ticks are decimal: 9191 steps of 0.1 are 9191 / 10, the double nearest to
 * 919.1, unlike 9191 * 0.1.
 */
static double price_of(double steps, double tick)
{
    const double per_unit = floor(1 / tick + 0.5);
    return per_unit >= 1 && fabs(per_unit * tick - 1) < 1e-12 ? steps / per_unit : steps * tick;
}

lm_status lm_round_liquidation_price(lm_host *host, const lm_rules *rules, lm_side side, double price, double tick,
                                     double *rounded)
{
    static const char *const sides[] = {"long", "short"};
    char text[LM_NUMBER_SIZE];
    const lm_rounding rounding = (lm_rounding)rules->rounding[side];
    if (!lm_finite(price) || !(price > 0))
        return lm_fail(host, LM_E_RANGE, NULL, "price must be finite and above 0, not %s", lm_number_text(price, text));
    if (!lm_finite(tick) || tick < 0)
        return lm_fail(host, LM_E_RANGE, NULL, "tick must be finite and at least 0, not %s",
                       lm_number_text(tick, text));
    if (rounding == LM_ROUND_UNKNOWN)
        return lm_fail(
            host, LM_E_MISSING,
            "Add the rounding to the rules: {\"rounding\": {\"long\": \"up\", \"short\": \"down\"}, \"tick\": 0.5}.",
            "the rules do not say how the liquidation price of a %s is rounded", sides[side]);
    if (rounding == LM_ROUND_EXACT) {
        *rounded = price;
        return LM_OK;
    }
    if (tick == 0)
        tick = rules->tick;
    if (tick == 0)
        return lm_fail(host, LM_E_MISSING, "Pass the tick of the symbol, or add it to the rules.",
                       "the rules do not state a tick");
    *rounded = price_of(round_steps(price / tick, rounding), tick);
    return LM_OK;
}
