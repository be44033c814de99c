/* Copies and destroys layouts, and finds the columns that they use. */
#include "feed/layout.h"

#include <string.h>

lm_status lm_layout_copy(lm_host *host, const lm_layout *parsed, lm_layout **layout)
{
    void *memory;
    LM_TRY(lm_allocate_raw(host, sizeof *parsed, &memory));
    memcpy(memory, parsed, sizeof *parsed);
    *layout = memory;
    return LM_OK;
}

void lm_layout_destroy(lm_host *host, lm_layout *layout)
{
    lm_release(host, layout, sizeof *layout);
}

bool lm_layout_has_symbols(const lm_layout *layout)
{
    return layout->symbol >= 0;
}

static void mark_used(lm_used_columns *used, int column)
{
    if (column < 0 || used->has[column])
        return;
    used->has[column] = true;
    used->columns[used->count++] = column;
}

static void mark_conditions(lm_used_columns *used, const lm_layout_condition *conditions, int count)
{
    for (int i = 0; i < count; i++) {
        mark_used(used, conditions[i].column);
        mark_used(used, conditions[i].same_as);
    }
}

void lm_layout_find_used(const lm_layout *layout, lm_used_columns *used)
{
    memset(used, 0, sizeof *used);
    mark_used(used, layout->symbol);
    mark_used(used, layout->exchange);
    for (int i = 0; i < layout->id_count; i++)
        mark_used(used, layout->ids[i]);
    mark_conditions(used, layout->conditions, layout->condition_count);
    mark_conditions(used, layout->only, layout->only_count);
    for (int i = 0; i < layout->stream_count; i++) {
        const lm_layout_stream *stream = &layout->streams[i];
        mark_used(used, stream->ts);
        mark_used(used, stream->end);
        mark_used(used, stream->side);
        mark_used(used, stream->name);
        for (int k = 0; k < stream->id_count; k++)
            mark_used(used, stream->ids[k]);
        for (int kind = 0; kind < LM_FIGURE_COUNT; kind++) {
            mark_used(used, stream->figures[kind].column);
            mark_used(used, stream->figures[kind].over);
        }
        mark_conditions(used, stream->conditions, stream->condition_count);
    }
}
