/* The price axis as functions with external linkage, for callers outside of the core. */
#define LM_CELL_INLINE
#include "base/cell.h"
