/* Counts known positions, and makes a map of them. */
#include "map/position_block.h"

#include <math.h>

#include "base/json_document.h"
#include "base/number.h"
#include "base/sort.h"
#include "map/map.h"
#include "margin/account.h"
#include "tape/check.h"
#include "tape/options.h"
#include "tape/quote.h"

/* ---- options */

static void set_counting(lm_positions_options *options, const lm_tape_options *counting)
{
    options->precision = counting->precision;
    options->contract = counting->contract;
    options->contract_size = counting->contract_size;
    options->unit = counting->unit;
    memcpy(options->symbol, counting->symbol, sizeof options->symbol);
    memcpy(options->quote, counting->quote, sizeof options->quote);
}

/* Returns how the positions are counted, as options of a tape. */
static lm_tape_options counting_of(const lm_positions_options *options)
{
    lm_tape_options counting;
    lm_tape_options_init(&counting);
    counting.precision = options->precision;
    counting.contract = options->contract;
    counting.contract_size = options->contract_size;
    counting.unit = options->unit;
    memcpy(counting.symbol, options->symbol, sizeof counting.symbol);
    memcpy(counting.quote, options->quote, sizeof counting.quote);
    return counting;
}

void lm_positions_options_init(lm_positions_options *options)
{
    lm_tape_options counting;
    lm_tape_options_init(&counting);
    memset(options, 0, sizeof *options);
    set_counting(options, &counting);
}

static lm_status parse_options(const lm_json_node *root, void *result)
{
    lm_positions_options *options = result;
    static const char *const keys[] = {"precision", "contract", "contract_size", "unit",
                                       "symbol",    "quote",    "as_of",         NULL};
    lm_tape_options counting;
    lm_json_node as_of;
    lm_tape_options_init(&counting);
    LM_TRY(lm_json_node_keys(root, keys));
    LM_TRY(lm_options_read_counting(root, &counting));
    set_counting(options, &counting);
    options->dated = lm_json_node_member(root, "as_of", &as_of);
    return options->dated ? lm_json_node_time(&as_of, &options->as_of) : LM_OK;
}

lm_status lm_positions_options_read(lm_host *host, const char *json, size_t length, lm_positions_options *options)
{
    lm_positions_options parsed;
    lm_positions_options_init(&parsed);
    LM_TRY(lm_json_document_read(host, "options", json, length, parse_options, &parsed));
    *options = parsed;
    return LM_OK;
}

/* Checks options that a caller in C may have set to any value. */
static lm_status check_options(lm_host *host, const lm_positions_options *options)
{
    const lm_tape_options counting = counting_of(options);
    if (!lm_options_counting_valid(&counting))
        return lm_fail(host, LM_E_ARGUMENT, "Begin with lm_positions_options_init().",
                       "the options of the positions are out of range");
    if (options->dated && (options->as_of <= -LM_TIME_MAX || options->as_of >= LM_TIME_MAX))
        return lm_bad_time(host);
    return LM_OK;
}

lm_status lm_positions_create(lm_host *host, const lm_positions_options *options, lm_positions **positions)
{
    LM_TRY(check_options(host, options));
    return lm_position_block_create(host, options, positions);
}

static const char *difference_of(const lm_positions_options *a, const lm_positions_options *b)
{
    const lm_tape_options counting_a = counting_of(a), counting_b = counting_of(b);
    const char *difference = lm_options_counting_difference(&counting_a, &counting_b);
    if (difference)
        return difference;
    return a->dated != b->dated || (a->dated && a->as_of != b->as_of) ? "times" : NULL;
}

lm_status lm_positions_check_options(lm_host *host, lm_positions *positions, const lm_positions_options *options)
{
    lm_positions_options *own = &lm_position_block_of(positions)->options;
    const char *difference = difference_of(own, options);
    if (!difference) {
        LM_TRY(lm_quotes_match(host, "positions", "counted together", own->quote, own->symbol, options->quote,
                               options->symbol));
        if (!own->quote[0])
            memcpy(own->quote, options->quote, sizeof own->quote);
        return LM_OK;
    }
    return lm_fail(host, LM_E_MISMATCH, "Give all positions of a map the same options, or add the maps of each kind.",
                   "positions with different %s cannot be counted together", difference);
}

/* ---- one position */

static lm_status check_above_zero(lm_host *host, double number, const char *name, const char *hint)
{
    char text[LM_NUMBER_SIZE];
    if (LM_LIKELY(number > 0 && lm_finite(number)))
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, hint, "%s must be finite and above 0, not %s", name, lm_number_text(number, text));
}

