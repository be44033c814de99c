#include "margin/rules.h"
#include "margin/origin.h"

#include <math.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/number.h"

static const char *const contract_words[] = {"linear", "inverse", NULL};
static const char *const basis_words[] = {"mark", "entry", NULL};
static const char *const unit_words[] = {"notional", "size", NULL};
static const char *const rounding_words[] = {"unknown", "exact", "up", "down", "nearest", NULL};

void lm_rules_init(lm_rules *rules)
{
    memset(rules, 0, sizeof *rules);
    rules->contract = LM_LINEAR;
    rules->basis = LM_BASIS_MARK;
    rules->fee_basis = LM_BASIS_MARK;
    rules->tier_count = 1;
    rules->tiers[0].rate = 0.004;
    rules->contract_size = 1;
    lm_rules_origin_init(&rules->origin);
}

/*
 * Returns the deduction of a tier that states none. Marginal tiers charge each part of the notional at its own rate, so
 * the requirement is continuous at the floor; steps deduct nothing.
 */
static double default_deduct(const lm_tier *before, const lm_tier *tier, bool steps)
{
    return steps || !before ? 0 : before->deduct + (tier->floor * tier->rate - tier->floor * before->rate);
}

/* The members of a tier: an object gives them by name, an array by position, with null for a missing one. */
enum { FLOOR, RATE, DEDUCT, MAX_LEVERAGE, CAP, TIER_MEMBERS };

/* Stored models have amounts of at most 1e300. What is computed from the amounts of a document must stay below it. */
#define AMOUNT_MAX 1e299

typedef struct tier_nodes {
    lm_json_node members[TIER_MEMBERS];
    bool given[TIER_MEMBERS];
} tier_nodes;

static lm_status find_members(const lm_json_node *node, tier_nodes *tier)
{
    static const char *const keys[] = {"floor", "rate", "deduct", "max_leverage", "cap", NULL};
    int count = 0;
    memset(tier, 0, sizeof *tier);
    if (cJSON_IsArray(node->item)) {
        LM_TRY(lm_json_node_array(node, 2, 4, &count));
        for (int i = 0; i < count; i++) {
            lm_json_node_element(node, i, &tier->members[i]);
            tier->given[i] = i <= RATE || !cJSON_IsNull(tier->members[i].item);
        }
        return LM_OK;
    }
    LM_TRY(lm_json_node_keys(node, keys));
    for (int i = 0; i < TIER_MEMBERS; i++)
        tier->given[i] = lm_json_node_member(node, keys[i], &tier->members[i]) &&
                         (i <= RATE || !cJSON_IsNull(tier->members[i].item));
    for (int i = FLOOR; i <= RATE; i++)
        if (!tier->given[i])
            return lm_json_node_fail(node, "has no \"%s\"", keys[i]);
    return LM_OK;
}

static lm_status check_floor(const lm_json_node *node, const lm_tier *before, double cap_before, double floor)
{
    char ends[LM_NUMBER_SIZE];
    if (!before && floor != 0)
        return lm_json_node_fail(node, "must be 0 in the first tier");
    if (before && floor <= before->floor)
        return lm_json_node_fail(node, "must be above the floor of the tier before");
    if (cap_before > 0 && floor != cap_before)
        return lm_json_node_fail(node, "must be the end of the tier before, %s", lm_number_text(cap_before, ends));
    return LM_OK;
}

/*
 * Parses a tier. *cap is the end that the tier before states, then the end that this tier states; 0 if none is stated.
 */
