/* Parses, checks and prints impact models. */
#include "cascade/impact_model.h"

#include <math.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/bytes.h"
#include "base/number.h"

#define QUOTE_MAX 1e18
#define LEAST 1e-6 /* of numbers that must be above 0: below all sensible values, and safe to divide by */
#define FACTOR_MIN 1e-9
#define FACTOR_MAX 1e9
#define PERCENT_MAX 1000

static const char *const impacts[] = {"linear", "sqrt", "saturating", "book", NULL};
static const char *const orders[] = {"market", "bankruptcy", NULL};

void lm_impact_model_init(lm_impact_model *model)
{
    memset(model, 0, sizeof *model);
    model->y = 1;
    model->limit_pct = 50;
    model->multiplier = 1;
    model->evaporation_floor = 0.05;
    model->share = 1;
    model->jump_pct = 0.25;
    model->engine = (lm_engine){.maintenance = 0.005, .partial = 1, .cooldown = 30, .adl = true};
}

/* ---- reading */

static lm_status read_positive(const lm_json_node *node, double most, double *value)
{
    LM_TRY(lm_json_node_number(node, LM_ABOVE_ZERO, most, value)); /* "must be above 0" */
    return lm_json_node_number(node, LEAST, most, value);
}

static lm_status read_required_number(const lm_json_node *object, const char *key, double most, double *value)
{
    lm_json_node member;
    if (!lm_json_node_member(object, key, &member))
        return lm_json_node_fail(object, "needs \"%s\"", key);
    return read_positive(&member, most, value);
}

static lm_status read_depth(const lm_json_node *node, lm_side side, const lm_depth *before, lm_depth *depth)
{
    lm_json_node value;
    int count;
    LM_TRY(lm_json_node_array(node, 2, 2, &count));
    lm_json_node_element(node, 0, &value);
    LM_TRY(lm_json_node_number(&value, -PERCENT_MAX, PERCENT_MAX, &depth->pct));
    if (depth->pct <= 0)
        return lm_json_node_fail(&value, "must be above 0: a depth at or behind the reference price crosses the book");
    LM_TRY(lm_json_node_number(&value, LEAST, PERCENT_MAX, &depth->pct));
    if (side == LM_LONG && depth->pct >= 100)
        return lm_json_node_fail(&value, "must be below 100: no bid rests below a price of 0");
    if (before && depth->pct <= before->pct)
        return lm_json_node_fail(&value, "must be above the percent before it: depths go outward");
    lm_json_node_element(node, 1, &value);
    LM_TRY(read_positive(&value, QUOTE_MAX, &depth->notional));
    if (before && depth->notional <= before->notional)
        return lm_json_node_fail(&value, "must be above the notional before it: depths are cumulative");
    return LM_OK;
}

static lm_status read_depths(const lm_json_node *node, lm_side side, lm_impact_model *model)
{
    lm_json_node level;
    lm_depth *depths = model->depths[side];
    LM_TRY(lm_json_node_array(node, 1, LM_MAX_DEPTHS, &model->depth_count[side]));
    for (int i = 0; i < model->depth_count[side]; i++) {
        lm_json_node_element(node, i, &level);
        LM_TRY(read_depth(&level, side, i > 0 ? &depths[i - 1] : NULL, &depths[i]));
    }
    return LM_OK;
}

static lm_status read_book(const lm_json_node *root, lm_impact_model *model)
{
    lm_json_node levels, bids, asks;
    const bool both = lm_json_node_member(root, "levels", &levels);
    const bool has_bids = lm_json_node_member(root, "bids", &bids), has_asks = lm_json_node_member(root, "asks", &asks);
    if (both ? has_bids || has_asks : !has_bids || !has_asks)
        return lm_json_node_fail(root, "needs either \"levels\", or \"bids\" and \"asks\"");
    LM_TRY(read_depths(both ? &levels : &bids, LM_LONG, model));
    return read_depths(both ? &levels : &asks, LM_SHORT, model);
}