static lm_status check_quantity(lm_host *host, double qty)
{
    return check_above_zero(host, qty, "qty", "Leave closed positions out; long or short is given by the side.");
}

static lm_status check_known(lm_host *host, const lm_known_position *position)
{
    char text[LM_NUMBER_SIZE];
    LM_TRY(lm_check_price(host, position->price, "price"));
    LM_TRY(check_quantity(host, position->qty));
    if (!isnan(position->leverage))
        LM_TRY(check_above_zero(host, position->leverage, "leverage", "Leave leverage out where it is not known."));
    if (LM_LIKELY(lm_price_ok(position->liquidation_price)) || isnan(position->liquidation_price))
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, "Leave liquidation_price out where no price liquidates the position.",
                   "liquidation_price must be a number from 1e-15 to 1e15, not %s",
                   lm_number_text(position->liquidation_price, text));
}

/*
 * A short whose liquidation price is more than this many times its price counts as never liquidated: venues write a
 * price such as 100,000,000 for "never". At that price the notional of one position would exceed that of all others.
 */
#define NEVER_FROM 100

static lm_margin_status compute_outcome(const lm_known_position *position)
{
    if (isnan(position->liquidation_price))
        return LM_MARGIN_NEVER;
    if (position->side == LM_SHORT && position->liquidation_price > NEVER_FROM * position->price)
        return LM_MARGIN_NEVER;
    const bool reached = position->side == LM_LONG ? position->liquidation_price >= position->price
                                                   : position->liquidation_price <= position->price;
    return reached ? LM_MARGIN_LIQUIDATABLE : LM_MARGIN_PRICE;
}

static lm_status overflow(lm_host *host)
{
    return lm_fail(host, LM_E_OVERFLOW, "Give the option unit a greater value.",
                   "the notional of the positions does not fit in 63 bits");
}

static bool compute_counts(const lm_positions_options *options, double price, double qty, double contract_size,
                           int64_t *counts)
{
    return lm_count_from_double(lm_notional((lm_contract)options->contract, contract_size, price, qty) / options->unit,
                                counts);
}

/* Adds `outstanding` to the count in the cell of the liquidation price. */
static lm_status add_outstanding(lm_host *host, lm_positions **positions, const lm_known_position *position,
                                 int64_t outstanding)
{
    if (outstanding == 0)
        return LM_OK;
    if (LM_UNLIKELY(!lm_positions_have_capacity(lm_position_block_of(*positions), 1)))
        LM_TRY(lm_positions_reserve(host, positions, 1));
    lm_position_block *block = lm_position_block_of(*positions);
    const int32_t cell = lm_cell(position->liquidation_price, block->options.precision);
    int64_t *count = lm_positions_count(block, lm_position_key(block, position->side, cell),
                                        isnan(position->leverage) ? 0 : lm_bits_from_double(position->leverage));
    int64_t sum;
    if (__builtin_add_overflow(*count, outstanding, &sum))
        return overflow(host);
    *count = sum;
    return LM_OK;
}

