/* The outstanding weight of one side per cell and class: a sparse grid in pages of cells. Internal to core/map. */
#ifndef LM_MAP_EXPOSURE_GRID_H
#define LM_MAP_EXPOSURE_GRID_H

#include "base/cell.h"
#include "base/host.h"

/* A page holds whole cells with all their classes, because a sweep clears whole cells. */
#define LM_GRID_PAGE_BITS 6
#define LM_GRID_PAGE_CELLS (1 << LM_GRID_PAGE_BITS)

typedef struct lm_grid_page {
    double *weights; /* of all cells and classes; NULL where no cell was ever used */
    uint64_t held;   /* bit k: class k may have a weight on this page */
} lm_grid_page;

typedef struct lm_exposure_grid {
    int classes;
    int32_t first_page; /* number of pages[0]: cell >> LM_GRID_PAGE_BITS */
    size_t page_count;
    size_t capacity;
    lm_grid_page *pages;
    size_t allocated;        /* number of pages that exist */
    bool touched;            /* some cell may not be empty */
    int32_t least, greatest; /* bounds of the cells that are not empty; least > greatest unless touched */
} lm_exposure_grid;

void lm_exposure_grid_init(lm_exposure_grid *grid, int classes);
void lm_exposure_grid_free(lm_host *host, lm_exposure_grid *grid);
/* Copies the cells within the bounds into a grid that is empty. After a failure the copy has a part of the pages. */
lm_status lm_exposure_grid_copy(lm_host *host, const lm_exposure_grid *from, lm_exposure_grid *to);

/* Returns the number of the page that holds a cell. */
static inline int32_t lm_grid_page_of(int32_t cell)
{
    return lm_cell_coarsen(cell, LM_GRID_PAGE_BITS);
}

/* The weights of a cell by class, or NULL where its page does not exist. */
static inline double *lm_exposure_grid_find(const lm_exposure_grid *grid, int32_t cell)
{
    int64_t page = (int64_t)lm_grid_page_of(cell) - grid->first_page;
    if (page < 0 || page >= (int64_t)grid->page_count || !grid->pages[page].weights)
        return NULL;
    return grid->pages[page].weights + (size_t)(cell & (LM_GRID_PAGE_CELLS - 1)) * (size_t)grid->classes;
}

/* Sets *cell to the first cell at or above *cell whose page exists, and returns its weights; NULL after the last. */
const double *lm_exposure_grid_next(const lm_exposure_grid *grid, int32_t *cell);

/*
 * Remove the greatest cell at or above `limit`, or the least cell at or below it, from the bounds, and return its
 * weights, which the caller must set to 0. NULL where no such cell is on a page that exists.
 */
double *lm_exposure_grid_greatest(lm_exposure_grid *grid, int32_t limit, int32_t *cell);
double *lm_exposure_grid_least(lm_exposure_grid *grid, int32_t limit, int32_t *cell);

/*
 * Allocates the page of a cell and marks that it holds class k, so that lm_exposure_grid_at cannot fail for this cell.
 * LM_E_LIMIT, LM_E_MEMORY.
 */
lm_status lm_exposure_grid_reserve(lm_host *host, lm_exposure_grid *grid, int32_t cell, int k);
/* Widens the bounds to a cell that is reserved. */
void lm_exposure_grid_widen(lm_exposure_grid *grid, int32_t cell);

/* Tells whether a cell is reserved for class k. */
static inline bool lm_exposure_grid_is_reserved(const lm_exposure_grid *grid, int32_t cell, int k)
{
    const int64_t page = (int64_t)lm_grid_page_of(cell) - grid->first_page;
    return page >= 0 && page < (int64_t)grid->page_count && (grid->pages[page].held >> k & 1);
}

/* The weights by class of a cell that is reserved for the class that the caller will write. */
static inline double *lm_exposure_grid_at(lm_exposure_grid *grid, int32_t cell)
{
    if (LM_UNLIKELY(cell < grid->least || cell > grid->greatest))
        lm_exposure_grid_widen(grid, cell);
    return lm_exposure_grid_find(grid, cell);
}

/*
 * Multiplies the weights of the classes of a mask by their factors, and removes those that are at most `negligible`
 * times the greatest of their class. Sets sums[k] to the sum of what is left, and removed[k] to that of what was
 * removed. Pages that hold none of these classes are skipped, so that classes with few weights cost little in a large
 * map. Runs to the end also when it is interrupted: *interrupted tells that it was.
 */
void lm_exposure_grid_scale(lm_host *host, lm_exposure_grid *grid, uint64_t classes, const double *factors,
                            double negligible, double *sums, double *removed, bool *interrupted);

#endif
