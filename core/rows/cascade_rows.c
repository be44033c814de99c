/* Rows of cascades and of impact models. "Least" is where feeds report the greatest share of liquidations. */
#include "rows/columns.h"

/* ---- one cascade; `at` is the member that holds it, with its dot, or nothing */

#define CASCADE_COLUMNS(at)                                                                                           \
    COLUMN("final_price", at final_price, "quote per base coin", "where the price stops"),                            \
        COLUMN("move_pct", at move_pct, "percent", "of the final price from the reference price"),                    \
        COLUMN("size", at size, "base coins", "liquidated"),                                                          \
        COLUMN("notional", at notional, "quote", "liquidated, at the liquidation prices"),                            \
        COLUMN("amplification", at amplification, "", "log distance of the final price over that of the shock"),      \
        COLUMN("branching_at_stop", at branching_at_stop, "",                                                         \
               "branching ratio over the next jump_pct from the final price"),                                        \
        COLUMN("branching_max", at branching_max, "", "greatest branching ratio over any jump_pct on the way"),       \
        COLUMN("branching_max_price", at branching_max_price, "quote per base coin", "where that begins"),            \
        OPTIONAL("critical_shock", at critical_shock, "fraction",                                                     \
                 "smallest shock of this sign at which the price jumps; unknown where none does"),                    \
        OPTIONAL("landing_price", at landing_price, "quote per base coin", "where that jump ends"),                   \
        OPTIONAL("jump_notional", at jump_notional, "quote", "liquidated in that jump"),                              \
        COLUMN("shortfall", at shortfall, "quote", "losses beyond bankruptcy prices, before the insurance fund"),     \
        COLUMN("adl_notional", at adl_notional, "quote", "positions whose losses the insurance fund does not cover"), \
        COLUMN("move_pct_least", at move_pct_least, "percent", ""),                                                   \
        COLUMN("move_pct_most", at move_pct_most, "percent", ""),                                                     \
        COLUMN("notional_least", at notional_least, "quote", ""),                                                     \
        COLUMN("notional_most", at notional_most, "quote", ""),                                                       \
        OPTIONAL("critical_shock_least", at critical_shock_least, "fraction", "the farther of the two"),              \
        OPTIONAL("critical_shock_most", at critical_shock_most, "fraction", ""),                                      \
        COLUMN("shortfall_least", at shortfall_least, "quote", ""),                                                   \
        COLUMN("shortfall_most", at shortfall_most, "quote", ""),                                                     \
        OPTIONAL("worst_shock", at worst_shock, "fraction",                                                           \
                 "the shock with the longest jump on the whole map; unknown where nothing jumps"),                    \
        OPTIONAL("worst_landing_price", at worst_landing_price, "quote per base coin", "where that jump ends"),       \
        OPTIONAL("worst_jump_notional", at worst_jump_notional, "quote", "liquidated in that jump")

#define ROW lm_cascade
static const lm_column cascade[] = {CASCADE_COLUMNS()};
TABLE(lm_cascade_columns, "cascade", "cascade", cascade, "What a shock sets off.");
#undef ROW

#define ROW lm_cascades_row
static const lm_column cascades[] = {
    COLUMN("shock", shock, "fraction", "signed"),
    COLUMN("depth_multiplier", depth_multiplier, "", "of the depth in the impact model"),
    CASCADE_COLUMNS(cascade.),
};
TABLE(lm_cascades_columns, "cascades_row", "cascades", cascades, "What one shock sets off at one depth.");
#undef ROW

#define ROW lm_cascade_class
static const lm_column cascade_class[] = {
    OPTIONAL("leverage", leverage, "", ""),
    COLUMN("size", size, "base coins", "liquidated"),
    COLUMN("notional", notional, "quote", "liquidated, at the liquidation prices"),
    COLUMN("standing_notional", standing_notional, "quote", "outstanding on the side, reached or not"),
    COLUMN("shortfall", shortfall, "quote", "losses beyond bankruptcy prices"),
    COLUMN("adl_notional", adl_notional, "quote", "positions whose losses the insurance fund does not cover"),
    COLUMN("notional_least", notional_least, "quote", ""),
    COLUMN("notional_most", notional_most, "quote", ""),
};
TABLE(lm_cascade_class_columns, "cascade_class", "cascade_by_leverage", cascade_class,
      "A cascade's part of one class of leverage.");
#undef ROW

#define ROW lm_fragility_row
static const lm_column fragility[] = {
    COLUMN("side", side, "", "liquidated in the step"),
    COLUMN("price_low", price_low, "quote per base coin", "lower bound of the step, part of it"),
    COLUMN("price_high", price_high, "quote per base coin", "upper bound of the step"),
    COLUMN("distance_pct", distance_pct, "percent", "of the step's middle from the reference price"),
    COLUMN("liquidation_per_pct", liquidation_per_pct, "quote", "forced orders per 1 % of price"),
    COLUMN("depth_per_pct", depth_per_pct, "quote", "that moves the price by 1 %, after all that came before"),
    COLUMN("branching", branching, "", "mean branching ratio over the step"),
    COLUMN("critical", critical, "", "branching is 1 or more"),
    COLUMN("branching_least", branching_least, "", ""),
    COLUMN("branching_most", branching_most, "", ""),
};
TABLE(lm_fragility_columns, "fragility_row", "fragility", fragility,
      "How near a step of price is to setting off more than it takes.");
#undef ROW

/* ---- simulations */

