/*
 * Encodes and decodes the stored form of a map.
 *
 *   "LMM", byte version, byte kind; in version 2 a byte of bits for the parts that the map has and version 1 has not:
 *   bit 0 quote, bit 1 burn-in, bit 2 adaptive exposure, bit 3 what opened in the last hour; then by kind. A map without these parts has version 1.
 *
 * live (1)
 *   model    as lm_model_write writes it
 *   text     symbol (byte length, bytes)
 *   text     quote, where it is a part: the quote was given
 *   options  varint frame, byte has_prices, byte precision, byte contract, double contract_size, double unit
 *   byte     bit 0 begun, bit 1 traded
 *   zigzag   as-of, start of the first and of the last frame with trades
 *   varint   width of the wider frames that the map began with, and zigzag, the end of the last of them: the burn-in
 *   double   close
 *   byte     source of open interest (none, gauge, given), double value, zigzag time
 *   doubles  opened, swept, decayed of longs, then of shorts
 *   adaptive, of an adaptive model: byte of bits, zigzag number of the first bar since 1970, varint bars since, varint
 *            bars without observed liquidations, double total, then of longs, of shorts five doubles: see adaptive.c
 *   recent   zigzag number of the minute since 1970, varint mask of the 60 minutes modulo 60, a double for each of it
 *   doubles  per class: multiplier, stored sum of longs, of shorts
 *   varint   closes of the last day; each: zigzag frames since the one before, byte decimals, price from the one before
 *   varint   cells of longs; each: zigzag distance from the one before, varint mask of classes, a double per class of
 *            the mask
 *   varint   cells of shorts, in the form of the cells of longs
 *
 * sum (2): see sum_codec.c
 */
#include "base/cell.h"
#include "map/codec_fields.h"
#include "map/map.h"
#include "map/model.h"
#include "map/sum_codec.h"

#define MAP_VERSION 1
#define MAP_VERSION_PARTS 2
/* What a map of version 2 has and one of version 1 has not. */
enum map_parts { PART_QUOTE = 1, PART_BURN_IN = 2, PART_ADAPTIVE = 4, PART_RECENT = 8, ALL_PARTS = 15 };
enum map_kind { KIND_LIVE = 1, KIND_SUM = 2 };

static lm_status corrupt(lm_host *host, const char *what)
{
    return lm_fail(host, LM_E_CORRUPT, "Pass the complete, unchanged bytes of a map.", "not a map: %s", what);
}

/* ---- encoding */

static lm_status put_state(lm_host *host, const lm_replay *state, lm_buffer *out)
{
    LM_TRY(lm_buffer_reserve(host, out, 256 + LM_ADAPTIVE_MAX + LM_RECENT_MAX + LM_MAX_CLASSES * 24));
    uint8_t *next = out->data + out->size;
    next = lm_put_varint(next, (uint64_t)state->options.frame);
    *next++ = state->options.has_prices;
    *next++ = state->options.precision;
    *next++ = state->options.contract;
    next = lm_put_double(next, state->options.contract_size);
    next = lm_put_double(next, state->options.unit);
    *next++ = (uint8_t)(state->begun | state->traded << 1);
    next = lm_put_varint(next, lm_zigzag(state->as_of));
    next = lm_put_varint(next, lm_zigzag(state->first_start));
    next = lm_put_varint(next, lm_zigzag(state->last_start));
    if (state->burn_in_frame) {
        next = lm_put_varint(next, (uint64_t)state->burn_in_frame);
        next = lm_put_varint(next, lm_zigzag(state->burn_in_until));
    }
    next = lm_put_double(next, state->close);
    *next++ = (uint8_t)state->open_interest_source;
    next = lm_put_double(next, state->open_interest);
    next = lm_put_varint(next, lm_zigzag(state->open_interest_time));
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        next = lm_put_double(next, state->opened[side]);
        next = lm_put_double(next, state->swept[side]);
        next = lm_put_double(next, state->decayed[side]);
    }
    if (state->model.adaptive)
        next = lm_adaptive_put(next, &state->adaptive);
    if (state->keeps_recent)
        next = lm_recent_put(next, &state->recent);
    for (int k = 0; k < state->model.class_count; k++) {
        next = lm_put_double(next, state->multiplier[k]);
        next = lm_put_double(next, state->stored[LM_LONG][k]);
        next = lm_put_double(next, state->stored[LM_SHORT][k]);
    }
    out->size = (size_t)(next - out->data);
    return LM_OK;
}

