/* Row tables of scores. */
#include "rows/columns.h"

#define ROW lm_score_row
static const lm_column score[] = {
    LM_ROW_OPTIONAL("model", model, "", "number of the model, from 1; unknown of a null alone"),
    LM_ROW_OPTIONAL("forecast", forecast, "", "\"frozen\", \"expected\" or \"running\"; unknown of a null alone"),
    LM_ROW_COLUMN("metric", metric, "", "what the value is: \"information_gain\", \"level\", ..."),
    LM_ROW_OPTIONAL("null_model", null_name, "", "what the forecast is compared with; unknown where nothing is"),
    LM_ROW_KNOWN_IF(one_side, "side", side, "", "of the positions; unknown: both together"),
    LM_ROW_DURATION("horizon", horizon, "width of a bar"),
    LM_ROW_OPTIONAL_TIME("period", period, "first instant of the month; unknown: all that is scored"),
    LM_ROW_OPTIONAL("value", value, "", "of the metric"),
    LM_ROW_OPTIONAL("low", low, "", "5 % quantile of the value over days drawn again"),
    LM_ROW_OPTIONAL("high", high, "", "95 % quantile of the value over days drawn again"),
    LM_ROW_OPTIONAL("placebo", placebo, "", "the value of maps of other times; unknown until there are placebos"),
    LM_ROW_COLUMN("n_blocks", n_blocks, "", "number of days that are scored"),
    LM_ROW_COLUMN("n_notional", n_notional, "quote", "liquidations that were observed in what is scored"),
};
LM_ROW_TABLE(lm_score_columns, "score_row", "score", score,
             "A figure of how well a forecast fits observed liquidations.");
#undef ROW
