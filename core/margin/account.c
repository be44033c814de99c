/* The positions of an account: adding them, by struct or as JSON. */
#include "margin/account.h"

#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/json_document.h"
#include "base/number.h"
#include "margin/venue.h"

/* ---- the object */

lm_status lm_account_create(lm_host *host, lm_account **account)
{
    void *memory;
    LM_TRY(lm_allocate(host, sizeof(lm_account), &memory));
    *account = memory;
    return LM_OK;
}

void lm_account_destroy(lm_host *host, lm_account *account)
{
    if (!account)
        return;
    for (size_t i = 0; i < account->rules.count; i++)
        lm_release(host, account->rules.items[i], sizeof(lm_rules));
    lm_release(host, account->rules.items, account->rules.capacity * sizeof *account->rules.items);
    lm_release(host, account->legs, account->leg_capacity * sizeof *account->legs);
    lm_release(host, account->rows, account->row_capacity * sizeof *account->rows);
    lm_release(host, account, sizeof *account);
}

const lm_account_row *lm_account_rows(const lm_account *account, size_t *count)
{
    *count = account->count;
    return account->rows;
}

const lm_rules *lm_account_rules_at(const lm_account *account, size_t index)
{
    return index < account->rules.count ? account->rules.items[index] : NULL;
}

void lm_account_position_init(lm_account_position *position)
{
    memset(position, 0, sizeof *position);
    position->qty = position->mark = position->entry = position->leverage = position->collateral =
        position->liquidation_price = NAN;
}

/* ---- rules */

/* Tells whether rules have the same bytes. Rules that are equal in spite of other bytes are only kept twice. */
static bool rules_equal(const lm_rules *a, const lm_rules *b)
{
    return a->tier_count == b->tier_count &&
           memcmp(a, b, offsetof(lm_rules, tiers) + (size_t)a->tier_count * sizeof(lm_tier)) == 0;
}

/* Keeps rules, or finds equal ones, from the last on: neighbours often have the same. */
static lm_status keep_rules(lm_host *host, lm_account_rules *kept, const lm_rules *rules, const lm_rules **found)
{
    void *memory;
    for (size_t i = kept->count; i-- > 0;) {
        if (rules_equal(kept->items[i], rules)) {
            *found = kept->items[i];
            return LM_OK;
        }
    }
    LM_TRY(LM_RESERVE(host, kept->items, kept->capacity, kept->count + 1));
    LM_TRY(lm_allocate(host, sizeof(lm_rules), &memory));
    memcpy(memory, rules, sizeof *rules);
    *found = kept->items[kept->count++] = memory;
    return LM_OK;
}

/* ---- adding a position */

static bool depends_on_entry(const lm_rules *rules)
{
    return rules->basis == LM_BASIS_ENTRY || rules->fee_basis == LM_BASIS_ENTRY;
}

static lm_status check_position(lm_host *host, const lm_rules *rules, const lm_account_position *position)
{
    char text[LM_NUMBER_SIZE];
    LM_TRY(lm_margin_check_rules(host, rules));
    LM_TRY(lm_margin_check_number(host, "qty", position->qty, false));
    LM_TRY(lm_margin_check_number(host, "mark", position->mark, false));
    if (!isnan(position->entry))
        LM_TRY(lm_margin_check_number(host, "entry", position->entry, false));
    if (!isnan(position->leverage))
        LM_TRY(lm_margin_check_number(host, "leverage", position->leverage, false));
    if (!isnan(position->collateral) && !lm_finite(position->collateral))
        return lm_fail(host, LM_E_RANGE, NULL, "collateral must be finite");
    if (position->listed && !isnan(position->liquidation_price) &&
        !(position->liquidation_price > 0 && lm_finite(position->liquidation_price)))
        return lm_fail(host, LM_E_RANGE, "Give null where the list states that no price liquidates the position.",
                       "liquidation_price must be finite and above 0, not %s",
                       lm_number_text(position->liquidation_price, text));
    if (depends_on_entry(rules) && isnan(position->entry))
        return lm_fail(host, LM_E_ARGUMENT, "Give the entry of the position, or rules with \"basis\": \"mark\".",
                       "rules that charge the value at entry need the entry of the position");
    return LM_OK;
}

static lm_status check_contract(lm_host *host, const lm_account *account, const lm_rules *rules)
{
    static const char *const words[] = {"linear", "inverse"};
    if (account->count == 0 || account->legs[0].position.rules->contract == rules->contract)
        return LM_OK;
    return lm_fail(host, LM_E_MISMATCH, "Give each margin currency an account of its own.",
                   "an account of %s contracts cannot hold %s ones: their margin is in another currency",
                   words[account->legs[0].position.rules->contract], words[rules->contract]);
}

