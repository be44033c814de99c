#include "tape/block.h"

/*
 * The first bytes of a block: "LT", the number of its layout, and the size of its header in words. A user-defined
 * aggregate can store a block in a table, and a later version must not read it as a block of its own: whoever changes
 * the structs of block.h takes the next number.
 */
#define LAYOUT 2
#define MAGIC_BUILDING (0x544cu | (uint32_t)LAYOUT << 16 | (uint32_t)(sizeof(lm_tape_block) / 8) << 24)
_Static_assert(sizeof(lm_tape_block) == 272 && sizeof(lm_frame_entry) == 64 && sizeof(lm_count_entry) == 16 &&
                   sizeof(lm_gauge_entry) == 48 && sizeof(lm_trade) == 32,
               "another layout of the building state needs another number");

/*
 * Tables grow to the next power of two. Those of small tapes with narrow windows grow by a quarter from this number of
 * items, because a query may hold many such tapes at once; the largest grow by a half, because a tape has a limit.
 */
#define GROWS_BY_QUARTERS_FROM 64
#define GROWS_BY_HALVES_FROM ((size_t)32 << 20) /* bytes */

/* A tape of more bytes is not small, and gets wide windows as soon as its table of near counts is full. */
#define BIG ((size_t)512 << 10)

#define CACHE_LINE 64

static size_t aligned(size_t size)
{
    return (size + 7) & ~(size_t)7;
}

/*
 * Tells whether the tape has found its counts again so often that its windows became wide. The tables of such a tape are
 * made for speed, those of others for memory.
 */
static bool is_wide(const lm_tape_block *tape)
{
    return tape->window_cells > LM_WINDOW_CELLS_LEAST;
}

/*
 * Sets the offset of each table from its capacity, for a block at `memory`, and returns the size of the block, which is
 * the same at each address. Wide frames begin at a cache line, so that a trade reads two lines of its frame or three.
 */
static size_t arrange_tables(lm_tape_block *tape, const void *memory)
{
    size_t at = aligned(sizeof(lm_tape_block));
    struct {
        lm_block_table *table;
        size_t item;
    } tables[] = {
        {&tape->counts, sizeof(lm_count_entry)}, {&tape->frames, lm_frame_size(tape)},
        {&tape->gauges, sizeof(lm_gauge_entry)}, {&tape->names, sizeof(lm_name_entry)},
        {&tape->index, sizeof(lm_index_slot)},   {&tape->pending, sizeof(lm_trade)},
        {&tape->near, sizeof(uint32_t)},         {&tape->nears, sizeof(int64_t)},
    };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        const bool at_line = tables[i].table == &tape->frames && is_wide(tape);
        tables[i].table->offset = at + (at_line ? -((uintptr_t)memory + at) % CACHE_LINE : 0);
        at = aligned(at + tables[i].table->capacity * tables[i].item + (at_line ? CACHE_LINE : 0));
    }
    return at;
}

static uint64_t hash_of(uint64_t key)
{
    return key * 0x9e3779b97f4a7c15u;
}

static uint32_t hash_slot(uint64_t key, uint32_t capacity)
{
    return (uint32_t)(hash_of(key) >> 32) & (capacity - 1);
}

static uint32_t tag_of(int64_t start)
{
    return (uint32_t)(hash_of((uint64_t)start) >> 8);
}

/*
 * Tells whether a table has capacity for `more` entries while at most half full: a longer probe costs more than the
 * memory.
 */
static bool has_capacity(const lm_block_table *table, uint64_t more)
{
    return ((uint64_t)table->used + more) * 2 <= table->capacity;
}

/*
 * Tells whether the near counts have capacity for `more`. Their keys lie close together, so that long probes cost
 * little, and the table of a tape with narrow windows may be nearly full.
 */
static bool near_has_capacity(const lm_tape_block *tape, uint64_t more)
{
    return tape->near.used + more <= tape->near.capacity - tape->near.capacity / (is_wide(tape) ? 2 : 8);
}

static void index_frame(lm_tape_block *tape, uint32_t slot)
{
    lm_index_slot *index = LM_BLOCK_ITEMS(lm_index_slot, tape, index);
    const int64_t start = lm_frame_at(tape, slot)->start;
    uint32_t at = hash_slot((uint64_t)start, tape->index.capacity);
    while (index[at].slot)
        at = (at + 1) & (tape->index.capacity - 1);
    index[at] = (lm_index_slot){slot + 1, tag_of(start)};
}

