/* Reads whole files into a tape by their layout, and lists the built-in layouts. */
#include "topics.h"

static void release_layout(lm_host *host, void *payload)
{
    lm_layout **layout = payload;
    if (*layout)
        lm_layout_destroy(host, *layout);
}

/* Reads a name, or a document as a table or JSON text. Pushes the text and the userdata that owns the layout. */
static lm_status read_layout(lua_State *L, lq_host *host, lq_value value, const lm_layout **layout)
{
    size_t length;
    const char *text = lq_push_document(L, value, &length);
    const bool is_document = text[strspn(text, " \t\r\n")] == '{';
    lm_layout **layout_slot = lq_new_scoped(L, sizeof *layout_slot, release_layout);
    const lm_status status = is_document ? lm_layout_read(&host->core, text, length, layout_slot)
                                         : lm_layout_named(&host->core, text, length, layout_slot);
    *layout = *layout_slot;
    return status;
}

/* t:feed{content, layout, symbol} */
static int tape_feed(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("content"), LQ_NAME("layout"), LQ_NAME("symbol"), LQ_END};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_get_args(L, 2, parts);
    const int layout_index = in.first + 1;
    lm_bytes content;
    content.data = (const uint8_t *)lq_text(L, &in, 0, &content.size);
    luaL_argcheck(L, lua_type(L, layout_index) == LUA_TSTRING || lua_istable(L, layout_index), lq_argument_of(&in, 1),
                  "layout: name or table of a layout expected");
    lm_feed_options options;
    lm_feed_options_init(&options);
    options.counting = &tape->options;
    if (!lua_isnil(L, in.first + 2))
        options.symbol = lq_text(L, &in, 2, &options.symbol_length);

    const lm_layout *layout;
    lm_feed_report report;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = read_layout(L, &host, lq_item(&in, 1), &layout);
    if (status == LM_OK)
        status = lq_tape_change(L, &host, tape, false);
    if (status == LM_OK)
        status = lm_tape_feed(&host.core, &tape->building, content, layout, &options, &report);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_report_memory(L, &host);
    lq_push_row(L, &lm_feed_report_columns, &report);
    return 1;
}

/* liqmap.layouts() */
static int layouts(lua_State *L)
{
    lm_layout_reader reader = {0};
    lm_layout_entry entry;
    lm_status status;
    lq_host host;
    lq_host_init(L, &host);
    lua_newtable(L);
    for (int i = 1; (status = lm_layout_next(&host.core, &reader, &entry)) == LM_OK; i++) {
        lq_push_row(L, &lm_layout_columns, &entry);
        lua_rawseti(L, -2, i);
    }
    return status == LM_DONE ? 1 : lq_push_error(L, &host, status);
}

const luaL_Reg lq_feed_functions[] = {{"layouts", layouts}, {NULL, NULL}};

const luaL_Reg lq_feed_tape_methods[] = {{"feed", tape_feed}, {NULL, NULL}};
