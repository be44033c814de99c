/* Computes the grid of cascades: shocks by depths. */
#include "cascade/cascade.h"

#define MAX_CELLS 100000 /* of the grid */

static lm_status check_grid(lm_host *host, const double *shocks, size_t shock_count, const double *multipliers,
                            size_t multiplier_count)
{
    char text[LM_NUMBER_SIZE];
    if (shock_count == 0 || multiplier_count == 0)
        return lm_fail(host, LM_E_ARGUMENT, "Give at least one shock and one depth multiplier.", "no %s were given",
                       shock_count == 0 ? "shocks" : "depth multipliers");
    if (shock_count > MAX_CELLS || multiplier_count > MAX_CELLS / shock_count)
        return lm_fail(host, LM_E_LIMIT, "Use fewer shocks or fewer depth multipliers.",
                       "the grid has %zu shocks and %zu depths, more than %d rows", shock_count, multiplier_count,
                       MAX_CELLS);
    for (size_t i = 0; i < shock_count; i++)
        LM_TRY(lm_check_shock(host, shocks[i]));
    for (size_t i = 0; i < multiplier_count; i++)
        if (!(multipliers[i] >= 1e-9 && multipliers[i] <= 1e9))
            return lm_fail(host, LM_E_RANGE, "Give 1 for the depth of the impact model.",
                           "a depth multiplier must be from 1e-9 to 1e9, not %s", lm_number_text(multipliers[i], text));
    return LM_OK;
}

/* Opens the ladders of the sides that the shocks need. */
static lm_status open_ladders(lm_host *host, const lm_map *map, const double *shocks, size_t count,
                              const lm_impact_model *model, lm_ladder ladders[2], bool open[2])
{
    for (size_t i = 0; i < count; i++) {
        const lm_side side = lm_side_of_shock(shocks[i]);
        if (open[side])
            continue;
        LM_TRY(lm_ladder_init(host, map, side, model->reference_price, false, &ladders[side]));
        lm_ladder_evaporate(&ladders[side], model);
        open[side] = true;
    }
    return LM_OK;
}

static lm_status fill_grid(lm_host *host, const lm_ladder ladders[2], const double *shocks, size_t shock_count,
                           const double *multipliers, size_t multiplier_count, const lm_impact_model *model,
                           lm_cascades_row *rows)
{
    for (size_t i = 0; i < shock_count * multiplier_count; i++) {
        const double shock = shocks[i / multiplier_count], depth = multipliers[i % multiplier_count];
        LM_TRY(lm_check_interrupt(host));
        rows[i].shock = shock;
        rows[i].depth_multiplier = depth;
        lm_cascade_on(&ladders[lm_side_of_shock(shock)], model, shock, depth, &rows[i].cascade);
    }
    return LM_OK;
}

lm_status lm_map_cascades(lm_host *host, const lm_map *map, const double *shocks, size_t shock_count,
                          const double *depth_multipliers, size_t multiplier_count, const lm_impact_model *model,
                          lm_cascades *cascades)
{
    lm_ladder ladders[2];
    bool open[2] = {false, false};
    void *rows = NULL;
    LM_TRY(check_grid(host, shocks, shock_count, depth_multipliers, multiplier_count));
    LM_TRY(lm_impact_model_check(host, model));
    const size_t count = shock_count * multiplier_count, size = count * sizeof(lm_cascades_row);
    lm_status status = open_ladders(host, map, shocks, shock_count, model, ladders, open);
    if (status == LM_OK)
        status = lm_allocate_raw(host, size, &rows);
    if (status == LM_OK)
        status = fill_grid(host, ladders, shocks, shock_count, depth_multipliers, multiplier_count, model, rows);
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        if (open[side])
            lm_ladder_free(host, &ladders[side]);
    if (status == LM_OK)
        *cascades = (lm_cascades){rows, count};
    else
        lm_release(host, rows, size);
    return status;
}

void lm_cascades_free(lm_host *host, lm_cascades *cascades)
{
    lm_release(host, cascades->rows, cascades->count * sizeof(lm_cascades_row));
    cascades->rows = NULL;
    cascades->count = 0;
}