static lm_status put_closes(lm_host *host, const lm_replay *state, lm_buffer *out)
{
    const lm_replay_close *closes = state->closes.count ? state->closes.items + state->closes.first : NULL;
    LM_TRY(lm_buffer_reserve(host, out, (2 + 3 * state->closes.count) * LM_VARINT_MAX));
    uint8_t *next = lm_put_varint(out->data + out->size, state->closes.count);
    for (size_t i = 0; i < state->closes.count; i++) {
        int64_t before = i ? closes[i - 1].start : 0;
        int decimals = lm_decimals_of(closes[i].close);
        next = lm_put_varint(next, lm_zigzag((closes[i].start - before) / state->options.frame));
        *next++ = (uint8_t)decimals;
        next = lm_put_decimal(next, closes[i].close, i ? closes[i - 1].close : 0, decimals);
    }
    out->size = (size_t)(next - out->data);
    return LM_OK;
}

static uint64_t class_mask(const double *weights, int classes)
{
    uint64_t mask = 0;
    for (int k = 0; k < classes; k++)
        mask |= (uint64_t)(weights[k] != 0) << k;
    return mask;
}

static lm_status put_exposure(lm_host *host, const lm_exposure_grid *side, lm_buffer *out)
{
    const double *weights;
    uint64_t count = 0, step = 0;
    int32_t cell, before = 0;
    for (cell = INT32_MIN; (weights = lm_exposure_grid_next(side, &cell)); cell++) {
        LM_TRY(lm_check_interrupt_at(host, step++));
        count += class_mask(weights, side->classes) != 0;
    }
    LM_TRY(lm_buffer_reserve(host, out, LM_VARINT_MAX));
    out->size = (size_t)(lm_put_varint(out->data + out->size, count) - out->data);
    for (cell = INT32_MIN; (weights = lm_exposure_grid_next(side, &cell)); cell++) {
        uint64_t mask = class_mask(weights, side->classes);
        LM_TRY(lm_check_interrupt_at(host, step++));
        if (!mask)
            continue;
        LM_TRY(lm_buffer_reserve(host, out, 2 * LM_VARINT_MAX + (size_t)side->classes * 8));
        uint8_t *next = lm_put_varint(out->data + out->size, lm_zigzag((int64_t)cell - before));
        next = lm_put_varint(next, mask);
        for (int k = 0; k < side->classes; k++)
            if (weights[k] != 0)
                next = lm_put_double(next, weights[k]);
        out->size = (size_t)(next - out->data);
        before = cell;
    }
    return LM_OK;
}

static lm_status put_replay(lm_host *host, const lm_replay *state, lm_buffer *out)
{
    LM_TRY(lm_model_write(host, &state->model, out));
    LM_TRY(lm_put_symbol(host, state->options.symbol, out));
    LM_TRY(lm_put_quote(host, state->options.quote, out));
    LM_TRY(put_state(host, state, out));
    LM_TRY(put_closes(host, state, out));
    LM_TRY(put_exposure(host, &state->outstanding[LM_LONG], out));
    return put_exposure(host, &state->outstanding[LM_SHORT], out);
}

static unsigned parts_of(const lm_map *map)
{
    const char *quote = map->live ? map->replay.options.quote : map->sum.quote;
    return (quote[0] ? PART_QUOTE : 0) | (map->live && map->replay.burn_in_frame ? PART_BURN_IN : 0) |
           (map->live && map->replay.model.adaptive ? PART_ADAPTIVE : 0) |
           (map->live && map->replay.keeps_recent ? PART_RECENT : 0);
}

