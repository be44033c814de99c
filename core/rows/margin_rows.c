/* Rows of margin arithmetic and of venues. */
#include "rows/columns.h"

#define ROW lm_margin
static const lm_column margin[] = {
    COLUMN("status", status, "", "price, never or already"),
    OPTIONAL("liquidation_price", liquidation_price, "quote per base coin", "known where status is price"),
    OPTIONAL("bankruptcy_price", bankruptcy_price, "quote per base coin",
             "where equity is 0; unknown where no price makes it so"),
    COLUMN("tier_at_entry", tier_at_entry, "", "from 0"),
    OPTIONAL("tier_at_liquidation", tier_at_liquidation, "", "from 0; known where status is price"),
    COLUMN("initial_margin", initial_margin, "margin currency", "the collateral counted"),
    COLUMN("maintenance_margin", maintenance_margin, "margin currency",
           "the requirement at entry, fee and fixed amount included"),
    OPTIONAL("distance_pct", distance_pct, "percent", "of the liquidation price from entry, signed"),
};
TABLE(lm_margin_columns, "margin", "margin", margin, "Where a position is liquidated.");
#undef ROW

#define ROW lm_hedge_margin
static const lm_column hedged_margin[] = {
    COLUMN("status", status, "", "price, never or already"),
    OPTIONAL("liquidation_price", liquidation_price, "quote per base coin",
             "against the larger leg where there is one, else the other"),
    OPTIONAL("price_below", price_below, "quote per base coin", "met first when the price falls from the mark"),
    OPTIONAL("price_above", price_above, "quote per base coin", "met first when the price rises from the mark"),
    COLUMN("equity", equity, "margin currency", "at the mark"),
    COLUMN("maintenance_margin", maintenance_margin, "margin currency", "of both legs, at the mark"),
};
TABLE(lm_hedge_margin_columns, "hedged_margin", "hedged_margin", hedged_margin,
      "Where both legs of a hedged position are liquidated together.");
#undef ROW

#define ROW lm_venue_entry
static const lm_column venue[] = {
    COLUMN("venue", venue, "", "name, as venue() takes it"),
    COLUMN("symbol", symbol, "", ""),
    CONTRACT("contract", rules.contract, "linear or inverse"),
    COLUMN("contract_size", rules.contract_size, "base coins (linear) or quote (inverse)", "per unit of qty"),
    TIME("since", since, "first day on which the table is known to have been in force"),
    COLUMN("tiers", rules.tier_count, "", "number of tiers"),
    STATED("max_leverage", rules.tiers[0].max_leverage, "", "of the first tier"),
    STATED("cap", rules.cap, "unit of floors", "largest position that the venue opens"),
    STATED("known_to", rules.known_to, "unit of floors", "beyond it the venue has tiers that are not in the table"),
    COLUMN("source", source, "", "where the table was published, and when it was read"),
};
TABLE(lm_venue_columns, "venue_table", "venues", venue, "A built-in table of margin rules.");
#undef ROW
