/* The quote currency: as it was given, or as the symbol of a market says. */
#include "tape/quote.h"

#include <string.h>

#include "base/json_document.h"

static const char letters_and_digits[] = "1 to 15 letters and digits, such as \"USDT\"";

static char capital(char letter)
{
    return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
}

static bool is_letter(char letter)
{
    return letter >= 'A' && letter <= 'Z';
}

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

bool lm_quote_valid(const char quote[LM_QUOTE_SIZE])
{
    const char *end = memchr(quote, 0, LM_QUOTE_SIZE);
    for (const char *at = quote; end && at < end; at++)
        if (!is_letter(*at) && !is_digit(*at))
            return false;
    return end != NULL;
}

/* Copies text in capital letters; false if the text is no quote. */
static bool copy_quote(lm_text text, char quote[LM_QUOTE_SIZE])
{
    char copy[LM_QUOTE_SIZE] = "";
    if (text.length == 0 || text.length >= LM_QUOTE_SIZE)
        return false;
    for (size_t i = 0; i < text.length; i++)
        copy[i] = capital(text.text[i]);
    if (!lm_quote_valid(copy) || strlen(copy) != text.length)
        return false;
    memcpy(quote, copy, LM_QUOTE_SIZE);
    return true;
}

lm_status lm_quote_set(lm_host *host, lm_text text, char quote[LM_QUOTE_SIZE])
{
    return copy_quote(text, quote) ? LM_OK
                                   : lm_fail(host, LM_E_ARGUMENT, NULL, "a quote must be %s", letters_and_digits);
}

lm_status lm_quote_read(const lm_json_node *root, char quote[LM_QUOTE_SIZE])
{
    lm_json_node member;
    char text[LM_QUOTE_SIZE];
    if (!lm_json_node_member(root, "quote", &member))
        return LM_OK;
    LM_TRY(lm_json_node_text(&member, text, sizeof text));
    return copy_quote((lm_text){text, strlen(text)}, quote)
               ? LM_OK
               : lm_json_node_fail(&member, "must be %s", letters_and_digits);
}

void lm_quote_of(const char *given, const char *symbol, char quote[LM_QUOTE_SIZE])
{
    if (given[0])
        memcpy(quote, given, LM_QUOTE_SIZE);
    else
        lm_quote_from_symbol(symbol, quote);
}

bool lm_quotes_differ(const char *a_given, const char *a_symbol, const char *b_given, const char *b_symbol)
{
    char a[LM_QUOTE_SIZE], b[LM_QUOTE_SIZE];
    if (strcmp(a_given, b_given) == 0 && strcmp(a_symbol, b_symbol) == 0)
        return false;
    lm_quote_of(a_given, a_symbol, a);
    lm_quote_of(b_given, b_symbol, b);
    return a[0] && b[0] && strcmp(a, b) != 0;
}

lm_status lm_quotes_match(lm_host *host, const char *what, const char *verb, const char *a_given, const char *a_symbol,
                          const char *b_given, const char *b_symbol)
{
    char a[LM_QUOTE_SIZE], b[LM_QUOTE_SIZE];
    if (!lm_quotes_differ(a_given, a_symbol, b_given, b_symbol))
        return LM_OK;
    lm_quote_of(a_given, a_symbol, a);
    lm_quote_of(b_given, b_symbol, b);
    return lm_fail(host, LM_E_MISMATCH, LM_QUOTE_HINT, "%s in %s and in %s cannot be %s", what, a, b, verb);
}

/* ---- from the symbol; the rules are in docs/semantics.md */

/* A part of a symbol, in capital letters. */
typedef struct part {
    const char *text;
    size_t length;
} part;

static bool is_word(part text, const char *word)
{
    return text.length == strlen(word) && memcmp(text.text, word, text.length) == 0;
}

static bool is_in(part text, const char *const *words)
{
    for (; *words; words++)
        if (is_word(text, *words))
            return true;
    return false;
}

/* The kinds of currencies. In "KRW-BTC" the first part is the quote, because no market has a national currency as base
 * and a coin as quote. */
enum kind { NOT_LISTED, COIN, STABLE_COIN, NATIONAL };