lm_status lm_map_encode(lm_host *host, const lm_map *map, lm_buffer *out)
{
    const unsigned parts = parts_of(map);
    const uint8_t header[] = {'L', 'M', 'M', parts ? MAP_VERSION_PARTS : MAP_VERSION, map->live ? KIND_LIVE : KIND_SUM};
    size_t start = out->size;
    lm_status status = lm_buffer_append(host, out, header, sizeof header);
    if (status == LM_OK && parts)
        status = lm_buffer_append(host, out, &(uint8_t){(uint8_t)parts}, 1);
    if (status == LM_OK)
        status = map->live ? put_replay(host, &map->replay, out) : lm_sum_write(host, &map->sum, out);
    if (status == LM_OK && out->size - start > LM_MAX_ENCODED)
        status = lm_fail(host, LM_E_LIMIT, "Use fewer bits of precision or fewer classes.",
                         "an encoded map is larger than %zu bytes", LM_MAX_ENCODED);
    if (status != LM_OK)
        out->size = start;
    return status;
}

/* ---- decoding: checks every number, then encodes the result again and compares the bytes */

/* Rejects a value other than 0 where its flag says that it is absent: one map must have one form only. */
static void require_zero_unless(lm_cursor *cursor, bool present, double value)
{
    if (!present && value != 0)
        cursor->bad = true;
}

static void get_options(lm_cursor *cursor, lm_tape_options *options)
{
    uint64_t frame = lm_get_varint(cursor);
    uint8_t has_prices = lm_get_byte(cursor);
    options->frame = options->candle = (int64_t)frame;
    options->has_prices = has_prices;
    options->precision = lm_get_precision(cursor);
    options->contract = lm_get_byte(cursor);
    options->contract_size = lm_get_positive(cursor);
    options->unit = lm_get_positive(cursor);
    if (frame < (uint64_t)LM_SECOND || frame > (uint64_t)LM_DAY || has_prices > 1 || options->contract > LM_INVERSE)
        cursor->bad = true;
}

/* The wider frames ended on their own grid, after the first trade and before the as-of. */
static void get_burn_in(lm_cursor *cursor, lm_replay *state)
{
    const uint64_t frame = lm_get_varint(cursor);
    state->burn_in_until = lm_get_time(cursor);
    state->burn_in_frame = (int64_t)frame;
    if (!state->traded || frame > (uint64_t)LM_DAY || state->burn_in_frame <= state->options.frame ||
        state->burn_in_frame % state->options.frame != 0 || state->burn_in_until % state->burn_in_frame != 0 ||
        state->burn_in_until <= state->first_start || state->burn_in_until >= state->as_of)
        cursor->bad = true;
}

