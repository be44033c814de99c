/*
 * Encodes and decodes the stored form of a sum, which follows the first bytes of every map:
 *
 *   symbol | quote, where it was given | precision | unit | bits: begun, dated | as-of first, last | heaviest, reference price
 *   | position counts of longs, of shorts: positions, never, liquidatable | leverages: varint n, n doubles ascending
 *   | entries of longs, of shorts: varint n; per entry the distance of its cell from the one before (the first one's is
 *   signed), varint number of its leverage, varint count | models: varint n, each varint size and bytes
 */
#include "map/sum_codec.h"

#include "base/cell.h"
#include "base/sort.h"
#include "map/codec_fields.h"
#include "map/model.h"

#define ENTRY_MAX (3 * LM_VARINT_MAX)

/* ---- encoding */

/* Lists the distinct leverages of the entries, ascending; doubles of 0 or more have the order of their bits. */
static lm_status list_leverages(lm_host *host, const lm_sum *sum, lm_keyed *list, size_t *count)
{
    size_t distinct = 0;
    for (size_t i = 0; i < sum->entry_count; i++)
        list[i] = (lm_keyed){lm_ascending_key(sum->entries[i].leverage), 0};
    LM_TRY(lm_sort_keyed(host, list, sum->entry_count));
    for (size_t i = 0; i < sum->entry_count; i++)
        if (distinct == 0 || list[distinct - 1].key != list[i].key)
            list[distinct++] = list[i];
    *count = distinct;
    return LM_OK;
}

static size_t leverage_index(const lm_keyed *list, size_t count, double leverage)
{
    const uint64_t key = lm_bits_from_double(leverage);
    size_t low = 0;
    while (count > 1) {
        const size_t half = count / 2;
        low += list[low + half].key <= key ? half : 0;
        count -= half;
    }
    return low;
}

static lm_status put_side(lm_host *host, const lm_sum *sum, lm_side side, const lm_keyed *list, size_t leverages,
                          uint8_t **at)
{
    uint8_t *next = *at;
    size_t first = 0, end;
    while (first < sum->entry_count && sum->entries[first].side < side)
        first++;
    for (end = first; end < sum->entry_count && sum->entries[end].side == side;)
        end++;
    next = lm_put_varint(next, end - first);
    for (size_t i = first; i < end; i++) {
        const lm_sum_entry *entry = &sum->entries[i];
        const int64_t cell = entry->cell;
        LM_TRY(lm_check_interrupt_at(host, i));
        next = lm_put_varint(next, i == first ? lm_zigzag(cell) : (uint64_t)(cell - sum->entries[i - 1].cell));
        next = lm_put_varint(next, leverage_index(list, leverages, entry->leverage));
        next = lm_put_varint(next, (uint64_t)entry->count);
    }
    *at = next;
    return LM_OK;
}

static lm_status put_entries(lm_host *host, const lm_sum *sum, const lm_keyed *list, size_t leverages, lm_buffer *out)
{
    LM_TRY(lm_buffer_reserve(host, out, 3 * LM_VARINT_MAX + leverages * 8 + sum->entry_count * ENTRY_MAX));
    uint8_t *next = lm_put_varint(out->data + out->size, leverages);
    for (size_t i = 0; i < leverages; i++)
        next = lm_put_u64(next, list[i].key);
    LM_TRY(put_side(host, sum, LM_LONG, list, leverages, &next));
    LM_TRY(put_side(host, sum, LM_SHORT, list, leverages, &next));
    out->size = (size_t)(next - out->data);
    return LM_OK;
}

static lm_status put_exposure(lm_host *host, const lm_sum *sum, lm_buffer *out)
{
    void *list;
    size_t leverages;
    const size_t size = sum->entry_count * sizeof(lm_keyed);
    if (sum->entry_count == 0)
        return put_entries(host, sum, NULL, 0, out);
    LM_TRY(lm_allocate_raw(host, size, &list));
    lm_status status = list_leverages(host, sum, list, &leverages);
    if (status == LM_OK)
        status = put_entries(host, sum, list, leverages, out);
    lm_release(host, list, size);
    return status;
}