static const struct currency {
    const char *code;
    enum kind kind;
    size_t least_base; /* characters that must precede the code where no separator does; 0: this never suffices */
} currencies[] = {
    {"USDT", STABLE_COIN, 1}, {"USDC", STABLE_COIN, 1},  {"FDUSD", STABLE_COIN, 2}, {"USDE", STABLE_COIN, 2},
    {"USD1", STABLE_COIN, 2}, {"BUSD", STABLE_COIN, 0},  {"TUSD", STABLE_COIN, 0},  {"HUSD", STABLE_COIN, 0},
    {"GUSD", STABLE_COIN, 0}, {"PYUSD", STABLE_COIN, 0}, {"RLUSD", STABLE_COIN, 0}, {"USDD", STABLE_COIN, 0},
    {"USDP", STABLE_COIN, 0}, {"DAI", STABLE_COIN, 0},   {"USD", NATIONAL, 3},      {"EUR", NATIONAL, 3},
    {"GBP", NATIONAL, 3},     {"JPY", NATIONAL, 3},      {"KRW", NATIONAL, 3},      {"TRY", NATIONAL, 3},
    {"BRL", NATIONAL, 3},     {"AUD", NATIONAL, 3},      {"IDR", NATIONAL, 3},      {"INR", NATIONAL, 3},
    {"CAD", NATIONAL, 0},     {"CHF", NATIONAL, 0},      {"SGD", NATIONAL, 0},      {"MXN", NATIONAL, 0},
    {"THB", NATIONAL, 0},     {"BTC", COIN, 0},          {"XBT", COIN, 0},          {"ETH", COIN, 0},
};

#define CURRENCIES (sizeof currencies / sizeof currencies[0])

/* Bases that are certain where the code alone leaves a choice: BNBUSD is no BN/BUSD, and WBTC no W/BTC. */
static const char *const bases[] = {"BTC", "XBT", "ETH", "BNB", "SOL", "XRP", "LTC", "BCH", "ADA",  "DOGE", "DOT",
                                    "TRX", "XLM", "XMR", "EOS", "ETC", "APT", "ARB", "BAT", "SHIB", "LINK", NULL};

/* What may follow a pair: the kind of contract. Dates may too. */
static const char *const contracts[] = {"SWAP",  "PERP",    "PERPETUAL", "UMCBL", "DMCBL",
                                        "CMCBL", "FUTURES", "C",         "P",     NULL};
/* What may precede a pair: the kind of market. */
static const char *const markets[] = {"PF", "PI", "PV", "FI", "FF", "FX", "PERP", "SPOT", NULL};

static const struct currency *find_currency(part text)
{
    for (size_t i = 0; i < CURRENCIES; i++)
        if (is_word(text, currencies[i].code))
            return &currencies[i];
    return NULL;
}

static void name_quote(const char *code, char quote[LM_QUOTE_SIZE])
{
    strcpy(quote, strcmp(code, "XBT") == 0 ? "BTC" : code);
}

/* Finds the quote of two parts: of BTC and USDT the second, of KRW and BTC the first. */
static void name_quote_of_pair(part base, part second, char quote[LM_QUOTE_SIZE])
{
    const struct currency *first_currency = find_currency(base), *currency = find_currency(second);
    const enum kind first_kind = first_currency ? first_currency->kind : NOT_LISTED;
    const enum kind kind = currency ? currency->kind : NOT_LISTED;
    if (kind > COIN && first_kind <= COIN)
        name_quote(currency->code, quote);
    else if (kind <= COIN && first_kind > COIN)
        name_quote(first_currency->code, quote);
    else if (kind == COIN && (first_kind == NOT_LISTED || (is_word(base, "ETH") && !is_word(second, "ETH"))))
        name_quote(currency->code, quote); /* ETH-BTC; BTC-ETH may be either way round */
}

static bool ends_with(part text, const char *end)
{
    const size_t length = strlen(end);
    return text.length > length && memcmp(text.text + text.length - length, end, length) == 0;
}

/*
 * Finds the quote of a pair without a separator, such as BTCUSDT; the longest code counts. `is_contract` says that a
 * kind of contract follows, so that the text is no coin of its own.
 */
