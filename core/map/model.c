/* Parses, prints and encodes models: margin rules, ladder and half-lives. */
#include "map/model.h"

#include <math.h>

#include <cjson/cJSON.h>

#include "base/json_document.h"
#include "base/number.h"
#include "base/suggest.h"
#include "margin/rules.h"
#include "margin/margin_position.h"
#include "margin/venue.h"

#define MAX_LEVERAGE 1000
#define MIN_LEVERAGE 0.01
#define MAX_HALF_LIFE 1e12 /* seconds; in effect no decay */

/* Of the adaptive exposure. */
#define ADAPTIVE_HALF_LIFE 259200.0 /* seconds: 3 days */
#define ADAPTIVE_WEIGHT 0.7
#define MIN_ADAPTIVE_HALF_LIFE 3600.0
#define MAX_ADAPTIVE_WEIGHT 1000.0

/*
 * The default ladder: lognormal in distance to liquidation (median 2 %, log standard deviation .85, from .2 %), with 12
 * hours of half-life per 1 % of distance. The shares are of the turnover that gets liquidated, not of open positions.
 */
static const lm_class fitted_ladder[] = {
    {5, .0118, 846734}, {10, .0675, 414727}, {20, .1234, 198723}, {25, .2145, 155522}, {50, .3054, 69121},
    {75, .1582, 40321}, {100, .0752, 25920}, {125, .0326, 17280}, {150, .0114, 11520},
};
static const lm_class day_ladder[] = {
    {5, .0118, 86400},  {10, .0675, 86400},  {20, .1234, 86400},  {25, .2145, 86400},  {50, .3054, 86400},
    {75, .1582, 86400}, {100, .0752, 86400}, {125, .0326, 86400}, {150, .0114, 86400},
};
static const lm_class equal_ladder[] = {
    {10, .25, MAX_HALF_LIFE}, {25, .25, MAX_HALF_LIFE}, {50, .25, MAX_HALF_LIFE}, {100, .25, MAX_HALF_LIFE}};

#define LADDER(array) (array), (int)(sizeof(array) / sizeof(array)[0])

static const struct preset {
    const char *name, *description;
    const lm_class *ladder;
    int classes;
} presets[] = {
    {LM_DEFAULT_MODEL,
     "Fitted on one month of BTC liquidations: lognormal ladder, 12 h of half-life per 1 % of distance",
     LADDER(fitted_ladder)},
    {"one_day",
     "The default ladder with one half-life of 24 h: simpler, and as accurate on liquidations that were not fitted",
     LADDER(day_ladder)},
    {"equal", "10x, 25x, 50x and 100x in equal parts that never decay: the ladder of simple scripts, for comparison",
     LADDER(equal_ladder)},
};
#define PRESETS ((int)(sizeof presets / sizeof presets[0]))

static void init_from_preset(lm_model *model, const struct preset *preset)
{
    memset(model, 0, sizeof *model);
    lm_rules_init(&model->margin);
    model->position = 10000;
    model->frame = LM_MINUTE;
    model->volume_power = 0.5;
    model->exposure = 0.0155;
    model->class_count = preset->classes;
    memcpy(model->classes, preset->ladder, (size_t)preset->classes * sizeof(lm_class));
}

lm_status lm_model_entry_at(lm_host *host, int index, lm_buffer *json, lm_model_entry *entry)
{
    static const uint8_t end = 0;
    lm_model model;
    if (index < 0 || index >= PRESETS)
        return LM_DONE;
    init_from_preset(&model, &presets[index]);
    json->size = 0;
    LM_TRY(lm_model_print(host, &model, json));
    LM_TRY(lm_buffer_append(host, json, &end, 1));
    *entry = (lm_model_entry){presets[index].name, presets[index].description, (const char *)json->data};
    return LM_OK;
}

lm_status lm_model_named(lm_host *host, const char *name, size_t length, lm_model *model)
{
    lm_suggest suggest;
    char hint[256];
    lm_suggest_begin(&suggest, name, length);
    for (int i = 0; i < PRESETS; i++) {
        if (strlen(presets[i].name) == length && memcmp(presets[i].name, name, length) == 0) {
            init_from_preset(model, &presets[i]);
            return LM_OK;
        }
        lm_suggest_add(&suggest, presets[i].name);
    }
    lm_suggest_hint(&suggest, hint, sizeof hint);
    return lm_fail(host, LM_E_ARGUMENT, hint, "no model is named \"%.*s\"", (int)(length < 64 ? length : 64), name);
}

