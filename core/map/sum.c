#include "map/sum.h"

#include <math.h>

#include "base/number.h"
#include "tape/quote.h"

void lm_sum_init(lm_sum *sum)
{
    memset(sum, 0, sizeof *sum);
    sum->precision = LM_PRECISION_DEFAULT;
    sum->unit = 1e-6;
}

void lm_sum_free(lm_host *host, lm_sum *sum)
{
    for (size_t i = 0; i < sum->model_count; i++)
        lm_buffer_free(host, &sum->models[i]);
    lm_release(host, sum->models, sum->model_capacity * sizeof *sum->models);
    lm_release(host, sum->entries, sum->entry_capacity * sizeof *sum->entries);
    memset(sum, 0, sizeof *sum);
}

lm_status lm_sum_push(lm_host *host, lm_sum *sum, const lm_sum_entry *entry)
{
    LM_TRY(LM_RESERVE(host, sum->entries, sum->entry_capacity, sum->entry_count + 1));
    sum->entries[sum->entry_count++] = *entry;
    return LM_OK;
}

lm_status lm_sum_push_model(lm_host *host, lm_sum *sum, lm_buffer *model)
{
    LM_TRY(LM_RESERVE(host, sum->models, sum->model_capacity, sum->model_count + 1));
    sum->models[sum->model_count++] = *model;
    memset(model, 0, sizeof *model);
    return LM_OK;
}

int lm_bytes_order(const lm_buffer *a, const lm_buffer *b)
{
    int order = memcmp(a->data, b->data, a->size < b->size ? a->size : b->size);
    return order ? order : (a->size > b->size) - (a->size < b->size);
}

static lm_status add_model(lm_host *host, lm_sum *out, const lm_buffer *model)
{
    lm_buffer copy = {0};
    lm_status status = lm_buffer_append(host, &copy, model->data, model->size);
    if (status == LM_OK)
        status = lm_sum_push_model(host, out, &copy);
    lm_buffer_free(host, &copy);
    return status;
}

static lm_status add_models(lm_host *host, const lm_sum *a, const lm_sum *b, lm_sum *out)
{
    size_t i = 0, j = 0;
    while (i < a->model_count || j < b->model_count) {
        int order = i == a->model_count ? 1 : j == b->model_count ? -1 : lm_bytes_order(&a->models[i], &b->models[j]);
        LM_TRY(add_model(host, out, order <= 0 ? &a->models[i] : &b->models[j]));
        i += order <= 0;
        j += order >= 0;
    }
    return LM_OK;
}

int lm_sum_entry_order(const lm_sum_entry *a, const lm_sum_entry *b)
{
    if (a->side != b->side)
        return a->side < b->side ? -1 : 1;
    if (a->cell != b->cell)
        return a->cell < b->cell ? -1 : 1;
    return (a->leverage > b->leverage) - (a->leverage < b->leverage);
}

static lm_status overflow(lm_host *host)
{
    return lm_fail(host, LM_E_OVERFLOW, "Build the tapes and position maps with a greater unit.",
                   "a sum of maps does not fit in 63 bits");
}

static lm_status add_entries(lm_host *host, const lm_sum *a, const lm_sum *b, lm_sum *out)
{
    size_t i = 0, j = 0;
    while (i < a->entry_count || j < b->entry_count) {
        int order = i == a->entry_count   ? 1
                    : j == b->entry_count ? -1
                                          : lm_sum_entry_order(&a->entries[i], &b->entries[j]);
        lm_sum_entry entry = order <= 0 ? a->entries[i] : b->entries[j];
        LM_TRY(lm_check_interrupt_at(host, out->entry_count));
        if (order == 0 && __builtin_add_overflow(a->entries[i].count, b->entries[j].count, &entry.count))
            return overflow(host);
        LM_TRY(lm_sum_push(host, out, &entry));
        i += order <= 0;
        j += order >= 0;
    }
    return LM_OK;
}

static lm_status copy_sum(lm_host *host, const lm_sum *from, lm_sum *out)
{
    static const lm_sum empty = {0};
    *out = *from;
    out->entries = NULL;
    out->models = NULL;
    out->entry_count = out->entry_capacity = out->model_count = out->model_capacity = 0;
    LM_TRY(add_models(host, from, &empty, out));
    return add_entries(host, from, &empty, out);
}