int64_t *lm_block_count(lm_tape_block *tape, uint64_t key)
{
    lm_count_entry *counts = LM_BLOCK_ITEMS(lm_count_entry, tape, counts);
    uint32_t at = hash_slot(key, tape->counts.capacity);
    while (counts[at].key != key) {
        if (counts[at].key == 0) {
            counts[at].key = key;
            tape->counts.used++;
            break;
        }
        at = (at + 1) & (tape->counts.capacity - 1);
    }
    return &counts[at].count;
}

/* Returns the near count of this key, added as 0 if new. The capacity need not be a power of two. */
static int64_t *near_count(lm_tape_block *tape, uint32_t key)
{
    uint32_t *keys = LM_BLOCK_ITEMS(uint32_t, tape, near);
    int64_t *counts = LM_BLOCK_ITEMS(int64_t, tape, nears);
    uint32_t at = (uint32_t)((hash_of(key) >> 32) * tape->near.capacity >> 32);
    while (keys[at] != key) {
        if (keys[at] == 0) {
            keys[at] = key;
            counts[at] = 0;
            tape->near.used++;
            return &counts[at];
        }
        at = at + 1 < tape->near.capacity ? at + 1 : 0;
    }
    tape->searches++;
    return &counts[at];
}

int64_t *lm_block_traded(lm_tape_block *tape, uint32_t slot, int32_t cell_above_least)
{
    lm_frame_entry *frame = lm_frame_at(tape, slot);
    if (frame->middle == LM_NO_WINDOW)
        frame->middle = cell_above_least;
    const uint32_t offset = (uint32_t)(cell_above_least - lm_window_start(tape, frame));
    if (offset < tape->window_cells)
        return &frame->counts[offset];
    const int32_t from_middle = cell_above_least - frame->middle;
    return lm_is_near(slot, from_middle) ? near_count(tape, lm_near_key(slot, from_middle))
                                         : lm_block_count(tape, lm_count_key(slot, LM_COUNT_TRADED, cell_above_least));
}

static lm_gauge_entry *find_gauge(lm_tape_block *tape, uint64_t key)
{
    lm_gauge_entry *gauges = LM_BLOCK_ITEMS(lm_gauge_entry, tape, gauges);
    uint32_t at = hash_slot(key, tape->gauges.capacity);
    while (gauges[at].key != key && gauges[at].key != 0)
        at = (at + 1) & (tape->gauges.capacity - 1);
    return &gauges[at];
}

/*
 * Copies a hash table into a new block and returns true; if its capacity is another, or its items may belong elsewhere,
 * clears the table of the new block.
 */
static bool copy_table(void *to, lm_block_table *to_table, const void *from, const lm_block_table *from_table,
                       size_t item, bool other_places)
{
    const bool same = to_table->capacity == from_table->capacity && !other_places;
    void *items = (char *)to + to_table->offset;
    if (same) {
        memcpy(items, (const char *)from + from_table->offset, to_table->capacity * item);
    } else {
        memset(items, 0, to_table->capacity * item);
        to_table->used = 0;
    }
    return same;
}

/* Copies the frames into a block whose windows may be wide. */
static void copy_frames(lm_tape_block *to, const lm_tape_block *from)
{
    if (to->window_cells == from->window_cells) {
        memcpy(lm_frame_at(to, 0), lm_const_frame_at(from, 0), from->frames.used * lm_frame_size(from));
        return;
    }
    const uint32_t before = (to->window_cells - from->window_cells) / 2;
    for (uint32_t slot = 0; slot < from->frames.used; slot++) {
        const lm_frame_entry *old = lm_const_frame_at(from, slot);
        lm_frame_entry *frame = lm_frame_at(to, slot);
        *frame = *old;
        memset(frame->counts, 0, to->window_cells * sizeof(int64_t));
        memcpy(frame->counts + before, old->counts, from->window_cells * sizeof(int64_t));
    }
}