static lm_status count_position(lm_host *host, lm_positions **positions, const lm_known_position *position,
                                double contract_size, lm_margin_status outcome)
{
    const lm_position_block *before = lm_const_position_block_of(*positions);
    const lm_position_counts *side_counts = &before->position_counts[position->side];
    int64_t weight, outstanding = 0,
                    not_outstanding = outcome == LM_MARGIN_NEVER ? side_counts->never : side_counts->liquidatable;
    if (!compute_counts(&before->options, position->price, position->qty, contract_size, &weight))
        return overflow(host);
    if (outcome == LM_MARGIN_PRICE &&
        !compute_counts(&before->options, position->liquidation_price, position->qty, contract_size, &outstanding))
        return overflow(host);
    if (outcome != LM_MARGIN_PRICE && __builtin_add_overflow(not_outstanding, weight, &not_outstanding))
        return overflow(host);
    LM_TRY(add_outstanding(host, positions, position, outstanding));

    lm_position_block *block = lm_position_block_of(*positions);
    lm_position_counts *after = &block->position_counts[position->side];
    after->positions++;
    if (outcome == LM_MARGIN_NEVER)
        after->never = not_outstanding;
    else if (outcome == LM_MARGIN_LIQUIDATABLE)
        after->liquidatable = not_outstanding;
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
    return count_position(host, positions, position, contract_size, compute_outcome(position));
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

/* ---- one position whose liquidation price follows from margin rules */

static lm_status check_contract(lm_host *host, const lm_positions_options *options, lm_contract contract,
                                double contract_size)
{
    static const char *const words[] = {"linear", "inverse"};
    if (contract != options->contract)
        return lm_fail(host, LM_E_MISMATCH, "Set \"contract\" in the options of the map or in the margin rules.",
                       "positions in %s contracts cannot be counted by rules for %s ones", words[options->contract],
                       words[contract]);
    if (contract_size != 1 && options->contract_size != 1 && contract_size != options->contract_size)
        return lm_fail(host, LM_E_MISMATCH, "Leave \"contract_size\" out of the options of the map.",
                       "the margin rules and the options of the map differ in contract_size");
    return LM_OK;
}

lm_status lm_positions_margin_unknown(lm_host *host)
{
    return lm_fail(host, LM_E_ARGUMENT, "Give a leverage (isolated margin), the collateral, or both.",
                   "a position needs a leverage or collateral");
}

lm_status lm_positions_add_margin(lm_host *host, lm_positions **positions, double price, const lm_rules *rules,
                                  const lm_position *position)
{
    const lm_positions_options *options = &lm_const_position_block_of(*positions)->options;
    lm_known_position known = {price, NAN, position->qty, position->leverage > 0 ? position->leverage : NAN,
                               position->side};
    lm_position scaled = *position;
    lm_margin_status outcome;
    LM_TRY(lm_check_price(host, price, "price"));
    LM_TRY(check_quantity(host, position->qty));
    LM_TRY(check_contract(host, options, (lm_contract)rules->contract, rules->contract_size));
    const bool sized_by_rules = rules->contract_size != 1;
    if (!sized_by_rules)
        scaled.qty *= options->contract_size;
    scaled.mark = price;
    LM_TRY(lm_liquidation_price(host, rules, &scaled, &outcome, &known.liquidation_price));
    if (outcome == LM_MARGIN_PRICE && !lm_price_ok(known.liquidation_price))
        outcome = LM_MARGIN_NEVER;
    else if (outcome == LM_MARGIN_PRICE)
        outcome = compute_outcome(&known);
    return count_position(host, positions, &known, sized_by_rules ? rules->contract_size : options->contract_size,
                          outcome);
}

/* ---- the positions of an account */

static bool has_symbol(const lm_account_row *row, lm_text symbol)
{
    return strlen(row->symbol) == symbol.length && memcmp(row->symbol, symbol.text, symbol.length) == 0;
}

/* Finds how a position of an account counts; false if nothing is known of its price. */
static bool find_outcome(const lm_account_leg *leg, const lm_account_row *row, lm_margin_status *outcome)
{
    const lm_known_position known = {row->mark, row->counted_price, row->qty, row->leverage, row->side};
    if (!leg->listed && row->status != LM_MARGIN_PRICE) {
        *outcome = row->status;
        return row->status != LM_MARGIN_UNKNOWN;
    }
    /* A computed price outside of the range of prices stands for none; a listed one is an error. */
    *outcome = leg->listed || lm_price_ok(row->counted_price) ? compute_outcome(&known) : LM_MARGIN_NEVER;
    return true;
}

static lm_status add_row(lm_host *host, lm_positions **positions, const lm_account_leg *leg, const lm_account_row *row,
                         size_t *added)
{
    const lm_positions_options *options = &lm_const_position_block_of(*positions)->options;
    const bool sized_by_rules = leg->contract_size != 1;
    lm_known_position known = {row->mark, row->counted_price, row->qty, row->leverage, row->side};
    lm_margin_status outcome;
    if (!find_outcome(leg, row, &outcome))
        return LM_OK;
    LM_TRY(check_contract(host, options, (lm_contract)leg->position.rules->contract, leg->contract_size));
    if (outcome != LM_MARGIN_PRICE && !leg->listed)
        known.liquidation_price = NAN;
    LM_TRY(check_known(host, &known));
    LM_TRY(
        count_position(host, positions, &known, sized_by_rules ? leg->contract_size : options->contract_size, outcome));
    ++*added;
    return LM_OK;
}

lm_status lm_positions_add_account(lm_host *host, lm_positions **positions, const lm_account *account, lm_text symbol,
                                   size_t *added)
{
    *added = 0;
    for (size_t i = 0; i < account->count; i++) {
        if (i % INTERRUPT_EVERY == 0)
            LM_TRY(lm_check_interrupt(host));
        if (has_symbol(&account->rows[i], symbol))
            LM_TRY(add_row(host, positions, &account->legs[i], &account->rows[i], added));
    }
    return LM_OK;
}

/* ---- merging */

lm_status lm_positions_merge_into(lm_host *host, lm_positions **positions, const lm_positions *other)
{
    const lm_position_block *added = lm_const_position_block_of(other);
    LM_TRY(lm_positions_check_options(host, *positions, &added->options));
    LM_TRY(lm_positions_reserve(host, positions, added->used));
    lm_position_block *block = lm_position_block_of(*positions);
    LM_TRY(lm_sum_add_position_counts(host, block->position_counts, added->position_counts));
    if (added->heaviest > block->heaviest ||
        (added->heaviest == block->heaviest && added->reference_price > block->reference_price)) {
        block->heaviest = added->heaviest;
        block->reference_price = added->reference_price;
    }
    for (uint32_t i = 0; i < added->capacity; i++) {
        const lm_position_entry *from = &added->entries[i];
        if (i % INTERRUPT_EVERY == 0)
            LM_TRY(lm_check_interrupt(host));
        if (from->key == 0)
            continue;
        int64_t *count = lm_positions_count(block, from->key, from->leverage);
        if (__builtin_add_overflow(*count, from->count, count))
            return overflow(host);
    }
    return LM_OK;
}

/* ---- the map */

/* Orders the used slots by key, then leverage: sorts by leverage first, and then, stably, by key. */
static lm_status sort_entries(lm_host *host, const lm_position_block *block, lm_keyed *order)
{
    size_t used = 0;
    for (uint32_t i = 0; i < block->capacity; i++) {
        LM_TRY(lm_check_interrupt_at(host, i));
        if (block->entries[i].key)
            order[used++] = (lm_keyed){block->entries[i].leverage, i};
    }
    LM_TRY(lm_sort_keyed(host, order, used));
    for (size_t i = 0; i < used; i++)
        order[i].key = block->entries[order[i].value].key;
    return lm_sort_keyed(host, order, used);
}

static lm_status push_entries(lm_host *host, const lm_position_block *block, const lm_keyed *order, lm_sum *out)
{
    for (uint32_t i = 0; i < block->used; i++) {
        const lm_position_entry *counted = &block->entries[order[i].value];
        if (i % INTERRUPT_EVERY == 0)
            LM_TRY(lm_check_interrupt(host));
        const lm_sum_entry entry = {.cell = lm_position_cell(block, counted),
                                    .side = (uint8_t)lm_position_side(counted),
                                    .leverage = lm_double_from_bits(counted->leverage),
                                    .count = counted->count};
        LM_TRY(lm_sum_push(host, out, &entry));
    }
    return LM_OK;
}

static lm_status fill_entries(lm_host *host, const lm_position_block *block, lm_sum *out)
{
    void *order;
    const size_t size = (size_t)block->used * sizeof(lm_keyed);
    if (block->used == 0)
        return LM_OK;
    LM_TRY(lm_allocate_raw(host, size, &order));
    lm_status status = sort_entries(host, block, order);
    if (status == LM_OK)
        status = push_entries(host, block, order, out);
    lm_release(host, order, size);
    return status;
}

static void init_sum(const lm_position_block *block, lm_sum *out)
{
    lm_sum_init(out);
    if (block->position_counts[LM_LONG].positions == 0 && block->position_counts[LM_SHORT].positions == 0)
        return;
    out->begun = true;
    out->precision = block->options.precision;
    out->unit = block->options.unit;
    memcpy(out->symbol, block->options.symbol, LM_SYMBOL_SIZE);
    memcpy(out->quote, block->options.quote, LM_QUOTE_SIZE);
    out->dated = block->options.dated;
    out->as_of_first = out->as_of_last = block->options.as_of;
    out->heaviest = block->heaviest;
    out->reference_price = block->reference_price;
    memcpy(out->position_counts, block->position_counts, sizeof out->position_counts);
}

lm_status lm_positions_map(lm_host *host, const lm_positions *positions, lm_map **map)
{
    lm_map *result;
    LM_TRY(lm_map_allocate(host, false, &result));
    init_sum(lm_const_position_block_of(positions), &result->sum);
    const lm_status status = fill_entries(host, lm_const_position_block_of(positions), &result->sum);
    if (status != LM_OK) {
        lm_map_destroy(host, result);
        return status;
    }
    *map = result;
    return LM_OK;
}