/* ---- parsing a document */

static lm_status parse_class(const lm_json_node *node, lm_class *class)
{
    static const char *const keys[] = {"x", "share", "half_life", NULL};
    lm_json_node member;
    LM_TRY(lm_json_node_keys(node, keys));
    for (const char *const *key = keys; *key; key++)
        if (!lm_json_node_member(node, *key, &member))
            return lm_json_node_fail(node, "has no \"%s\"", *key);
    LM_TRY(lm_json_member_number(node, "x", MIN_LEVERAGE, MAX_LEVERAGE, &class->x));
    LM_TRY(lm_json_member_number(node, "share", 0, 1, &class->share));
    return lm_json_member_duration(node, "half_life", 1, MAX_HALF_LIFE, &class->half_life);
}

/* Inserts a class in order of x: documents may list classes in any order. */
static lm_status insert_class(const lm_json_node *node, const lm_class *class, lm_model *model)
{
    int index = model->class_count;
    for (; index > 0 && model->classes[index - 1].x >= class->x; index--)
        if (model->classes[index - 1].x == class->x)
            return lm_json_node_fail(node, "has the same leverage as another class");
    memmove(&model->classes[index + 1], &model->classes[index],
            (size_t)(model->class_count - index) * sizeof(lm_class));
    model->classes[index] = *class;
    model->class_count++;
    return LM_OK;
}

/* The maximum leverage in the tier of the typical position; 0 where the rules state none. */
static double max_leverage(const lm_model *model)
{
    const lm_rules *rules = &model->margin;
    const double notional = rules->contract == LM_INVERSE && model->reference_price > 0
                                ? model->position / model->reference_price
                                : model->position;
    return rules->tiers[lm_rules_tier(rules, notional, 1)].max_leverage;
}

static bool liquidatable_at_entry(const lm_model *model, double x)
{
    double ratio;
    return lm_margin_ratio(&model->margin, model->position, model->reference_price, LM_LONG, x, &ratio) ==
               LM_MARGIN_LIQUIDATABLE ||
           lm_margin_ratio(&model->margin, model->position, model->reference_price, LM_SHORT, x, &ratio) ==
               LM_MARGIN_LIQUIDATABLE;
}

static lm_status parse_ladder(const lm_json_node *node, lm_model *model)
{
    const double max = max_leverage(model);
    int count = 0;
    LM_TRY(lm_json_node_array(node, 1, LM_MAX_CLASSES, &count));
    model->class_count = 0;
    for (int i = 0; i < count; i++) {
        lm_json_node element;
        lm_class class;
        lm_json_node_element(node, i, &element);
        LM_TRY(parse_class(&element, &class));
        if (max > 0 && class.x > max)
            return lm_json_node_fail(
                &element,
                "is above %gx, the maximum leverage of its tier; \"any_leverage\": true in the margin rules allows it",
                max);
        if (liquidatable_at_entry(model, class.x))
            return lm_json_node_fail(
                &element, "is liquidatable at its entry: the margin of %gx is not above its maintenance margin",
                class.x);
        LM_TRY(insert_class(&element, &class, model));
    }

    double sum = 0;
    for (int i = 0; i < model->class_count; i++)
        sum += model->classes[i].share;
    if (!(sum > 1 - 1e-3 && sum < 1 + 1e-3))
        return lm_json_node_fail(node, "has shares that sum to %g, not 1", sum);
    if (sum > 1 + 1e-12 || sum < 1 - 1e-12) /* a resolved model that is parsed again must not change */
        for (int i = 0; i < model->class_count; i++)
            model->classes[i].share /= sum;
    return LM_OK;
}

/* Adds the shares of classes of the default ladder that the rules do not allow to the highest allowed class. */
static lm_status fold_ladder(const lm_json_node *root, lm_model *model)
{
    const double max = max_leverage(model);
    int allowed = model->class_count;
    while (allowed > 0 && ((max > 0 && model->classes[allowed - 1].x > max) ||
                           liquidatable_at_entry(model, model->classes[allowed - 1].x)))
        allowed--;
    if (allowed == 0)
        return lm_json_node_fail(root, "has margin rules that allow no class of the default ladder; give \"leverage\"");
    for (int i = allowed; i < model->class_count; i++)
        model->classes[allowed - 1].share += model->classes[i].share;
    model->class_count = allowed;
    return LM_OK;
}

/*
 * Moves floors to the next double if tops of tiers are inclusive, so that the stored model needs no such rule: a
 * notional of exactly a floor then is in the tier below it.
 */
