#include "cascade/bounds.h"

/* Reads a number that must be given. A least value far below all sensible ones is named as "above 0" in the error. */
static lm_status read_required(const lm_json_node *object, const lm_bound *bound, double *number)
{
    lm_json_node member;
    if (!lm_json_node_member(object, bound->key, &member))
        return lm_json_node_fail(object, "needs \"%s\"", bound->key);
    LM_TRY(lm_json_node_number(&member, LM_ABOVE_ZERO, bound->most, number));
    return lm_json_node_number(&member, bound->least, bound->most, number);
}

lm_status lm_bounds_read(const lm_json_node *object, const lm_bound *bounds, void *numbers)
{
    for (const lm_bound *bound = bounds; bound->key; bound++) {
        double *number = (double *)((char *)numbers + bound->offset);
        if (bound->kind == LM_BOUND_REQUIRED)
            LM_TRY(read_required(object, bound, number));
        else if (bound->kind == LM_BOUND_DURATION)
            LM_TRY(lm_json_member_duration(object, bound->key, bound->least, bound->most, number));
        else
            LM_TRY(lm_json_member_number(object, bound->key, bound->least, bound->most, number));
    }
    return LM_OK;
}

static const lm_bound *find_broken(const lm_bound *bounds, const void *numbers)
{
    for (const lm_bound *bound = bounds; bound->key; bound++) {
        const double number = lm_bound_number(bound, numbers);
        const bool left_out = bound->kind == LM_BOUND_OPTIONAL && number == 0;
        if (!left_out && !(number >= bound->least && number <= bound->most))
            return bound;
    }
    return NULL;
}

lm_status lm_bounds_check(lm_host *host, lm_status code, const lm_bound *bounds, const void *numbers)
{
    char least[LM_NUMBER_SIZE], most[LM_NUMBER_SIZE], given[LM_NUMBER_SIZE];
    const lm_bound *broken = find_broken(bounds, numbers);
    if (!broken)
        return LM_OK;
    lm_number_text(lm_bound_number(broken, numbers), given);
    lm_number_text(broken->most, most);
    if (broken->least == LM_ABOVE_ZERO)
        return lm_fail(host, code, NULL, "%s must be above 0 and at most %s, not %s", broken->key, most, given);
    return lm_fail(host, code, NULL, "%s must be from %s to %s, not %s", broken->key,
                   lm_number_text(broken->least, least), most, given);
}
