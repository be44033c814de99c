#include "tape/block.h"

#include "tape/options.h"

#define MAGIC_BUILDING 0x4254414cu

/* Capacity of the frame index is this many times that of the frames: probes stay short. */
#define INDEX_SPREAD 2

static size_t aligned(size_t size)
{
    return (size + 7) & ~(size_t)7;
}

/* Places the tables behind each other and gives the size of it all; capacities must be set. */
static size_t lay_out(block *tape)
{
    size_t at = aligned(sizeof(block));
    struct {
        block_table *table;
        size_t item;
    } tables[] = {
        {&tape->counts, sizeof(block_count)}, {&tape->frames, sizeof(block_frame)},
        {&tape->gauges, sizeof(block_gauge)}, {&tape->names, sizeof(block_name)},
        {&tape->index, sizeof(block_place)},  {&tape->waiting, sizeof(lm_trade)},
    };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        tables[i].table->offset = at;
        at = aligned(at + tables[i].table->capacity * tables[i].item);
    }
    return at;
}

static uint64_t hash_of(uint64_t key)
{
    return key * 0x9e3779b97f4a7c15u;
}

static uint32_t hash_to(uint64_t key, uint32_t capacity)
{
    return (uint32_t)(hash_of(key) >> 32) & (capacity - 1);
}

static uint32_t tag_of(int64_t start)
{
    return (uint32_t)(hash_of((uint64_t)start) >> 8);
}

/* Half full at most: a longer probe costs a trade more than the memory costs the host. */
static bool holds(const block_table *table, uint64_t more)
{
    return ((uint64_t)table->used + more) * 2 <= table->capacity;
}

static void index_frame(block *tape, uint32_t slot)
{
    block_place *index = BLOCK_ITEMS(block_place, tape, index);
    const int64_t start = BLOCK_ITEMS(block_frame, tape, frames)[slot].start;
    uint32_t at = hash_to((uint64_t)start, tape->index.capacity);
    while (index[at].slot)
        at = (at + 1) & (tape->index.capacity - 1);
    index[at] = (block_place){slot + 1, tag_of(start)};
}

