#include "margin/rules.h"

#include <math.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/number.h"

static const char *const contract_words[] = {"linear", "inverse", NULL};
static const char *const basis_words[] = {"mark", "entry", NULL};

void lm_rules_init(lm_rules *rules)
{
    memset(rules, 0, sizeof *rules);
    rules->contract = LM_LINEAR;
    rules->basis = LM_BASIS_MARK;
    rules->fee_basis = LM_BASIS_MARK;
    rules->tier_count = 1;
    rules->tiers[0].rate = 0.004;
}

/*
 * What a tier deducts when that is left out. Marginal tiers charge each slice of notional at its own rate, so the
 * requirement is continuous at the floor; steps deduct nothing.
 */
static double default_deduct(const lm_tier *before, const lm_tier *tier, bool steps)
{
    return steps || !before ? 0 : before->deduct + (tier->floor * tier->rate - tier->floor * before->rate);
}

static lm_status read_tier(const lm_node *node, const lm_tier *before, bool steps, lm_tier *tier)
{
    static const char *const keys[] = {"floor", "rate", "deduct", "max_leverage", NULL};
    lm_node floor, rate;
    memset(tier, 0, sizeof *tier);
    LM_TRY(lm_node_keys(node, keys));
    if (!lm_node_member(node, "floor", &floor))
        return lm_node_fail(node, "has no \"floor\"");
    if (!lm_node_member(node, "rate", &rate))
        return lm_node_fail(node, "has no \"rate\"");
    LM_TRY(lm_node_number(&floor, 0, INFINITY, &tier->floor));
    LM_TRY(lm_node_number(&rate, 0, 1, &tier->rate));
    if (!before && tier->floor != 0)
        return lm_node_fail(&floor, "must be 0 in the first tier");
    if (before && tier->floor <= before->floor)
        return lm_node_fail(&floor, "must be above the floor of the tier before");
    if (before && tier->rate < before->rate)
        return lm_node_fail(&rate, "must not be below the rate of the tier before");
    tier->deduct = default_deduct(before, tier, steps);
    LM_TRY(lm_member_number(node, "deduct", 0, INFINITY, &tier->deduct));
    LM_TRY(lm_member_number(node, "max_leverage", LM_ABOVE_ZERO, INFINITY, &tier->max_leverage));
    return lm_finite(tier->deduct) ? LM_OK : lm_node_fail(node, "deducts more than a number holds");
}

static lm_status read_tiers(const lm_node *tiers, lm_rules *rules)
{
    LM_TRY(lm_node_array(tiers, 1, LM_MAX_TIERS, &rules->tier_count));
    for (int i = 0; i < rules->tier_count; i++) {
        lm_node tier;
        lm_node_element(tiers, i, &tier);
        LM_TRY(read_tier(&tier, i ? &rules->tiers[i - 1] : NULL, rules->steps, &rules->tiers[i]));
    }
    return LM_OK;
}

/* At 1 a long position could not be closed at any price, and the closed form changes sign. */
static lm_status check_rates(const lm_node *node, const lm_rules *rules)
{
    char rate[LM_NUMBER_SIZE], fee[LM_NUMBER_SIZE];
    const double greatest = rules->tiers[rules->tier_count - 1].rate;
    if (greatest + rules->fee < 1)
        return LM_OK;
    return lm_node_fail(node, "asks a rate of %s and a fee of %s, which must be below 1 together",
                        lm_number_text(greatest, rate), lm_number_text(rules->fee, fee));
}

lm_status lm_rules_read_node(const lm_node *node, lm_rules *rules)
{
    static const char *const keys[] = {"contract", "basis", "fee", "fee_basis", "fixed", "steps", "tiers", NULL};
    lm_rules read;
    lm_node member;
    int contract = LM_LINEAR, basis = LM_BASIS_MARK;
    lm_rules_init(&read);
    if (lm_node_member(node, "venue", &member))
        return lm_fail(node->document->host, LM_E_UNSUPPORTED, "Give contract, basis, fee and tiers of the venue.",
                       "named venues are not built in yet; give the rules themselves");
    LM_TRY(lm_node_keys(node, keys));
    LM_TRY(lm_member_word(node, "contract", contract_words, &contract));
    LM_TRY(lm_member_word(node, "basis", basis_words, &basis));
    read.contract = (uint8_t)contract;
    read.basis = (uint8_t)basis;
    LM_TRY(lm_member_word(node, "fee_basis", basis_words, &basis));
    read.fee_basis = (uint8_t)basis;
    LM_TRY(lm_member_number(node, "fee", 0, 1, &read.fee));
    LM_TRY(lm_member_number(node, "fixed", -INFINITY, INFINITY, &read.fixed));
    LM_TRY(lm_member_bool(node, "steps", &read.steps));
    if (lm_node_member(node, "tiers", &member))
        LM_TRY(read_tiers(&member, &read));
    LM_TRY(check_rates(node, &read));
    *rules = read;
    return LM_OK;
}

lm_status lm_rules_read(lm_host *host, const char *json, size_t length, lm_rules *rules)
{
    lm_document document;
    LM_TRY(lm_document_open(host, &document, "rules", json, length));
    const lm_node root = lm_document_root(&document);
    const lm_status status = lm_rules_read_node(&root, rules);
    lm_document_close(&document);
    return status;
}

bool lm_rules_need_reference(const lm_rules *rules)
{
    return rules->contract == LM_INVERSE && (rules->tier_count > 1 || rules->tiers[0].deduct != 0 || rules->fixed != 0);
}

static cJSON *tier_json(const lm_tier *tier)
{
    cJSON *json = cJSON_CreateObject();
    bool whole = lm_json_add(json, "floor", lm_json_number(tier->floor));
    whole = whole && lm_json_add(json, "rate", lm_json_number(tier->rate));
    whole = whole && lm_json_add(json, "deduct", lm_json_number(tier->deduct));
    if (tier->max_leverage > 0)
        whole = whole && lm_json_add(json, "max_leverage", lm_json_number(tier->max_leverage));
    if (whole)
        return json;
    cJSON_Delete(json);
    return NULL;
}

cJSON *lm_rules_json(const lm_rules *rules)
{
    cJSON *json = cJSON_CreateObject();
    cJSON *tiers = cJSON_CreateArray();
    bool whole = true;
    for (int i = 0; i < rules->tier_count; i++)
        whole = whole && lm_json_add(tiers, NULL, tier_json(&rules->tiers[i]));
    whole = whole && lm_json_add(json, "contract", cJSON_CreateString(contract_words[rules->contract]));
    whole = whole && lm_json_add(json, "basis", cJSON_CreateString(basis_words[rules->basis]));
    whole = whole && lm_json_add(json, "fee", lm_json_number(rules->fee));
    whole = whole && lm_json_add(json, "fee_basis", cJSON_CreateString(basis_words[rules->fee_basis]));
    whole = whole && lm_json_add(json, "fixed", lm_json_number(rules->fixed));
    whole = whole && lm_json_add(json, "steps", cJSON_CreateBool(rules->steps));
    if (!whole) {
        cJSON_Delete(tiers);
        cJSON_Delete(json);
        return NULL;
    }
    if (lm_json_add(json, "tiers", tiers))
        return json;
    cJSON_Delete(json);
    return NULL;
}
