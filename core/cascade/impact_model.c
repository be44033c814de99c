/* Parses, checks and prints impact models. */
#include "cascade/impact_model.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "cascade/bounds.h"

#define QUOTE_MAX 1e18
#define LEAST 1e-6 /* of numbers that must be above 0: below all sensible values, and safe to divide by */
#define FACTOR_MIN 1e-9
#define FACTOR_MAX 1e9
#define PERCENT_MAX 1000

static const char *const kinds[] = {"linear", "sqrt", "saturating", "book", NULL}; /* by lm_impact_kind */
static const char *const orders[] = {"market", "bankruptcy", NULL};                /* by lm_engine_order */

/* ---- the numbers: their keys, and their bounds */

#define OF_MODEL(member) LM_BOUNDED(lm_impact_model, member)
#define OF_ENGINE(member) LM_BOUNDED(lm_engine, member)

static const lm_bound linear_numbers[] = {
    {OF_MODEL(depth_per_pct), LEAST, QUOTE_MAX, LM_BOUND_REQUIRED},
    {.key = NULL},
};
static const lm_bound sqrt_numbers[] = {
    {OF_MODEL(sigma), LEAST, 10, LM_BOUND_REQUIRED},
    {OF_MODEL(volume), LEAST, QUOTE_MAX, LM_BOUND_REQUIRED},
    {OF_MODEL(y), LEAST, FACTOR_MAX, LM_BOUND_NUMBER},
    {.key = NULL},
};
static const lm_bound saturating_numbers[] = {
    {OF_MODEL(depth_per_pct), LEAST, QUOTE_MAX, LM_BOUND_REQUIRED},
    {OF_MODEL(limit_pct), LEAST, PERCENT_MAX, LM_BOUND_NUMBER},
    {.key = NULL},
};
static const lm_bound book_numbers[] = {{.key = NULL}};
static const lm_bound *const numbers_of_kind[] = {linear_numbers, sqrt_numbers, saturating_numbers, book_numbers};

/* The numbers of every kind. */
static const lm_bound common_numbers[] = {
    {OF_MODEL(multiplier), FACTOR_MIN, FACTOR_MAX, LM_BOUND_NUMBER},
    {OF_MODEL(share), FACTOR_MIN, 1, LM_BOUND_NUMBER},
    {OF_MODEL(jump_pct), 0, PERCENT_MAX, LM_BOUND_NUMBER},
    {OF_MODEL(reference_price), LM_PRICE_MIN, LM_PRICE_MAX, LM_BOUND_OPTIONAL},
    {.key = NULL},
};
static const lm_bound evaporation_numbers[] = {
    {"eta", offsetof(lm_impact_model, eta), 0, 100, LM_BOUND_NUMBER},
    {"floor", offsetof(lm_impact_model, evaporation_floor), LEAST, 1, LM_BOUND_NUMBER},
    {.key = NULL},
};
static const lm_bound engine_numbers[] = {
    {OF_ENGINE(maintenance), 0, 0.99, LM_BOUND_NUMBER},
    {OF_ENGINE(partial), LEAST, 1, LM_BOUND_NUMBER},
    {OF_ENGINE(partial_above), 0, QUOTE_MAX, LM_BOUND_NUMBER},
    {OF_ENGINE(cooldown), 0, 86400, LM_BOUND_DURATION},
    {OF_ENGINE(takeover), 0, 1, LM_BOUND_NUMBER},
    {OF_ENGINE(fund), 0, QUOTE_MAX, LM_BOUND_NUMBER},
    {.key = NULL},
};

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

static lm_status read_evaporation(const lm_json_node *node, lm_impact_model *model)
{
    static const char *const keys[] = {"eta", "floor", NULL};
    LM_TRY(lm_json_node_keys(node, keys));
    return lm_bounds_read(node, evaporation_numbers, model);
}

