/* The quote currency of tapes and maps. Internal to the core. */
#ifndef LM_TAPE_QUOTE_H
#define LM_TAPE_QUOTE_H

#include "base/host.h"
#include "liqmap/tape.h"

struct lm_json_node;

/* The hint of errors about maps in different quotes. */
#define LM_QUOTE_HINT                                                                                                 \
    "If one currency is as good as the other, give the tapes or positions the same option \"quote\", or label() the " \
    "tapes."

/* Reads the member "quote" of options. */
lm_status lm_quote_read(const struct lm_json_node *root, char quote[LM_QUOTE_SIZE]);

/* Copies a quote in capital letters. LM_E_ARGUMENT for text that is no quote. */
lm_status lm_quote_set(lm_host *host, lm_text text, char quote[LM_QUOTE_SIZE]);

/* Tells whether a quote is "" or consists of capital letters and digits, with a closing zero. */
bool lm_quote_valid(const char quote[LM_QUOTE_SIZE]);

/* Finds the quote: as it was given, else as the symbol says; "" if unknown. */
void lm_quote_of(const char *given, const char *symbol, char quote[LM_QUOTE_SIZE]);

/* Tells whether both quotes are known and differ. Each is a quote as it was given and its symbol. */
bool lm_quotes_differ(const char *a_given, const char *a_symbol, const char *b_given, const char *b_symbol);

/* LM_E_MISMATCH if lm_quotes_differ(): "maps in USD and in EUR cannot be added" for "maps" and "added". */
lm_status lm_quotes_match(lm_host *host, const char *what, const char *verb, const char *a_given, const char *a_symbol,
                          const char *b_given, const char *b_symbol);

#endif