static void get_state(lm_cursor *cursor, unsigned parts, lm_replay *state)
{
    uint8_t bits = lm_get_byte(cursor);
    state->begun = bits & 1;
    state->traded = bits >> 1 & 1;
    state->as_of = lm_get_time(cursor);
    state->first_start = lm_get_time(cursor);
    state->last_start = lm_get_time(cursor);
    if (parts & PART_BURN_IN)
        get_burn_in(cursor, state);
    state->close = lm_get_amount(cursor);
    uint8_t source = lm_get_byte(cursor);
    state->open_interest_source = (lm_open_interest_source)source;
    state->open_interest = lm_get_amount(cursor);
    state->open_interest_time = lm_get_time(cursor);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        state->opened[side] = lm_get_amount(cursor);
        state->swept[side] = lm_get_amount(cursor);
        state->decayed[side] = lm_get_amount(cursor);
    }
    if (parts & PART_ADAPTIVE)
        lm_adaptive_get(cursor, state->as_of, &state->adaptive);
    state->keeps_recent = parts & PART_RECENT;
    if (state->keeps_recent)
        lm_recent_get(cursor, state->traded, state->last_start, &state->recent);
    if (!state->traded && state->adaptive.begun)
        cursor->bad = true;
    for (int k = 0; k < state->model.class_count; k++) {
        state->multiplier[k] = lm_get_amount(cursor);
        state->stored[LM_LONG][k] = lm_get_amount(cursor);
        state->stored[LM_SHORT][k] = lm_get_amount(cursor);
        if (!(state->multiplier[k] > 0 && state->multiplier[k] <= 1))
            cursor->bad = true;
    }
    require_zero_unless(cursor, state->begun, (double)state->as_of);
    require_zero_unless(cursor, state->traded, (double)state->first_start);
    require_zero_unless(cursor, state->traded, (double)state->last_start);
    require_zero_unless(cursor, state->traded, state->close);
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        require_zero_unless(cursor, state->traded, state->opened[side] + state->swept[side] + state->decayed[side]);
    for (int k = 0; k < state->model.class_count; k++)
        require_zero_unless(cursor, state->traded,
                            1 - state->multiplier[k] + state->stored[LM_LONG][k] + state->stored[LM_SHORT][k]);
    require_zero_unless(cursor, source != LM_OPEN_INTEREST_NONE, state->open_interest);
    require_zero_unless(cursor, source == LM_OPEN_INTEREST_GAUGE, (double)state->open_interest_time);
    if (bits > 3 || bits == 2 || source > LM_OPEN_INTEREST_GIVEN || (state->traded && !lm_price_ok(state->close)) ||
        state->first_start > state->last_start || (state->traded && state->last_start >= state->as_of))
        cursor->bad = true;
}

static lm_status get_closes(lm_host *host, lm_cursor *cursor, lm_replay *state)
{
    uint64_t count = lm_get_varint(cursor);
    int64_t width = state->options.frame, start = 0;
    double close = 0;
    if (count > lm_cursor_left(cursor))
        cursor->bad = true;
    for (uint64_t i = 0; i < count && !cursor->bad; i++) {
        int64_t frames = lm_get_zigzag(cursor);
        uint8_t decimals = lm_get_byte(cursor);
        if ((i > 0 && (frames < 1 || frames > LM_DAY / width)) || frames > LM_TIME_MAX / width ||
            frames < -LM_TIME_MAX / width - 1 || decimals > LM_NO_DECIMALS) {
            cursor->bad = true;
            break;
        }
        start += frames * width;
        close = lm_get_decimal(cursor, close, decimals);
        if (!lm_price_ok(close) || start > state->last_start || start < state->last_start - LM_DAY)
            cursor->bad = true;
        else
            LM_TRY(lm_replay_push_close(host, &state->closes, start, close));
    }
    if ((state->traded ? start != state->last_start || close != state->close : count > 0))
        cursor->bad = true;
    return LM_OK;
}

static lm_status get_exposure(lm_host *host, lm_cursor *cursor, lm_exposure_grid *side, int precision)
{
    uint64_t count = lm_get_varint(cursor);
    int64_t cell = 0;
    int32_t least = lm_cell_least(precision), greatest = lm_cell_greatest(precision);
    for (uint64_t i = 0; i < count && !cursor->bad; i++) {
        int64_t distance = lm_get_zigzag(cursor);
        uint64_t mask = lm_get_varint(cursor);
        LM_TRY(lm_check_interrupt_at(host, i));
        if (distance > INT32_MAX || distance < INT32_MIN || (i > 0 && distance < 1) || mask == 0 ||
            (side->classes < 64 && mask >> side->classes) || cell + distance < least || cell + distance > greatest) {
            cursor->bad = true;
            break;
        }
        cell += distance;
        for (int k = 0; k < side->classes; k++)
            if (mask >> k & 1) {
                const double weight = lm_get_amount(cursor);
                cursor->bad |= weight == 0;
                LM_TRY(lm_exposure_grid_reserve(host, side, (int32_t)cell, k));
                lm_exposure_grid_at(side, (int32_t)cell)[k] = weight;
            }
    }
    return LM_OK;
}

