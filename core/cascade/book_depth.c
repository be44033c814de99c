/*
 * Computes an impact model from rows of order-book depth: cumulative bands, or single levels.
 *
 * Rows are stored as they come and sorted at the end, so that the same rows in any order, from any number of workers,
 * give the same impact model. The state is one block without pointers, like that of a tape (tape/block.h).
 */
#include <math.h>
#include <string.h>

#include "base/bytes.h"
#include "base/number.h"
#include "base/sort.h"
#include "cascade/impact_model.h"
#include "tape/check.h"

#define MAGIC_BOOK 0x4b424d4cu
#define MIN_CAPACITY 64
#define INTERRUPT_EVERY 4096
#define PER_PCT 1e6 /* units of a distance key in a percent */
#define FARTHEST_PCT 1e4
#define ASKS ((int64_t)1 << 40)

enum kind { KIND_UNKNOWN = 0, KIND_BANDS = 1, KIND_LEVELS = 2 };

/*
 * The row of depth as it is stored. `distance_key` is the distance from the middle in millionths of a percent, plus
 * ASKS for asks.
 */
typedef struct book_row {
    int64_t time;
    int64_t distance_key;
    double notional;
} book_row;

typedef struct book {
    lm_book head;
    uint32_t kind;
    uint32_t unused;
    uint64_t capacity;
    uint64_t count;
    book_row rows[];
} book;

static book *book_of(lm_book *head)
{
    return (book *)head;
}

static const book *const_book_of(const lm_book *head)
{
    return (const book *)head;
}

static size_t size_of(uint64_t capacity)
{
    return sizeof(book) + capacity * sizeof(book_row);
}

/* ---- the block */

static lm_status allocate_book(lm_host *host, uint64_t capacity, book **out)
{
    void *memory;
    if (size_of(capacity) > LM_MAX_BUILDING)
        return lm_fail(host, LM_E_LIMIT, "Use fewer snapshots; one a minute is enough.",
                       "rows of depth would need %zu bytes, more than %zu", size_of(capacity), LM_MAX_BUILDING);
    LM_TRY(lm_allocate_raw(host, size_of(capacity), &memory));
    memset(memory, 0, sizeof(book));
    *out = memory;
    (*out)->head.magic = MAGIC_BOOK;
    (*out)->capacity = capacity;
    return LM_OK;
}

lm_status lm_book_create(lm_host *host, lm_book **out)
{
    book *state = NULL;
    LM_TRY(allocate_book(host, MIN_CAPACITY, &state));
    /* The host may store the whole block: no byte of it is left uninitialized. */
    memset(state->rows, 0, MIN_CAPACITY * sizeof(book_row));
    *out = &state->head;
    return LM_OK;
}

size_t lm_book_size(const lm_book *head)
{
    return size_of(const_book_of(head)->capacity);
}

void lm_book_destroy(lm_host *host, lm_book *head)
{
    if (head)
        lm_release(host, head, lm_book_size(head));
}

bool lm_book_is_valid(const void *memory, size_t size)
{
    book head;
    if (size < sizeof head)
        return false;
    memcpy(&head, memory, sizeof head);
    return head.head.magic == MAGIC_BOOK && head.kind <= KIND_LEVELS &&
           head.capacity <= (size - sizeof head) / sizeof(book_row) && size == size_of(head.capacity) &&
           head.count <= head.capacity;
}

static lm_status reserve(lm_host *host, lm_book **head, uint64_t more)
{
    const book *old = const_book_of(*head);
    uint64_t capacity = old->capacity;
    book *grown = NULL;
    while (old->count + more > capacity)
        capacity = capacity < MIN_CAPACITY ? MIN_CAPACITY : capacity * 2;
    if (capacity == old->capacity)
        return LM_OK;
    LM_TRY(allocate_book(host, capacity, &grown));
    grown->kind = old->kind;
    grown->count = old->count;
    memcpy(grown->rows, old->rows, old->count * sizeof(book_row));
    memset(grown->rows + old->count, 0, (capacity - old->count) * sizeof(book_row));
    lm_book_destroy(host, *head);
    *head = &grown->head;
    return LM_OK;
}

