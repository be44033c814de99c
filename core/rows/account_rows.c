/* Row tables of accounts under cross margin. */
#include "rows/columns.h"

#define ROW lm_account_row
static const lm_column account[] = {
    LM_ROW_OPTIONAL("symbol", symbol, "", "as given"),
    LM_ROW_COLUMN("side", side, "", "as given"),
    LM_ROW_COLUMN("qty", qty, "contracts", "as given"),
    LM_ROW_COLUMN("mark", mark, "quote per base coin", "as given"),
    LM_ROW_OPTIONAL("leverage", leverage, "", "as given"),
    LM_ROW_COLUMN("isolated", isolated, "", "as given"),
    LM_ROW_COLUMN("status", status, "",
                  "price, never or liquidatable; unknown where the equity of the account is unknown"),
    LM_ROW_OPTIONAL("liquidation_price", liquidation_price, "quote per base coin",
                    "with the other positions at their marks; known where status is price"),
    LM_ROW_OPTIONAL("distance_pct", distance_pct, "percent", "of the liquidation price from the mark, signed"),
    LM_ROW_COLUMN("maintenance_margin", maintenance_margin, "margin currency",
                  "the requirement at the mark, fee and fixed amount included"),
    LM_ROW_OPTIONAL(
        "price_down", price_down, "quote per base coin",
        "where the account dies as all marks fall together; unknown if it does not, and for isolated positions"),
    LM_ROW_OPTIONAL(
        "price_up", price_up, "quote per base coin",
        "where the account dies as all marks rise together; unknown if it does not, and for isolated positions"),
    LM_ROW_OPTIONAL("listed_price", listed_price, "quote per base coin", "the liquidation price as given"),
    LM_ROW_OPTIONAL("listed", listed, "", "agrees or differs: the listed price with the computed one, within 1e-4"),
    LM_ROW_OPTIONAL("difference", difference, "fraction", "of the computed price from the listed one"),
    LM_ROW_OPTIONAL("likely", likely, "", "why they differ: isolated or rate; unknown if neither explains it"),
    LM_ROW_OPTIONAL("implied_rate", implied_rate, "",
                    "the flat maintenance rate at which the listed price would agree"),
    LM_ROW_COLUMN("gives_equity", gives_equity, "", "the equity was solved from this listed price"),
    LM_ROW_OPTIONAL("counted_price", counted_price, "quote per base coin",
                    "for a map: the listed price, else the computed one; unknown for never"),
    LM_ROW_OPTIONAL("stale_days", stale_days, "days",
                    "from the last day of the table of the rules to their as_of; known where above 180"),
};
LM_ROW_TABLE(lm_account_row_columns, "account_position", "cross_account", account,
             "A position of an account under cross margin.");
#undef ROW

#define ROW lm_account_margin
static const lm_column account_margin[] = {
    LM_ROW_OPTIONAL("equity", equity, "margin currency", "at the marks, without isolated margin"),
    LM_ROW_COLUMN(
        "status", status, "",
        "price, never or liquidatable, when all marks move together; unknown if no listed price gives the equity"),
    LM_ROW_COLUMN("maintenance_margin", maintenance_margin, "margin currency",
                  "of all cross positions, at their marks"),
    LM_ROW_OPTIONAL("margin_available", margin_available, "margin currency", "equity less maintenance margin"),
    LM_ROW_COLUMN("notional", notional, "margin currency", "of all cross positions, at their marks"),
    LM_ROW_OPTIONAL("u_down", u_down, "fraction",
                    "the joint fall of all marks at which the account dies, 0 to -1; unknown if none does"),
    LM_ROW_OPTIONAL("u_up", u_up, "fraction",
                    "the joint rise of all marks at which the account dies; unknown if none does"),
    LM_ROW_COLUMN("held", held, "", "number of positions, isolated ones too"),
    LM_ROW_COLUMN("isolated", isolated, "", "number of isolated positions"),
    LM_ROW_COLUMN("listed", listed, "", "number of positions with a listed price, or listed as never liquidated"),
    LM_ROW_COLUMN("agrees", agrees, "", "number of them that agree with the computed price within 1e-4"),
};
LM_ROW_TABLE(lm_account_margin_columns, "account_margin", "account_margin", account_margin,
             "The state of an account under cross margin.");
#undef ROW
