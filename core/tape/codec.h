/*
 * The stored form of a tape. Internal to the tape room.
 *
 *   "LMT" version | header | frame ...
 *
 * header: varint frame width in us | byte placed | if placed: byte precision, byte contract, double contract_size,
 * double unit, varint length and symbol | varint names: each varint length and text, ascending, all used | varint
 * frames. frame: byte head: bits 0-3 decimals of the prices (15: raw doubles), bit 4 prints, 5 forced, 6 gauges, 7 gap
 *   | if gap: varint frames left out (first frame: zigzag number of the frame)
 *   | if prints: varint prints, varint bought, low (from the previous close), high, close (from low), time back from
 * the frame's end, cells | if forced: cells of longs, cells of shorts, varint unplaced long, varint unplaced short | if
 * gauges: varint n, each: varint names passed over, varint samples, byte decimals and a single-value bit, values from
 * the previous last one, time back from the frame's end. cells: varint n; the first cell as zigzag from the previous
 * first one; per cell varint count << 1 | gap follows, varint cells left out - 1. Counts are above 0. time back: t =
 * end - time; t / 1000 << 1 if whole milliseconds, else t << 1 | 1.
 *
 * Every number has one form (shortest varints, fewest decimals, sorted), so equal tapes are equal bytes.
 */
#ifndef LM_TAPE_CODEC_H
#define LM_TAPE_CODEC_H

#include "base/bytes.h"
#include "base/host.h"

#define LM_TAPE_VERSION 1

enum frame_head { HEAD_DECIMALS = 0x0f, HEAD_PRINTS = 0x10, HEAD_FORCED = 0x20, HEAD_GAUGES = 0x40, HEAD_GAP = 0x80 };
#define GAUGE_SINGLE 0x10

typedef struct lm_name {
    const char *text;
    size_t length;
} lm_name;

typedef struct lm_tape_header {
    lm_tape_options options;
    int name_count;
    lm_name names[LM_MAX_GAUGES]; /* point into what was read or given */
    uint64_t frames;
} lm_tape_header;

/* What the next frame is coded against: the same in writer and reader. */
typedef struct lm_frame_context {
    bool begun;
    int64_t start;
    double close;
    int32_t first_cell;
    double last[LM_MAX_GAUGES];
} lm_frame_context;

/* Both append to a caller's buffer. Frames must come in time order and hold something. */
lm_status lm_write_header(lm_host *host, const lm_tape_header *header, lm_buffer *out);
lm_status lm_write_frame(lm_host *host, const lm_tape_header *header, lm_frame_context *context, const lm_frame *frame,
                         lm_buffer *out);

lm_status lm_read_header(lm_host *host, lm_cursor *cursor, lm_tape_header *header);

const lm_tape_header *lm_tape_reader_header(const lm_tape_reader *reader);

lm_status lm_corrupt_tape(lm_host *host, const char *what);

#endif