static void exclude_tops(lm_rules *rules)
{
    for (int i = 1; rules->top_inclusive && i < rules->tier_count; i++)
        rules->tiers[i].floor = nextafter(rules->tiers[i].floor, INFINITY);
    rules->top_inclusive = false;
}

/*
 * Reduces margin rules to what a replay needs: rules by size become the rules at the size of the typical position;
 * contract size, cap, tick, rounding and bankruptcy fee are reset, because a replay does not use them.
 */
static lm_status resolve_rules(const lm_json_node *root, lm_model *model)
{
    lm_rules picked;
    lm_rules *rules = &model->margin;
    if (model->reference_price == 0 && lm_rules_need_reference(rules))
        return lm_json_node_fail(root, "needs a \"reference_price\" to convert tiers in coins to quote currency");
    const bool coins = rules->contract == LM_INVERSE && !rules->by_size && model->reference_price > 0;
    const double size = lm_rules_size(rules, model->position, model->reference_price);
    const double measure = rules->by_size ? size : coins ? model->position / model->reference_price : model->position;
    LM_TRY(lm_margin_check_measure(root->document->host, rules, measure));
    if (rules->by_size) {
        lm_rules_init(&picked);
        picked.origin = rules->origin;
        lm_rules_at_size(rules, size, &picked);
        if (!(picked.tiers[0].rate >= 0 && picked.tiers[0].rate + picked.fee < 1))
            return lm_json_node_fail(
                root, "has a position with a maintenance rate of %g, which must be from 0 to 1 with its fee",
                picked.tiers[0].rate);
        *rules = picked;
    }
    exclude_tops(rules);
    rules->contract_size = 1;
    rules->cap = rules->known_to = rules->tick = rules->bankruptcy_fee = 0;
    rules->rounding[LM_LONG] = rules->rounding[LM_SHORT] = LM_ROUND_UNKNOWN;
    return LM_OK;
}

/* Reads true, false, or an object whose keys have defaults. */
static lm_status parse_adaptive(const lm_json_node *root, const lm_json_node *node, lm_model *model)
{
    static const char *const keys[] = {"half_life", "weight", NULL};
    if (!lm_json_node_is_bool(node) && !lm_json_node_is_object(node))
        return lm_json_node_fail(node, "must be true, false, or an object with \"half_life\" and \"weight\"");
    model->adaptive = true;
    if (lm_json_node_is_bool(node))
        LM_TRY(lm_json_member_bool(root, "adaptive", &model->adaptive));
    if (!model->adaptive)
        return LM_OK;
    model->adaptive_half_life = ADAPTIVE_HALF_LIFE;
    model->adaptive_weight = ADAPTIVE_WEIGHT;
    if (lm_json_node_is_bool(node))
        return LM_OK;
    LM_TRY(lm_json_node_keys(node, keys));
    LM_TRY(
        lm_json_member_duration(node, "half_life", MIN_ADAPTIVE_HALF_LIFE, MAX_HALF_LIFE, &model->adaptive_half_life));
    return lm_json_member_number(node, "weight", 0, MAX_ADAPTIVE_WEIGHT, &model->adaptive_weight);
}

static lm_status parse_model(const lm_json_node *root, void *result)
{
    lm_model *model = result;
    static const char *const keys[] = {"margin",       "position", "reference_price", "frame", "leverage",
                                       "volume_power", "exposure", "adaptive",        NULL};
    lm_json_node member;
    double frame = (double)model->frame / (double)LM_SECOND;
    LM_TRY(lm_json_node_keys(root, keys));
    if (lm_json_node_member(root, "margin", &member))
        LM_TRY(lm_rules_read_node(&member, &model->margin));
    LM_TRY(lm_json_member_number(root, "position", LM_PRICE_MIN, LM_PRICE_MAX, &model->position));
    LM_TRY(lm_json_member_number(root, "reference_price", LM_PRICE_MIN, LM_PRICE_MAX, &model->reference_price));
    LM_TRY(resolve_rules(root, model));
    LM_TRY(lm_json_member_duration(root, "frame", 1, 86400, &frame));
    model->frame = __builtin_llrint(frame * (double)LM_SECOND);
    LM_TRY(lm_json_member_number(root, "volume_power", 0.5, 1, &model->volume_power));
    if (model->volume_power != 0.5 && model->volume_power != 1 && lm_json_node_member(root, "volume_power", &member))
        return lm_json_node_fail(&member, "must be 0.5 or 1");
    LM_TRY(lm_json_member_number(root, "exposure", 1e-9, 1e3, &model->exposure));
    if (lm_json_node_member(root, "adaptive", &member))
        LM_TRY(parse_adaptive(root, &member, model));
    if (lm_json_node_member(root, "leverage", &member))
        return parse_ladder(&member, model);
    return fold_ladder(root, model);
}