static double value_at(const lm_rules *rules, double qty, double price)
{
    return rules->contract == LM_INVERSE ? qty / price : qty * price;
}

static lm_status check_value(lm_host *host, double value)
{
    if (LM_LIKELY(lm_finite(value) && value > 0))
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, NULL, "the value of the position is too small or too large for a number");
}

/* Finds the rules that the position has at its size; *known is NULL where no notional is above what is known. */
static lm_status find_rules(lm_host *host, lm_account *account, const lm_rules *rules, double qty,
                            const lm_rules **found, const lm_rules **known)
{
    lm_rules at_size;
    *known = NULL;
    if (!rules->by_size) {
        LM_TRY(keep_rules(host, &account->rules, rules, found));
        *known = rules->known_to > 0 && rules->basis == LM_BASIS_MARK ? *found : NULL;
        return LM_OK;
    }
    LM_TRY(lm_margin_check_known(host, rules, qty));
    lm_rules_init(&at_size);
    lm_rules_at_size(rules, qty, &at_size);
    at_size.origin = rules->origin;
    if (!(at_size.tiers[0].rate >= 0 && at_size.tiers[0].rate + at_size.fee < 1)) {
        char rate[LM_NUMBER_SIZE], size[LM_NUMBER_SIZE];
        return lm_fail(host, LM_E_RANGE, NULL,
                       "a quantity of %s has a maintenance rate of %s, which is not from 0 to 1",
                       lm_number_text(qty, size), lm_number_text(at_size.tiers[0].rate, rate));
    }
    return keep_rules(host, &account->rules, &at_size, found);
}

static lm_status init_leg(lm_host *host, const lm_account_position *given, double contract_size, lm_account_leg *leg)
{
    lm_margin_position *position = &leg->position;
    const lm_rules *rules = position->rules;
    const double entry = isnan(given->entry) ? given->mark : given->entry;
    position->unit_value = 1;
    position->direction = lm_margin_direction(rules, given->side);
    position->qty = given->qty * contract_size;
    position->at_mark = value_at(rules, position->qty, given->mark);
    const double at_entry = value_at(rules, position->qty, entry);
    LM_TRY(check_value(host, position->at_mark));
    LM_TRY(check_value(host, at_entry));
    position->value = given->isolated || depends_on_entry(rules) ? at_entry : position->at_mark;
    leg->default_collateral = at_entry / given->leverage;
    if (given->isolated)
        position->collateral =
            (isnan(given->leverage) ? 0 : leg->default_collateral) + (isnan(given->collateral) ? 0 : given->collateral);
    leg->tier = lm_margin_position_tier(position, rules->basis == LM_BASIS_ENTRY ? position->value : position->at_mark);
    leg->maintenance = lm_margin_position_requirement(position, leg->tier, position->at_mark);
    if (!lm_finite(position->collateral) || !lm_finite(leg->maintenance))
        return check_value(host, NAN);
    return leg->known_rules ? lm_margin_check_known(host, leg->known_rules, position->at_mark) : LM_OK;
}

static void init_row(const lm_account_position *given, const lm_account_leg *leg, lm_account_row *row)
{
    memset(row, 0, sizeof *row);
    memcpy(row->symbol, given->symbol, sizeof row->symbol);
    row->symbol[sizeof row->symbol - 1] = 0;
    row->side = given->side;
    row->qty = given->qty;
    row->mark = given->mark;
    row->leverage = given->leverage;
    row->isolated = given->isolated;
    row->maintenance_margin = leg->maintenance;
    row->stale_days = leg->position.rules->origin.stale_days;
    row->listed_price = given->listed ? given->liquidation_price : NAN;
    row->status = LM_MARGIN_UNKNOWN;
    row->liquidation_price = row->distance_pct = row->price_down = row->price_up = row->difference = row->implied_rate =
        row->counted_price = NAN;
}

lm_status lm_account_add(lm_host *host, lm_account *account, const lm_rules *rules, const lm_account_position *position)
{
    lm_account_leg leg;
    memset(&leg, 0, sizeof leg);
    LM_TRY(check_position(host, rules, position));
    LM_TRY(check_contract(host, account, rules));
    LM_TRY(find_rules(host, account, rules, position->qty, &leg.position.rules, &leg.known_rules));
    LM_TRY(init_leg(host, position, rules->contract_size, &leg));
    leg.contract_size = rules->contract_size;
    leg.isolated = position->isolated;
    leg.listed = position->listed;
    leg.listed_price = position->listed ? position->liquidation_price : NAN;
    LM_TRY(LM_RESERVE(host, account->legs, account->leg_capacity, account->count + 1));
    LM_TRY(LM_RESERVE(host, account->rows, account->row_capacity, account->count + 1));
    account->legs[account->count] = leg;
    init_row(position, &leg, &account->rows[account->count]);
    account->count++;
    return LM_OK;
}