int64_t *lm_block_count(block *tape, uint64_t key)
{
    block_count *counts = BLOCK_ITEMS(block_count, tape, counts);
    uint32_t at = hash_to(key, tape->counts.capacity);
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

int64_t *lm_block_print(block *tape, uint32_t slot, int32_t cell_above_least)
{
    block_frame *frame = BLOCK_ITEMS(block_frame, tape, frames) + slot;
    if (frame->window == NO_WINDOW)
        frame->window = cell_above_least < WINDOW_CELLS / 2 ? 0 : cell_above_least - WINDOW_CELLS / 2;
    uint32_t place = (uint32_t)cell_above_least - (uint32_t)frame->window;
    if (place < WINDOW_CELLS)
        return &frame->counts[place];
    return lm_block_count(tape, count_key(slot, COUNT_PRINT, cell_above_least));
}

static block_gauge *find_gauge(block *tape, uint64_t key)
{
    block_gauge *gauges = BLOCK_ITEMS(block_gauge, tape, gauges);
    uint32_t at = hash_to(key, tape->gauges.capacity);
    while (gauges[at].key != key && gauges[at].key != 0)
        at = (at + 1) & (tape->gauges.capacity - 1);
    return &gauges[at];
}

/* The other tables are written before they are read. */
static void clear_hash_tables(block *tape)
{
    memset(BLOCK_ITEMS(block_count, tape, counts), 0, tape->counts.capacity * sizeof(block_count));
    memset(BLOCK_ITEMS(block_gauge, tape, gauges), 0, tape->gauges.capacity * sizeof(block_gauge));
    memset(BLOCK_ITEMS(block_place, tape, index), 0, tape->index.capacity * sizeof(block_place));
}

/* Moves everything into a block with the capacities of `wanted`. */
static lm_status rebuild(lm_host *host, lm_tape **tape, block wanted)
{
    const block *old = block_of(*tape);
    size_t size = lay_out(&wanted);
    if (size > LM_MAX_BUILDING)
        return lm_fail(host, LM_E_LIMIT, "Build one tape a day or month, and roll them up when they are read.",
                       "a tape in building would need %zu bytes, more than %zu", size, LM_MAX_BUILDING);
    void *memory;
    LM_TRY(lm_allocate_raw(host, size, &memory));

    block *grown = memory;
    *grown = wanted;
    grown->size = size;
    clear_hash_tables(grown);
    grown->counts.used = grown->gauges.used = 0;
    grown->hot_width = 0;
    memcpy(BLOCK_ITEMS(block_frame, grown, frames), BLOCK_ITEMS(const block_frame, old, frames),
           old->frames.used * sizeof(block_frame));
    memcpy(BLOCK_ITEMS(block_name, grown, names), BLOCK_ITEMS(const block_name, old, names),
           old->names.used * sizeof(block_name));
    memcpy(BLOCK_ITEMS(lm_trade, grown, waiting), BLOCK_ITEMS(const lm_trade, old, waiting),
           old->waiting.used * sizeof(lm_trade));
    for (uint32_t slot = 0; slot < grown->frames.used; slot++)
        index_frame(grown, slot);
    const block_count *counts = BLOCK_ITEMS(const block_count, old, counts);
    for (uint32_t i = 0; i < old->counts.capacity; i++)
        if (counts[i].key)
            *lm_block_count(grown, counts[i].key) = counts[i].count;
    const block_gauge *gauges = BLOCK_ITEMS(const block_gauge, old, gauges);
    for (uint32_t i = 0; i < old->gauges.capacity; i++)
        if (gauges[i].key) {
            *find_gauge(grown, gauges[i].key) = gauges[i];
            grown->gauges.used++;
        }

    lm_tape_free(host, *tape);
    *tape = &grown->head;
    return LM_OK;
}

static uint32_t doubled(uint32_t capacity, uint32_t least)
{
    return capacity ? capacity * 2 : least;
}

lm_status lm_block_reserve_counts(lm_host *host, lm_tape **tape, size_t more)
{
    if (holds(&block_of(*tape)->counts, more))
        return LM_OK;
    block wanted = *block_of(*tape);
    while (!holds(&wanted.counts, more))
        wanted.counts.capacity = doubled(wanted.counts.capacity, 8);
    return rebuild(host, tape, wanted);
}

lm_status lm_block_waiting(lm_host *host, lm_tape **tape, uint32_t capacity)
{
    block wanted = *block_of(*tape);
    wanted.waiting.capacity = capacity;
    return rebuild(host, tape, wanted);
}

uint32_t lm_block_guess(const block *tape, int64_t start)
{
    const block_place *index = BLOCK_ITEMS(const block_place, tape, index);
    const uint32_t tag = tag_of(start);
    uint32_t at = hash_to((uint64_t)start, tape->index.capacity);
    while (index[at].slot && index[at].tag != tag)
        at = (at + 1) & (tape->index.capacity - 1);
    return index[at].slot - 1;
}

lm_status lm_block_frame(lm_host *host, lm_tape **tape, int64_t start, uint32_t *slot)
{
    block *building = block_of(*tape);
    const block_frame *frames = BLOCK_ITEMS(block_frame, building, frames);
    const block_place *index = BLOCK_ITEMS(block_place, building, index);
    const uint32_t tag = tag_of(start);
    uint32_t at = hash_to((uint64_t)start, building->index.capacity);
    for (; index[at].slot; at = (at + 1) & (building->index.capacity - 1))
        if (index[at].tag == tag && LM_LIKELY(frames[index[at].slot - 1].start == start)) {
            *slot = index[at].slot - 1;
            return LM_OK;
        }

    if (building->frames.used == building->frames.capacity) {
        block wanted = *building;
        wanted.frames.capacity *= 2;
        wanted.index.capacity *= 2;
        LM_TRY(rebuild(host, tape, wanted));
        building = block_of(*tape);
    }
    uint32_t fresh = building->frames.used++;
    BLOCK_ITEMS(block_frame, building, frames)[fresh] = (block_frame){.start = start, .window = NO_WINDOW};
    index_frame(building, fresh);
    *slot = fresh;
    return LM_OK;
}

lm_status lm_block_name(lm_host *host, lm_tape **tape, const char *name, size_t length, uint32_t *slot)
{
    block *building = block_of(*tape);
    const block_name *names = BLOCK_ITEMS(block_name, building, names);
    for (uint32_t i = 0; i < building->names.used; i++)
        if (names[i].length == length && memcmp(names[i].text, name, length) == 0) {
            *slot = i;
            return LM_OK;
        }

    if (length == 0 || length >= LM_GAUGE_NAME_SIZE)
        return lm_fail(host, LM_E_ARGUMENT, NULL, "the name of a gauge must have 1 to %d bytes, not %zu",
                       LM_GAUGE_NAME_SIZE - 1, length);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)name[i] < 0x20 || name[i] == 0x7f)
            return lm_fail(host, LM_E_ARGUMENT, NULL, "the name of a gauge has a control character");
    if (building->names.used == LM_MAX_GAUGES)
        return lm_fail(host, LM_E_LIMIT, "Keep streams that are not looked at together in tapes of their own.",
                       "a tape holds at most %d gauges", LM_MAX_GAUGES);
    if (building->names.used == building->names.capacity) {
        block wanted = *building;
        wanted.names.capacity = doubled(wanted.names.capacity, 4);
        LM_TRY(rebuild(host, tape, wanted));
        building = block_of(*tape);
    }
    block_name *fresh = &BLOCK_ITEMS(block_name, building, names)[building->names.used];
    memset(fresh, 0, sizeof *fresh);
    fresh->length = (uint8_t)length;
    memcpy(fresh->text, name, length);
    *slot = building->names.used++;
    return LM_OK;
}