/* Copies the counts outside of windows, of which wide windows take some. */
static lm_status copy_counts(lm_host *host, lm_tape_block *to, const lm_tape_block *from)
{
    const bool wider = to->window_cells != from->window_cells;
    const lm_count_entry *counts = LM_BLOCK_ITEMS(const lm_count_entry, from, counts);
    const uint32_t *near = LM_BLOCK_ITEMS(const uint32_t, from, near);
    const int64_t *nears = LM_BLOCK_ITEMS(const int64_t, from, nears);
    const bool counts_done = copy_table(to, &to->counts, from, &from->counts, sizeof *counts, wider);
    const bool near_done = copy_table(to, &to->near, from, &from->near, sizeof *near, wider);
    if (near_done)
        memcpy(LM_BLOCK_ITEMS(int64_t, to, nears), nears, from->nears.capacity * sizeof *nears);
    for (uint32_t i = 0; i < from->counts.capacity && !counts_done; i++) {
        LM_TRY(lm_check_interrupt_at(host, i));
        const uint64_t key = counts[i].key;
        if (key && lm_count_key_kind(key) == LM_COUNT_TRADED)
            *lm_block_traded(to, lm_count_key_slot(key), lm_count_key_cell(key)) = counts[i].count;
        else if (key)
            *lm_block_count(to, key) = counts[i].count;
    }
    for (uint32_t i = 0; i < from->near.capacity && !near_done; i++) {
        LM_TRY(lm_check_interrupt_at(host, i));
        if (near[i]) {
            const uint32_t slot = lm_near_key_slot(near[i]);
            const int32_t middle = lm_const_frame_at(from, slot)->middle;
            *lm_block_traded(to, slot, middle + lm_near_key_from_middle(near[i])) = nears[i];
        }
    }
    return LM_OK;
}

/* Moves the tape into a new block with the capacities of `wanted`. LM_E_LIMIT over LM_MAX_BUILDING bytes. */
static lm_status rebuild(lm_host *host, lm_tape **tape, lm_tape_block wanted)
{
    const lm_tape_block *old = lm_block_of(*tape);
    size_t size = arrange_tables(&wanted, NULL);
    if (size > LM_MAX_BUILDING)
        return lm_fail(host, LM_E_LIMIT, "Build one tape a day or month, and roll them up when they are read.",
                       "a tape that is being built would need %zu bytes, more than %zu", size, LM_MAX_BUILDING);
    void *memory;
    LM_TRY(lm_allocate_raw(host, size, &memory));

    lm_tape_block *grown = memory;
    arrange_tables(&wanted, memory);
    *grown = wanted;
    grown->size = size;
    grown->current_width = 0;
    copy_frames(grown, old);
    memcpy(LM_BLOCK_ITEMS(lm_name_entry, grown, names), LM_BLOCK_ITEMS(const lm_name_entry, old, names),
           old->names.used * sizeof(lm_name_entry));
    memcpy(LM_BLOCK_ITEMS(lm_trade, grown, pending), LM_BLOCK_ITEMS(const lm_trade, old, pending),
           old->pending.used * sizeof(lm_trade));
    const bool indexed = copy_table(grown, &grown->index, old, &old->index, sizeof(lm_index_slot), false);
    for (uint32_t slot = 0; slot < grown->frames.used && !indexed; slot++)
        index_frame(grown, slot);
    lm_status status = copy_counts(host, grown, old);
    const lm_gauge_entry *gauges = LM_BLOCK_ITEMS(const lm_gauge_entry, old, gauges);
    const bool gauges_done = copy_table(grown, &grown->gauges, old, &old->gauges, sizeof *gauges, false);
    for (uint32_t i = 0; i < old->gauges.capacity && status == LM_OK && !gauges_done; i++) {
        if (gauges[i].key) {
            *find_gauge(grown, gauges[i].key) = gauges[i];
            grown->gauges.used++;
        }
        status = lm_check_interrupt_at(host, i);
    }
    if (status != LM_OK) {
        lm_release(host, memory, size);
        return status;
    }

    lm_tape_destroy(host, *tape);
    *tape = &grown->head;
    return LM_OK;
}

/* Returns the power of two above this capacity, or a greater one that is given. */
static uint32_t power_above(uint32_t capacity, uint32_t least)
{
    while (least <= capacity)
        least *= 2;
    return least;
}

lm_status lm_block_reserve_counts(lm_host *host, lm_tape **tape, size_t more)
{
    if (has_capacity(&lm_block_of(*tape)->counts, more))
        return LM_OK;
    lm_tape_block wanted = *lm_block_of(*tape);
    while (!has_capacity(&wanted.counts, more))
        wanted.counts.capacity = power_above(wanted.counts.capacity, 8);
    return rebuild(host, tape, wanted);
}

/* Returns a capacity above this one, for items of this size. */
static uint32_t grown_capacity(const lm_tape_block *tape, uint32_t capacity, size_t item)
{
    if (capacity >= GROWS_BY_QUARTERS_FROM && tape->size < BIG && !is_wide(tape))
        return capacity + capacity / 4;
    return capacity * item < GROWS_BY_HALVES_FROM ? power_above(capacity, 8) : capacity + capacity / 2;
}

