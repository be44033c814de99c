/* Version, errors, host, bytes, units and limits. Every other header includes this one. */
#ifndef LIQMAP_BASE_H
#define LIQMAP_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define LM_BEGIN_DECLS extern "C" {
#define LM_END_DECLS }
#else
#define LM_BEGIN_DECLS
#define LM_END_DECLS
#endif

/* Marks what the shared library exports; everything else in it is hidden. */
#ifndef LM_API
#define LM_API __attribute__((visibility("default")))
#endif

LM_BEGIN_DECLS

/* The version of the library, as in META.json: "1.2.3". */
LM_API const char *lm_version(void);

/*
 * All results of a call: name, code, SQLSTATE, meaning. Lua gets the code as third result, SQL the SQLSTATE. The list
 * is the only one, for all bindings.
 */
#define LM_STATUS_LIST(X)                                                                                 \
    X(LM_OK, "ok", "00000", "success")                                                                    \
    X(LM_DONE, "done", "02000", "nothing more to read")                                                   \
    X(LM_E_MEMORY, "out_of_memory", "53200", "the host's allocator gave no memory")                       \
    X(LM_E_INTERRUPTED, "interrupted", "57014", "the interrupt function of the host asked to stop")       \
    X(LM_E_ARGUMENT, "bad_argument", "22023", "an argument or an option that is not valid")               \
    X(LM_E_RANGE, "out_of_range", "22003", "a number outside of its range")                               \
    X(LM_E_TIME, "bad_time", "22008", "a time outside of its range")                                      \
    X(LM_E_OVERFLOW, "overflow", "22003", "a count that does not fit in 63 bits")                         \
    X(LM_E_MISMATCH, "mismatch", "22023", "two objects with different options")                           \
    X(LM_E_DOCUMENT, "bad_document", "22023", "a document that is not valid; the message names the path") \
    X(LM_E_CORRUPT, "corrupt", "22P03", "bytes that are not a valid tape, map or file")                   \
    X(LM_E_VERSION, "newer_format", "0A000", "bytes that a newer liqmap wrote")                           \
    X(LM_E_LIMIT, "limit", "54000", "an object larger than its limit")                                    \
    X(LM_E_MISSING, "missing", "55000", "an object that lacks what the call needs")                       \
    X(LM_E_UNSUPPORTED, "unsupported", "0A000", "not offered")

typedef enum lm_status {
#define LM_STATUS_MEMBER(name, code, sqlstate, meaning) name,
    LM_STATUS_LIST(LM_STATUS_MEMBER)
#undef LM_STATUS_MEMBER
} lm_status;

LM_API const char *lm_status_code(lm_status status);     /* "out_of_range" */
LM_API const char *lm_status_sqlstate(lm_status status); /* "22003" */
LM_API const char *lm_status_meaning(lm_status status);  /* one line of English */

/* The text of the last failed call of a host; an empty string means that there is no text. */
typedef struct lm_error {
    lm_status status;
    char message[256]; /* lower case, no full stop: "price must be a number from 1e-15 to 1e15, not -1" */
    char hint[256];    /* a sentence that says what to do */
} lm_error;

/*
 * What the core gets from its caller. `allocate` has the signature of lua_Alloc: new_size 0 frees and cannot fail,
 * block NULL allocates. `allocate` returns NULL when there is no memory, or leaves by longjmp. `interrupt` is called
 * about every millisecond of work; a result other than 0 makes the call return LM_E_INTERRUPTED. `interrupt` may leave
 * by longjmp too; NULL means never interrupted. A host serves one thread at a time.
 */
typedef struct lm_host {
    void *(*allocate)(void *context, void *block, size_t old_size, size_t new_size);
    int (*interrupt)(void *context);
    void *context;
    lm_error error;
} lm_host;

/* Makes a host that uses malloc and is never interrupted. */
LM_API void lm_host_init(lm_host *host);

/* Borrowed bytes. */
typedef struct lm_bytes {
    const uint8_t *data;
    size_t size;
} lm_bytes;

/*
 * A growing array of bytes, owned by the caller. The initial value is {0}, or a buffer with a prefix of the caller's,
 * such as a PostgreSQL varlena header; the core only appends.
 */
typedef struct lm_buffer {
    uint8_t *data;
    size_t size;
    size_t capacity;
} lm_buffer;

LM_API void lm_buffer_free(lm_host *host, lm_buffer *buffer);

/* Borrowed text, UTF-8, not zero-terminated. */
typedef struct lm_text {
    const char *text;
    size_t length;
} lm_text;

typedef enum lm_side { LM_LONG = 0, LM_SHORT = 1 } lm_side;
typedef enum lm_contract { LM_LINEAR = 0, LM_INVERSE = 1 } lm_contract;

#define LM_SECOND ((int64_t)1000000)
#define LM_MINUTE (60 * LM_SECOND)
#define LM_DAY (86400 * LM_SECOND)
#define LM_TIME_MAX ((int64_t)1 << 62) /* |time| must be below; 146,000 years */
#define LM_TIME_UNKNOWN INT64_MIN      /* in a result: the time is not known */
#define LM_PRICE_MIN 1e-15
#define LM_PRICE_MAX 1e15
#define LM_PRECISION_MIN 8
#define LM_PRECISION_MAX 20
#define LM_PRECISION_DEFAULT 12
#define LM_SYMBOL_SIZE 32 /* with the closing zero */
#define LM_QUOTE_SIZE 16  /* with the closing zero */
#define LM_GAUGE_NAME_SIZE 64
#define LM_MAX_GAUGES 256
#define LM_MAX_CLASSES 64
#define LM_MAX_TIERS 128
#define LM_MAX_ENCODED ((size_t)256 << 20)
#define LM_MAX_DOCUMENT \
    ((size_t)1 << 20) /* bytes of the text of a model, rules, options, a venue, a layout, an impact model */
#define LM_MAX_BUILDING (((size_t)1 << 30) - 65536)

/*
 * The price axis. A cell consists of the exponent and the first `precision` mantissa bits of a price, so its width is
 * 2^-(B+1) to 2^-B of the price, B being the precision. Exact and monotone. The price must lie in [LM_PRICE_MIN,
 * LM_PRICE_MAX]; these functions do not check that.
 */
LM_API int32_t lm_cell(double price, int precision);
LM_API double lm_cell_low(int32_t cell, int precision); /* lower bound, which belongs to the cell */
LM_API double lm_cell_mid(int32_t cell, int precision); /* mean of the bounds */

/*
 * Returns a Unix epoch in microseconds. Its magnitude decides its unit: ns from 1e17, us from 1e14, ms from 1e11, else
 * s.
 */
LM_API int64_t lm_time_from_epoch(int64_t epoch);

/* Writes a time as "2024-10-24T12:30:00Z", with microseconds unless they are 0; "" for a year before 1. */
#define LM_TIME_TEXT_SIZE 48
LM_API const char *lm_time_text(int64_t time, char text[LM_TIME_TEXT_SIZE]);

/*
 * Writes the shortest decimal text that parses to the same double, with "." in every locale; "nan", "inf" and "-inf".
 */
#define LM_NUMBER_SIZE 32
LM_API const char *lm_number_text(double number, char text[LM_NUMBER_SIZE]);

LM_END_DECLS

#endif
