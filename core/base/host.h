/* Memory, interruption and errors, through the host. Internal to the core. */
#ifndef LM_BASE_HOST_H
#define LM_BASE_HOST_H

#include <float.h>
#include <stdio.h>

#include "liqmap/base.h"

/* With wider intermediate results, as the x87 unit of 32-bit x86 has them, numbers would differ between machines. */
#if FLT_EVAL_METHOD != 0
#error "liqmap needs arithmetic without excess precision: on 32-bit x86, compile with CFLAGS='-msse2 -mfpmath=sse'"
#endif

#define LM_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define LM_UNLIKELY(condition) __builtin_expect(!!(condition), 0)

/*
 * The attribute of functions like printf: the numbers of the format and of its first value. The compiler for Windows
 * otherwise checks by the C library of Windows, but the functions used are those of MinGW, which know %zu and %lld.
 */
#ifdef __MINGW_PRINTF_FORMAT
#define LM_PRINTF(format_number, first_value) __attribute__((format(__MINGW_PRINTF_FORMAT, format_number, first_value)))
#else
#define LM_PRINTF(format_number, first_value) __attribute__((format(printf, format_number, first_value)))
#endif

/* Returns from the function if the status of the call is not LM_OK. */
#define LM_TRY(call)                           \
    do {                                       \
        lm_status try_status_ = (call);        \
        if (LM_UNLIKELY(try_status_ != LM_OK)) \
            return try_status_;                \
    } while (0)

/* Stores the text of an error in the host and returns the status; `hint` may be NULL. */
lm_status lm_fail(lm_host *host, lm_status status, const char *hint, const char *message, ...) LM_PRINTF(4, 5)
    __attribute__((cold));
lm_status lm_out_of_memory(lm_host *host, size_t size) __attribute__((cold));

/* Allocates zeroed memory; *block is set only on success. */
lm_status lm_allocate(lm_host *host, size_t size, void **block);
/* Allocates memory that is not zeroed: for large blocks that are used in part. */
lm_status lm_allocate_raw(lm_host *host, size_t size, void **block);
/*
 * Doubles the capacity of an array until it holds `needed` items, and updates the pointer `array` and `capacity`. The
 * new part is not zeroed. LM_E_LIMIT over LM_MAX_BUILDING bytes.
 */
#define LM_RESERVE(host, array, capacity, needed) \
    (LM_LIKELY((needed) <= (capacity)) ? LM_OK : lm_grow(host, &(array), &(capacity), needed, sizeof *(array)))
/* Grows an array for LM_RESERVE; `array` is the address of the pointer. */
lm_status lm_grow(lm_host *host, void *array, size_t *capacity, size_t needed, size_t item_size);
void lm_release(lm_host *host, void *block, size_t size);

static inline lm_status lm_check_interrupt(lm_host *host)
{
    if (host->interrupt && LM_UNLIKELY(host->interrupt(host->context) != 0))
        return lm_fail(host, LM_E_INTERRUPTED, NULL, "interrupted");
    return LM_OK;
}

#define LM_STEPS_BETWEEN_INTERRUPTS 65536

/* Calls the interrupt function once in LM_STEPS_BETWEEN_INTERRUPTS steps of a loop; `step` counts the steps. */
static inline lm_status lm_check_interrupt_at(lm_host *host, uint64_t step)
{
    if (LM_UNLIKELY(step % LM_STEPS_BETWEEN_INTERRUPTS == LM_STEPS_BETWEEN_INTERRUPTS - 1))
        return lm_check_interrupt(host);
    return LM_OK;
}

#endif
