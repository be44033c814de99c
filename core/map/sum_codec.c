/*
 * The stored form of a sum, behind what every map begins with:
 *
 *   symbol | precision | unit | bits: begun, dated | as-of first, last | heaviest, reference price
 *   | books of longs, of shorts: positions, never, liquidatable | leverages: varint n, n doubles ascending
 *   | entries of longs, of shorts: varint n; per entry the distance of its cell from the one before (the first one's is
 *   signed), varint number of its leverage, varint count | models: varint n, each varint size and bytes
 */
#include "map/sum_codec.h"

#include "base/cell.h"
#include "base/sort.h"
#include "map/codec_fields.h"
#include "map/model.h"

#define ENTRY_MAX (3 * LM_VARINT_MAX)

/* ---- writing */

/* The distinct leverages of the entries, ascending; doubles above 0 are ordered as their bits are. */
static lm_status list_leverages(lm_host *host, const lm_sum *added, lm_keyed *list, size_t *count)
{
    size_t distinct = 0;
    for (size_t i = 0; i < added->entry_count; i++)
        list[i] = (lm_keyed){lm_bits_of(added->entries[i].leverage), 0};
    LM_TRY(lm_sort_keyed(host, list, added->entry_count));
    for (size_t i = 0; i < added->entry_count; i++)
        if (distinct == 0 || list[distinct - 1].key != list[i].key)
            list[distinct++] = list[i];
    *count = distinct;
    return LM_OK;
}

static size_t number_of(const lm_keyed *list, size_t count, double leverage)
{
    const uint64_t key = lm_bits_of(leverage);
    size_t low = 0;
    while (count > 1) {
        const size_t half = count / 2;
        low += list[low + half].key <= key ? half : 0;
        count -= half;
    }
    return low;
}

static uint8_t *put_side(uint8_t *at, const lm_sum *added, lm_side side, const lm_keyed *list, size_t leverages)
{
    size_t first = 0, end;
    while (first < added->entry_count && added->entries[first].side < side)
        first++;
    for (end = first; end < added->entry_count && added->entries[end].side == side;)
        end++;
    at = lm_put_varint(at, end - first);
    for (size_t i = first; i < end; i++) {
        const lm_sum_entry *entry = &added->entries[i];
        const int64_t cell = entry->cell;
        at = lm_put_varint(at, i == first ? lm_zigzag(cell) : (uint64_t)(cell - added->entries[i - 1].cell));
        at = lm_put_varint(at, number_of(list, leverages, entry->leverage));
        at = lm_put_varint(at, (uint64_t)entry->count);
    }
    return at;
}

static lm_status put_entries(lm_host *host, const lm_sum *added, const lm_keyed *list, size_t leverages, lm_buffer *out)
{
    LM_TRY(lm_buffer_reserve(host, out, 3 * LM_VARINT_MAX + leverages * 8 + added->entry_count * ENTRY_MAX));
    uint8_t *at = lm_put_varint(out->data + out->size, leverages);
    for (size_t i = 0; i < leverages; i++)
        at = lm_put_u64(at, list[i].key);
    at = put_side(at, added, LM_LONG, list, leverages);
    at = put_side(at, added, LM_SHORT, list, leverages);
    out->size = (size_t)(at - out->data);
    return LM_OK;
}

static lm_status put_exposure(lm_host *host, const lm_sum *added, lm_buffer *out)
{
    void *list;
    size_t leverages;
    const size_t size = added->entry_count * sizeof(lm_keyed);
    if (added->entry_count == 0)
        return put_entries(host, added, NULL, 0, out);
    LM_TRY(lm_allocate_raw(host, size, &list));
    lm_status status = list_leverages(host, added, list, &leverages);
    if (status == LM_OK)
        status = put_entries(host, added, list, leverages, out);
    lm_release(host, list, size);
    return status;
}

static lm_status put_head(lm_host *host, const lm_sum *added, lm_buffer *out)
{
    LM_TRY(lm_put_symbol(host, added->symbol, out));
    LM_TRY(lm_buffer_reserve(host, out, 32 + 9 * LM_VARINT_MAX));
    uint8_t *at = out->data + out->size;
    *at++ = added->precision;
    at = lm_put_double(at, added->unit);
    *at++ = (uint8_t)(added->begun | added->dated << 1);
    at = lm_put_varint(at, lm_zigzag(added->as_of_first));
    at = lm_put_varint(at, lm_zigzag(added->as_of_last));
    at = lm_put_varint(at, (uint64_t)added->heaviest);
    at = lm_put_double(at, added->reference_price);
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        at = lm_put_varint(at, (uint64_t)added->books[side].positions);
        at = lm_put_varint(at, (uint64_t)added->books[side].never);
        at = lm_put_varint(at, (uint64_t)added->books[side].liquidatable);
    }
    out->size = (size_t)(at - out->data);
    return LM_OK;
}