/* ---- a position as JSON */

typedef struct parsed {
    lm_account_position position;
    lm_rules rules;
} parsed;

/* Finds a member that is given and not null. */
static bool find_given(const lm_json_node *node, const char *key, lm_json_node *member)
{
    return lm_json_node_member(node, key, member) && !cJSON_IsNull(member->item);
}

static lm_status parse_number(const lm_json_node *node, const char *key, double least, double *value)
{
    lm_json_node member;
    return find_given(node, key, &member) ? lm_json_node_number(&member, least, INFINITY, value) : LM_OK;
}

static lm_status parse_listed(const lm_json_node *node, lm_account_position *position)
{
    static const char *const words[] = {"never", NULL};
    lm_json_node member;
    int word = 0;
    position->listed = lm_json_node_member(node, "liquidation_price", &member);
    if (!position->listed || cJSON_IsNull(member.item))
        return LM_OK;
    if (lm_json_node_is_text(&member))
        return lm_json_member_word(node, "liquidation_price", words, &word);
    return lm_json_node_number(&member, LM_ABOVE_ZERO, INFINITY, &position->liquidation_price);
}

static lm_status parse_needed(const lm_json_node *node, lm_account_position *position)
{
    static const char *const words[] = {"long", "short", NULL};
    static const char *const needed[] = {"side", "qty", "mark", "rules"};
    lm_json_node member;
    int side = LM_LONG;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!find_given(node, needed[i], &member))
            return lm_json_node_fail(node, "has no \"%s\"", needed[i]);
    LM_TRY(lm_json_member_word(node, "side", words, &side));
    position->side = (lm_side)side;
    LM_TRY(parse_number(node, "qty", LM_ABOVE_ZERO, &position->qty));
    return parse_number(node, "mark", LM_ABOVE_ZERO, &position->mark);
}

static lm_status parse_position(const lm_json_node *node, void *result)
{
    static const char *const keys[] = {"symbol",   "side",  "qty",      "mark",       "rules",
                                       "isolated", "entry", "leverage", "collateral", "liquidation_price",
                                       NULL};
    parsed *parsed = result;
    lm_account_position *position = &parsed->position;
    lm_json_node member;
    LM_TRY(lm_json_node_keys(node, keys));
    LM_TRY(parse_needed(node, position));
    if (find_given(node, "symbol", &member))
        LM_TRY(lm_json_node_text(&member, position->symbol, sizeof position->symbol));
    if (find_given(node, "isolated", &member))
        LM_TRY(lm_json_member_bool(node, "isolated", &position->isolated));
    LM_TRY(parse_number(node, "entry", LM_ABOVE_ZERO, &position->entry));
    LM_TRY(parse_number(node, "leverage", LM_ABOVE_ZERO, &position->leverage));
    LM_TRY(parse_number(node, "collateral", -INFINITY, &position->collateral));
    LM_TRY(parse_listed(node, position));
    lm_json_node_member(node, "rules", &member);
    return lm_rules_read_node(&member, &parsed->rules);
}

/* Writes which position is wrong before the text of an error that does not say so. */
static lm_status fail_position(lm_host *host, const char *subject, lm_status status)
{
    char message[sizeof host->error.message];
    if (status == LM_E_MEMORY || status == LM_E_INTERRUPTED ||
        strncmp(host->error.message, subject, strlen(subject)) == 0)
        return status;
    snprintf(message, sizeof message, "%s: %.220s", subject, host->error.message);
    memcpy(host->error.message, message, sizeof message);
    return status;
}

lm_status lm_account_read(lm_host *host, lm_account *account, const char *json, size_t length)
{
    char subject[32];
    parsed parsed;
    lm_account_position_init(&parsed.position);
    lm_rules_init(&parsed.rules);
    snprintf(subject, sizeof subject, "position %zu", account->count + 1);
    lm_status status = lm_json_document_read(host, subject, json, length, parse_position, &parsed);
    if (status == LM_OK)
        status = lm_account_add(host, account, &parsed.rules, &parsed.position);
    return status == LM_OK ? LM_OK : fail_position(host, subject, status);
}
