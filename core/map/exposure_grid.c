#include "map/exposure_grid.h"

#include <string.h>

void lm_exposure_grid_init(lm_exposure_grid *grid, int classes)
{
    memset(grid, 0, sizeof *grid);
    grid->classes = classes;
    grid->least = INT32_MAX;
    grid->greatest = INT32_MIN;
}

static size_t page_size(const lm_exposure_grid *grid)
{
    return (size_t)LM_GRID_PAGE_CELLS * (size_t)grid->classes * sizeof(double);
}

void lm_exposure_grid_free(lm_host *host, lm_exposure_grid *grid)
{
    for (size_t i = 0; i < grid->page_count; i++)
        lm_release(host, grid->pages[i], page_size(grid));
    lm_release(host, grid->pages, grid->capacity * sizeof(double *));
    lm_exposure_grid_init(grid, grid->classes);
}

/* Extends the table of pages so that it includes `page`. */
static lm_status extend_to_page(lm_host *host, lm_exposure_grid *grid, int32_t page)
{
    if (grid->page_count == 0)
        grid->first_page = page;
    int64_t before = (int64_t)grid->first_page - page;
    int64_t after = (int64_t)page - grid->first_page + 1 - (int64_t)grid->page_count;
    size_t more = before > 0 ? (size_t)before : after > 0 ? (size_t)after : 0;
    LM_TRY(LM_RESERVE(host, grid->pages, grid->capacity, grid->page_count + more));
    if (before > 0) {
        memmove(grid->pages + more, grid->pages, grid->page_count * sizeof(double *));
        memset(grid->pages, 0, more * sizeof(double *));
        grid->first_page = page;
    } else {
        memset(grid->pages + grid->page_count, 0, more * sizeof(double *));
    }
    grid->page_count += more;
    return LM_OK;
}

lm_status lm_exposure_grid_reserve(lm_host *host, lm_exposure_grid *grid, int32_t cell)
{
    int32_t page = lm_grid_page_of(cell);
    void *memory;
    if (lm_exposure_grid_find(grid, cell))
        return LM_OK;
    LM_TRY(extend_to_page(host, grid, page));
    if (grid->allocated + 1 > LM_MAX_BUILDING / 2 / page_size(grid))
        return lm_fail(host, LM_E_LIMIT, "Use fewer bits of precision or fewer classes.",
                       "a map would take more than %zu bytes", LM_MAX_BUILDING);
    LM_TRY(lm_allocate(host, page_size(grid), &memory));
    grid->pages[page - grid->first_page] = memory;
    grid->allocated++;
    return LM_OK;
}

lm_status lm_exposure_grid_create(lm_host *host, lm_exposure_grid *grid, int32_t cell, double **weights)
{
    LM_TRY(lm_exposure_grid_reserve(host, grid, cell));
    if (!grid->touched || cell < grid->least)
        grid->least = cell;
    if (!grid->touched || cell > grid->greatest)
        grid->greatest = cell;
    grid->touched = true;
    *weights = lm_exposure_grid_find(grid, cell);
    return LM_OK;
}

const double *lm_exposure_grid_next(const lm_exposure_grid *grid, int32_t *cell)
{
    if (!grid->touched)
        return NULL;
    if (*cell < grid->least)
        *cell = grid->least;
    while (*cell <= grid->greatest) {
        const double *weights = lm_exposure_grid_find(grid, *cell);
        if (weights)
            return weights;
        *cell = (lm_grid_page_of(*cell) + 1) * LM_GRID_PAGE_CELLS;
    }
    return NULL;
}

double *lm_exposure_grid_greatest(lm_exposure_grid *grid, int32_t limit, int32_t *cell)
{
    double *weights = NULL;
    while (grid->touched && grid->greatest >= limit && !weights) {
        *cell = grid->greatest;
        weights = lm_exposure_grid_find(grid, *cell);
        grid->greatest = weights ? grid->greatest - 1 : lm_grid_page_of(grid->greatest) * LM_GRID_PAGE_CELLS - 1;
        grid->touched = grid->greatest >= grid->least;
    }
    return weights;
}

double *lm_exposure_grid_least(lm_exposure_grid *grid, int32_t limit, int32_t *cell)
{
    double *weights = NULL;
    while (grid->touched && grid->least <= limit && !weights) {
        *cell = grid->least;
        weights = lm_exposure_grid_find(grid, *cell);
        grid->least = weights ? grid->least + 1 : (lm_grid_page_of(grid->least) + 1) * LM_GRID_PAGE_CELLS;
        grid->touched = grid->greatest >= grid->least;
    }
    return weights;
}
