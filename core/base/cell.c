/* The price axis as functions, for callers outside of the core. */
#define LM_CELL_INLINE
#include "base/cell.h"