/* ---- rows in */

static lm_status expect_kind(lm_host *host, const book *to, enum kind kind)
{
    if (to->kind != KIND_UNKNOWN && kind != KIND_UNKNOWN && to->kind != kind)
        return lm_fail(host, LM_E_MISMATCH, "Make one impact model from the bands and another one from the levels.",
                       "bands and levels cannot make one book");
    return LM_OK;
}

static lm_status append_row(lm_host *host, lm_book **head, enum kind kind, const book_row *row)
{
    if (row->time <= -LM_TIME_MAX || row->time >= LM_TIME_MAX)
        return lm_bad_time(host);
    LM_TRY(expect_kind(host, const_book_of(*head), kind));
    LM_TRY(reserve(host, head, 1));
    book *to = book_of(*head);
    to->kind = kind;
    to->rows[to->count++] = *row;
    return LM_OK;
}

static int64_t distance_key_of(bool bid, double distance_pct)
{
    return __builtin_llrint(distance_pct * PER_PCT) + (bid ? 0 : ASKS);
}

lm_status lm_book_band(lm_host *host, lm_book **head, int64_t time, double percentage, double notional)
{
    char text[LM_NUMBER_SIZE];
    const double distance = fabs(percentage);
    if (!(distance >= 1 / PER_PCT && distance <= FARTHEST_PCT))
        return lm_fail(
            host, LM_E_RANGE, "Use -1 for the bids down to 1 % below the middle, 1 for the asks up to 1 % above it.",
            "a band must reach a percentage other than 0, up to 10000, not %s", lm_number_text(percentage, text));
    LM_TRY(lm_check_amount(host, notional, "notional"));
    const book_row row = {time, distance_key_of(percentage < 0, distance), notional + 0.0};
    return append_row(host, head, KIND_BANDS, &row);
}

lm_status lm_book_level(lm_host *host, lm_book **head, int64_t time, bool bid, double price, double qty, double mid)
{
    char there[LM_NUMBER_SIZE], middle[LM_NUMBER_SIZE];
    LM_TRY(lm_check_price(host, price, "price"));
    LM_TRY(lm_check_price(host, mid, "mid"));
    LM_TRY(lm_check_amount(host, qty, "qty"));
    if (bid ? price > mid : price < mid)
        return lm_fail(host, LM_E_RANGE, "Give as mid the mean of the best bid and the best ask of the snapshot.",
                       "%s at %s lies %s the middle of the book, %s", bid ? "a bid" : "an ask",
                       lm_number_text(price, there), bid ? "above" : "below", lm_number_text(mid, middle));
    const double distance = fabs(price / mid - 1) * 100;
    if (!(distance <= FARTHEST_PCT))
        return LM_OK; /* such an order is no depth */
    const book_row row = {time, distance_key_of(bid, distance), price * qty};
    if (!lm_finite(row.notional))
        return lm_fail(host, LM_E_RANGE, NULL, "the notional of a level is too large for a number");
    return append_row(host, head, KIND_LEVELS, &row);
}

lm_status lm_book_merge_into(lm_host *host, lm_book **head, const lm_book *other)
{
    const book *from = const_book_of(other);
    LM_TRY(expect_kind(host, const_book_of(*head), from->kind));
    LM_TRY(reserve(host, head, from->count));
    book *to = book_of(*head);
    if (from->kind != KIND_UNKNOWN)
        to->kind = from->kind;
    memcpy(to->rows + to->count, from->rows, from->count * sizeof(book_row));
    to->count += from->count;
    return LM_OK;
}

/* ---- the rows in order of time, distance and notional, so that sums do not depend on the order of input */

static uint64_t time_key(int64_t time)
{
    return (uint64_t)time ^ (uint64_t)1 << 63;
}

static lm_status sort_rows(lm_host *host, const book *from, lm_keyed *order)
{
    for (uint64_t i = 0; i < from->count; i++)
        order[i] = (lm_keyed){lm_ascending_key(from->rows[i].notional), (int64_t)i};
    LM_TRY(lm_sort_keyed(host, order, from->count));
    for (uint64_t i = 0; i < from->count; i++)
        order[i].key = (uint64_t)from->rows[order[i].value].distance_key;
    LM_TRY(lm_sort_keyed(host, order, from->count));
    for (uint64_t i = 0; i < from->count; i++)
        order[i].key = time_key(from->rows[order[i].value].time);
    return lm_sort_keyed(host, order, from->count);
}

