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
        lm_release(host, grid->pages[i].weights, page_size(grid));
    lm_release(host, grid->pages, grid->capacity * sizeof *grid->pages);
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
        memmove(grid->pages + more, grid->pages, grid->page_count * sizeof *grid->pages);
        memset(grid->pages, 0, more * sizeof *grid->pages);
        grid->first_page = page;
    } else {
        memset(grid->pages + grid->page_count, 0, more * sizeof *grid->pages);
    }
    grid->page_count += more;
    return LM_OK;
}

lm_status lm_exposure_grid_reserve(lm_host *host, lm_exposure_grid *grid, int32_t cell, int k)
{
    const int32_t page = lm_grid_page_of(cell);
    if (!lm_exposure_grid_find(grid, cell)) {
        void *memory;
        LM_TRY(extend_to_page(host, grid, page));
        if (grid->allocated + 1 > LM_MAX_BUILDING / 2 / page_size(grid))
            return lm_fail(host, LM_E_LIMIT, "Use fewer bits of precision or fewer classes.",
                           "a map would take more than %zu bytes", LM_MAX_BUILDING);
        LM_TRY(lm_allocate(host, page_size(grid), &memory));
        grid->pages[page - grid->first_page].weights = memory;
        grid->allocated++;
    }
    grid->pages[page - grid->first_page].held |= (uint64_t)1 << k;
    return LM_OK;
}

lm_status lm_exposure_grid_copy(lm_host *host, const lm_exposure_grid *from, lm_exposure_grid *to)
{
    if (!from->touched)
        return LM_OK;
    const int32_t first = lm_grid_page_of(from->least), last = lm_grid_page_of(from->greatest);
    LM_TRY(extend_to_page(host, to, first));
    LM_TRY(extend_to_page(host, to, last));
    to->touched = true;
    to->least = from->least;
    to->greatest = from->greatest;
    for (int32_t page = first; page <= last; page++) {
        const lm_grid_page *source = &from->pages[page - from->first_page];
        void *memory;
        if (!source->weights)
            continue;
        LM_TRY(lm_allocate_raw(host, page_size(from), &memory));
        memcpy(memory, source->weights, page_size(from));
        to->pages[page - first] = (lm_grid_page){memory, source->held};
        to->allocated++;
    }
    return LM_OK;
}

void lm_exposure_grid_widen(lm_exposure_grid *grid, int32_t cell)
{
    if (!grid->touched || cell < grid->least)
        grid->least = cell;
    if (!grid->touched || cell > grid->greatest)
        grid->greatest = cell;
    grid->touched = true;
}

#define PAGES_BETWEEN_INTERRUPTS 64

/* Finds the greatest weight of each class in `classes`. */
static void find_greatest(lm_host *host, const lm_exposure_grid *grid, uint64_t classes,
                          double greatest[LM_MAX_CLASSES], bool *interrupted)
{
    const size_t stride = (size_t)grid->classes, count = LM_GRID_PAGE_CELLS * stride;
    for (size_t page = 0; page < grid->page_count; page++) {
        if (page % PAGES_BETWEEN_INTERRUPTS == PAGES_BETWEEN_INTERRUPTS - 1)
            *interrupted |= lm_check_interrupt(host) != LM_OK;
        for (size_t cell = 0; grid->pages[page].held & classes && cell < count; cell += stride)
            for (uint64_t left = grid->pages[page].held & classes; left; left &= left - 1) {
                const int k = __builtin_ctzll(left);
                const double weight = grid->pages[page].weights[cell + (size_t)k];
                greatest[k] = weight > greatest[k] ? weight : greatest[k];
            }
    }
}

void lm_exposure_grid_scale(lm_host *host, lm_exposure_grid *grid, uint64_t classes, const double *factors,
                            double negligible, double *sums, double *removed, bool *interrupted)
{
    const size_t stride = (size_t)grid->classes, count = LM_GRID_PAGE_CELLS * stride;
    double greatest[LM_MAX_CLASSES] = {0};
    find_greatest(host, grid, classes, greatest, interrupted);
    for (int k = 0; k < grid->classes; k++)
        if (classes >> k & 1)
            sums[k] = removed[k] = 0;
    for (size_t page = 0; page < grid->page_count; page++) {
        const uint64_t due = grid->pages[page].held & classes;
        uint64_t held = 0;
        for (size_t cell = 0; due && cell < count; cell += stride)
            for (uint64_t left = due; left; left &= left - 1) {
                const int k = __builtin_ctzll(left);
                double *weight = &grid->pages[page].weights[cell + (size_t)k];
                const double scaled = *weight * factors[k];
                const bool kept = *weight > greatest[k] * negligible;
                *weight = kept ? scaled : 0;
                *(kept ? &sums[k] : &removed[k]) += scaled;
                held |= (uint64_t)(*weight != 0) << k;
            }
        grid->pages[page].held &= ~due | held;
        if (page % PAGES_BETWEEN_INTERRUPTS == PAGES_BETWEEN_INTERRUPTS - 1)
            *interrupted |= lm_check_interrupt(host) != LM_OK;
    }
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
