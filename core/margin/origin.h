/* Where margin rules come from, as members of a document. Internal to the core. */
#ifndef LM_MARGIN_ORIGIN_H
#define LM_MARGIN_ORIGIN_H

#include "base/json_document.h"
#include "liqmap/margin.h"

#define LM_ORIGIN_KEYS "since", "seen", "source", "checked", "stale_days"

/* Sets an origin of which nothing is known. */
void lm_rules_origin_init(lm_rules_origin *origin);

/* Reads a date from a node: text of a year from 1 to 9999. */
lm_status lm_rules_date_read(const lm_json_node *node, int64_t *date);

/*
 * Read the members "since", "seen" and "checked" of a document, and the "source" if it is text, and replace these in
 * *origin; missing ones are left unchanged. LM_E_DOCUMENT for a wrong type, a text that is too long, or a "seen" before
 * "since".
 */
lm_status lm_rules_origin_read(const lm_json_node *node, lm_rules_origin *origin);
lm_status lm_rules_stale_days_read(const lm_json_node *node, lm_rules_origin *origin);

/* Copies an origin to the members of a result row; texts that are not known become NULL, others stay in *origin. */
void lm_rules_origin_copy(const lm_rules_origin *origin, int64_t *since, int64_t *seen, const char **source,
                          const char **checked, int *stale_days);

/* Adds the members that are known; false if there is no memory. */
bool lm_rules_origin_add(struct cJSON *json, const lm_rules_origin *origin);

#endif
