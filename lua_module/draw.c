/* Pictures: SVG text out of maps and tapes. */
#include "glue.h"

/* Item `item` as text, "" where it is nil; not a number, though Lua would turn one into text. */
static const char *text_of(lua_State *L, const lq_arguments *in, int item, size_t *length)
{
    if (lua_isnil(L, in->first + item)) {
        *length = 0;
        return "";
    }
    return lq_text(L, in, item, length);
}

static lm_status take_theme(lua_State *L, lq_host *host, const lq_arguments *in, int item, lm_theme *theme)
{
    size_t length;
    const char *name = text_of(L, in, item, &length);
    return length > 0 ? lm_theme_named(&host->core, name, length, theme) : LM_OK;
}

/* m:svg{step, within, title, width, height, theme} */
int lq_map_svg(lua_State *L)
{
    static const char *const names[] = {"step", "within", "title", "width", "height", "theme", NULL};
    const lq_map *map = lq_check_map(L, 1);
    const lq_arguments in = lq_take(L, 2, names);
    lm_svg_options options;
    lq_host host;
    lq_host_init(L, &host);
    lm_svg_options_init(&options);
    options.step = lq_number_or(L, &in, 0, options.step);
    options.within = lq_number_or(L, &in, 1, options.within);
    options.title = text_of(L, &in, 2, &options.title_length);
    options.width = (int)lq_whole_or(L, &in, 3, options.width, INT32_MAX);
    options.height = (int)lq_whole_or(L, &in, 4, options.height, INT32_MAX);
    lm_status status = take_theme(L, &host, &in, 5, &options.theme);
    lm_buffer *picture = lq_own_buffer(L);
    if (status == LM_OK)
        status = lm_map_svg(&host.core, map->map, &options, picture);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_buffer_to_string(L);
    return 1;
}
