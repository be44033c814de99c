/* Tapes from tapes: each method returns a new tape and does not change its arguments. */
#include "topics.h"

/* Pushes the tape that was written into the scoped buffer on top of the stack, or an error. */
static int push_tape(lua_State *L, lq_host *host, lm_status status, const lm_tape_options *options)
{
    if (status != LM_OK)
        return lq_push_error(L, host, status);
    lq_buffer_to_string(L);
    lq_tape_from_string(L, options);
    return 1;
}

/* Pushes a buffer with the merged tape. */
static lm_status push_merged(lua_State *L, lq_host *host, lq_tape *a, lq_tape *b)
{
    lm_bytes a_bytes, b_bytes;
    lm_status status = lq_tape_encoded(L, host, a, &a_bytes);
    if (status == LM_OK)
        status = lq_tape_encoded(L, host, b, &b_bytes);
    if (status != LM_OK)
        return status;
    return lm_tape_merge(&host->core, a_bytes, b_bytes, lq_new_buffer(L));
}

/* t:merge(u) */
static int tape_merge(lua_State *L)
{
    lq_tape *a = lq_check_tape(L, 1), *b = lq_check_tape(L, 2);
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = push_merged(L, &host, a, b);
    return push_tape(L, &host, status, &a->options);
}

/* t + u */
static int tape_add(lua_State *L)
{
    lq_tape *a = lq_check_tape(L, 1), *b = lq_check_tape(L, 2);
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = push_merged(L, &host, a, b);
    if (status != LM_OK)
        return lq_throw(L, &host, status);
    return push_tape(L, &host, status, &a->options);
}

/* t:slice(since, until) */
static int tape_slice(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("since"), LQ_NAME("until"), LQ_END};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
    const int64_t since = lq_time_or(L, &in, 0, INT64_MIN), until = lq_time_or(L, &in, 1, INT64_MAX);
    lm_bytes bytes;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status == LM_OK)
        status = lm_tape_slice(&host.core, bytes, since, until, lq_new_buffer(L));
    return push_tape(L, &host, status, &tape->options);
}

/* Reads a frame as options of a tape do, so that text such as "5 min" is allowed. */
static lm_status read_frame(lua_State *L, lq_host *host, int index, lm_tape_options *options)
{
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, index);
    lua_setfield(L, -2, "frame");
    lua_replace(L, index);
    size_t length;
    const char *json = lq_push_document(L, lq_value_at(index), &length);
    return lm_tape_options_read(&host->core, json, length, options);
}

/* t:coarsen{frame, precision} */
static int tape_coarsen(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("frame"), LQ_NAME("precision"), LQ_END};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
    const int precision = (int)lq_whole_or(L, &in, 1, 0, INT32_MAX);
    const bool same_frame = lua_isnil(L, 2);
    lm_tape_options frame_options, options = tape->options;
    lm_bytes bytes;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = read_frame(L, &host, 2, &frame_options);
    if (status == LM_OK)
        status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status == LM_OK)
        status = lm_tape_coarsen(&host.core, bytes, same_frame ? 0 : frame_options.frame, precision, lq_new_buffer(L));
    if (!same_frame)
        options.frame = frame_options.frame;
    if (precision > 0)
        options.precision = (uint8_t)precision;
    return push_tape(L, &host, status, &options);
}

/* Copies a quote, which lm_tape_label() has checked, in capital letters. */
static void set_quote(lm_tape_options *options, lm_text quote)
{
    memset(options->quote, 0, sizeof options->quote);
    for (size_t i = 0; i < quote.length; i++)
        options->quote[i] = (char)(quote.text[i] >= 'a' ? quote.text[i] - 'a' + 'A' : quote.text[i]);
}

/* t:label(symbol, quote) */
static int tape_label(lua_State *L)
{
    lq_tape *tape = lq_check_tape(L, 1);
    size_t length;
    const char *symbol = luaL_checklstring(L, 2, &length);
    lm_text quote;
    quote.text = luaL_optlstring(L, 3, "", &quote.length);
    lm_tape_options options = tape->options;
    lm_bytes bytes;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status == LM_OK)
        status = lm_tape_label(&host.core, bytes, (lm_text){symbol, length}, quote, lq_new_buffer(L));
    if (status == LM_OK) {
        memset(options.symbol, 0, sizeof options.symbol);
        memcpy(options.symbol, symbol, length);
        if (quote.length > 0)
            set_quote(&options, quote);
    }
    return push_tape(L, &host, status, &options);
}

const luaL_Reg lq_merge_methods[] = {
    {"merge", tape_merge}, {"slice", tape_slice}, {"coarsen", tape_coarsen}, {"label", tape_label}, {NULL, NULL},
};

const luaL_Reg lq_merge_metamethods[] = {{"__add", tape_add}, {NULL, NULL}};
