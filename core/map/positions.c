/* Known positions in, and the map of them out. */
#include "map/position_block.h"

#include <math.h>

#include "base/json_document.h"
#include "base/number.h"
#include "base/sort.h"
#include "map/map.h"
#include "tape/check.h"
#include "tape/options.h"

/* ---- options */

void lm_positions_options_init(lm_positions_options *options)
{
    lm_tape_options counting;
    lm_tape_options_init(&counting);
    memset(options, 0, sizeof *options);
    options->precision = counting.precision;
    options->contract = counting.contract;
    options->contract_size = counting.contract_size;
    options->unit = counting.unit;
}

static lm_status read_options(const lm_json_node *root, void *result)
{
    lm_positions_options *options = result;
    static const char *const keys[] = {"precision", "contract", "contract_size", "unit", "symbol", "as_of", NULL};
    lm_tape_options counting;
    lm_json_node as_of;
    lm_tape_options_init(&counting);
    LM_TRY(lm_json_node_keys(root, keys));
    LM_TRY(lm_options_read_counting(root, &counting));
    options->precision = counting.precision;
    options->contract = counting.contract;
    options->contract_size = counting.contract_size;
    options->unit = counting.unit;
    memcpy(options->symbol, counting.symbol, sizeof options->symbol);
    options->dated = lm_json_node_member(root, "as_of", &as_of);
    return options->dated ? lm_json_node_time(&as_of, &options->as_of) : LM_OK;
}

lm_status lm_positions_options_read(lm_host *host, const char *json, size_t length, lm_positions_options *options)
{
    lm_positions_options read;
    lm_positions_options_init(&read);
    LM_TRY(lm_json_document_read(host, "options", json, length, read_options, &read));
    *options = read;
    return LM_OK;
}

static const char *difference(const lm_positions_options *a, const lm_positions_options *b)
{
    if (a->precision != b->precision)
        return "precision";
    if (a->contract != b->contract || a->contract_size != b->contract_size)
        return "contracts";
    if (a->unit != b->unit)
        return "units";
    if (strcmp(a->symbol, b->symbol) != 0)
        return "symbols";
    return a->dated != b->dated || a->as_of != b->as_of ? "times" : NULL;
}

lm_status lm_positions_check_options(lm_host *host, const lm_positions *positions, const lm_positions_options *options)
{
    const char *what = difference(&lm_const_position_block_of(positions)->options, options);
    if (!what)
        return LM_OK;
    return lm_fail(host, LM_E_MISMATCH, "Give all positions of a map the same options, or add the maps of each kind.",
                   "positions with different %s cannot be counted together", what);
}

/* ---- a position in */

static lm_status check_above_zero(lm_host *host, double number, const char *name, const char *hint)
{
    char text[LM_NUMBER_SIZE];
    if (LM_LIKELY(number > 0 && lm_finite(number)))
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, hint, "%s must be finite and above 0, not %s", name, lm_number_text(number, text));
}

static lm_status check_quantity(lm_host *host, double qty)
{
    return check_above_zero(host, qty, "qty", "Leave closed positions out; the side says which way one stands.");
}

static lm_status check_known(lm_host *host, const lm_known_position *position)
{
    char text[LM_NUMBER_SIZE];
    LM_TRY(lm_check_price(host, position->price, "price"));
    LM_TRY(check_quantity(host, position->qty));
    if (!isnan(position->leverage))
        LM_TRY(check_above_zero(host, position->leverage, "leverage", "Leave it out where it is not known."));
    if (LM_LIKELY(lm_price_ok(position->liquidation_price)) || isnan(position->liquidation_price))
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, "Leave it out where no price liquidates the position.",
                   "liquidation_price must be a number from 1e-15 to 1e15, not %s",
                   lm_number_text(position->liquidation_price, text));
}

static lm_margin_status outcome_of(const lm_known_position *position)
{
    if (isnan(position->liquidation_price))
        return LM_MARGIN_NEVER;
    const bool reached = position->side == LM_LONG ? position->liquidation_price >= position->price
                                                   : position->liquidation_price <= position->price;
    return reached ? LM_MARGIN_LIQUIDATABLE : LM_MARGIN_PRICE;
}

static lm_status overflow(lm_host *host)
{
    return lm_fail(host, LM_E_OVERFLOW, "Give the option unit a greater value.",
                   "the notional of the positions does not fit in 64 bits");
}

static bool counts_at(const lm_positions_options *options, double price, double qty, double contract_size,
                      int64_t *counts)
{
    const double amount = options->contract == LM_LINEAR ? (price * qty) * contract_size : qty * contract_size;
    return lm_count_of(amount / options->unit, counts);
}

