#include "map/exposure_grid.h"

#include <string.h>

void lm_exposure_grid_init(lm_exposure_grid *side, int classes)
{
    memset(side, 0, sizeof *side);
    side->classes = classes;
}

static size_t page_size(const lm_exposure_grid *side)
{
    return (size_t)LM_GRID_PAGE_CELLS * (size_t)side->classes * sizeof(double);
}

void lm_exposure_grid_free(lm_host *host, lm_exposure_grid *side)
{
    for (size_t i = 0; i < side->page_count; i++)
        lm_release(host, side->pages[i], page_size(side));
    lm_release(host, side->pages, side->capacity * sizeof(double *));
    lm_exposure_grid_init(side, side->classes);
}

/* Widens the table of pages so that it reaches `page`. */
static lm_status reach(lm_host *host, lm_exposure_grid *side, int32_t page)
{
    if (side->page_count == 0)
        side->first_page = page;
    int64_t before = (int64_t)side->first_page - page;
    int64_t behind = (int64_t)page - side->first_page + 1 - (int64_t)side->page_count;
    size_t more = before > 0 ? (size_t)before : behind > 0 ? (size_t)behind : 0;
    LM_TRY(LM_RESERVE(host, side->pages, side->capacity, side->page_count + more));
    if (before > 0) {
        memmove(side->pages + more, side->pages, side->page_count * sizeof(double *));
        memset(side->pages, 0, more * sizeof(double *));
        side->first_page = page;
    } else {
        memset(side->pages + side->page_count, 0, more * sizeof(double *));
    }
    side->page_count += more;
    return LM_OK;
}

lm_status lm_exposure_grid_reserve(lm_host *host, lm_exposure_grid *side, int32_t cell)
{
    int32_t page = lm_grid_page_of(cell);
    void *memory;
    if (lm_exposure_grid_find(side, cell))
        return LM_OK;
    LM_TRY(reach(host, side, page));
    if (side->made + 1 > LM_MAX_BUILDING / 2 / page_size(side))
        return lm_fail(host, LM_E_LIMIT, "Use fewer bits of precision or fewer classes.",
                       "a map would take more than %zu bytes", LM_MAX_BUILDING);
    LM_TRY(lm_allocate(host, page_size(side), &memory));
    side->pages[page - side->first_page] = memory;
    side->made++;
    return LM_OK;
}

lm_status lm_exposure_grid_create(lm_host *host, lm_exposure_grid *side, int32_t cell, double **weights)
{
    LM_TRY(lm_exposure_grid_reserve(host, side, cell));
    if (!side->touched || cell < side->least)
        side->least = cell;
    if (!side->touched || cell > side->greatest)
        side->greatest = cell;
    side->touched = true;
    *weights = lm_exposure_grid_find(side, cell);
    return LM_OK;
}

const double *lm_exposure_grid_next(const lm_exposure_grid *side, int32_t *cell)
{
    if (!side->touched)
        return NULL;
    if (*cell < side->least)
        *cell = side->least;
    while (*cell <= side->greatest) {
        const double *weights = lm_exposure_grid_find(side, *cell);
        if (weights)
            return weights;
        *cell = (lm_grid_page_of(*cell) + 1) * LM_GRID_PAGE_CELLS;
    }
    return NULL;
}

double *lm_exposure_grid_greatest(lm_exposure_grid *side, int32_t limit, int32_t *cell)
{
    double *weights = NULL;
    while (side->touched && side->greatest >= limit && !weights) {
        *cell = side->greatest;
        weights = lm_exposure_grid_find(side, *cell);
        side->greatest = weights ? side->greatest - 1 : lm_grid_page_of(side->greatest) * LM_GRID_PAGE_CELLS - 1;
        side->touched = side->greatest >= side->least;
    }
    return weights;
}

double *lm_exposure_grid_least(lm_exposure_grid *side, int32_t limit, int32_t *cell)
{
    double *weights = NULL;
    while (side->touched && side->least <= limit && !weights) {
        *cell = side->least;
        weights = lm_exposure_grid_find(side, *cell);
        side->least = weights ? side->least + 1 : (lm_grid_page_of(side->least) + 1) * LM_GRID_PAGE_CELLS;
        side->touched = side->greatest >= side->least;
    }
    return weights;
}