/* Says whether text is a name and no JSON: a letter begins it, and it is no word of JSON such as null. */
static bool is_name(const char *text, size_t length)
{
    static const char *const words[] = {"null", "true", "false"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i]) == length && memcmp(words[i], text, length) == 0)
            return false;
    return length > 0 && ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z'));
}

lm_status lm_model_read(lm_host *host, const char *json, size_t length, lm_model *model)
{
    lm_model parsed;
    if (is_name(json, length))
        return lm_model_named(host, json, length, model);
    if (length > 0 && lm_is_digit(json[0]))
        return lm_fail(host, LM_E_DOCUMENT,
                       "If this is a time or an interval, give it by the name of its argument: as_of, until or every.",
                       "a model must be a JSON object or the name of a model, not \"%.*s\"",
                       (int)(length < 40 ? length : 40), json);
    init_from_preset(&parsed, &presets[0]);
    LM_TRY(lm_json_document_read(host, "model", json, length, parse_model, &parsed));
    *model = parsed;
    return LM_OK;
}

/* ---- printing a document */

static bool add_ladder(cJSON *json, const lm_model *model)
{
    cJSON *ladder = cJSON_AddArrayToObject(json, "leverage");
    bool added = ladder != NULL;
    for (int i = 0; added && i < model->class_count; i++) {
        cJSON *class = cJSON_CreateObject();
        added = lm_json_add(class, "x", lm_json_number(model->classes[i].x)) &&
                lm_json_add(class, "share", lm_json_number(model->classes[i].share)) &&
                lm_json_add(class, "half_life", lm_json_number(model->classes[i].half_life));
        if (added)
            added = lm_json_add(ladder, NULL, class);
        else
            cJSON_Delete(class);
    }
    return added;
}

static bool add_adaptive(cJSON *json, const lm_model *model)
{
    cJSON *adaptive = cJSON_AddObjectToObject(json, "adaptive");
    return adaptive && lm_json_add(adaptive, "half_life", lm_json_number(model->adaptive_half_life)) &&
           lm_json_add(adaptive, "weight", lm_json_number(model->adaptive_weight));
}

lm_status lm_model_print(lm_host *host, const lm_model *model, lm_buffer *out)
{
    cJSON *json = cJSON_CreateObject();
    bool complete =
        lm_json_add(json, "margin", lm_rules_json(&model->margin)) &&
        lm_json_add(json, "position", lm_json_number(model->position)) &&
        (model->reference_price == 0 || lm_json_add(json, "reference_price", lm_json_number(model->reference_price))) &&
        lm_json_add(json, "frame", lm_json_number((double)model->frame / (double)LM_SECOND)) &&
        add_ladder(json, model) && lm_json_add(json, "volume_power", lm_json_number(model->volume_power)) &&
        lm_json_add(json, "exposure", lm_json_number(model->exposure)) &&
        (!model->adaptive || add_adaptive(json, model));
    if (!complete) {
        cJSON_Delete(json);
        json = NULL;
    }
    return lm_json_append(host, json, out);
}

/* ---- the stored form: an adaptive model has another bit in its first byte, and two numbers more at its end */

#define ADAPTIVE_BIT 2