/* Where it stands, in the cell of its liquidation price. */
static lm_status stand(lm_host *host, lm_positions **positions, const lm_known_position *position, int64_t outstanding)
{
    if (outstanding == 0)
        return LM_OK;
    if (LM_UNLIKELY(!lm_positions_have_room(lm_position_block_of(*positions), 1)))
        LM_TRY(lm_positions_reserve(host, positions, 1));
    lm_position_block *block = lm_position_block_of(*positions);
    const int32_t cell = lm_cell(position->liquidation_price, block->options.precision);
    int64_t *count = lm_positions_count(block, lm_position_key(block, position->side, cell),
                                        isnan(position->leverage) ? 0 : lm_bits_of(position->leverage));
    int64_t together;
    if (__builtin_add_overflow(*count, outstanding, &together))
        return overflow(host);
    *count = together;
    return LM_OK;
}

static lm_status count_position(lm_host *host, lm_positions **positions, const lm_known_position *position,
                                double contract_size, lm_margin_status outcome)
{
    const lm_position_block *before = lm_const_position_block_of(*positions);
    const lm_position_counts *books = &before->books[position->side];
    int64_t weight, outstanding = 0, gone = outcome == LM_MARGIN_NEVER ? books->never : books->liquidatable;
    if (!counts_at(&before->options, position->price, position->qty, contract_size, &weight))
        return overflow(host);
    if (outcome == LM_MARGIN_PRICE &&
        !counts_at(&before->options, position->liquidation_price, position->qty, contract_size, &outstanding))
        return overflow(host);
    if (outcome != LM_MARGIN_PRICE && __builtin_add_overflow(gone, weight, &gone))
        return overflow(host);
    LM_TRY(stand(host, positions, position, outstanding));

    lm_position_block *block = lm_position_block_of(*positions);
    lm_position_counts *after = &block->books[position->side];
    after->positions++;
    if (outcome == LM_MARGIN_NEVER)
        after->never = gone;
    else if (outcome == LM_MARGIN_LIQUIDATABLE)
        after->liquidatable = gone;
    if (weight > block->heaviest || (weight == block->heaviest && position->price > block->reference_price)) {
        block->heaviest = weight;
        block->reference_price = position->price;
    }
    return LM_OK;
}

lm_status lm_positions_add(lm_host *host, lm_positions **positions, const lm_known_position *position)
{
    LM_TRY(check_known(host, position));
    const double contract_size = lm_const_position_block_of(*positions)->options.contract_size;
    return count_position(host, positions, position, contract_size, outcome_of(position));
}

#define INTERRUPT_EVERY 4096

lm_status lm_positions_add_many(lm_host *host, lm_positions **positions, const lm_known_position *known, size_t count,
                                size_t *done)
{
    for (*done = 0; *done < count; ++*done) {
        if (*done % INTERRUPT_EVERY == 0)
            LM_TRY(lm_check_interrupt(host));
        LM_TRY(lm_positions_add(host, positions, &known[*done]));
    }
    return LM_OK;
}

/* ---- a position in whose liquidation price follows from margin rules */

static lm_status check_contract(lm_host *host, const lm_positions_options *options, const lm_rules *rules)
{
    static const char *const words[] = {"linear", "inverse"};
    if (rules->contract != options->contract)
        return lm_fail(host, LM_E_MISMATCH, "Set \"contract\" in the options of the map or in the margin rules.",
                       "positions in %s contracts cannot be counted by rules for %s ones", words[options->contract],
                       words[rules->contract]);
    if (rules->contract_size != 1 && options->contract_size != 1 && rules->contract_size != options->contract_size)
        return lm_fail(host, LM_E_MISMATCH, "Leave \"contract_size\" out of the options of the map.",
                       "the margin rules and the options of the map differ in contract_size");
    return LM_OK;
}

lm_status lm_positions_add_margin(lm_host *host, lm_positions **positions, double price, const lm_rules *rules,
                                  const lm_position *position)
{
    const lm_positions_options *options = &lm_const_position_block_of(*positions)->options;
    lm_known_position known = {price, NAN, position->qty, position->leverage > 0 ? position->leverage : NAN,
                               position->side};
    lm_position held = *position;
    lm_margin_status outcome;
    LM_TRY(lm_check_price(host, price, "price"));
    LM_TRY(check_quantity(host, position->qty));
    LM_TRY(check_contract(host, options, rules));
    const bool sized_by_rules = rules->contract_size != 1;
    if (!sized_by_rules)
        held.qty *= options->contract_size;
    LM_TRY(lm_liquidation_price(host, rules, &held, &outcome, &known.liquidation_price));
    if (outcome == LM_MARGIN_PRICE && !lm_price_ok(known.liquidation_price))
        outcome = LM_MARGIN_NEVER;
    else if (outcome == LM_MARGIN_PRICE)
        outcome = outcome_of(&known);
    return count_position(host, positions, &known, sized_by_rules ? rules->contract_size : options->contract_size,
                          outcome);
}