static lm_status read_impact(const lm_json_node *root, lm_impact_model *model)
{
    switch (model->kind) {
    case LM_IMPACT_SQRT:
        LM_TRY(read_required_number(root, "sigma", 10, &model->sigma));
        LM_TRY(read_required_number(root, "volume", QUOTE_MAX, &model->volume));
        return lm_json_member_number(root, "y", LEAST, FACTOR_MAX, &model->y);
    case LM_IMPACT_SATURATING:
        LM_TRY(lm_json_member_number(root, "limit_pct", LEAST, PERCENT_MAX, &model->limit_pct));
        return read_required_number(root, "depth_per_pct", QUOTE_MAX, &model->depth_per_pct);
    case LM_IMPACT_BOOK:
        return read_book(root, model);
    default:
        return read_required_number(root, "depth_per_pct", QUOTE_MAX, &model->depth_per_pct);
    }
}

static lm_status read_evaporation(const lm_json_node *node, lm_impact_model *model)
{
    static const char *const keys[] = {"eta", "floor", NULL};
    LM_TRY(lm_json_node_keys(node, keys));
    LM_TRY(lm_json_member_number(node, "eta", 0, 100, &model->eta));
    return lm_json_member_number(node, "floor", 1e-6, 1, &model->evaporation_floor);
}

lm_status lm_json_node_reported(const lm_json_node *node, double reported[2])
{
    lm_json_node end;
    int count;
    if (!cJSON_IsArray(node->item)) {
        LM_TRY(lm_json_node_number(node, 1e-6, 1, &reported[0]));
        reported[1] = reported[0];
        return LM_OK;
    }
    LM_TRY(lm_json_node_array(node, 2, 2, &count));
    for (int i = 0; i < 2; i++) {
        lm_json_node_element(node, i, &end);
        LM_TRY(lm_json_node_number(&end, 1e-6, 1, &reported[i]));
    }
    return reported[0] <= reported[1] ? LM_OK
                                      : lm_json_node_fail(node, "must ascend: the least share, then the greatest");
}

static lm_status read_engine(const lm_json_node *node, lm_engine *engine)
{
    static const char *const keys[] = {"maintenance", "partial", "partial_above", "cooldown", "takeover",
                                       "order",       "fund",    "adl",           NULL};
    int order = engine->order;
    LM_TRY(lm_json_node_keys(node, keys));
    LM_TRY(lm_json_member_number(node, "maintenance", 0, 0.99, &engine->maintenance));
    LM_TRY(lm_json_member_number(node, "partial", 1e-6, 1, &engine->partial));
    LM_TRY(lm_json_member_number(node, "partial_above", 0, QUOTE_MAX, &engine->partial_above));
    LM_TRY(lm_json_member_duration(node, "cooldown", 0, 86400, &engine->cooldown));
    LM_TRY(lm_json_member_number(node, "takeover", 0, 1, &engine->takeover));
    LM_TRY(lm_json_member_word(node, "order", orders, &order));
    engine->order = (uint8_t)order;
    LM_TRY(lm_json_member_number(node, "fund", 0, QUOTE_MAX, &engine->fund));
    return lm_json_member_bool(node, "adl", &engine->adl);
}

/* Checks the keys: those of every impact model, and those of its kind. */
#define COMMON_KEYS \
    "kind", "multiplier", "evaporation", "share", "reported", "jump_pct", "reference_price", "engine", "estimate"

static lm_status check_keys(const lm_json_node *root, int impact)
{
    static const char *const linear[] = {COMMON_KEYS, "depth_per_pct", NULL};
    static const char *const root_law[] = {COMMON_KEYS, "sigma", "volume", "y", NULL};
    static const char *const saturating[] = {COMMON_KEYS, "depth_per_pct", "limit_pct", NULL};
    static const char *const book[] = {COMMON_KEYS, "levels", "bids", "asks", NULL};
    static const char *const *const keys[] = {linear, root_law, saturating, book};
    return lm_json_node_keys(root, keys[impact]);
}