static lm_status get_replay(lm_host *host, lm_cursor *cursor, unsigned parts, lm_replay *state)
{
    lm_model model;
    lm_tape_options options;
    lm_tape_options_init(&options);
    lm_model_get(cursor, &model);
    lm_get_symbol(cursor, options.symbol);
    if (parts & PART_QUOTE)
        lm_get_quote(cursor, options.quote);
    get_options(cursor, &options);
    if (cursor->bad)
        return LM_OK;
    lm_replay_init(state, &model, &options);
    get_state(cursor, parts, state);
    if (!cursor->bad)
        LM_TRY(get_closes(host, cursor, state));
    if (!cursor->bad)
        LM_TRY(get_exposure(host, cursor, &state->outstanding[LM_LONG], options.precision));
    if (!cursor->bad)
        LM_TRY(get_exposure(host, cursor, &state->outstanding[LM_SHORT], options.precision));
    if (!state->traded && (state->outstanding[LM_LONG].touched || state->outstanding[LM_SHORT].touched))
        cursor->bad = true;
    return LM_OK;
}

static lm_status check_canonical(lm_host *host, const lm_map *map, lm_bytes encoded)
{
    lm_buffer reencoded = {0};
    lm_status status = lm_map_encode(host, map, &reencoded);
    if (status == LM_OK && (reencoded.size != encoded.size || memcmp(reencoded.data, encoded.data, encoded.size) != 0))
        status = corrupt(host, "it is not in the canonical form");
    lm_buffer_free(host, &reencoded);
    return status;
}

lm_status lm_map_decode(lm_host *host, lm_bytes encoded, lm_map **map)
{
    lm_cursor cursor = lm_cursor_of(encoded);
    lm_map *decoded = NULL;
    if (encoded.size > LM_MAX_ENCODED)
        return lm_fail(host, LM_E_LIMIT, NULL, "an encoded map is larger than %zu bytes", LM_MAX_ENCODED);
    const uint8_t *magic = lm_get_span(&cursor, 5);
    if (!magic || memcmp(magic, "LMM", 3) != 0)
        return corrupt(host, "the first bytes are wrong");
    if (magic[3] < MAP_VERSION || magic[3] > MAP_VERSION_PARTS)
        return lm_fail(host, LM_E_VERSION,
                       magic[3] > MAP_VERSION_PARTS ? "Upgrade liqmap: a newer version made these bytes." : NULL,
                       "the map has format %d, but this liqmap reads formats %d and %d", magic[3], MAP_VERSION,
                       MAP_VERSION_PARTS);
    if (magic[4] != KIND_LIVE && magic[4] != KIND_SUM)
        return corrupt(host, "its kind is unknown");
    const unsigned parts = magic[3] == MAP_VERSION ? 0 : lm_get_byte(&cursor);
    const unsigned most = magic[4] == KIND_LIVE ? ALL_PARTS : PART_QUOTE;
    if (magic[3] != MAP_VERSION && (parts == 0 || parts > most))
        return corrupt(host, "its parts are unknown");
    LM_TRY(lm_map_allocate(host, magic[4] == KIND_LIVE, &decoded));
    lm_status status = decoded->live ? get_replay(host, &cursor, parts, &decoded->replay)
                                     : lm_sum_get(host, &cursor, parts & PART_QUOTE, &decoded->sum);
    if (status == LM_OK && (cursor.bad || cursor.at != cursor.end))
        status = corrupt(host, "a number in it is damaged");
    if (status == LM_OK)
        status = check_canonical(host, decoded, encoded);
    if (status != LM_OK) {
        lm_map_destroy(host, decoded);
        return status;
    }
    *map = decoded;
    return LM_OK;
}
