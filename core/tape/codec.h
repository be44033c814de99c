/*
 * The stored form of a tape. Internal to the tape module.
 *
 *   "LMT", byte version, header, frames
 *
 * header
 *   varint   width of a frame, us
 *   byte     has_prices: 1 if notional is counted at prices, and then
 *     byte     precision
 *     byte     contract
 *     double   contract_size
 *     double   unit
 *     text     symbol (varint length, bytes)
 *     text     quote, in version 2: a tape whose quote was given has version 2, any other tape version 1
 *   varint   number of gauge names, then each as text: ascending, all of them used
 *   varint   number of frames
 *
 * frame
 *   byte     head: bits 0-3 decimals of its prices (15: raw doubles), bit 4 rows, 5 liquidations, 6 gauges, 7 gap
 *   if gap:     varint empty frames before it; of the first frame zigzag its number since 1970
 *   if rows:  varint rows
 *               varint bought
 *               price low, from the close before
 *               price high, from low
 *               price close, from low
 *               time of the close
 *               cells
 *   if liquidations:  cells of longs
 *               cells of shorts
 *               varint longs without price
 *               varint shorts without price
 *   if gauges:  varint number of gauges, then each
 *     varint   names skipped
 *     varint   samples
 *     byte     bits 0-3 decimals, bit 4 single: min = max = last
 *     value    last, from the last in an earlier frame
 *     values   min and max, from last, unless single
 *     time     of the last
 *
 * price, value  zigzag difference in units of the decimals, or a raw double at 15
 * time          back from the end of the frame: t / 1000 << 1 if whole milliseconds, else t << 1 | 1
 * cells         varint number; zigzag first cell from the first cell of the cells before; then for each
 *                 varint count << 1 | gap follows
 *                 varint cells skipped - 1, if a gap follows
 *
 * Every number has one form (shortest varints, fewest decimals, sorted, counts above 0), so equal tapes are equal
 * bytes.
 */
#ifndef LM_TAPE_CODEC_H
#define LM_TAPE_CODEC_H

#include "base/bytes.h"
#include "base/host.h"
#include "liqmap/tape.h"

#define LM_TAPE_VERSION 1
#define LM_TAPE_VERSION_QUOTE 2 /* of a tape with a quote that was given */

enum lm_frame_head {
    LM_HEAD_DECIMALS = 0x0f,
    LM_HEAD_ROWS = 0x10,
    LM_HEAD_LIQUIDATIONS = 0x20,
    LM_HEAD_GAUGES = 0x40,
    LM_HEAD_GAP = 0x80
};
#define LM_GAUGE_SINGLE 0x10

typedef struct lm_name {
    const char *text;
    size_t length;
} lm_name;

typedef struct lm_tape_header {
    lm_tape_options options;
    int name_count;
    lm_name names[LM_MAX_GAUGES]; /* point into the decoded bytes or the caller's memory */
    uint64_t frames;
} lm_tape_header;

/* The values that the next frame is coded relative to, equal in encoder and decoder. */
typedef struct lm_frame_context {
    bool begun;
    int64_t start;
    double close;
    int32_t first_cell;
    double last[LM_MAX_GAUGES];
} lm_frame_context;

/* Append to a buffer. Frames must be in order of time and not empty. */
lm_status lm_write_header(lm_host *host, const lm_tape_header *header, lm_buffer *out);
lm_status lm_write_frame(lm_host *host, const lm_tape_header *header, lm_frame_context *context, const lm_frame *frame,
                         lm_buffer *out);

lm_status lm_read_header(lm_host *host, lm_cursor *cursor, lm_tape_header *header);

const lm_tape_header *lm_tape_reader_header(const lm_tape_reader *reader);

lm_status lm_corrupt_tape(lm_host *host, const char *what);

#endif
