/* The terms of margin rules, read, resolved and printed. Internal to the core; the rules themselves are in liqmap/margin.h. */
#ifndef LM_MARGIN_RULES_H
#define LM_MARGIN_RULES_H

#include "base/json_document.h"
#include "liqmap/margin.h"

/* The members of a document that say what is charged, put in the place of what stands in *rules. Keys are not checked.
 */
lm_status lm_rules_read_terms(const lm_json_node *node, lm_rules *rules);
lm_status lm_rules_read_contract(const lm_json_node *node, lm_rules *rules);

/*
 * The tier that a quantity picks, of rules that are by size, as rules of that tier alone; its index. A schedule by size
 * comes to one rate, whether its tiers jump or are marginal, and so does a rate that grows with size. Written is only
 * what a stake reads, as this is done for every position: begin with lm_rules_init() where the rest matters.
 */
int lm_rules_at_size(const lm_rules *rules, double qty, lm_rules *picked);

/* What quantity a quote notional is. */
double lm_rules_size(const lm_rules *rules, double notional, double reference_price);

/*
 * What a replay can only place with a reference price: tiers, deductions or a fixed amount in coin, or in the size of a
 * linear contract.
 */
bool lm_rules_need_reference(const lm_rules *rules);

/* The resolved rules: read back they are the same. NULL where memory ran out. */
struct cJSON *lm_rules_json(const lm_rules *rules);

#endif
