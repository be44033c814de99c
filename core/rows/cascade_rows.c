/* Row tables of cascades and impact models. "Least" is for the greatest share of liquidations that feeds may report. */
#include "rows/columns.h"

/* Units of amounts: what feeds would report, as in the map; and all that is liquidated. */
#define MAP_COINS "base coins, as the map counts"
#define MAP_QUOTE "quote, as the map counts"
#define FLOW_QUOTE "quote, of all that is liquidated, reported or not"

/* ---- one cascade; `at` is the member that contains it, with its dot, or empty */

#define CASCADE_COLUMNS(at)                                                                                            \
    LM_ROW_COLUMN("final_price", at final_price, "quote per base coin", "where the price stops"),                      \
        LM_ROW_COLUMN("move_pct", at move_pct, "percent", "of the final price from the reference price"),              \
        LM_ROW_COLUMN("size", at size, MAP_COINS, "liquidated"),                                                       \
        LM_ROW_COLUMN("notional", at notional, MAP_QUOTE, "liquidated, at the liquidation prices"),                    \
        LM_ROW_COLUMN("flow", at flow, FLOW_QUOTE, "liquidated, at the liquidation prices"),                           \
        LM_ROW_COLUMN("amplification", at amplification, "",                                                           \
                      "log distance of the final price over that of the shock"),                                       \
        LM_ROW_COLUMN("branching_at_stop", at branching_at_stop, "",                                                   \
                      "branching ratio over the next jump_pct from the final price"),                                  \
        LM_ROW_COLUMN("branching_max", at branching_max, "", "greatest branching ratio over any jump_pct on the way"), \
        LM_ROW_COLUMN("branching_max_price", at branching_max_price, "quote per base coin", "where that begins"),      \
        LM_ROW_OPTIONAL("critical_shock", at critical_shock, "fraction",                                               \
                        "smallest shock of this sign at which the price jumps; unknown where none does"),              \
        LM_ROW_OPTIONAL("landing_price", at landing_price, "quote per base coin", "where that jump ends"),             \
        LM_ROW_OPTIONAL("jump_flow", at jump_flow, FLOW_QUOTE, "liquidated in that jump"),                             \
        LM_ROW_COLUMN("shortfall", at shortfall, FLOW_QUOTE,                                                           \
                      "losses beyond bankruptcy prices, before the insurance fund"),                                   \
        LM_ROW_COLUMN("deleveraged", at deleveraged, FLOW_QUOTE,                                                       \
                      "positions whose losses the insurance fund does not cover"),                                     \
        LM_ROW_COLUMN("move_pct_least", at move_pct_least, "percent", ""),                                             \
        LM_ROW_COLUMN("move_pct_most", at move_pct_most, "percent", ""),                                               \
        LM_ROW_COLUMN("flow_least", at flow_least, FLOW_QUOTE, ""),                                                    \
        LM_ROW_COLUMN("flow_most", at flow_most, FLOW_QUOTE, ""),                                                      \
        LM_ROW_OPTIONAL("critical_shock_least", at critical_shock_least, "fraction", "the farther of the two"),        \
        LM_ROW_OPTIONAL("critical_shock_most", at critical_shock_most, "fraction", ""),                                \
        LM_ROW_COLUMN("shortfall_least", at shortfall_least, FLOW_QUOTE, ""),                                          \
        LM_ROW_COLUMN("shortfall_most", at shortfall_most, FLOW_QUOTE, ""),                                            \
        LM_ROW_OPTIONAL("worst_shock", at worst_shock, "fraction",                                                     \
                        "the shock with the longest jump on the whole map; unknown where nothing jumps"),              \
        LM_ROW_OPTIONAL("worst_landing_price", at worst_landing_price, "quote per base coin", "where that jump ends"), \
        LM_ROW_OPTIONAL("worst_jump_flow", at worst_jump_flow, FLOW_QUOTE, "liquidated in that jump")

#define ROW lm_cascade
static const lm_column cascade[] = {CASCADE_COLUMNS()};
LM_ROW_TABLE(lm_cascade_columns, "cascade", "cascade", cascade, "The figures of the cascade of a shock.");
#undef ROW

#define ROW lm_cascades_row
static const lm_column cascades[] = {
    LM_ROW_COLUMN("shock", shock, "fraction", "signed"),
    LM_ROW_COLUMN("depth_multiplier", depth_multiplier, "", "of the depth in the impact model"),
    CASCADE_COLUMNS(cascade.),
};
LM_ROW_TABLE(lm_cascades_columns, "cascades_row", "cascades", cascades, "The cascade of one shock at one depth.");
#undef ROW

