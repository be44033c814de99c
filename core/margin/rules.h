/* Parsing, selection and printing of margin rules; liqmap/margin.h has the rules themselves. Internal to the core. */
#ifndef LM_MARGIN_RULES_H
#define LM_MARGIN_RULES_H

#include "base/json_document.h"
#include "liqmap/margin.h"

/*
 * Parses the members of a document that define charges, and replaces these in *rules. Does not check for unknown keys.
 */
lm_status lm_rules_read_terms(const lm_json_node *node, lm_rules *rules);
lm_status lm_rules_read_contract(const lm_json_node *node, lm_rules *rules);

/*
 * Selects the tier of a quantity, for rules that are by size, as rules with only that tier, and returns its index. A
 * schedule by size gives one rate, with steps or marginal tiers, and so does a rate that grows with size. Sets only the
 * members that lm_margin_position uses, because it runs for every position; call lm_rules_init() first if other members
 * are needed.
 */
int lm_rules_at_size(const lm_rules *rules, double qty, lm_rules *picked);

/* Returns the quantity of a quote notional. */
double lm_rules_size(const lm_rules *rules, double notional, double reference_price);

/*
 * Tells whether a replay needs a reference price for these rules: for tiers, deductions or a fixed amount in coins, or
 * in the size of a linear contract.
 */
bool lm_rules_need_reference(const lm_rules *rules);

/* Returns the complete rules as JSON, without loss; NULL if there is no memory. */
struct cJSON *lm_rules_json(const lm_rules *rules);

/* Returns the tier of a notional or size; `unit_value` is a factor for the floors. */
static inline int lm_rules_tier(const lm_rules *rules, double measure, double unit_value)
{
    int tier = 0;
    while (tier + 1 < rules->tier_count && measure >= rules->tiers[tier + 1].floor * unit_value)
        tier++;
    return rules->top_inclusive && tier > 0 && measure == rules->tiers[tier].floor * unit_value ? tier - 1 : tier;
}

#endif