/* ---- one sample for each snapshot and distance: keys are notionals, values distance keys */

typedef struct samples {
    lm_keyed *items;
    size_t count, capacity;
    int64_t snapshots;
} samples;

static lm_status add_sample(lm_host *host, samples *all, int64_t distance_key, double notional)
{
    LM_TRY(LM_RESERVE(host, all->items, all->capacity, all->count + 1));
    all->items[all->count++] = (lm_keyed){lm_ascending_key(notional), distance_key};
    return LM_OK;
}

/* Adds the bands of a snapshot. The same band twice in a snapshot comes from two order books: the two are summed. */
static lm_status add_bands(lm_host *host, const book *from, const lm_keyed *order, size_t begin, size_t end,
                           samples *all)
{
    for (size_t i = begin; i < end;) {
        const int64_t distance_key = from->rows[order[i].value].distance_key;
        double sum = 0;
        for (; i < end && from->rows[order[i].value].distance_key == distance_key; i++)
            sum += from->rows[order[i].value].notional;
        LM_TRY(add_sample(host, all, distance_key, sum));
    }
    return LM_OK;
}

/* Adds the levels of one side, nearest first, summed up to each distance of the grid that they reach. */
static lm_status add_levels(lm_host *host, const book *from, const lm_keyed *order, size_t begin, size_t end,
                            samples *all)
{
    static const int64_t grid[] = {1000,   2000,   5000,    10000,   20000,   50000,    100000,
                                   200000, 500000, 1000000, 2000000, 5000000, 10000000, 20000000};
    const int64_t side = from->rows[order[begin].value].distance_key & ASKS;
    const int64_t reach = from->rows[order[end - 1].value].distance_key - side;
    double sum = 0;
    size_t next = begin;
    for (size_t i = 0; i < sizeof grid / sizeof grid[0] && grid[i] <= reach; i++) {
        for (; next < end && from->rows[order[next].value].distance_key - side <= grid[i]; next++)
            sum += from->rows[order[next].value].notional;
        LM_TRY(add_sample(host, all, grid[i] + side, sum));
    }
    return LM_OK;
}

static lm_status add_snapshot(lm_host *host, const book *from, const lm_keyed *order, size_t begin, size_t end,
                              samples *all)
{
    size_t asks = begin;
    while (asks < end && !(from->rows[order[asks].value].distance_key & ASKS))
        asks++;
    all->snapshots++;
    if (from->kind == KIND_BANDS)
        return add_bands(host, from, order, begin, end, all);
    if (asks > begin)
        LM_TRY(add_levels(host, from, order, begin, asks, all));
    return end > asks ? add_levels(host, from, order, asks, end, all) : LM_OK;
}

static lm_status collect_samples(lm_host *host, const book *from, const lm_keyed *order, samples *all)
{
    size_t snapshots = 0;
    for (size_t begin = 0, end; begin < from->count; begin = end) {
        for (end = begin + 1; end < from->count && order[end].key == order[begin].key;)
            end++;
        if (snapshots++ % INTERRUPT_EVERY == 0)
            LM_TRY(lm_check_interrupt(host));
        LM_TRY(add_snapshot(host, from, order, begin, end, all));
    }
    return LM_OK;
}

/* ---- medians over time */

static double median(const lm_keyed *sorted, size_t count)
{
    const double upper = lm_double_from_bits((uint64_t)sorted[count / 2].value);
    return count % 2 ? upper : (lm_double_from_bits((uint64_t)sorted[count / 2 - 1].value) + upper) / 2;
}