/* Returns the least power of two that leaves a quarter of the index free, or a half if the tape is wide. */
static uint32_t index_capacity(const lm_tape_block *tape)
{
    uint32_t capacity = 8;
    while (capacity / 4 * (is_wide(tape) ? 2 : 3) < tape->frames.capacity)
        capacity *= 2;
    return capacity;
}

static bool may_widen(const lm_tape_block *tape)
{
    return !is_wide(tape) && tape->size <= LM_MAX_BUILDING / 4;
}

static lm_status widen_windows(lm_host *host, lm_tape **tape)
{
    lm_tape_block wanted = *lm_block_of(*tape);
    wanted.window_cells = LM_WINDOW_CELLS_MOST;
    wanted.index.capacity = index_capacity(&wanted);
    return rebuild(host, tape, wanted);
}

static lm_status reserve_near(lm_host *host, lm_tape **tape, size_t more)
{
    if (near_has_capacity(lm_block_of(*tape), more))
        return LM_OK;
    /* The windows take most of the near counts. */
    if (lm_block_of(*tape)->size > BIG && may_widen(lm_block_of(*tape)))
        LM_TRY(widen_windows(host, tape));
    lm_tape_block wanted = *lm_block_of(*tape);
    while (!near_has_capacity(&wanted, more))
        wanted.near.capacity = grown_capacity(&wanted, wanted.near.capacity, sizeof(uint32_t) + sizeof(int64_t));
    if (wanted.near.capacity == wanted.nears.capacity)
        return LM_OK;
    wanted.nears.capacity = wanted.near.capacity;
    return rebuild(host, tape, wanted);
}

/* The number of searches after which wider windows are worth a copy of the block. */
static uint64_t searches_allowed(const lm_tape_block *tape)
{
    return may_widen(tape) ? (uint64_t)tape->frames.used + 1024 : UINT64_MAX;
}

lm_status lm_block_reserve_traded(lm_host *host, lm_tape **tape, uint32_t slot, int32_t first, int32_t last,
                                  size_t more)
{
    /* Rows of many cells search most of them. */
    if (more > lm_block_of(*tape)->window_cells)
        lm_block_of(*tape)->searches += (uint32_t)more;
    if (lm_block_of(*tape)->searches > searches_allowed(lm_block_of(*tape)))
        LM_TRY(widen_windows(host, tape));
    lm_frame_entry *frame = lm_frame_at(lm_block_of(*tape), slot);
    if (frame->middle == LM_NO_WINDOW)
        frame->middle = first + (last - first + 1) / 2;
    const int32_t middle = frame->middle;
    const int32_t start = middle - (int32_t)(lm_block_of(*tape)->window_cells / 2);
    if (first >= start && last < start + (int32_t)lm_block_of(*tape)->window_cells)
        return LM_OK;
    if (lm_is_near(slot, first - middle) || lm_is_near(slot, last - middle) || (first < middle && last > middle))
        LM_TRY(reserve_near(host, tape, more));
    if (!lm_is_near(slot, first - middle) || !lm_is_near(slot, last - middle))
        LM_TRY(lm_block_reserve_counts(host, tape, more));
    return LM_OK;
}

lm_status lm_block_reserve_pending(lm_host *host, lm_tape **tape, uint32_t capacity)
{
    lm_tape_block wanted = *lm_block_of(*tape);
    wanted.pending.capacity = capacity;
    return rebuild(host, tape, wanted);
}

uint32_t lm_block_guess_frame(const lm_tape_block *tape, int64_t start)
{
    const lm_index_slot *index = LM_BLOCK_ITEMS(const lm_index_slot, tape, index);
    const uint32_t tag = tag_of(start);
    uint32_t at = hash_slot((uint64_t)start, tape->index.capacity);
    while (index[at].slot && index[at].tag != tag)
        at = (at + 1) & (tape->index.capacity - 1);
    return index[at].slot - 1;
}