static lm_status read_impact_model(const lm_json_node *root, void *result)
{
    lm_impact_model *model = result;
    lm_json_node member;
    int impact = -1;
    LM_TRY(lm_json_member_word(root, "kind", impacts, &impact));
    if (impact < 0)
        return lm_json_node_fail(root, "needs \"kind\": one of \"linear\", \"sqrt\", \"saturating\", \"book\"");
    model->kind = (uint8_t)impact;
    LM_TRY(check_keys(root, impact));
    if (lm_json_node_member(root, "estimate", &member) && !cJSON_IsObject(member.item))
        return lm_json_node_fail(&member, "must be an object: what is known of how the numbers were found");
    LM_TRY(read_impact(root, model));
    LM_TRY(lm_json_member_number(root, "multiplier", FACTOR_MIN, FACTOR_MAX, &model->multiplier));
    if (lm_json_node_member(root, "evaporation", &member))
        LM_TRY(read_evaporation(&member, model));
    LM_TRY(lm_json_member_number(root, "share", FACTOR_MIN, 1, &model->share));
    if (lm_json_node_member(root, "reported", &member))
        LM_TRY(lm_json_node_reported(&member, model->reported));
    LM_TRY(lm_json_member_number(root, "jump_pct", 0, PERCENT_MAX, &model->jump_pct));
    LM_TRY(lm_json_member_number(root, "reference_price", LM_PRICE_MIN, LM_PRICE_MAX, &model->reference_price));
    return lm_json_node_member(root, "engine", &member) ? read_engine(&member, &model->engine) : LM_OK;
}

lm_status lm_impact_model_read(lm_host *host, const char *json, size_t length, lm_impact_model *model)
{
    lm_impact_model read;
    lm_impact_model_init(&read);
    LM_TRY(lm_json_document_read(host, "impact", json, length, read_impact_model, &read));
    *model = read;
    return LM_OK;
}

/* ---- printing */

static bool add_number(cJSON *json, const char *key, double number)
{
    return lm_json_add(json, key, lm_json_number(number));
}

static cJSON *pair_json(double first, double second)
{
    cJSON *pair = cJSON_CreateArray();
    if (add_number(pair, NULL, first) && add_number(pair, NULL, second))
        return pair;
    cJSON_Delete(pair);
    return NULL;
}

static bool add_depths(cJSON *json, const char *key, const lm_impact_model *model, lm_side side)
{
    cJSON *levels = cJSON_AddArrayToObject(json, key);
    bool added = levels != NULL;
    for (int i = 0; added && i < model->depth_count[side]; i++)
        added = lm_json_add(levels, NULL, pair_json(model->depths[side][i].pct, model->depths[side][i].notional));
    return added;
}

bool lm_impact_model_one_book(const lm_impact_model *model)
{
    bool same = model->depth_count[LM_LONG] == model->depth_count[LM_SHORT];
    for (int i = 0; same && i < model->depth_count[LM_LONG]; i++)
        same = model->depths[LM_LONG][i].pct == model->depths[LM_SHORT][i].pct &&
               model->depths[LM_LONG][i].notional == model->depths[LM_SHORT][i].notional;
    return same;
}

static bool add_impact(cJSON *json, const lm_impact_model *model)
{
    if (!lm_json_add(json, "kind", cJSON_CreateString(impacts[model->kind])))
        return false;
    switch (model->kind) {
    case LM_IMPACT_SQRT:
        return add_number(json, "sigma", model->sigma) && add_number(json, "volume", model->volume) &&
               add_number(json, "y", model->y);
    case LM_IMPACT_SATURATING:
        return add_number(json, "depth_per_pct", model->depth_per_pct) &&
               add_number(json, "limit_pct", model->limit_pct);
    case LM_IMPACT_BOOK:
        if (lm_impact_model_one_book(model))
            return add_depths(json, "levels", model, LM_LONG);
        return add_depths(json, "bids", model, LM_LONG) && add_depths(json, "asks", model, LM_SHORT);
    default:
        return add_number(json, "depth_per_pct", model->depth_per_pct);
    }
}

static bool add_engine(cJSON *json, const lm_engine *engine)
{
    cJSON *object = cJSON_AddObjectToObject(json, "engine");
    return object && add_number(object, "maintenance", engine->maintenance) &&
           add_number(object, "partial", engine->partial) &&
           add_number(object, "partial_above", engine->partial_above) &&
           add_number(object, "cooldown", engine->cooldown) && add_number(object, "takeover", engine->takeover) &&
           lm_json_add(object, "order", cJSON_CreateString(orders[engine->order])) &&
           add_number(object, "fund", engine->fund) && lm_json_add(object, "adl", cJSON_CreateBool(engine->adl));
}

