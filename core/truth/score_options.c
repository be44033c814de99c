#include "truth/score_options.h"

#include <math.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/json_document.h"
#include "truth/features.h"

#define SEED_MAX 0x1p53 /* so that a Lua number holds it */

#define MAX_FOLDS 100
#define MAX_DRAWS 100000
#define MAX_RIDGE 1e9
#define MAX_UNIT 1e15

void lm_score_options_init(lm_score_options *options)
{
    *options = (lm_score_options){.bar = 30 * LM_MINUTE,
                                  .train_until = LM_TIME_UNKNOWN,
                                  .warm_up = 7 * LM_DAY,
                                  .unit = 10000,
                                  .nulls = (1u << LM_NULL_COUNT) - 1,
                                  .draws = 400,
                                  .seed = 1};
}

lm_status lm_score_options_check(lm_host *host, const lm_score_options *options)
{
    char text[LM_NUMBER_SIZE];
    if (!(options->ridge >= 0 && options->ridge <= MAX_RIDGE))
        return lm_fail(host, LM_E_RANGE, "Give 0 to have the ridge chosen on the training part.",
                       "ridge must be a number from 0 to 1e9, not %s", lm_number_text(options->ridge, text));
    if (!(options->unit > 0 && options->unit <= MAX_UNIT))
        return lm_fail(host, LM_E_RANGE, "Give the quote currency per unit of liquidations, such as 10000.",
                       "unit must be a number above 0, not %s", lm_number_text(options->unit, text));
    if (options->folds < 0 || options->folds == 1 || options->folds > MAX_FOLDS)
        return lm_fail(host, LM_E_RANGE, "Give 8 to leave out one day in 8 in turn.",
                       "folds must be 0, or 2 to %d, not %d", MAX_FOLDS, options->folds);
    if (options->refit < 0 || (options->refit > 0 && options->refit < options->bar))
        return lm_fail(host, LM_E_RANGE, "Give 7 d, or 0 to fit once.", "refit must be 0 or at least one bar");
    if (options->warm_up < 0)
        return lm_fail(host, LM_E_RANGE, "Give 7 d.", "warm_up must not be negative");
    if (options->draws < 0 || options->draws > MAX_DRAWS)
        return lm_fail(host, LM_E_RANGE, "Give 400.", "draws must be 0 to %d, not %d", MAX_DRAWS, options->draws);
    return LM_OK;
}

/* ---- reading */

/* Reads a duration in seconds into us; the key may be missing. */
static lm_status read_duration(const lm_json_node *root, const char *key, double least, int64_t *time)
{
    double seconds = (double)*time / LM_SECOND;
    LM_TRY(lm_json_member_duration(root, key, least, 365.0 * 86400 * 100, &seconds));
    *time = (int64_t)llround(seconds * LM_SECOND);
    return LM_OK;
}

/* Reads a whole number; the key may be missing. */
static lm_status read_whole(const lm_json_node *root, const char *key, double least, double most, double *value)
{
    lm_json_node member;
    LM_TRY(lm_json_member_number(root, key, least, most, value));
    if (*value != floor(*value) && lm_json_node_member(root, key, &member))
        return lm_json_node_fail(&member, "must be a whole number");
    return LM_OK;
}

static lm_status read_null(const lm_json_node *node, uint32_t *nulls)
{
    char name[LM_NUMBER_SIZE];
    LM_TRY(lm_json_node_text(node, name, sizeof name));
    for (int null = 0; null < LM_NULL_COUNT; null++)
        if (strcmp(name, lm_null_name((lm_null)null)) == 0) {
            *nulls |= 1u << null;
            return LM_OK;
        }
    return lm_json_node_fail(node, "must be \"N0\", \"N1\", \"N2\", \"N3\" or \"small\"");
}

static lm_status read_nulls(const lm_json_node *node, uint32_t *nulls)
{
    int count;
    *nulls = 0;
    if (!cJSON_IsArray(node->item))
        return read_null(node, nulls);
    LM_TRY(lm_json_node_array(node, 1, LM_NULL_COUNT, &count));
    for (int i = 0; i < count; i++) {
        lm_json_node element;
        lm_json_node_element(node, i, &element);
        LM_TRY(read_null(&element, nulls));
    }
    return LM_OK;
}

static lm_status read_protocol(const lm_json_node *root, lm_score_options *options)
{
    static const char *const protocols[] = {"2026", NULL};
    lm_json_node protocol, ridge;
    int number = -1;
    LM_TRY(lm_json_member_word(root, "protocol", protocols, &number));
    if (number < 0)
        return LM_OK;
    if (lm_json_node_member(root, "ridge", &ridge) && lm_json_node_member(root, "protocol", &protocol))
        return lm_json_node_fail(&protocol, "fixes the ridge: give one of protocol and ridge");
    options->ridge = 2;
    return LM_OK;
}

static lm_status read_options(const lm_json_node *root, void *result)
{
    static const char *const keys[] = {"bar",  "train_until", "refit", "warm_up", "folds",         "ridge", "protocol",
                                       "unit", "null",        "draws", "seed",    "open_interest", NULL};
    lm_score_options *options = result;
    lm_json_node member;
    double folds = options->folds, draws = options->draws, seed = (double)options->seed;
    LM_TRY(lm_json_node_keys(root, keys));
    LM_TRY(read_duration(root, "bar", 1, &options->bar));
    LM_TRY(read_duration(root, "refit", 0, &options->refit));
    LM_TRY(read_duration(root, "warm_up", 0, &options->warm_up));
    LM_TRY(read_whole(root, "folds", 0, MAX_FOLDS, &folds));
    LM_TRY(read_whole(root, "draws", 0, MAX_DRAWS, &draws));
    LM_TRY(read_whole(root, "seed", 0, SEED_MAX, &seed));
    LM_TRY(lm_json_member_number(root, "ridge", 0, MAX_RIDGE, &options->ridge));
    LM_TRY(lm_json_member_number(root, "unit", LM_ABOVE_ZERO, MAX_UNIT, &options->unit));
    LM_TRY(lm_json_member_number(root, "open_interest", 0, 1e300, &options->open_interest));
    LM_TRY(read_protocol(root, options));
    if (lm_json_node_member(root, "train_until", &member))
        LM_TRY(lm_json_node_time(&member, &options->train_until));
    if (lm_json_node_member(root, "null", &member))
        LM_TRY(read_nulls(&member, &options->nulls));
    options->folds = (int)folds;
    options->draws = (int)draws;
    options->seed = (uint64_t)seed;
    return LM_OK;
}

lm_status lm_score_options_read(lm_host *host, const char *json, size_t length, lm_score_options *options)
{
    lm_score_options read;
    lm_score_options_init(&read);
    LM_TRY(lm_json_document_read(host, "options", json, length, read_options, &read));
    LM_TRY(lm_score_options_check(host, &read));
    *options = read;
    return LM_OK;
}