static lm_status parse_tier(const lm_json_node *node, const lm_tier *before, bool steps, double *cap, lm_tier *tier)
{
    tier_nodes nodes;
    memset(tier, 0, sizeof *tier);
    LM_TRY(find_members(node, &nodes));
    LM_TRY(lm_json_node_number(&nodes.members[FLOOR], 0, AMOUNT_MAX, &tier->floor));
    LM_TRY(lm_json_node_number(&nodes.members[RATE], 0, 1, &tier->rate));
    LM_TRY(check_floor(&nodes.members[FLOOR], before, *cap, tier->floor));
    if (before && tier->rate < before->rate)
        return lm_json_node_fail(&nodes.members[RATE], "must not be below the rate of the tier before");
    tier->deduct = default_deduct(before, tier, steps);
    if (nodes.given[DEDUCT])
        LM_TRY(lm_json_node_number(&nodes.members[DEDUCT], 0, AMOUNT_MAX, &tier->deduct));
    if (nodes.given[MAX_LEVERAGE])
        LM_TRY(lm_json_node_number(&nodes.members[MAX_LEVERAGE], LM_ABOVE_ZERO, AMOUNT_MAX, &tier->max_leverage));
    *cap = 0;
    if (nodes.given[CAP])
        LM_TRY(lm_json_node_number(&nodes.members[CAP], LM_ABOVE_ZERO, INFINITY, cap));
    if (nodes.given[CAP] && *cap <= tier->floor)
        return lm_json_node_fail(&nodes.members[CAP], "must be above the floor");
    return tier->deduct <= AMOUNT_MAX ? LM_OK
                                      : lm_json_node_fail(node, "has a deduction that is too large for a number");
}

static lm_status parse_tiers(const lm_json_node *tiers, lm_rules *rules)
{
    double cap = 0;
    int count = 0;
    LM_TRY(lm_json_node_array(tiers, 1, LM_MAX_TIERS, &count));
    for (int i = 0; i < count; i++) {
        lm_json_node tier;
        lm_json_node_element(tiers, i, &tier);
        LM_TRY(parse_tier(&tier, i ? &rules->tiers[i - 1] : NULL, rules->steps, &cap, &rules->tiers[i]));
    }
    /* New tiers replace the cap of the venue too. */
    rules->tier_count = count;
    rules->cap = cap;
    rules->known_to = 0;
    return LM_OK;
}

/*
 * Checks that rate + fee is below 1: at 1 a long position could not be closed at any price, and the closed form changes
 * sign.
 */
static lm_status check_rates(const lm_json_node *node, const lm_rules *rules)
{
    char rate[LM_NUMBER_SIZE], fee[LM_NUMBER_SIZE];
    const double greatest = rules->tiers[rules->tier_count - 1].rate;
    if (greatest + rules->fee < 1)
        return LM_OK;
    return lm_json_node_fail(node, "has a rate of %s and a fee of %s, whose sum must be below 1",
                             lm_number_text(greatest, rate), lm_number_text(rules->fee, fee));
}

static lm_status parse_rounding(const lm_json_node *node, lm_rules *rules)
{
    static const char *const keys[] = {"long", "short", NULL};
    lm_json_node member;
    if (!lm_json_node_member(node, "rounding", &member))
        return LM_OK;
    LM_TRY(lm_json_node_keys(&member, keys));
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        int word = LM_ROUND_UNKNOWN;
        LM_TRY(lm_json_member_word(&member, keys[side], rounding_words, &word));
        rules->rounding[side] = (uint8_t)word;
    }
    return LM_OK;
}

static lm_status parse_unit(const lm_json_node *node, lm_rules *rules)
{
    lm_json_node member;
    int unit = rules->by_size;
    LM_TRY(lm_json_member_word(node, "tiers_by", unit_words, &unit));
    rules->by_size = unit;
    LM_TRY(lm_json_member_number(node, "contract_size", LM_ABOVE_ZERO, INFINITY, &rules->contract_size));
    LM_TRY(lm_json_member_number(node, "rate_per_size", 0, 1, &rules->rate_per_size));
    if (!rules->by_size && rules->rate_per_size > 0 && lm_json_node_member(node, "rate_per_size", &member))
        return lm_json_node_fail(&member, "needs \"tiers_by\": \"size\" in the same object");
    return LM_OK;
}