lm_status lm_json_node_reported(const lm_json_node *node, double reported[2])
{
    lm_json_node end;
    int count;
    if (!cJSON_IsArray(node->item)) {
        LM_TRY(lm_json_node_number(node, LEAST, 1, &reported[0]));
        reported[1] = reported[0];
        return LM_OK;
    }
    LM_TRY(lm_json_node_array(node, 2, 2, &count));
    for (int i = 0; i < 2; i++) {
        lm_json_node_element(node, i, &end);
        LM_TRY(lm_json_node_number(&end, LEAST, 1, &reported[i]));
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
    LM_TRY(lm_bounds_read(node, engine_numbers, engine));
    LM_TRY(lm_json_member_word(node, "order", orders, &order));
    engine->order = (uint8_t)order;
    return lm_json_member_bool(node, "adl", &engine->adl);
}

/* Checks the keys: those of every impact model, and those of its kind. */
#define COMMON_KEYS \
    "kind", "multiplier", "evaporation", "share", "reported", "jump_pct", "reference_price", "engine", "estimate"

static lm_status check_keys(const lm_json_node *root, int kind)
{
    static const char *const linear[] = {COMMON_KEYS, "depth_per_pct", NULL};
    static const char *const root_law[] = {COMMON_KEYS, "sigma", "volume", "y", NULL};
    static const char *const saturating[] = {COMMON_KEYS, "depth_per_pct", "limit_pct", NULL};
    static const char *const book[] = {COMMON_KEYS, "levels", "bids", "asks", NULL};
    static const char *const *const keys[] = {linear, root_law, saturating, book};
    return lm_json_node_keys(root, keys[kind]);
}

static lm_status read_impact_model(const lm_json_node *root, void *result)
{
    lm_impact_model *model = result;
    lm_json_node member;
    int kind = -1;
    LM_TRY(lm_json_member_word(root, "kind", kinds, &kind));
    if (kind < 0)
        return lm_json_node_fail(root, "needs \"kind\": one of \"linear\", \"sqrt\", \"saturating\", \"book\"");
    model->kind = (uint8_t)kind;
    LM_TRY(check_keys(root, kind));
    if (lm_json_node_member(root, "estimate", &member) && !cJSON_IsObject(member.item))
        return lm_json_node_fail(&member, "must be an object: what is known of how the numbers were found");
    LM_TRY(lm_bounds_read(root, numbers_of_kind[kind], model));
    if (kind == LM_IMPACT_BOOK)
        LM_TRY(read_book(root, model));
    LM_TRY(lm_bounds_read(root, common_numbers, model));
    if (lm_json_node_member(root, "evaporation", &member))
        LM_TRY(read_evaporation(&member, model));
    if (lm_json_node_member(root, "reported", &member))
        LM_TRY(lm_json_node_reported(&member, model->reported));
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

static cJSON *pair_json(double first, double second)
{
    cJSON *pair = cJSON_CreateArray();
    if (lm_json_add_number(pair, NULL, first) && lm_json_add_number(pair, NULL, second))
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

/* Returns whether bids and asks have the same depths; such a book is printed as "levels". */
static bool has_equal_sides(const lm_impact_model *model)
{
    bool same = model->depth_count[LM_LONG] == model->depth_count[LM_SHORT];
    for (int i = 0; same && i < model->depth_count[LM_LONG]; i++)
        same = model->depths[LM_LONG][i].pct == model->depths[LM_SHORT][i].pct &&
               model->depths[LM_LONG][i].notional == model->depths[LM_SHORT][i].notional;
    return same;
}

static bool add_kind(cJSON *json, const lm_impact_model *model)
{
    bool added = lm_json_add(json, "kind", cJSON_CreateString(kinds[model->kind]));
    for (const lm_bound *bound = numbers_of_kind[model->kind]; added && bound->key; bound++)
        added = lm_json_add_number(json, bound->key, lm_bound_number(bound, model));
    if (!added || model->kind != LM_IMPACT_BOOK)
        return added;
    if (has_equal_sides(model))
        return add_depths(json, "levels", model, LM_LONG);
    return add_depths(json, "bids", model, LM_LONG) && add_depths(json, "asks", model, LM_SHORT);
}

static bool add_engine(cJSON *json, const lm_engine *engine)
{
    cJSON *object = cJSON_AddObjectToObject(json, "engine");
    return object && lm_json_add_number(object, "maintenance", engine->maintenance) &&
           lm_json_add_number(object, "partial", engine->partial) &&
           lm_json_add_number(object, "partial_above", engine->partial_above) &&
           lm_json_add_number(object, "cooldown", engine->cooldown) &&
           lm_json_add_number(object, "takeover", engine->takeover) &&
           lm_json_add(object, "order", cJSON_CreateString(orders[engine->order])) &&
           lm_json_add_number(object, "fund", engine->fund) &&
           lm_json_add(object, "adl", cJSON_CreateBool(engine->adl));
}

static bool add_all(cJSON *json, const lm_impact_model *model)
{
    cJSON *evaporation;
    return json && add_kind(json, model) && lm_json_add_number(json, "multiplier", model->multiplier) &&
           (evaporation = cJSON_AddObjectToObject(json, "evaporation")) != NULL &&
           lm_json_add_number(evaporation, "eta", model->eta) &&
           lm_json_add_number(evaporation, "floor", model->evaporation_floor) &&
           lm_json_add_number(json, "share", model->share) &&
           (model->reported[0] == 0 ||
            lm_json_add(json, "reported", pair_json(model->reported[0], model->reported[1]))) &&
           lm_json_add_number(json, "jump_pct", model->jump_pct) &&
           (model->reference_price == 0 || lm_json_add_number(json, "reference_price", model->reference_price)) &&
           add_engine(json, &model->engine);
}

static bool add_estimate(cJSON *json, const lm_named_number *numbers, size_t count)
{
    cJSON *object = cJSON_AddObjectToObject(json, "estimate");
    bool added = object != NULL;
    for (size_t i = 0; added && i < count; i++)
        added = lm_json_add_number(object, numbers[i].name, numbers[i].number);
    return added;
}

lm_status lm_impact_model_print_estimated(lm_host *host, const lm_impact_model *model, const lm_named_number *numbers,
                                          size_t count, lm_buffer *out)
{
    LM_TRY(lm_impact_model_check(host, model));
    cJSON *json = cJSON_CreateObject();
    if (!add_all(json, model) || (count > 0 && !add_estimate(json, numbers, count))) {
        cJSON_Delete(json);
        json = NULL;
    }
    return lm_json_append(host, json, out);
}

lm_status lm_impact_model_print(lm_host *host, const lm_impact_model *model, lm_buffer *out)
{
    return lm_impact_model_print_estimated(host, model, NULL, 0, out);
}

/* ---- checking an impact model that did not come from JSON */

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

lm_status lm_reported_check(lm_host *host, lm_status code, const double reported[2])
{
    char least[LM_NUMBER_SIZE], most[LM_NUMBER_SIZE];
    if ((reported[0] == 0 && reported[1] == 0) ||
        (reported[0] >= LEAST && reported[0] <= reported[1] && reported[1] <= 1))
        return LM_OK;
    return lm_fail(host, code, "Give the least share, then the greatest, above 0 and up to 1; or 0 and 0 for none.",
                   "reported must be a range of shares, not %s to %s", lm_number_text(reported[0], least),
                   lm_number_text(reported[1], most));
}

static lm_status check_kind(lm_host *host, const lm_impact_model *model)
{
    if (model->kind > LM_IMPACT_BOOK)
        return lm_fail(host, LM_E_ARGUMENT, NULL, "an impact model of the kind %d, which is not known", model->kind);
    LM_TRY(lm_bounds_check(host, LM_E_ARGUMENT, numbers_of_kind[model->kind], model));
    if (model->kind == LM_IMPACT_BOOK && !(depths_ok(model, LM_LONG) && depths_ok(model, LM_SHORT)))
        return lm_fail(host, LM_E_ARGUMENT, "Give depths whose percents and notionals both ascend from above 0.",
                       "a book of %d bids and %d asks whose depths are not cumulative, or too few or too many",
                       model->depth_count[LM_LONG], model->depth_count[LM_SHORT]);
    return LM_OK;
}

lm_status lm_impact_model_check(lm_host *host, const lm_impact_model *model)
{
    LM_TRY(check_kind(host, model));
    LM_TRY(lm_bounds_check(host, LM_E_ARGUMENT, common_numbers, model));
    LM_TRY(lm_bounds_check(host, LM_E_ARGUMENT, evaporation_numbers, model));
    LM_TRY(lm_bounds_check(host, LM_E_ARGUMENT, engine_numbers, &model->engine));
    if (model->engine.order > LM_ORDER_BANKRUPTCY)
        return lm_fail(host, LM_E_ARGUMENT, NULL, "an engine whose order is %d, which is not known",
                       model->engine.order);
    return lm_reported_check(host, LM_E_ARGUMENT, model->reported);
}
