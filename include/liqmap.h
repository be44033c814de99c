/*
 * liqmap: maps of where leveraged positions would be liquidated.
 *
 * Includes all public headers of the core; each can also be included by itself. There are four kinds of object: a tape
 * (what happened), a model (what is assumed), a map (where positions are) and an impact model (how far orders move the
 * price). The core does no input or output, reads no clock, keeps no global state and prints nothing. docs/semantics.md
 * defines every number exactly.
 *
 * Conventions, unless a function says otherwise:
 *   - A function that can fail returns an lm_status and writes its result to out-parameters, which a failure leaves
 *     unchanged. The first argument is the host: its allocator, its interrupt function, and the place of the error
 *     text.
 *   - Times are microseconds since 1970-01-01 UTC. Prices are quote currency per base coin. Sizes are base coins,
 *     notional is quote currency. Fractions are plain numbers (0.01 is 1 %); a name with `_pct` is in percent.
 *   - Bytes given to a function (lm_bytes) are borrowed for the call. The caller frees buffers and arrays of rows.
 *   - NaN in a result means "not known" (SQL NULL, Lua nil). NaN as an input is an error, except where stated.
 */
#ifndef LIQMAP_H
#define LIQMAP_H

#include "liqmap/base.h"
#include "liqmap/tape.h"
#include "liqmap/feed.h"
#include "liqmap/margin.h"
#include "liqmap/account.h"
#include "liqmap/model.h"
#include "liqmap/map.h"
#include "liqmap/heatmap.h"
#include "liqmap/series.h"
#include "liqmap/forecast.h"
#include "liqmap/score.h"
#include "liqmap/positions.h"
#include "liqmap/impact.h"
#include "liqmap/cascade.h"
#include "liqmap/simulate.h"
#include "liqmap/chart.h"
#include "liqmap/export.h"
#include "liqmap/rows.h"
#include "liqmap/parameters.h"

#endif
