/* A file being fed: what has been read of it, and where it goes. Internal to the tape room. */
#ifndef LM_TAPE_FEED_H
#define LM_TAPE_FEED_H

#include "tape/layout.h"
#include "tape/repeated.h"
#include "tape/rows.h"

#define FEED_BATCH 256
#define FEED_SYMBOLS 5

typedef struct lm_feed {
    lm_host *host;
    const lm_layout *layout;
    lm_tape_options options;
    lm_tape *tape;
    enum layout_figure_kind amounts[LAYOUT_STREAMS]; /* the unit in which the quantity of a stream is taken */
    lm_bytes symbol;                                 /* that is taken: the one asked for, or the first that came */
    bool asked, found;
    lm_bytes others[FEED_SYMBOLS];
    int other_count;
    lm_id_set ids;
    lm_feed_report report;
    size_t waiting;
    lm_trade trades[FEED_BATCH];
    int64_t lines[FEED_BATCH];
} lm_feed;

/* Decides by the tape's contract in which unit quantities are taken; LM_E_MISMATCH if the layout is of another kind. */
lm_status lm_feed_choose_amounts(lm_feed *feed);

/* Adds what each stream of the layout finds in a row; *any says whether one found something. */
lm_status lm_feed_take(lm_feed *feed, const lm_row *row, bool *any);

/* Counts the trades that wait to be counted together. */
lm_status lm_feed_flush(lm_feed *feed);

/* Do all of the conditions hold for this row? */
bool lm_feed_holds(const layout_condition *conditions, int count, const lm_row *row);

#endif
