/* Row tables of margin and of venues. */
#include "rows/columns.h"

/* The columns of a row that say where the table of its rules comes from. */
#define ORIGIN_COLUMNS                                                                                                \
    LM_ROW_OPTIONAL_TIME("since", since, "first day on which the table of the rules is known to have been in force"), \
        LM_ROW_OPTIONAL_TIME("seen", seen, "last day on which the table was seen, if it was seen again"),             \
        LM_ROW_OPTIONAL("source", source, "", "where the table was published"),                                       \
        LM_ROW_OPTIONAL("checked", checked, "", "which figures of the venue were compared with the rules"),           \
        LM_ROW_OPTIONAL("stale_days", stale_days, "days",                                                             \
                        "from the last day of the table to the as_of of the rules; known where above 180")

#define ROW lm_margin
static const lm_column margin[] = {
    LM_ROW_COLUMN("status", status, "", "price, never or liquidatable"),
    LM_ROW_OPTIONAL("liquidation_price", liquidation_price, "quote per base coin",
                    "where status is liquidatable, the price that the mark has passed"),
    LM_ROW_OPTIONAL("bankruptcy_price", bankruptcy_price, "quote per base coin",
                    "where equity is 0, or the bankruptcy_fee of the rules; unknown where no price makes it so"),
    LM_ROW_COLUMN("tier_at_entry", tier_at_entry, "", "from 0"),
    LM_ROW_OPTIONAL("tier_at_liquidation", tier_at_liquidation, "", "from 0; known where status is price"),
    LM_ROW_COLUMN("initial_margin", initial_margin, "margin currency", "the collateral counted"),
    LM_ROW_COLUMN("maintenance_margin", maintenance_margin, "margin currency",
                  "the requirement at the mark, fee and fixed amount included"),
    LM_ROW_OPTIONAL("distance_pct", distance_pct, "percent", "of the liquidation price from the mark, signed"),
    LM_ROW_OPTIONAL("past_pct", past_pct, "percent",
                    "how far the mark has passed the liquidation price; known where status is liquidatable"),
    ORIGIN_COLUMNS,
};
LM_ROW_TABLE(lm_margin_columns, "margin", "margin", margin, "Where a position is liquidated.");
#undef ROW

#define ROW lm_hedged_margin
static const lm_column hedged_margin[] = {
    LM_ROW_COLUMN("status", status, "", "price, never or liquidatable"),
    LM_ROW_OPTIONAL("liquidation_price", liquidation_price, "quote per base coin",
                    "against the larger leg where there is one, else the other"),
    LM_ROW_OPTIONAL("price_below", price_below, "quote per base coin", "met first when the price falls from the mark"),
    LM_ROW_OPTIONAL("price_above", price_above, "quote per base coin", "met first when the price rises from the mark"),
    LM_ROW_COLUMN("equity", equity, "margin currency", "at the mark"),
    LM_ROW_COLUMN("maintenance_margin", maintenance_margin, "margin currency", "of both legs, at the mark"),
    ORIGIN_COLUMNS,
};
LM_ROW_TABLE(lm_hedged_margin_columns, "hedged_margin", "hedged_margin", hedged_margin,
             "Where both legs of a hedged position are liquidated together.");
#undef ROW

#define ROW lm_venue_entry
static const lm_column venue[] = {
    LM_ROW_COLUMN("venue", venue, "", "name, as venue() takes it"),
    LM_ROW_COLUMN("symbol", symbol, "", ""),
    LM_ROW_CONTRACT("contract", rules.contract, "linear or inverse"),
    LM_ROW_COLUMN("contract_size", rules.contract_size, "base coins (linear) or quote (inverse)", "per unit of qty"),
    LM_ROW_TIME("since", since, "first day on which the table is known to have been in force"),
    LM_ROW_OPTIONAL_TIME("seen", seen, "last day on which the table was seen, if it was seen again"),
    LM_ROW_COLUMN("tiers", rules.tier_count, "", "number of tiers"),
    LM_ROW_STATED("max_leverage", rules.tiers[0].max_leverage, "", "of the first tier"),
    LM_ROW_STATED("cap", rules.cap, "unit of floors", "largest position that the venue opens"),
    LM_ROW_STATED("known_to", rules.known_to, "unit of floors",
                  "beyond it the venue has tiers that are not in the table"),
    LM_ROW_COLUMN("source", source, "", "where the table was published, and when it was read"),
};
LM_ROW_TABLE(lm_venue_columns, "venue_table", "venues", venue, "A built-in table of margin rules.");
#undef ROW