lm_status lm_sum_add_position_counts(lm_host *host, lm_position_counts a[2], const lm_position_counts b[2])
{
    lm_position_counts sum[2];
    int64_t positions;
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        if (__builtin_add_overflow(a[side].positions, b[side].positions, &sum[side].positions) ||
            __builtin_add_overflow(a[side].never, b[side].never, &sum[side].never) ||
            __builtin_add_overflow(a[side].liquidatable, b[side].liquidatable, &sum[side].liquidatable))
            return overflow(host);
    if (__builtin_add_overflow(sum[LM_LONG].positions, sum[LM_SHORT].positions, &positions))
        return overflow(host);
    memcpy(a, sum, sizeof sum);
    return LM_OK;
}

static void merge_times(const lm_sum *a, const lm_sum *b, lm_sum *out)
{
    const lm_sum *first = !b->dated || (a->dated && a->as_of_first < b->as_of_first) ? a : b;
    const lm_sum *last = !b->dated || (a->dated && a->as_of_last > b->as_of_last) ? a : b;
    out->dated = a->dated || b->dated;
    out->as_of_first = first->as_of_first;
    out->as_of_last = last->as_of_last;
}

static void choose_reference(const lm_sum *a, const lm_sum *b, lm_sum *out)
{
    const bool a_is_heavier =
        a->heaviest > b->heaviest || (a->heaviest == b->heaviest && a->reference_price > b->reference_price);
    const lm_sum *heavier = a_is_heavier ? a : b;
    out->begun = true;
    out->heaviest = heavier->heaviest;
    out->reference_price = heavier->reference_price;
}

/* Two prices of one coin are nearer than this factor, also months apart; other scales (1000PEPE) are further apart. */
#define MAX_PRICE_RATIO 10

/* LM_E_MISMATCH if the reference prices cannot be those of one coin, since one price axis then means nothing. */
static lm_status check_scale(lm_host *host, const lm_sum *a, const lm_sum *b)
{
    char first[LM_NUMBER_SIZE], second[LM_NUMBER_SIZE];
    const double low = fmin(a->reference_price, b->reference_price);
    const double high = fmax(a->reference_price, b->reference_price);
    if (!(low > 0) || high / low < MAX_PRICE_RATIO)
        return LM_OK;
    return lm_fail(host, LM_E_MISMATCH,
                   "Add maps of one coin in one quote currency; bring prices of 1000 coins to the price of one first.",
                   "maps at reference prices of %s and %s cannot be added", lm_number_text(a->reference_price, first),
                   lm_number_text(b->reference_price, second));
}

/*
 * Sets symbol and quote. The quote is what any member says, and is left out only where one symbol stands for all members
 * and none was given another way. So symbol and quote do not depend on the order of additions.
 */
static void merge_symbols(const lm_sum *a, const lm_sum *b, lm_sum *out)
{
    if (strcmp(a->symbol, b->symbol) == 0) {
        memcpy(out->symbol, a->symbol, LM_SYMBOL_SIZE);
        memcpy(out->quote, a->quote[0] ? a->quote : b->quote, LM_QUOTE_SIZE);
        return;
    }
    lm_quote_of(a->quote, a->symbol, out->quote);
    if (!out->quote[0])
        lm_quote_of(b->quote, b->symbol, out->quote);
}

lm_status lm_sum_add(lm_host *host, const lm_sum *a, const lm_sum *b, lm_sum *out)
{
    if (!a->begun || !b->begun)
        return copy_sum(host, a->begun ? a : b, out);
    if (a->precision != b->precision || a->unit != b->unit)
        return lm_fail(host, LM_E_MISMATCH,
                       "Build the tapes and position maps with the same precision and unit, or coarsen() the tapes.",
                       "maps with different %s cannot be added", a->unit != b->unit ? "units" : "precision");
    LM_TRY(lm_quotes_match(host, "maps", "added", a->quote, a->symbol, b->quote, b->symbol));
    LM_TRY(check_scale(host, a, b));
    out->precision = a->precision;
    out->unit = a->unit;
    merge_symbols(a, b, out);
    merge_times(a, b, out);
    choose_reference(a, b, out);
    memcpy(out->position_counts, a->position_counts, sizeof out->position_counts);
    LM_TRY(lm_sum_add_position_counts(host, out->position_counts, b->position_counts));
    LM_TRY(add_models(host, a, b, out));
    return add_entries(host, a, b, out);
}