static lm_status put_models(lm_host *host, const lm_sum *added, lm_buffer *out)
{
    LM_TRY(lm_buffer_reserve(host, out, LM_VARINT_MAX));
    out->size = (size_t)(lm_put_varint(out->data + out->size, added->model_count) - out->data);
    for (size_t i = 0; i < added->model_count; i++) {
        LM_TRY(lm_buffer_reserve(host, out, LM_VARINT_MAX));
        out->size = (size_t)(lm_put_varint(out->data + out->size, added->models[i].size) - out->data);
        LM_TRY(lm_buffer_append(host, out, added->models[i].data, added->models[i].size));
    }
    return LM_OK;
}

lm_status lm_sum_write(lm_host *host, const lm_sum *added, lm_buffer *out)
{
    LM_TRY(put_head(host, added, out));
    LM_TRY(put_exposure(host, added, out));
    return put_models(host, added, out);
}

/* ---- reading: what is only out of order or left unused shows when the whole is written again */

static int64_t get_count(lm_cursor *cursor)
{
    const uint64_t count = lm_get_varint(cursor);
    if (count > INT64_MAX)
        cursor->bad = true;
    return cursor->bad ? 0 : (int64_t)count;
}

static void get_head(lm_cursor *cursor, lm_sum *added)
{
    lm_get_symbol(cursor, added->symbol);
    added->precision = lm_get_precision(cursor);
    added->unit = lm_get_positive(cursor);
    const uint8_t bits = lm_get_byte(cursor);
    added->begun = bits & 1;
    added->dated = bits >> 1 & 1;
    added->as_of_first = lm_get_time(cursor);
    added->as_of_last = lm_get_time(cursor);
    added->heaviest = get_count(cursor);
    added->reference_price = lm_get_amount(cursor);
    bool books = false;
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        lm_position_counts *of = &added->books[side];
        of->positions = get_count(cursor);
        of->never = get_count(cursor);
        of->liquidatable = get_count(cursor);
        books |= of->positions || of->never || of->liquidatable;
        if (!of->positions && (of->never || of->liquidatable))
            cursor->bad = true;
    }
    if (bits > 3 || added->as_of_first > added->as_of_last || (!added->dated && added->as_of_last) ||
        (!added->dated && added->as_of_first) || (added->begun && !lm_price_ok(added->reference_price)) ||
        (!added->begun && (added->dated || added->heaviest || added->reference_price != 0 || books)))
        cursor->bad = true;
    int64_t positions;
    if (__builtin_add_overflow(added->books[LM_LONG].positions, added->books[LM_SHORT].positions, &positions))
        cursor->bad = true;
}

static lm_status get_side(lm_host *host, lm_cursor *cursor, lm_side side, lm_bytes leverages, lm_sum *added)
{
    const int64_t least = lm_cell_least(added->precision), greatest = lm_cell_greatest(added->precision);
    const uint64_t count = lm_get_varint(cursor);
    int64_t cell = 0;
    for (uint64_t i = 0; i < count && !cursor->bad; i++) {
        const uint64_t distance = lm_get_varint(cursor);
        const uint64_t number = lm_get_varint(cursor);
        const int64_t units = get_count(cursor);
        if (distance > UINT32_MAX || number >= leverages.size / 8 || units == 0) {
            cursor->bad = true;
            break;
        }
        lm_cursor at = lm_cursor_of((lm_bytes){leverages.data + number * 8, 8});
        cell = i == 0 ? lm_unzigzag(distance) : cell + (int64_t)distance;
        if (cell < least || cell > greatest) {
            cursor->bad = true;
            break;
        }
        const lm_sum_entry entry = {(int32_t)cell, (uint8_t)side, lm_get_amount(&at), units};
        cursor->bad |= at.bad || (i > 0 && lm_sum_entry_order(&added->entries[added->entry_count - 1], &entry) >= 0);
        LM_TRY(lm_sum_push(host, added, &entry));
    }
    return LM_OK;
}

static lm_status get_exposure(lm_host *host, lm_cursor *cursor, lm_sum *added)
{
    lm_bytes leverages = {NULL, 0};
    const uint64_t count = lm_get_varint(cursor);
    if (count > lm_cursor_left(cursor) / 8) {
        cursor->bad = true;
        return LM_OK;
    }
    leverages.size = (size_t)count * 8;
    leverages.data = lm_get_span(cursor, leverages.size);
    LM_TRY(get_side(host, cursor, LM_LONG, leverages, added));
    return get_side(host, cursor, LM_SHORT, leverages, added);
}

static lm_status get_models(lm_host *host, lm_cursor *cursor, lm_sum *added)
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
        if (i > 0 && lm_bytes_order(&added->models[i - 1], &bytes) >= 0)
            cursor->bad = true;
        lm_status status = lm_sum_push_model(host, added, &bytes);
        lm_buffer_free(host, &bytes);
        LM_TRY(status);
    }
    return LM_OK;
}

lm_status lm_sum_get(lm_host *host, lm_cursor *cursor, lm_sum *added)
{
    get_head(cursor, added);
    if (!cursor->bad)
        LM_TRY(get_exposure(host, cursor, added));
    if (!cursor->bad)
        LM_TRY(get_models(host, cursor, added));
    lm_sum nothing;
    lm_sum_init(&nothing);
    if (!added->begun && (added->entry_count || added->model_count || added->symbol[0] ||
                          added->precision != nothing.precision || added->unit != nothing.unit))
        cursor->bad = true;
    return LM_OK;
}
