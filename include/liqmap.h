/*
 * liqmap: where leveraged positions stand, and at which price they would be liquidated.
 *
 * This header includes all public headers of the core; each can be included by itself. Four nouns: a tape (what
 * happened), a model (what we assume), a map (where positions stand), an impact model (how price answers). This core does no
 * I/O, reads no clock, keeps no global and prints nothing. docs/semantics.md holds the exact meaning of every number.
 *
 * Conventions, unless a function says otherwise:
 *   - Every function that can fail returns an lm_status and writes its result to out-parameters, which are untouched
 *     on failure. The first argument is the host: its allocator, its interrupt hook, and the place for the text of
 *     the error.
 *   - Times are microseconds since 1970-01-01 UTC. Prices are quote currency per base coin. Sizes are base coins,
 *     notional is quote currency. Fractions are fractions (0.01), `_pct` means percent.
 *   - Bytes handed in (lm_bytes) are borrowed for the call. Buffers and row arrays are the caller's to free.
 *   - NaN in a result means "not known" (SQL NULL, Lua nil); it is never accepted as input.
 */
#ifndef LIQMAP_H
#define LIQMAP_H

#include "liqmap/base.h"
#include "liqmap/tape.h"
#include "liqmap/feed.h"
#include "liqmap/margin.h"
#include "liqmap/model.h"
#include "liqmap/map.h"
#include "liqmap/heatmap.h"
#include "liqmap/positions.h"
#include "liqmap/impact.h"
#include "liqmap/cascade.h"
#include "liqmap/simulate.h"
#include "liqmap/chart.h"
#include "liqmap/export.h"
#include "liqmap/rows.h"
#include "liqmap/parameters.h"

#endif