lm_status lm_block_gauge(lm_host *host, lm_tape **tape, uint32_t frame_slot, uint32_t name, block_gauge **gauge)
{
    block *building = block_of(*tape);
    if (!holds(&building->gauges, 1)) {
        block wanted = *building;
        wanted.gauges.capacity = doubled(wanted.gauges.capacity, 8);
        LM_TRY(rebuild(host, tape, wanted));
        building = block_of(*tape);
    }
    uint64_t key = (uint64_t)(frame_slot + 1) << 8 | name;
    block_gauge *found = find_gauge(building, key);
    if (found->key == 0) {
        found->key = key;
        building->gauges.used++;
    }
    *gauge = found;
    return LM_OK;
}

lm_status lm_tape_new(lm_host *host, const lm_tape_options *options, lm_tape **tape)
{
    block fresh;
    if (!lm_options_sane(options))
        return lm_fail(host, LM_E_ARGUMENT, NULL, "options of a tape that are out of range");
    memset(&fresh, 0, sizeof fresh);
    fresh.head.magic = MAGIC_BUILDING;
    fresh.options = *options;
    fresh.cell_least = lm_cell_least(options->precision);
    fresh.frames.capacity = 4;
    fresh.index.capacity = fresh.frames.capacity * INDEX_SPREAD;
    fresh.size = lay_out(&fresh);

    void *memory;
    LM_TRY(lm_allocate(host, fresh.size, &memory));
    memcpy(memory, &fresh, sizeof fresh);
    *tape = memory;
    return LM_OK;
}

void lm_tape_free(lm_host *host, lm_tape *tape)
{
    if (tape)
        lm_release(host, tape, const_block_of(tape)->size);
}

lm_status lm_tape_copy(lm_host *host, const lm_tape *tape, lm_tape **copy)
{
    void *memory;
    LM_TRY(lm_allocate_raw(host, lm_tape_size(tape), &memory));
    *copy = memcpy(memory, tape, lm_tape_size(tape));
    return LM_OK;
}

size_t lm_tape_size(const lm_tape *tape)
{
    return const_block_of(tape)->size;
}

bool lm_block_has_room(const block *tape, uint32_t more)
{
    return tape->frames.used + more <= tape->frames.capacity && holds(&tape->counts, more);
}

bool lm_tape_is_building(const void *memory)
{
    uint32_t magic;
    memcpy(&magic, (const char *)memory + offsetof(lm_tape, magic), sizeof magic);
    return magic == MAGIC_BUILDING;
}

void lm_tape_options_of(const lm_tape *tape, lm_tape_options *options)
{
    *options = const_block_of(tape)->options;
}

lm_status lm_tape_expect(lm_host *host, const lm_tape *tape, const lm_tape_options *options)
{
    return lm_options_match(host, &const_block_of(tape)->options, options);
}

lm_status lm_tape_adopt(lm_host *host, lm_tape *tape, const lm_tape_options *options)
{
    block *building = block_of(tape);
    LM_TRY(lm_options_match(host, &building->options, options));
    if (!building->options.placed && options->placed) {
        building->options = *options;
        building->cell_least = lm_cell_least(options->precision);
    }
    return LM_OK;
}
