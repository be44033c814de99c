/* The content of a feed, which comes in chunks of any cut. */
#include "feed/input.h"

#include <string.h>

void lm_input_init(lm_input *input)
{
    *input = (lm_input){.zero = SIZE_MAX};
}

/* Looks for line ends and bytes of value 0 in the bytes from `from` on, each of which is searched only once. */
static void scan(lm_input *input, size_t from)
{
    const uint8_t *zero = NULL;
    size_t end = input->size;
    if (input->zero == SIZE_MAX && from < end)
        zero = memchr(input->data + from, 0, end - from);
    if (zero)
        input->zero = (size_t)(zero - input->data);
    if (end > from)
        input->last = input->data[end - 1];
    end = input->zero < end ? input->zero : end;
    while (end > from && input->data[end - 1] != '\n')
        end--;
    if (end > from)
        input->lines_end = end;
}

void lm_input_borrow(lm_input *input, lm_bytes content)
{
    input->data = (uint8_t *)content.data;
    input->size = content.size;
    input->final = true;
    scan(input, 0);
}

/* Moves the bytes that wait to the front, if this frees at least half of the memory: so each byte moves a few times. */
static void compact(lm_input *input)
{
    if (input->begin * 2 < input->size || input->begin == 0)
        return;
    memmove(input->data, input->data + input->begin, input->size - input->begin);
    input->size -= input->begin;
    input->lines_end -= input->lines_end < input->begin ? input->lines_end : input->begin;
    input->zero -= input->zero == SIZE_MAX ? 0 : input->begin;
    input->begin = 0;
}

lm_status lm_input_add(lm_host *host, lm_input *input, lm_bytes chunk)
{
    if (chunk.size == 0)
        return LM_OK;
    compact(input);
    const size_t size = input->size;
    if (size - input->begin > LM_INPUT_MAX_VALUE)
        return lm_fail(host, LM_E_LIMIT, "Check whether a quote or a bracket in the file is never closed.",
                       "a row or a value of JSON has more than %zu bytes", LM_INPUT_MAX_VALUE);
    LM_TRY(LM_RESERVE(host, input->data, input->capacity, size + chunk.size));
    memcpy(input->data + size, chunk.data, chunk.size);
    input->size += chunk.size;
    scan(input, size);
    return LM_OK;
}

bool lm_input_is_final(const lm_input *input)
{
    return input->final && input->zero == SIZE_MAX;
}

lm_bytes lm_input_text(const lm_input *input, bool lines)
{
    size_t end = input->zero < input->size ? input->zero : input->size;
    if (lines && !lm_input_is_final(input))
        end = input->lines_end > input->begin ? input->lines_end : input->begin;
    return (lm_bytes){input->size ? input->data + input->begin : NULL, end - input->begin};
}

void lm_input_read_to(lm_input *input, const void *position)
{
    if (position)
        input->begin = (size_t)((const uint8_t *)position - input->data);
}

void lm_input_free(lm_host *host, lm_input *input)
{
    if (input->capacity > 0)
        lm_release(host, input->data, input->capacity);
}