static void name_quote_of_word(part word, bool is_contract, char quote[LM_QUOTE_SIZE])
{
    const struct currency *longest = NULL;
    if (find_currency(word))
        return; /* FDUSD is a coin */
    for (size_t i = 0; i < CURRENCIES; i++)
        if (ends_with(word, currencies[i].code) && (!longest || strlen(currencies[i].code) > strlen(longest->code)))
            longest = &currencies[i];
    if (!longest)
        return;
    part base = {word.text, word.length - strlen(longest->code)};
    const size_t least_base = is_contract && longest->least_base ? 1 : longest->least_base;
    /* BTCETH may be either way round, as BTC-ETH may. */
    const bool is_reversed = longest->kind == COIN && (is_word(base, "BTC") || is_word(base, "XBT"));
    if ((least_base && base.length >= least_base) || (is_in(base, bases) && !is_reversed)) {
        name_quote(longest->code, quote);
        return;
    }
    /* DOTUSD ends with TUSD, but is DOT/USD. */
    base.length = word.length - 3;
    if (ends_with(word, "USD") && is_in(base, bases))
        name_quote("USD", quote);
}

/* Tells whether a part is a date of delivery, such as 260327, 27MAR26 or a strike. */
static bool is_date(part text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!is_digit(text.text[i]) && !(i > 0 && is_letter(text.text[i])))
            return false;
    return text.length > 0;
}

/* Drops what a venue appends to a pair without a separator: the month of delivery (H26), M (KuCoin), .P (TradingView). */
static part without_ending(part word, bool *is_contract)
{
    const char *end = word.text + word.length;
    if (ends_with(word, ".P"))
        word.length -= 2;
    else if (ends_with(word, "USDTM") || ends_with(word, "USDCM"))
        word.length -= 1;
    else if (word.length > 6 && is_digit(end[-1]) && is_digit(end[-2]) && strchr("FGHJKMNQUVXZ", end[-3]))
        word.length -= 3;
    else
        return word;
    *is_contract = true;
    return word;
}

#define MOST_PARTS 6

/* Splits text at '-' and '_'. Returns the number of parts, or 0 if a part is empty or there are too many. */
static size_t split(part text, part parts[MOST_PARTS])
{
    size_t count = 0, begin = 0;
    for (size_t i = 0; i <= text.length; i++) {
        if (i < text.length && text.text[i] != '-' && text.text[i] != '_')
            continue;
        if (i == begin || count == MOST_PARTS)
            return 0;
        parts[count++] = (part){text.text + begin, i - begin};
        begin = i + 1;
    }
    return count;
}

static void name_quote_of_parts(part *parts, size_t count, char quote[LM_QUOTE_SIZE])
{
    bool is_contract = count > 1;
    if (count > 1 && is_in(parts[0], markets)) {
        parts++;
        count--;
    }
    size_t pair = count;
    while (pair > 1 && (is_in(parts[pair - 1], contracts) || is_date(parts[pair - 1])))
        pair--;
    if (pair == 2) {
        name_quote_of_pair(parts[0], parts[1], quote);
    } else if (pair == 1) {
        const part word = without_ending(parts[0], &is_contract);
        name_quote_of_word(word, is_contract, quote);
        if (!quote[0] && count == 2 && is_word(parts[1], "PERPETUAL") && (is_word(word, "BTC") || is_word(word, "ETH")))
            name_quote("USD", quote); /* the inverse perpetuals of Deribit */
    }
}

void lm_quote_from_symbol(const char *symbol, char quote[LM_QUOTE_SIZE])
{
    char text[LM_SYMBOL_SIZE] = "";
    part parts[MOST_PARTS];
    memset(quote, 0, LM_QUOTE_SIZE);
    for (size_t i = 0; i + 1 < sizeof text && symbol[i]; i++)
        text[i] = capital(symbol[i]);
    if (strpbrk(text, " \t\"'()[]{}<>,;@&"))
        return;
    const char *slash = strchr(text, '/'), *colon = strchr(text, ':');
    if (slash) {
        const size_t length = strcspn(slash + 1, ":");
        if (slash > text && !strchr(slash + 1, '/'))
            name_quote_of_pair((part){text, (size_t)(slash - text)}, (part){slash + 1, length}, quote);
        return;
    }
    const char *market = colon ? colon + 1 : text;
    name_quote_of_parts(parts, split((part){market, strlen(market)}, parts), quote);
}
