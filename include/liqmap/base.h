/* Version, errors, the host, bytes, units and limits: what every other header includes. */
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

#ifndef LM_API
#if defined(LM_SHARED)
#define LM_API __attribute__((visibility("default")))
#else
#define LM_API
#endif
#endif

LM_BEGIN_DECLS

/* Version of the library, as in META.json: "1.2.3". */
LM_API const char *lm_version(void);

/*
 * Every way a call can end. The code is what Lua callers see as third result; the SQLSTATE is what SQL callers see.
 * One list for all faces: name, code, SQLSTATE, meaning.
 */
#define LM_STATUS_LIST(X)                                                                          \
    X(LM_OK, "ok", "00000", "success")                                                             \
    X(LM_DONE, "done", "02000", "nothing more to read")                                            \
    X(LM_E_MEMORY, "out_of_memory", "53200", "the host's allocator gave no memory")                \
    X(LM_E_INTERRUPTED, "interrupted", "57014", "the host's interrupt hook asked to stop")         \
    X(LM_E_ARGUMENT, "bad_argument", "22023", "an argument or an option has no meaning")           \
    X(LM_E_RANGE, "out_of_range", "22003", "a number outside of what is accepted")                 \
    X(LM_E_TIME, "bad_time", "22008", "a time outside of what is accepted")                        \
    X(LM_E_OVERFLOW, "overflow", "22003", "a count would not fit in 64 bits")                      \
    X(LM_E_MISMATCH, "mismatch", "22023", "two things built with different options")               \
    X(LM_E_DOCUMENT, "bad_document", "22023", "a JSON document that breaks a rule, with the path") \
    X(LM_E_CORRUPT, "corrupt", "22P03", "bytes that are not what they claim to be")                \
    X(LM_E_VERSION, "newer_format", "0A000", "bytes written by a newer liqmap")                    \
    X(LM_E_LIMIT, "limit", "54000", "an object larger than its limit")                             \
    X(LM_E_MISSING, "missing", "55000", "the object lacks something this call needs")              \
    X(LM_E_UNSUPPORTED, "unsupported", "0A000", "not offered")

typedef enum lm_status {
#define LM_STATUS_MEMBER(name, code, sqlstate, meaning) name,
    LM_STATUS_LIST(LM_STATUS_MEMBER)
#undef LM_STATUS_MEMBER
} lm_status;

LM_API const char *lm_status_code(lm_status status);     /* "out_of_range" */
LM_API const char *lm_status_sqlstate(lm_status status); /* "22003" */
LM_API const char *lm_status_meaning(lm_status status);  /* one line of English */

/* Text of the last failed call of a host; empty strings where there is nothing to say. */
typedef struct lm_error {
    lm_status status;
    char message[256]; /* lower case, no full stop: "price must be finite and above 0, not -1" */
    char hint[256];    /* a sentence on what to do */
} lm_error;

/*
 * What the core asks of the program around it. `allocate` has the shape of lua_Alloc: new_size 0 frees (and cannot
 * fail), block NULL allocates; it returns NULL when there is no memory, or may leave by longjmp. `interrupt` is called
 * about every millisecond of work; a result other than 0 makes the call return LM_E_INTERRUPTED; it too may leave by
 * longjmp. NULL: never interrupted. A host serves one thread at a time.
 */
typedef struct lm_host {
    void *(*allocate)(void *context, void *block, size_t old_size, size_t new_size);
    int (*interrupt)(void *context);
    void *context;
    lm_error error;
} lm_host;

/* A host over malloc, without interrupts. */
LM_API void lm_host_init(lm_host *host);

/* Borrowed bytes. */
typedef struct lm_bytes {
    const uint8_t *data;
    size_t size;
} lm_bytes;

/*
 * Bytes that grow at the end, owned by the caller. Start from {0}, or with a prefix of one's own already in it (a
 * PostgreSQL varlena header): what the core writes is appended.
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
#define LM_TIME_UNKNOWN INT64_MIN      /* of a result: the time is not known */
#define LM_PRICE_MIN 1e-15
#define LM_PRICE_MAX 1e15
#define LM_PRECISION_MIN 8
#define LM_PRECISION_MAX 20
#define LM_PRECISION_DEFAULT 12
#define LM_SYMBOL_SIZE 32 /* with the closing zero */
#define LM_GAUGE_NAME_SIZE 64
#define LM_MAX_GAUGES 256
#define LM_MAX_CLASSES 64
#define LM_MAX_TIERS 64
#define LM_MAX_ENCODED ((size_t)256 << 20)
#define LM_MAX_BUILDING (((size_t)1 << 30) - 65536)

/*
 * The price axis. A cell holds the exponent and the top `precision` mantissa bits of a price, so its width is 2^-(B+1)
 * to 2^-B of the price. Exact and monotone. The price must lie in [LM_PRICE_MIN, LM_PRICE_MAX]; the functions don't
 * check.
 */
LM_API int32_t lm_cell(double price, int precision);
LM_API double lm_cell_low(int32_t cell, int precision); /* lower bound, part of the cell */
LM_API double lm_cell_mid(int32_t cell, int precision); /* mean of the bounds */

/* A Unix epoch in s, ms, us or ns, told apart by magnitude (>= 1e17 ns, >= 1e14 us, >= 1e11 ms), to microseconds. */
LM_API lm_status lm_time_from_epoch(lm_host *host, int64_t epoch, int64_t *time);

/* "2024-10-24T12:30:00Z", with microseconds where there are any; "" for a year before 1. */
#define LM_TIME_TEXT_SIZE 48
LM_API const char *lm_time_text(int64_t time, char text[LM_TIME_TEXT_SIZE]);

/* The shortest decimal text that reads back as the same double, "." whatever the locale; nan and inf as words. */
#define LM_NUMBER_SIZE 32
LM_API const char *lm_number_text(double number, char text[LM_NUMBER_SIZE]);

LM_END_DECLS

#endif