lm_status lm_block_frame(lm_host *host, lm_tape **tape, int64_t start, uint32_t *slot)
{
    lm_tape_block *building = lm_block_of(*tape);
    const lm_index_slot *index = LM_BLOCK_ITEMS(lm_index_slot, building, index);
    const uint32_t tag = tag_of(start);
    uint32_t at = hash_slot((uint64_t)start, building->index.capacity);
    for (; index[at].slot; at = (at + 1) & (building->index.capacity - 1))
        if (index[at].tag == tag && LM_LIKELY(lm_frame_at(building, index[at].slot - 1)->start == start)) {
            *slot = index[at].slot - 1;
            return LM_OK;
        }

    if (building->frames.used == building->frames.capacity) {
        lm_tape_block wanted = *building;
        wanted.frames.capacity = grown_capacity(building, wanted.frames.capacity, lm_frame_size(building));
        wanted.index.capacity = index_capacity(&wanted);
        LM_TRY(rebuild(host, tape, wanted));
        building = lm_block_of(*tape);
    }
    uint32_t added = building->frames.used++;
    lm_frame_entry *frame = memset(lm_frame_at(building, added), 0, lm_frame_size(building));
    frame->start = start;
    frame->middle = LM_NO_WINDOW;
    index_frame(building, added);
    *slot = added;
    return LM_OK;
}

lm_status lm_block_name(lm_host *host, lm_tape **tape, const char *name, size_t length, uint32_t *slot)
{
    lm_tape_block *building = lm_block_of(*tape);
    const lm_name_entry *names = LM_BLOCK_ITEMS(lm_name_entry, building, names);
    for (uint32_t i = 0; i < building->names.used; i++)
        if (names[i].length == length && memcmp(names[i].text, name, length) == 0) {
            *slot = i;
            return LM_OK;
        }

    LM_TRY(lm_check_gauge(host, name, length, 0));
    if (building->names.used == LM_MAX_GAUGES)
        return lm_fail(host, LM_E_LIMIT, "Put gauges that are not used together into separate tapes.",
                       "a tape holds at most %d gauges", LM_MAX_GAUGES);
    if (building->names.used == building->names.capacity) {
        lm_tape_block wanted = *building;
        wanted.names.capacity = power_above(wanted.names.capacity, 4);
        LM_TRY(rebuild(host, tape, wanted));
        building = lm_block_of(*tape);
    }
    lm_name_entry *added = &LM_BLOCK_ITEMS(lm_name_entry, building, names)[building->names.used];
    memset(added, 0, sizeof *added);
    added->length = (uint8_t)length;
    memcpy(added->text, name, length);
    *slot = building->names.used++;
    return LM_OK;
}

lm_status lm_block_gauge(lm_host *host, lm_tape **tape, uint32_t frame_slot, uint32_t name, lm_gauge_entry **gauge)
{
    lm_tape_block *building = lm_block_of(*tape);
    if (!has_capacity(&building->gauges, 1)) {
        lm_tape_block wanted = *building;
        wanted.gauges.capacity = power_above(wanted.gauges.capacity, 8);
        LM_TRY(rebuild(host, tape, wanted));
        building = lm_block_of(*tape);
    }
    const uint64_t key = lm_gauge_key(frame_slot, name);
    lm_gauge_entry *found = find_gauge(building, key);
    if (found->key == 0) {
        found->key = key;
        building->gauges.used++;
    }
    *gauge = found;
    return LM_OK;
}

lm_status lm_tape_create(lm_host *host, const lm_tape_options *options, lm_tape **tape)
{
    lm_tape_block added;
    if (!lm_options_valid(options))
        return lm_fail(host, LM_E_ARGUMENT, "Begin with lm_tape_options_init().",
                       "the options of the tape are out of range");
    memset(&added, 0, sizeof added);
    added.head.magic = MAGIC_BUILDING;
    added.options = *options;
    added.cell_least = lm_cell_least(options->precision);
    added.window_cells = LM_WINDOW_CELLS_LEAST;
    added.frames.capacity = 4;
    added.index.capacity = index_capacity(&added);
    added.size = arrange_tables(&added, NULL);

    void *memory;
    LM_TRY(lm_allocate(host, added.size, &memory));
    memcpy(memory, &added, sizeof added);
    *tape = memory;
    return LM_OK;
}

void lm_tape_destroy(lm_host *host, lm_tape *tape)
{
    if (tape)
        lm_release(host, tape, lm_const_block_of(tape)->size);
}

bool lm_block_has_capacity(const lm_tape_block *tape, uint32_t more)
{
    return tape->frames.used + more <= tape->frames.capacity && has_capacity(&tape->counts, more) &&
           near_has_capacity(tape, more) && tape->searches + (uint64_t)more <= searches_allowed(tape);
}

bool lm_tape_is_building(const void *memory)
{
    uint32_t magic;
    memcpy(&magic, (const char *)memory + offsetof(lm_tape, magic), sizeof magic);
    return magic == MAGIC_BUILDING;
}