#define ROW lm_cascade_class
static const lm_column cascade_class[] = {
    LM_ROW_OPTIONAL("leverage", leverage, "", ""),
    LM_ROW_COLUMN("size", size, MAP_COINS, "liquidated"),
    LM_ROW_COLUMN("notional", notional, MAP_QUOTE, "liquidated, at the liquidation prices"),
    LM_ROW_COLUMN("flow", flow, FLOW_QUOTE, "liquidated, at the liquidation prices"),
    LM_ROW_COLUMN("outstanding_notional", outstanding_notional, MAP_QUOTE, "outstanding on the side, reached or not"),
    LM_ROW_COLUMN("shortfall", shortfall, FLOW_QUOTE, "losses beyond bankruptcy prices"),
    LM_ROW_COLUMN("deleveraged", deleveraged, FLOW_QUOTE, "positions whose losses the insurance fund does not cover"),
    LM_ROW_COLUMN("flow_least", flow_least, FLOW_QUOTE, ""),
    LM_ROW_COLUMN("flow_most", flow_most, FLOW_QUOTE, ""),
};
LM_ROW_TABLE(lm_cascade_class_columns, "cascade_class", "cascade_by_leverage", cascade_class,
             "The part of a cascade that belongs to one leverage class.");
#undef ROW

#define ROW lm_fragility_row
static const lm_column fragility[] = {
    LM_ROW_COLUMN("side", side, "", "liquidated in the step"),
    LM_ROW_COLUMN("price_low", price_low, "quote per base coin", "lower bound of the step, part of it"),
    LM_ROW_COLUMN("price_high", price_high, "quote per base coin", "upper bound of the step"),
    LM_ROW_COLUMN("distance_pct", distance_pct, "percent", "of the step's middle from the reference price"),
    LM_ROW_COLUMN("liquidation_per_pct", liquidation_per_pct, FLOW_QUOTE,
                  "flow that reaches the order book per 1 % of price"),
    LM_ROW_COLUMN("depth_per_pct", depth_per_pct, "quote", "that moves the price by 1 %, after all that came before"),
    LM_ROW_COLUMN("branching", branching, "", "mean branching ratio over the step"),
    LM_ROW_COLUMN("critical", critical, "", "branching is 1 or more"),
    LM_ROW_COLUMN("branching_least", branching_least, "", ""),
    LM_ROW_COLUMN("branching_most", branching_most, "", ""),
};
LM_ROW_TABLE(lm_fragility_columns, "fragility_row", "fragility", fragility,
             "Liquidation, depth and branching ratio of a step of price.");
#undef ROW

/* ---- simulations */

#define ROW lm_simulated
static const lm_column simulated[] = {
    LM_ROW_COLUMN("quantile", quantile, "fraction",
                  "this part of the draws did not go beyond each of the other columns"),
    LM_ROW_COLUMN("shock_pct", shock_pct, "percent", "of the price, signed"),
    LM_ROW_COLUMN("final_price", final_price, "quote per base coin", "where the cascade stopped"),
    LM_ROW_COLUMN("move_pct", move_pct, "percent", "of the price, signed"),
    LM_ROW_COLUMN("size", size, MAP_COINS, "liquidated"),
    LM_ROW_COLUMN("notional", notional, MAP_QUOTE, "liquidated, at the liquidation prices"),
    LM_ROW_COLUMN("flow", flow, FLOW_QUOTE, "liquidated, at the liquidation prices"),
    LM_ROW_COLUMN("shortfall", shortfall, FLOW_QUOTE, "losses beyond bankruptcy prices"),
    LM_ROW_COLUMN("deleveraged", deleveraged, FLOW_QUOTE, "positions whose losses the insurance fund does not cover"),
    LM_ROW_COLUMN("jump_probability", jump_probability, "fraction",
                  "draws whose cascade jumped by jump_pct or more; the same in every row"),
    LM_ROW_COLUMN("reported_least", reported[0], "fraction",
                  "least share of liquidations that feeds were taken to report"),
    LM_ROW_COLUMN("reported_most", reported[1], "fraction",
                  "greatest share of liquidations that feeds were taken to report"),
};
LM_ROW_TABLE(lm_simulated_columns, "simulated", "simulate", simulated, "A quantile of many cascades.");
#undef ROW

#define ROW lm_simulation
static const lm_column simulation[] = {
    LM_ROW_COLUMN("draws", draws, "", "number of cascades"),
    LM_ROW_COLUMN("jump_probability", jump_probability, "fraction", "draws whose cascade jumped by jump_pct or more"),
    LM_ROW_COLUMN("reported_least", reported[0], "fraction",
                  "least share of liquidations that feeds were taken to report"),
    LM_ROW_COLUMN("reported_most", reported[1], "fraction",
                  "greatest share of liquidations that feeds were taken to report"),
};
LM_ROW_TABLE(lm_simulation_columns, "simulation_about", "", simulation, "The data behind a simulation.");
#undef ROW

/* ---- in time, and on several venues */