static bool add_all(cJSON *json, const lm_impact_model *model)
{
    cJSON *evaporation;
    return json && add_impact(json, model) && add_number(json, "multiplier", model->multiplier) &&
           (evaporation = cJSON_AddObjectToObject(json, "evaporation")) != NULL &&
           add_number(evaporation, "eta", model->eta) && add_number(evaporation, "floor", model->evaporation_floor) &&
           add_number(json, "share", model->share) &&
           (model->reported[0] == 0 ||
            lm_json_add(json, "reported", pair_json(model->reported[0], model->reported[1]))) &&
           add_number(json, "jump_pct", model->jump_pct) &&
           (model->reference_price == 0 || add_number(json, "reference_price", model->reference_price)) &&
           add_engine(json, &model->engine);
}

cJSON *lm_impact_model_json(const lm_impact_model *model)
{
    cJSON *json = cJSON_CreateObject();
    if (add_all(json, model))
        return json;
    cJSON_Delete(json);
    return NULL;
}

lm_status lm_impact_model_print(lm_host *host, const lm_impact_model *model, lm_buffer *out)
{
    LM_TRY(lm_impact_model_check(host, model));
    return lm_json_append(host, lm_impact_model_json(model), out);
}

/* ---- checking an impact model that did not come from JSON */

static bool within(double value, double least, double most)
{
    return value >= least && value <= most;
}

static bool depths_ok(const lm_impact_model *model, lm_side side)
{
    lm_depth before = {0, 0};
    if (model->depth_count[side] < 1 || model->depth_count[side] > LM_MAX_DEPTHS)
        return false;
    for (int i = 0; i < model->depth_count[side]; i++) {
        const lm_depth *depth = &model->depths[side][i];
        if (!(depth->pct >= LEAST) || !(depth->notional >= LEAST) || !(depth->pct > before.pct) ||
            !(depth->notional > before.notional) || depth->notional > QUOTE_MAX || depth->pct > PERCENT_MAX ||
            (side == LM_LONG && depth->pct >= 100))
            return false;
        before = *depth;
    }
    return true;
}

static bool impact_ok(const lm_impact_model *model)
{
    switch (model->kind) {
    case LM_IMPACT_LINEAR:
        return within(model->depth_per_pct, LEAST, QUOTE_MAX);
    case LM_IMPACT_SQRT:
        return within(model->sigma, LEAST, 10) && within(model->volume, LEAST, QUOTE_MAX) &&
               within(model->y, LEAST, FACTOR_MAX);
    case LM_IMPACT_SATURATING:
        return within(model->depth_per_pct, LEAST, QUOTE_MAX) && within(model->limit_pct, LEAST, PERCENT_MAX);
    case LM_IMPACT_BOOK:
        return depths_ok(model, LM_LONG) && depths_ok(model, LM_SHORT);
    default:
        return false;
    }
}

bool lm_reported_ok(const double reported[2])
{
    return (reported[0] == 0 && reported[1] == 0) || (within(reported[0], 1e-6, reported[1]) && reported[1] <= 1);
}

static bool engine_ok(const lm_engine *engine)
{
    return within(engine->maintenance, 0, 0.99) && within(engine->partial, 1e-6, 1) &&
           within(engine->partial_above, 0, QUOTE_MAX) && within(engine->cooldown, 0, 86400) &&
           within(engine->takeover, 0, 1) && engine->order <= LM_ORDER_BANKRUPTCY && within(engine->fund, 0, QUOTE_MAX);
}

lm_status lm_impact_model_check(lm_host *host, const lm_impact_model *model)
{
    if (!impact_ok(model))
        return lm_fail(host, LM_E_ARGUMENT, "Depth, sigma and volume are above 0; a book goes outward, cumulative.",
                       "the impact model is not complete");
    if (!within(model->multiplier, FACTOR_MIN, FACTOR_MAX) || !within(model->eta, 0, 100) ||
        !within(model->evaporation_floor, 1e-6, 1) || !within(model->share, FACTOR_MIN, 1) ||
        !lm_reported_ok(model->reported) || !within(model->jump_pct, 0, PERCENT_MAX) || !engine_ok(&model->engine) ||
        (model->reference_price != 0 && !within(model->reference_price, LM_PRICE_MIN, LM_PRICE_MAX)))
        return lm_fail(host, LM_E_ARGUMENT, NULL, "a number of the impact model is outside of what is accepted");
    return LM_OK;
}