static lm_status put_header(lm_host *host, const lm_sum *sum, lm_buffer *out)
{
    LM_TRY(lm_put_symbol(host, sum->symbol, out));
    LM_TRY(lm_put_quote(host, sum->quote, out));
    LM_TRY(lm_buffer_reserve(host, out, 32 + 9 * LM_VARINT_MAX));
    uint8_t *next = out->data + out->size;
    *next++ = sum->precision;
    next = lm_put_double(next, sum->unit);
    *next++ = (uint8_t)(sum->begun | sum->dated << 1);
    next = lm_put_varint(next, lm_zigzag(sum->as_of_first));
    next = lm_put_varint(next, lm_zigzag(sum->as_of_last));
    next = lm_put_varint(next, (uint64_t)sum->heaviest);
    next = lm_put_double(next, sum->reference_price);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        next = lm_put_varint(next, (uint64_t)sum->position_counts[side].positions);
        next = lm_put_varint(next, (uint64_t)sum->position_counts[side].never);
        next = lm_put_varint(next, (uint64_t)sum->position_counts[side].liquidatable);
    }
    out->size = (size_t)(next - out->data);
    return LM_OK;
}

static lm_status put_models(lm_host *host, const lm_sum *sum, lm_buffer *out)
{
    LM_TRY(lm_buffer_reserve(host, out, LM_VARINT_MAX));
    out->size = (size_t)(lm_put_varint(out->data + out->size, sum->model_count) - out->data);
    for (size_t i = 0; i < sum->model_count; i++) {
        LM_TRY(lm_buffer_reserve(host, out, LM_VARINT_MAX));
        out->size = (size_t)(lm_put_varint(out->data + out->size, sum->models[i].size) - out->data);
        LM_TRY(lm_buffer_append(host, out, sum->models[i].data, sum->models[i].size));
    }
    return LM_OK;
}

lm_status lm_sum_write(lm_host *host, const lm_sum *sum, lm_buffer *out)
{
    LM_TRY(put_header(host, sum, out));
    LM_TRY(put_exposure(host, sum, out));
    return put_models(host, sum, out);
}

/* ---- decoding: lm_map_decode finds a wrong order or unused leverages when it encodes the map again */

static int64_t get_count(lm_cursor *cursor)
{
    const uint64_t count = lm_get_varint(cursor);
    if (count > INT64_MAX)
        cursor->bad = true;
    return cursor->bad ? 0 : (int64_t)count;
}

static void get_header(lm_cursor *cursor, bool has_quote, lm_sum *sum)
{
    lm_get_symbol(cursor, sum->symbol);
    if (has_quote)
        lm_get_quote(cursor, sum->quote);
    sum->precision = lm_get_precision(cursor);
    sum->unit = lm_get_positive(cursor);
    const uint8_t bits = lm_get_byte(cursor);
    sum->begun = bits & 1;
    sum->dated = bits >> 1 & 1;
    sum->as_of_first = lm_get_time(cursor);
    sum->as_of_last = lm_get_time(cursor);
    sum->heaviest = get_count(cursor);
    sum->reference_price = lm_get_amount(cursor);
    bool any_counts = false;
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        lm_position_counts *counts = &sum->position_counts[side];
        counts->positions = get_count(cursor);
        counts->never = get_count(cursor);
        counts->liquidatable = get_count(cursor);
        any_counts |= counts->positions || counts->never || counts->liquidatable;
        if (!counts->positions && (counts->never || counts->liquidatable))
            cursor->bad = true;
    }
    if (bits > 3 || sum->as_of_first > sum->as_of_last || (!sum->dated && sum->as_of_last) ||
        (!sum->dated && sum->as_of_first) || (sum->begun && !lm_price_ok(sum->reference_price)) ||
        (!sum->begun && (sum->dated || sum->heaviest || sum->reference_price != 0 || any_counts)))
        cursor->bad = true;
    int64_t positions;
    if (__builtin_add_overflow(sum->position_counts[LM_LONG].positions, sum->position_counts[LM_SHORT].positions,
                               &positions))
        cursor->bad = true;
}