lm_status lm_model_write(lm_host *host, const lm_model *model, lm_buffer *out)
{
    LM_TRY(lm_buffer_reserve(host, out, 128 + LM_MAX_TIERS * 32 + LM_MAX_CLASSES * 24));
    const lm_rules *rules = &model->margin;
    uint8_t *next = out->data + out->size;
    *next++ = (uint8_t)(rules->contract | (model->adaptive ? ADAPTIVE_BIT : 0));
    *next++ = rules->basis;
    *next++ = rules->fee_basis;
    *next++ = rules->steps;
    next = lm_put_double(next, rules->fee);
    next = lm_put_double(next, rules->fixed);
    *next++ = (uint8_t)rules->tier_count;
    for (int i = 0; i < rules->tier_count; i++) {
        next = lm_put_double(next, rules->tiers[i].floor);
        next = lm_put_double(next, rules->tiers[i].rate);
        next = lm_put_double(next, rules->tiers[i].deduct);
        next = lm_put_double(next, rules->tiers[i].max_leverage);
    }
    next = lm_put_double(next, model->position);
    next = lm_put_double(next, model->reference_price);
    next = lm_put_varint(next, (uint64_t)model->frame);
    next = lm_put_double(next, model->volume_power);
    next = lm_put_double(next, model->exposure);
    *next++ = (uint8_t)model->class_count;
    for (int i = 0; i < model->class_count; i++) {
        next = lm_put_double(next, model->classes[i].x);
        next = lm_put_double(next, model->classes[i].share);
        next = lm_put_double(next, model->classes[i].half_life);
    }
    if (model->adaptive) {
        next = lm_put_double(next, model->adaptive_half_life);
        next = lm_put_double(next, model->adaptive_weight);
    }
    out->size = (size_t)(next - out->data);
    return LM_OK;
}

static double get_in_range(lm_cursor *cursor, double min, double max)
{
    double value = lm_get_double(cursor);
    if (!(value >= min && value <= max) || lm_negative_zero(value))
        cursor->bad = true;
    return value;
}

static uint8_t get_byte_up_to(lm_cursor *cursor, uint8_t max)
{
    uint8_t value = lm_get_byte(cursor);
    if (value > max)
        cursor->bad = true;
    return value;
}

static void get_rules(lm_cursor *cursor, uint8_t contract, lm_rules *rules)
{
    lm_rules_init(rules);
    rules->contract = contract;
    rules->basis = get_byte_up_to(cursor, LM_BASIS_ENTRY);
    rules->fee_basis = get_byte_up_to(cursor, LM_BASIS_ENTRY);
    rules->steps = get_byte_up_to(cursor, 1);
    rules->fee = get_in_range(cursor, 0, 1);
    rules->fixed = get_in_range(cursor, -1e300, 1e300);
    rules->tier_count = get_byte_up_to(cursor, LM_MAX_TIERS);
    cursor->bad |= rules->tier_count == 0;
    for (int i = 0; !cursor->bad && i < rules->tier_count; i++) {
        lm_tier *tier = &rules->tiers[i];
        tier->floor = get_in_range(cursor, 0, 1e300);
        tier->rate = get_in_range(cursor, 0, 1);
        tier->deduct = get_in_range(cursor, 0, 1e300);
        tier->max_leverage = get_in_range(cursor, 0, 1e300);
        if (tier->rate + rules->fee >= 1 || (i == 0 ? tier->floor != 0 : tier->floor <= tier[-1].floor))
            cursor->bad = true;
    }
}

void lm_model_get(lm_cursor *cursor, lm_model *model)
{
    memset(model, 0, sizeof *model);
    const uint8_t first = get_byte_up_to(cursor, LM_INVERSE | ADAPTIVE_BIT);
    get_rules(cursor, first & LM_INVERSE, &model->margin);
    model->position = get_in_range(cursor, LM_PRICE_MIN, LM_PRICE_MAX);
    model->reference_price = get_in_range(cursor, 0, LM_PRICE_MAX);
    uint64_t frame = lm_get_varint(cursor);
    model->frame = (int64_t)frame;
    model->volume_power = get_in_range(cursor, 0.5, 1);
    model->exposure = get_in_range(cursor, 1e-9, 1e3);
    model->class_count = get_byte_up_to(cursor, LM_MAX_CLASSES);
    if (model->class_count == 0 || frame < (uint64_t)LM_SECOND || frame > (uint64_t)LM_DAY ||
        (model->volume_power != 0.5 && model->volume_power != 1))
        cursor->bad = true;
    for (int i = 0; !cursor->bad && i < model->class_count; i++) {
        lm_class *class = &model->classes[i];
        class->x = get_in_range(cursor, MIN_LEVERAGE, MAX_LEVERAGE);
        class->share = get_in_range(cursor, 0, 1 + 1e-9);
        class->half_life = get_in_range(cursor, 1, MAX_HALF_LIFE);
        if (i > 0 && class->x <= class[-1].x)
            cursor->bad = true;
    }
    model->adaptive = first & ADAPTIVE_BIT;
    if (model->adaptive) {
        model->adaptive_half_life = get_in_range(cursor, MIN_ADAPTIVE_HALF_LIFE, MAX_HALF_LIFE);
        model->adaptive_weight = get_in_range(cursor, 0, MAX_ADAPTIVE_WEIGHT);
    }
}