lm_status lm_rules_read_terms(const lm_json_node *node, lm_rules *rules)
{
    lm_json_node member;
    int basis = rules->basis;
    LM_TRY(lm_json_member_word(node, "basis", basis_words, &basis));
    if (lm_json_node_member(node, "basis", &member))
        rules->fee_basis = (uint8_t)basis;
    rules->basis = (uint8_t)basis;
    basis = rules->fee_basis;
    LM_TRY(lm_json_member_word(node, "fee_basis", basis_words, &basis));
    rules->fee_basis = (uint8_t)basis;
    LM_TRY(lm_json_member_number(node, "fee", 0, 1, &rules->fee));
    LM_TRY(lm_json_member_number(node, "bankruptcy_fee", 0, 1, &rules->bankruptcy_fee));
    if (rules->bankruptcy_fee == 1 && lm_json_node_member(node, "bankruptcy_fee", &member))
        return lm_json_node_fail(&member, "must be below 1");
    LM_TRY(lm_json_member_number(node, "fixed", -AMOUNT_MAX, AMOUNT_MAX, &rules->fixed));
    LM_TRY(lm_json_member_bool(node, "steps", &rules->steps));
    LM_TRY(lm_json_member_bool(node, "top_inclusive", &rules->top_inclusive));
    LM_TRY(parse_unit(node, rules));
    LM_TRY(parse_rounding(node, rules));
    LM_TRY(lm_json_member_number(node, "tick", LM_ABOVE_ZERO, INFINITY, &rules->tick));
    if (lm_json_node_member(node, "tiers", &member))
        LM_TRY(parse_tiers(&member, rules));
    LM_TRY(lm_json_member_number(node, "cap", LM_ABOVE_ZERO, INFINITY, &rules->cap));
    LM_TRY(lm_json_member_number(node, "known_to", LM_ABOVE_ZERO, INFINITY, &rules->known_to));
    return check_rates(node, rules);
}

lm_status lm_rules_read_contract(const lm_json_node *node, lm_rules *rules)
{
    int contract = rules->contract;
    LM_TRY(lm_json_member_word(node, "contract", contract_words, &contract));
    rules->contract = (uint8_t)contract;
    return LM_OK;
}

bool lm_rules_need_reference(const lm_rules *rules)
{
    if (rules->by_size && rules->contract == LM_LINEAR)
        return rules->tier_count > 1 || rules->rate_per_size > 0 || rules->cap > 0 || rules->known_to > 0;
    if (rules->contract == LM_LINEAR)
        return false;
    return rules->fixed != 0 || (!rules->by_size && (rules->tier_count > 1 || rules->tiers[0].deduct != 0 ||
                                                     rules->cap > 0 || rules->known_to > 0));
}

int lm_rules_at_size(const lm_rules *rules, double qty, lm_rules *picked)
{
    const int tier = lm_rules_tier(rules, qty, 1);
    const lm_tier *chosen = &rules->tiers[tier];
    picked->contract = rules->contract;
    picked->basis = rules->basis;
    picked->fee_basis = rules->fee_basis;
    picked->fee = rules->fee;
    picked->fixed = rules->fixed;
    picked->by_size = false;
    picked->top_inclusive = false;
    picked->tier_count = 1;
    picked->tiers[0] = (lm_tier){
        .rate = chosen->rate - (chosen->deduct > 0 ? chosen->deduct / qty : 0) + rules->rate_per_size * qty,
        .max_leverage = chosen->max_leverage,
    };
    return tier;
}

double lm_rules_size(const lm_rules *rules, double notional, double reference_price)
{
    const double base = rules->contract == LM_LINEAR && reference_price > 0 ? notional / reference_price : notional;
    return base / rules->contract_size;
}

