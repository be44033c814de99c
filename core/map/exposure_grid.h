/* What stands on one side: weight per cell and class, in pages of cells. Internal to the map room. */
#ifndef LM_MAP_EXPOSURE_GRID_H
#define LM_MAP_EXPOSURE_GRID_H

#include "base/host.h"

/* Pages hold whole cells with all their classes: a sweep clears cells, so they should lie together. */
#define LM_GRID_PAGE_BITS 6
#define LM_GRID_PAGE_CELLS (1 << LM_GRID_PAGE_BITS)

typedef struct lm_exposure_grid {
    int classes;
    int32_t first_page; /* number of pages[0]: cell >> LM_GRID_PAGE_BITS */
    size_t page_count;
    size_t capacity;
    double **pages; /* NULL where nothing ever stood */
    size_t made;    /* pages that exist */
    bool touched;
    int32_t least, greatest; /* every cell that is not empty lies within; meaningless until touched */
} lm_exposure_grid;

void lm_exposure_grid_init(lm_exposure_grid *side, int classes);
void lm_exposure_grid_free(lm_host *host, lm_exposure_grid *side);

static inline int32_t lm_grid_page_of(int32_t cell)
{
    return cell >= 0 ? cell >> LM_GRID_PAGE_BITS : -((-(cell + 1)) >> LM_GRID_PAGE_BITS) - 1;
}

/* The weights of a cell by class, or NULL where its page does not exist. */
static inline double *lm_exposure_grid_find(const lm_exposure_grid *side, int32_t cell)
{
    int64_t page = (int64_t)lm_grid_page_of(cell) - side->first_page;
    if (page < 0 || page >= (int64_t)side->page_count || !side->pages[page])
        return NULL;
    return side->pages[page] + (size_t)(cell & (LM_GRID_PAGE_CELLS - 1)) * (size_t)side->classes;
}

/* The weights of the first cell from *cell on whose page exists, moving *cell to it; NULL behind the last. */
const double *lm_exposure_grid_next(const lm_exposure_grid *side, int32_t *cell);

/*
 * For a sweep: the weights of the greatest cell at or above `limit`, of the least at or below it, on a page that
 * exists; NULL when there is none. The cell is taken off the range: the caller empties it.
 */
double *lm_exposure_grid_greatest(lm_exposure_grid *side, int32_t limit, int32_t *cell);
double *lm_exposure_grid_least(lm_exposure_grid *side, int32_t limit, int32_t *cell);

/* Makes the page of a cell, so that lm_exposure_grid_at cannot fail for it. */
lm_status lm_exposure_grid_reserve(lm_host *host, lm_exposure_grid *side, int32_t cell);
lm_status lm_exposure_grid_create(lm_host *host, lm_exposure_grid *side, int32_t cell, double **weights);

static inline lm_status lm_exposure_grid_at(lm_host *host, lm_exposure_grid *side, int32_t cell, double **weights)
{
    double *found = lm_exposure_grid_find(side, cell);
    if (LM_UNLIKELY(!found || cell < side->least || cell > side->greatest))
        return lm_exposure_grid_create(host, side, cell, weights);
    *weights = found;
    return LM_OK;
}

#endif