#define ROW lm_simulated
static const lm_column simulated[] = {
    COLUMN("quantile", quantile, "fraction", "this part of the draws did not go beyond each of the other columns"),
    COLUMN("shock_pct", shock_pct, "percent", "of the price, signed"),
    COLUMN("price", price, "quote per base coin", "where the cascade stopped"),
    COLUMN("move_pct", move_pct, "percent", "of the price, signed"),
    COLUMN("size", size, "base coins", "liquidated"),
    COLUMN("notional", notional, "quote", "liquidated, at the liquidation prices"),
    COLUMN("shortfall", shortfall, "quote", "losses beyond bankruptcy prices"),
    COLUMN("adl_notional", adl_notional, "quote", "positions whose losses the insurance fund does not cover"),
    COLUMN("jump_probability", jump_probability, "fraction",
           "draws whose cascade jumped by jump_pct or more; the same in every row"),
    COLUMN("reported_least", reported[0], "fraction", "least share of liquidations that feeds were taken to report"),
    COLUMN("reported_most", reported[1], "fraction", "greatest share of liquidations that feeds were taken to report"),
};
TABLE(lm_simulated_columns, "simulated", "simulate", simulated, "A quantile of many cascades.");
#undef ROW

#define ROW lm_simulation
static const lm_column simulation[] = {
    COLUMN("draws", draws, "", "number of cascades"),
    COLUMN("jump_probability", jump_probability, "fraction", "draws whose cascade jumped by jump_pct or more"),
    COLUMN("reported_least", reported[0], "fraction", "least share of liquidations that feeds were taken to report"),
    COLUMN("reported_most", reported[1], "fraction", "greatest share of liquidations that feeds were taken to report"),
};
TABLE(lm_simulation_columns, "simulation_about", "", simulation, "What a simulation rests on.");
#undef ROW

/* ---- in time, and on several venues */

#define ROW lm_path_row
static const lm_column path[] = {
    COLUMN("t", t, "seconds", "since the shock"),
    COLUMN("price", price, "quote per base coin", ""),
    COLUMN("liquidated", liquidated, "quote", "sold in this step"),
    COLUMN("cumulative", cumulative, "quote", "sold so far"),
    COLUMN("pending", pending, "quote", "triggered and not yet sold"),
    COLUMN("taken_over", taken_over, "quote", "beyond the bankruptcy or takeover price, and never sold, so far"),
};
TABLE(lm_path_columns, "path_row", "cascade_path", path, "A moment of a cascade in time.");
#undef ROW

#define ROW lm_venues_row
static const lm_column venues_row[] = {
    COLUMN("venue", venue, "", "from 1, in the order given"),
    COLUMN("final_price", final_price, "quote per base coin", "the same move from the venue's own reference price"),
    COLUMN("move_pct", move_pct, "percent", "of all venues, the same in every row"),
    COLUMN("size", size, "base coins", "liquidated on the venue"),
    COLUMN("notional", notional, "quote", "liquidated on the venue, at the liquidation prices"),
    OPTIONAL("depth_share", depth_share, "fraction", "of all that was sold, the part that the venue's book absorbed"),
    COLUMN("branching", branching, "", "the venue's part of spectral_radius"),
    COLUMN("amplification", amplification, "", "of all venues, the same in every row"),
    COLUMN("spectral_radius", spectral_radius, "",
           "of the matrix of which venue sets off which, over the next jump_pct; the same in every row"),
    COLUMN("move_pct_least", move_pct_least, "percent", "the same in every row"),
    COLUMN("move_pct_most", move_pct_most, "percent", "the same in every row"),
};
TABLE(lm_venues_row_columns, "venues_row", "cascade_venues", venues_row, "One venue's part of a cascade on several.");
#undef ROW

#define ROW lm_venues
static const lm_column venues[] = {
    COLUMN("move_pct", move_pct, "percent", ""),
    COLUMN("amplification", amplification, "", ""),
    COLUMN("size", size, "base coins", "liquidated on all venues"),
    COLUMN("notional", notional, "quote", "liquidated on all venues, at the liquidation prices"),
    COLUMN("spectral_radius", spectral_radius, "",
           "of the matrix of which venue sets off which, over the next jump_pct"),
    COLUMN("move_pct_least", move_pct_least, "percent", ""),
    COLUMN("move_pct_most", move_pct_most, "percent", ""),
};
TABLE(lm_venues_columns, "venues_about", "", venues, "A cascade on several venues.");
#undef ROW

/* ---- impact models from data, beside their documents */

#define ROW lm_market_estimate
static const lm_column market_estimate[] = {
    COLUMN("low", low, "as the number estimated", "lower end of the 90 % interval of depth_per_pct or y"),
    OPTIONAL("high", high, "as the number estimated", "upper end; unknown where there is no upper bound"),
    COLUMN("n", n, "", "frames in the regression"),
    COLUMN("r2", r2, "fraction", "share of the squared returns that the line explains; may be negative"),
    COLUMN("sigma", sigma, "fraction", "daily volatility of the closes"),
    COLUMN("volume", volume, "quote", "traded a day"),
    DURATION("frame", frame, "width of the frames"),
};
TABLE(lm_market_estimate_columns, "estimate", "", market_estimate,
      "What an impact model estimated from a tape rests on.");
#undef ROW

#define ROW lm_book_profile
static const lm_column book_profile[] = {
    COLUMN("snapshots", snapshots, "", "of the order book"),
    TIME("since", since, "first snapshot"),
    TIME("until", until, "last snapshot"),
};
TABLE(lm_book_profile_columns, "book_estimate", "", book_profile,
      "What an impact model made of order-book depth rests on.");
#undef ROW