/* ---- many positions in */

lm_status lm_positions_merge_into(lm_host *host, lm_positions **positions, const lm_positions *other)
{
    const lm_position_block *added = lm_const_position_block_of(other);
    LM_TRY(lm_positions_check_options(host, *positions, &added->options));
    LM_TRY(lm_positions_reserve(host, positions, added->used));
    lm_position_block *block = lm_position_block_of(*positions);
    LM_TRY(lm_sum_add_books(host, block->books, added->books));
    if (added->heaviest > block->heaviest ||
        (added->heaviest == block->heaviest && added->reference_price > block->reference_price)) {
        block->heaviest = added->heaviest;
        block->reference_price = added->reference_price;
    }
    for (uint32_t i = 0; i < added->capacity; i++) {
        const lm_position_entry *from = &added->counts[i];
        if (i % INTERRUPT_EVERY == 0)
            LM_TRY(lm_check_interrupt(host));
        if (from->place == 0)
            continue;
        int64_t *count = lm_positions_count(block, from->place, from->leverage);
        if (__builtin_add_overflow(*count, from->count, count))
            return overflow(host);
    }
    return LM_OK;
}

/* ---- out */

/* The taken slots by place, then leverage: two stable sorts, the second key first. */
static lm_status sort_counts(lm_host *host, const lm_position_block *block, lm_keyed *order)
{
    size_t taken = 0;
    for (uint32_t i = 0; i < block->capacity; i++)
        if (block->counts[i].place)
            order[taken++] = (lm_keyed){block->counts[i].leverage, i};
    LM_TRY(lm_sort_keyed(host, order, taken));
    for (size_t i = 0; i < taken; i++)
        order[i].key = block->counts[order[i].value].place;
    return lm_sort_keyed(host, order, taken);
}

static lm_status push_counts(lm_host *host, const lm_position_block *block, const lm_keyed *order, lm_sum *out)
{
    for (uint32_t i = 0; i < block->used; i++) {
        const lm_position_entry *count = &block->counts[order[i].value];
        if (i % INTERRUPT_EVERY == 0)
            LM_TRY(lm_check_interrupt(host));
        const lm_sum_entry entry = {.cell = lm_position_cell(block, count),
                                    .side = (uint8_t)lm_position_side(count),
                                    .leverage = lm_double_of(count->leverage),
                                    .count = count->count};
        LM_TRY(lm_sum_push(host, out, &entry));
    }
    return LM_OK;
}

static lm_status gather_counts(lm_host *host, const lm_position_block *block, lm_sum *out)
{
    void *order;
    const size_t size = (size_t)block->used * sizeof(lm_keyed);
    if (block->used == 0)
        return LM_OK;
    LM_TRY(lm_allocate_raw(host, size, &order));
    lm_status status = sort_counts(host, block, order);
    if (status == LM_OK)
        status = push_counts(host, block, order, out);
    lm_release(host, order, size);
    return status;
}

static void describe(const lm_position_block *block, lm_sum *out)
{
    lm_sum_init(out);
    if (block->books[LM_LONG].positions == 0 && block->books[LM_SHORT].positions == 0)
        return;
    out->begun = true;
    out->precision = block->options.precision;
    out->unit = block->options.unit;
    memcpy(out->symbol, block->options.symbol, LM_SYMBOL_SIZE);
    out->dated = block->options.dated;
    out->as_of_first = out->as_of_last = block->options.as_of;
    out->heaviest = block->heaviest;
    out->reference_price = block->reference_price;
    memcpy(out->books, block->books, sizeof out->books);
}

lm_status lm_positions_map(lm_host *host, const lm_positions *positions, lm_map **map)
{
    lm_map *counted;
    LM_TRY(lm_map_allocate(host, false, &counted));
    describe(lm_const_position_block_of(positions), &counted->sum);
    const lm_status status = gather_counts(host, lm_const_position_block_of(positions), &counted->sum);
    if (status != LM_OK) {
        lm_map_destroy(host, counted);
        return status;
    }
    *map = counted;
    return LM_OK;
}