static lm_status get_side(lm_host *host, lm_cursor *cursor, lm_side side, lm_bytes leverages, lm_sum *sum)
{
    const int64_t least = lm_cell_least(sum->precision), greatest = lm_cell_greatest(sum->precision);
    const uint64_t count = lm_get_varint(cursor);
    int64_t cell = 0;
    for (uint64_t i = 0; i < count && !cursor->bad; i++) {
        const uint64_t distance = lm_get_varint(cursor);
        const uint64_t number = lm_get_varint(cursor);
        const int64_t entry_count = get_count(cursor);
        LM_TRY(lm_check_interrupt_at(host, i));
        if (distance > UINT32_MAX || number >= leverages.size / 8 || entry_count == 0) {
            cursor->bad = true;
            break;
        }
        lm_cursor leverage = lm_cursor_of((lm_bytes){leverages.data + number * 8, 8});
        cell = i == 0 ? lm_unzigzag(distance) : cell + (int64_t)distance;
        if (cell < least || cell > greatest) {
            cursor->bad = true;
            break;
        }
        const lm_sum_entry entry = {(int32_t)cell, (uint8_t)side, lm_get_amount(&leverage), entry_count};
        cursor->bad |= leverage.bad || (i > 0 && lm_sum_entry_order(&sum->entries[sum->entry_count - 1], &entry) >= 0);
        LM_TRY(lm_sum_push(host, sum, &entry));
    }
    return LM_OK;
}

static lm_status get_exposure(lm_host *host, lm_cursor *cursor, lm_sum *sum)
{
    lm_bytes leverages = {NULL, 0};
    const uint64_t count = lm_get_varint(cursor);
    if (count > lm_cursor_left(cursor) / 8) {
        cursor->bad = true;
        return LM_OK;
    }
    leverages.size = (size_t)count * 8;
    leverages.data = lm_get_span(cursor, leverages.size);
    LM_TRY(get_side(host, cursor, LM_LONG, leverages, sum));
    return get_side(host, cursor, LM_SHORT, leverages, sum);
}

static lm_status get_models(lm_host *host, lm_cursor *cursor, lm_sum *sum)
{
    uint64_t count = lm_get_varint(cursor);
    for (uint64_t i = 0; i < count && !cursor->bad; i++) {
        lm_model model;
        lm_buffer bytes = {0};
        size_t size = (size_t)lm_get_varint(cursor);
        const uint8_t *span = lm_get_span(cursor, size);
        lm_cursor inner = lm_cursor_of((lm_bytes){span, span ? size : 0});
        lm_model_get(&inner, &model);
        if (!span || inner.bad || inner.at != inner.end) {
            cursor->bad = true;
            break;
        }
        LM_TRY(lm_buffer_append(host, &bytes, span, size));
        if (i > 0 && lm_bytes_order(&sum->models[i - 1], &bytes) >= 0)
            cursor->bad = true;
        lm_status status = lm_sum_push_model(host, sum, &bytes);
        lm_buffer_free(host, &bytes);
        LM_TRY(status);
    }
    return LM_OK;
}

lm_status lm_sum_get(lm_host *host, lm_cursor *cursor, bool has_quote, lm_sum *sum)
{
    get_header(cursor, has_quote, sum);
    if (!cursor->bad)
        LM_TRY(get_exposure(host, cursor, sum));
    if (!cursor->bad)
        LM_TRY(get_models(host, cursor, sum));
    lm_sum empty;
    lm_sum_init(&empty);
    if (!sum->begun && (sum->entry_count || sum->model_count || sum->symbol[0] || sum->quote[0] ||
                        sum->precision != empty.precision || sum->unit != empty.unit))
        cursor->bad = true;
    return LM_OK;
}
