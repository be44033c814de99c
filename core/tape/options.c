#include "tape/options.h"

#include <string.h>

#include "base/json_document.h"
#include "tape/quote.h"

void lm_tape_options_init(lm_tape_options *options)
{
    memset(options, 0, sizeof *options);
    options->frame = LM_MINUTE;
    options->has_prices = true;
    options->precision = LM_PRECISION_DEFAULT;
    options->contract = LM_LINEAR;
    options->contract_size = 1;
    options->unit = 1e-6;
    options->candle = LM_MINUTE;
}

static lm_status parse_duration(const lm_json_node *root, const char *key, int64_t *duration)
{
    double seconds = (double)*duration / (double)LM_SECOND;
    LM_TRY(lm_json_member_duration(root, key, 1, 86400, &seconds));
    *duration = __builtin_llrint(seconds * (double)LM_SECOND);
    return LM_OK;
}

lm_status lm_options_read_counting(const lm_json_node *root, lm_tape_options *options)
{
    static const char *const contracts[] = {"linear", "inverse", NULL};
    double precision = options->precision;
    int contract = options->contract;
    LM_TRY(lm_json_member_number(root, "precision", LM_PRECISION_MIN, LM_PRECISION_MAX, &precision));
    lm_json_node member;
    if (precision != (int)precision && lm_json_node_member(root, "precision", &member))
        return lm_json_node_fail(&member, "must be a whole number");
    options->precision = (uint8_t)precision;
    LM_TRY(lm_json_member_word(root, "contract", contracts, &contract));
    options->contract = (uint8_t)contract;
    LM_TRY(lm_json_member_number(root, "contract_size", 1e-15, 1e15, &options->contract_size));
    LM_TRY(lm_json_member_number(root, "unit", 1e-15, 1e15, &options->unit));
    LM_TRY(lm_json_member_text(root, "symbol", options->symbol, sizeof options->symbol));
    return lm_quote_read(root, options->quote);
}

static lm_status parse_options(const lm_json_node *root, void *result)
{
    lm_tape_options *options = result;
    static const char *const keys[] = {"frame", "precision", "contract", "contract_size", "unit", "symbol",
                                       "quote", "candle",    0};
    LM_TRY(lm_json_node_keys(root, keys));
    LM_TRY(parse_duration(root, "frame", &options->frame));
    options->candle = options->frame;
    LM_TRY(parse_duration(root, "candle", &options->candle));
    return lm_options_read_counting(root, options);
}

lm_status lm_tape_options_read(lm_host *host, const char *json, size_t length, lm_tape_options *options)
{
    lm_tape_options parsed;
    lm_tape_options_init(&parsed);
    LM_TRY(lm_json_document_read(host, "options", json, length, parse_options, &parsed));
    *options = parsed;
    return LM_OK;
}

static lm_status mismatch_error(lm_host *host, const char *difference, bool can_coarsen)
{
    return lm_fail(host, LM_E_MISMATCH,
                   can_coarsen ? "Give every row the same options, or bring tapes to one form with coarsen()."
                               : "Give every row and every tape the same options.",
                   "tapes with different %s cannot be combined", difference);
}

static bool is_in_range(double amount)
{
    return amount >= 1e-15 && amount <= 1e15;
}

bool lm_options_counting_valid(const lm_tape_options *options)
{
    return options->precision >= LM_PRECISION_MIN && options->precision <= LM_PRECISION_MAX &&
           options->contract <= LM_INVERSE && is_in_range(options->contract_size) && is_in_range(options->unit) &&
           memchr(options->symbol, 0, sizeof options->symbol) != NULL && lm_quote_valid(options->quote);
}

bool lm_options_valid(const lm_tape_options *options)
{
    return options->frame >= LM_SECOND && options->frame <= LM_DAY && lm_options_counting_valid(options);
}

const char *lm_options_counting_difference(const lm_tape_options *a, const lm_tape_options *b)
{
    if (a->precision != b->precision)
        return "precision";
    if (a->contract != b->contract || a->contract_size != b->contract_size)
        return "contracts";
    if (a->unit != b->unit)
        return "units";
    return strcmp(a->symbol, b->symbol) != 0 ? "symbols" : NULL;
}

lm_status lm_options_match(lm_host *host, const lm_tape_options *a, const lm_tape_options *b)
{
    if (a->frame != b->frame)
        return mismatch_error(host, "frames", true);
    if (!a->has_prices || !b->has_prices)
        return LM_OK;
    const char *difference = lm_options_counting_difference(a, b);
    if (difference)
        return mismatch_error(host, difference, a->precision != b->precision);
    return lm_quotes_match(host, "tapes", "combined", a->quote, a->symbol, b->quote, b->symbol);
}

void lm_options_take_quote(lm_tape_options *options, const lm_tape_options *other)
{
    if (options->has_prices && other->has_prices && !options->quote[0])
        memcpy(options->quote, other->quote, sizeof options->quote);
}