static cJSON *tier_json(const lm_tier *tier)
{
    cJSON *json = cJSON_CreateObject();
    bool ok = lm_json_add(json, "floor", lm_json_number(tier->floor));
    ok = ok && lm_json_add(json, "rate", lm_json_number(tier->rate));
    ok = ok && lm_json_add(json, "deduct", lm_json_number(tier->deduct));
    if (tier->max_leverage > 0)
        ok = ok && lm_json_add(json, "max_leverage", lm_json_number(tier->max_leverage));
    if (ok)
        return json;
    cJSON_Delete(json);
    return NULL;
}

/* Adds the members that differ from their default, so that documents without them keep their form. */
static bool add_non_default(cJSON *json, const lm_rules *rules)
{
    bool ok = true;
    if (rules->top_inclusive)
        ok = ok && lm_json_add(json, "top_inclusive", cJSON_CreateTrue());
    if (rules->by_size)
        ok = ok && lm_json_add(json, "tiers_by", cJSON_CreateString(unit_words[1]));
    if (rules->contract_size != 1)
        ok = ok && lm_json_add(json, "contract_size", lm_json_number(rules->contract_size));
    if (rules->rate_per_size > 0)
        ok = ok && lm_json_add(json, "rate_per_size", lm_json_number(rules->rate_per_size));
    if (rules->cap > 0)
        ok = ok && lm_json_add(json, "cap", lm_json_number(rules->cap));
    if (rules->known_to > 0)
        ok = ok && lm_json_add(json, "known_to", lm_json_number(rules->known_to));
    if (rules->tick > 0)
        ok = ok && lm_json_add(json, "tick", lm_json_number(rules->tick));
    if (rules->bankruptcy_fee > 0)
        ok = ok && lm_json_add(json, "bankruptcy_fee", lm_json_number(rules->bankruptcy_fee));
    if (rules->rounding[LM_LONG] == LM_ROUND_UNKNOWN && rules->rounding[LM_SHORT] == LM_ROUND_UNKNOWN)
        return ok;
    cJSON *rounding = cJSON_CreateObject();
    ok = ok && lm_json_add(rounding, "long", cJSON_CreateString(rounding_words[rules->rounding[LM_LONG]]));
    ok = ok && lm_json_add(rounding, "short", cJSON_CreateString(rounding_words[rules->rounding[LM_SHORT]]));
    if (ok)
        return lm_json_add(json, "rounding", rounding);
    cJSON_Delete(rounding);
    return false;
}

cJSON *lm_rules_json(const lm_rules *rules)
{
    cJSON *json = cJSON_CreateObject();
    cJSON *tiers = cJSON_CreateArray();
    bool ok = true;
    for (int i = 0; i < rules->tier_count; i++)
        ok = ok && lm_json_add(tiers, NULL, tier_json(&rules->tiers[i]));
    ok = ok && lm_json_add(json, "contract", cJSON_CreateString(contract_words[rules->contract]));
    ok = ok && lm_json_add(json, "basis", cJSON_CreateString(basis_words[rules->basis]));
    ok = ok && lm_json_add(json, "fee", lm_json_number(rules->fee));
    ok = ok && lm_json_add(json, "fee_basis", cJSON_CreateString(basis_words[rules->fee_basis]));
    ok = ok && lm_json_add(json, "fixed", lm_json_number(rules->fixed));
    ok = ok && lm_json_add(json, "steps", cJSON_CreateBool(rules->steps));
    ok = ok && add_non_default(json, rules) && lm_rules_origin_add(json, &rules->origin);
    if (!ok) {
        cJSON_Delete(tiers);
        cJSON_Delete(json);
        return NULL;
    }
    if (lm_json_add(json, "tiers", tiers))
        return json;
    cJSON_Delete(json);
    return NULL;
}

lm_status lm_rules_print(lm_host *host, const lm_rules *rules, lm_buffer *out)
{
    return lm_json_append(host, lm_rules_json(rules), out);
}
