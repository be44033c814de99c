/* What stands on one side: weight per cell and class, in pages of cells. Internal to the map room. */
#ifndef LM_MAP_STANDING_H
#define LM_MAP_STANDING_H

#include "base/host.h"

/* Pages hold whole cells with all their classes: a sweep clears cells, so they should lie together. */
#define PAGE_BITS 6
#define PAGE_CELLS (1 << PAGE_BITS)

typedef struct standing {
    int classes;
    int32_t first_page; /* number of pages[0]: cell >> PAGE_BITS */
    size_t page_count;
    size_t capacity;
    double **pages; /* NULL where nothing ever stood */
    size_t made;    /* pages that exist */
    bool touched;
    int32_t least, greatest; /* every cell that is not empty lies within; meaningless until touched */
} standing;

void lm_standing_init(standing *side, int classes);
void lm_standing_free(lm_host *host, standing *side);

static inline int32_t page_of(int32_t cell)
{
    return cell >= 0 ? cell >> PAGE_BITS : -((-(cell + 1)) >> PAGE_BITS) - 1;
}

/* The weights of a cell by class, or NULL where its page does not exist. */
static inline double *lm_standing_peek(const standing *side, int32_t cell)
{
    int64_t page = (int64_t)page_of(cell) - side->first_page;
    if (page < 0 || page >= (int64_t)side->page_count || !side->pages[page])
        return NULL;
    return side->pages[page] + (size_t)(cell & (PAGE_CELLS - 1)) * (size_t)side->classes;
}

/* The weights of the first cell from *cell on whose page exists, moving *cell to it; NULL behind the last. */
const double *lm_standing_next(const standing *side, int32_t *cell);

/*
 * For a sweep: the weights of the greatest cell at or above `limit`, of the least at or below it, on a page that
 * exists; NULL when there is none. The cell is taken off the range: the caller empties it.
 */
double *lm_standing_greatest(standing *side, int32_t limit, int32_t *cell);
double *lm_standing_least(standing *side, int32_t limit, int32_t *cell);

/* Makes the page of a cell, so that lm_standing_at cannot fail for it. */
lm_status lm_standing_room(lm_host *host, standing *side, int32_t cell);
lm_status lm_standing_make(lm_host *host, standing *side, int32_t cell, double **weights);

static inline lm_status lm_standing_at(lm_host *host, standing *side, int32_t cell, double **weights)
{
    double *found = lm_standing_peek(side, cell);
    if (LM_UNLIKELY(!found || cell < side->least || cell > side->greatest))
        return lm_standing_make(host, side, cell, weights);
    *weights = found;
    return LM_OK;
}

#endif