#define ROW lm_path_row
static const lm_column path[] = {
    LM_ROW_COLUMN("t", t, "seconds", "since the shock"),
    LM_ROW_COLUMN("price", price, "quote per base coin", ""),
    LM_ROW_COLUMN("flow", flow, FLOW_QUOTE, "sold in this step"),
    LM_ROW_COLUMN("cumulative_flow", cumulative_flow, FLOW_QUOTE, "sold so far"),
    LM_ROW_COLUMN("pending", pending, FLOW_QUOTE, "triggered and not yet sold"),
    LM_ROW_COLUMN("taken_over", taken_over, FLOW_QUOTE,
                  "beyond the bankruptcy or takeover price, and never sold, so far"),
};
LM_ROW_TABLE(lm_path_columns, "path_row", "cascade_path", path, "A moment of a cascade in time.");
#undef ROW

#define ROW lm_venues_row
static const lm_column venues_row[] = {
    LM_ROW_COLUMN("venue", venue, "", "from 1, in the order given"),
    LM_ROW_COLUMN("final_price", final_price, "quote per base coin",
                  "the same move from the venue's own reference price"),
    LM_ROW_COLUMN("move_pct", move_pct, "percent", "of all venues, the same in every row"),
    LM_ROW_COLUMN("size", size, MAP_COINS, "liquidated on the venue"),
    LM_ROW_COLUMN("notional", notional, MAP_QUOTE, "liquidated on the venue, at the liquidation prices"),
    LM_ROW_COLUMN("flow", flow, FLOW_QUOTE, "liquidated on the venue, at the liquidation prices"),
    LM_ROW_OPTIONAL("depth_share", depth_share, "fraction",
                    "of all that was sold, the part that the venue's book absorbed"),
    LM_ROW_COLUMN("branching", branching, "", "the venue's part of spectral_radius"),
    LM_ROW_COLUMN("amplification", amplification, "", "of all venues, the same in every row"),
    LM_ROW_COLUMN("spectral_radius", spectral_radius, "",
                  "of the branching matrix of the venues over the next jump_pct; the same in every row"),
    LM_ROW_COLUMN("move_pct_least", move_pct_least, "percent", "the same in every row"),
    LM_ROW_COLUMN("move_pct_most", move_pct_most, "percent", "the same in every row"),
};
LM_ROW_TABLE(lm_venues_row_columns, "venues_row", "cascade_venues", venues_row,
             "One venue's part of a cascade on several.");
#undef ROW

#define ROW lm_venues
static const lm_column venues[] = {
    LM_ROW_COLUMN("move_pct", move_pct, "percent", ""),
    LM_ROW_COLUMN("amplification", amplification, "", ""),
    LM_ROW_COLUMN("size", size, MAP_COINS, "liquidated on all venues"),
    LM_ROW_COLUMN("notional", notional, MAP_QUOTE, "liquidated on all venues, at the liquidation prices"),
    LM_ROW_COLUMN("flow", flow, FLOW_QUOTE, "liquidated on all venues, at the liquidation prices"),
    LM_ROW_COLUMN("spectral_radius", spectral_radius, "",
                  "of the branching matrix of the venues over the next jump_pct"),
    LM_ROW_COLUMN("move_pct_least", move_pct_least, "percent", ""),
    LM_ROW_COLUMN("move_pct_most", move_pct_most, "percent", ""),
};
LM_ROW_TABLE(lm_venues_columns, "venues_about", "", venues, "A cascade on several venues.");
#undef ROW

/* ---- impact models from data: what comes beside the document */

#define ROW lm_impact_estimate
static const lm_column impact_estimate[] = {
    LM_ROW_COLUMN("low", low, "as the number estimated", "lower end of the 90 % interval of depth_per_pct or y"),
    LM_ROW_OPTIONAL("high", high, "as the number estimated", "upper end; unknown where there is no upper bound"),
    LM_ROW_COLUMN("n", n, "", "frames in the regression"),
    LM_ROW_COLUMN("r2", r2, "fraction", "share of the squared returns that the line explains; may be negative"),
    LM_ROW_COLUMN("sigma", sigma, "fraction", "daily volatility of the closes"),
    LM_ROW_COLUMN("volume", volume, "quote", "traded a day"),
    LM_ROW_DURATION("frame", frame, "width of the frames"),
};
LM_ROW_TABLE(lm_impact_estimate_columns, "estimate", "", impact_estimate,
             "The data behind an impact model that is estimated from a tape.");
#undef ROW

#define ROW lm_book_profile
static const lm_column book_profile[] = {
    LM_ROW_COLUMN("snapshots", snapshots, "", "of the order book"),
    LM_ROW_TIME("since", since, "first snapshot"),
    LM_ROW_TIME("until", until, "last snapshot"),
};
LM_ROW_TABLE(lm_book_profile_columns, "book_estimate", "", book_profile,
             "The data behind an impact model that is made of order-book depth.");
#undef ROW