/* Appends a depth; leaves it out if its notional is not above that of the depth before. */
static lm_status add_depth(lm_host *host, lm_impact_model *model, int64_t distance_key, double notional)
{
    const int side = distance_key & ASKS ? LM_SHORT : LM_LONG;
    lm_depth *depths = model->depths[side];
    int *count = &model->depth_count[side];
    const double pct = (double)(distance_key & (ASKS - 1)) / PER_PCT;
    if (!(notional > (*count ? depths[*count - 1].notional : 0)) || (side == LM_LONG && pct >= 100) || pct > 1000)
        return LM_OK;
    if (*count == LM_MAX_DEPTHS)
        return lm_fail(host, LM_E_LIMIT, "Round the percentages, or leave out those that are not needed.",
                       "bands of more than %d percentages", LM_MAX_DEPTHS);
    depths[(*count)++] = (lm_depth){pct, notional};
    return LM_OK;
}

/* Sets the depths to the medians over time, at the distances that half of the snapshots have. */
static lm_status set_medians(lm_host *host, samples *all, lm_impact_model *model)
{
    LM_TRY(lm_sort_keyed(host, all->items, all->count));
    for (size_t i = 0; i < all->count; i++)
        all->items[i] = (lm_keyed){(uint64_t)all->items[i].value, (int64_t)all->items[i].key};
    LM_TRY(lm_sort_keyed(host, all->items, all->count));
    for (size_t begin = 0, end; begin < all->count; begin = end) {
        for (end = begin + 1; end < all->count && all->items[end].key == all->items[begin].key;)
            end++;
        if ((int64_t)(end - begin) * 2 >= all->snapshots)
            LM_TRY(add_depth(host, model, (int64_t)all->items[begin].key, median(all->items + begin, end - begin)));
    }
    return LM_OK;
}

static lm_status check_rows(lm_host *host, const book *from)
{
    for (uint64_t i = 0; i < from->count; i++) {
        const book_row *row = &from->rows[i];
        if (!(row->notional >= 0 && lm_finite(row->notional)) || row->distance_key < 0 || row->distance_key >= 2 * ASKS)
            return lm_fail(host, LM_E_CORRUPT, NULL, "row %llu of the depth is damaged", (unsigned long long)i + 1);
    }
    return LM_OK;
}

static lm_status read_profile(lm_host *host, const book *from, samples *all, lm_book_profile *profile)
{
    void *order;
    const size_t size = from->count * sizeof(lm_keyed) + 1;
    LM_TRY(lm_allocate_raw(host, size, &order));
    lm_status status = sort_rows(host, from, order);
    if (status == LM_OK && from->count > 0) {
        profile->since = from->rows[((lm_keyed *)order)[0].value].time;
        profile->until = from->rows[((lm_keyed *)order)[from->count - 1].value].time;
        status = collect_samples(host, from, order, all);
    }
    lm_release(host, order, size);
    return status == LM_OK ? set_medians(host, all, &profile->model) : status;
}

lm_status lm_book_read(lm_host *host, const lm_book *head, lm_book_profile *profile)
{
    samples all = {NULL, 0, 0, 0};
    lm_book_profile read;
    memset(&read, 0, sizeof read);
    lm_impact_model_init(&read.model);
    read.model.kind = LM_IMPACT_BOOK;
    LM_TRY(check_rows(host, const_book_of(head)));
    lm_status status = read_profile(host, const_book_of(head), &all, &read);
    lm_release(host, all.items, all.capacity * sizeof(lm_keyed));
    LM_TRY(status);
    read.snapshots = all.snapshots;
    const int *count = read.model.depth_count;
    if (count[LM_LONG] == 0 || count[LM_SHORT] == 0)
        return lm_fail(host, LM_E_MISSING, "Give rows of both sides, at distances of 0.001 % or more.",
                       "the rows have no depth of %s", count[LM_LONG] == 0 ? "bids" : "asks");
    LM_TRY(lm_impact_model_check(host, &read.model));
    *profile = read;
    return LM_OK;
}

/* ---- the document */

lm_status lm_book_profile_print(lm_host *host, const lm_book_profile *profile, lm_buffer *out)
{
    const lm_named_number numbers[] = {
        {"snapshots", (double)profile->snapshots},
        {"since", (double)profile->since / (double)LM_SECOND},
        {"until", (double)profile->until / (double)LM_SECOND},
    };
    return lm_impact_model_print_estimated(host, &profile->model, numbers, sizeof numbers / sizeof numbers[0], out);
}
