/* A map through time: in columns of a heatmap, and frame by frame. A result is a list of rows, or a table of columns. */
#include "glue.h"

/* ---- many rows of numbers: each row a table, or each field a list, which costs much less */

enum { MOST_FIELDS = 24 };

/* Writes the fields of row number `i`; NaN is what is not known. */
typedef void (*fields_of)(const void *rows, size_t i, double *fields);

static void push_rows(lua_State *L, const char *const *names, fields_of read, const void *rows, size_t count)
{
    double fields[MOST_FIELDS];
    int width = 0;
    while (names[width])
        width++;
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        read(rows, i, fields);
        lua_createtable(L, 0, width);
        for (int field = 0; field < width; field++)
            lq_set_number(L, names[field], fields[field]);
        lua_rawseti(L, -2, (int)i + 1);
    }
}

/* A list for every field that is known of any row; a row of which it is not known leaves a hole. */
static void push_columns(lua_State *L, const char *const *names, fields_of read, const void *rows, size_t count)
{
    double fields[MOST_FIELDS];
    bool known[MOST_FIELDS] = {false};
    int width = 0;
    luaL_checkstack(L, MOST_FIELDS + 4, "too many columns");
    lua_newtable(L);
    const int table = lua_gettop(L);
    for (; names[width]; width++)
        lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        read(rows, i, fields);
        for (int field = 0; field < width; field++) {
            if (fields[field] != fields[field])
                continue;
            known[field] = true;
            lua_pushnumber(L, fields[field]);
            lua_rawseti(L, table + 1 + field, (int)i + 1);
        }
    }
    for (int field = width - 1; field >= 0; field--) {
        if (known[field] || count == 0)
            lua_setfield(L, table, names[field]);
        else
            lua_pop(L, 1);
    }
}

static void push_result(lua_State *L, bool columns, const char *const *names, fields_of read, const void *rows,
                        size_t count)
{
    (columns ? push_columns : push_rows)(L, names, read, rows, count);
}

/* ---- t:heatmap{...} */

static void release_heatmap(lm_host *host, void *payload)
{
    lm_heatmap_free(host, payload);
}

static const char *const cell_fields[] = {
    "ts", "price_low", "price_high", "leverage", "long_share", "short_share", "long_notional", "short_notional", NULL,
};

static void read_cell(const void *rows, size_t i, double *fields)
{
    const lm_heatmap *heatmap = rows;
    const lm_heatmap_row *row = &heatmap->rows[i];
    fields[0] = lq_seconds(heatmap->columns[row->column].time);
    fields[1] = row->price_low;
    fields[2] = row->price_high;
    fields[3] = row->leverage;
    fields[4] = row->share[LM_LONG];
    fields[5] = row->share[LM_SHORT];
    fields[6] = row->notional[LM_LONG];
    fields[7] = row->notional[LM_SHORT];
}

static void push_about(lua_State *L, const lm_heatmap *heatmap)
{
    lua_createtable(L, 0, 6);
    lq_set_text(L, "symbol", heatmap->symbol);
    lq_set_number(L, "step", heatmap->step);
    lq_set_number(L, "every", lq_seconds(heatmap->every));
    lq_set_count(L, "columns", (int64_t)heatmap->column_count);
    if (heatmap->column_count > 0)
        lq_set_time(L, "as_of", heatmap->as_of);
    lq_set_flag(L, "frame_differs", heatmap->frame_differs);
}

int lq_tape_heatmap(lua_State *L)
{
    enum { MODEL, EVERY, STEP, SINCE, UNTIL, LOW, HIGH, BY_LEVERAGE, ZERO_CELLS, OPEN_INTEREST, COLUMNS };
    static const char *const names[] = {"model", "every",       "step",       "since",         "until",   "low",
                                        "high",  "by_leverage", "zero_cells", "open_interest", "columns", NULL};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_take_named(L, 2, names);
    const bool columns = lq_flag(L, &in, COLUMNS);
    const lm_heatmap_options options = {
        .every = lq_time_or(L, &in, EVERY, 0),
        .step = lq_number_or(L, &in, STEP, 0),
        .since = lq_time_or(L, &in, SINCE, INT64_MIN),
        .until = lq_time_or(L, &in, UNTIL, INT64_MAX),
        .low = lq_number_or(L, &in, LOW, 0),
        .high = lq_number_or(L, &in, HIGH, HUGE_VAL),
        .by_leverage = lq_flag(L, &in, BY_LEVERAGE),
        .zero_cells = lq_flag(L, &in, ZERO_CELLS),
        .open_interest = lq_number_or(L, &in, OPEN_INTEREST, 0),
    };
    lm_bytes bytes;
    lm_model model;
    size_t length;
    lq_host host;
    lq_host_init(L, &host);
    const char *json = lq_push_document(L, in.first + MODEL, &length);
    lm_status status = lm_model_read(&host.core, json, length, &model);
    if (status == LM_OK)
        status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lm_heatmap *heatmap = lq_own(L, sizeof *heatmap, release_heatmap);
    const int owner = lua_gettop(L);
    status = lm_tape_heatmap(&host.core, bytes, &model, &options, heatmap);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    push_result(L, columns, cell_fields, read_cell, heatmap, heatmap->row_count);
    push_about(L, heatmap);
    lq_disown(L, owner);
    return 2;
}

/* ---- t:replay{...} */

/* Frames gathered while the replay runs: Lua must not be called, and so not raise, in the middle of it. */
typedef struct ledgers {
    lm_host *host;
    lm_frame_ledger *rows;
    size_t count, capacity;
} ledgers;

static void release_ledgers(lm_host *host, void *payload)
{
    ledgers *kept = payload;
    if (kept->rows)
        host->allocate(host->context, kept->rows, kept->capacity * sizeof *kept->rows, 0);
}

static lm_status keep_ledger(void *context, const lm_map *map, const lm_frame_ledger *frame)
{
    ledgers *kept = context;
    (void)map;
    if (kept->count == kept->capacity) {
        const size_t more = kept->capacity ? 2 * kept->capacity : 256;
        void *grown = kept->host->allocate(kept->host->context, kept->rows, kept->capacity * sizeof *kept->rows,
                                           more * sizeof *kept->rows);
        if (!grown)
            return LM_E_MEMORY;
        kept->rows = grown;
        kept->capacity = more;
    }
    kept->rows[kept->count++] = *frame;
    return LM_OK;
}

static const char *const ledger_fields[] = {
    "ts",
    "low",
    "high",
    "close",
    "long_opened",
    "short_opened",
    "long_swept",
    "short_swept",
    "long_decayed",
    "short_decayed",
    "long_standing",
    "short_standing",
    "last_open_interest",
    "long_predicted_size",
    "short_predicted_size",
    "long_predicted_notional",
    "short_predicted_notional",
    "long_forced_notional",
    "short_forced_notional",
    NULL,
};

static double *put_sides(double *fields, const double values[2])
{
    *fields++ = values[LM_LONG];
    *fields++ = values[LM_SHORT];
    return fields;
}

static void read_ledger(const void *rows, size_t i, double *fields)
{
    const lm_frame_ledger *frame = (const lm_frame_ledger *)rows + i;
    *fields++ = lq_seconds(frame->start);
    *fields++ = frame->low;
    *fields++ = frame->high;
    *fields++ = frame->close;
    fields = put_sides(fields, frame->opened);
    fields = put_sides(fields, frame->swept);
    fields = put_sides(fields, frame->decayed);
    fields = put_sides(fields, frame->standing);
    *fields++ = frame->open_interest;
    fields = put_sides(fields, frame->predicted_size);
    fields = put_sides(fields, frame->predicted_notional);
    put_sides(fields, frame->forced);
}

int lq_tape_replay(lua_State *L)
{
    enum { MODEL, AS_OF, OPEN_INTEREST, COLUMNS };
    static const char *const names[] = {"model", "as_of", "open_interest", "columns", NULL};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_take_named(L, 2, names);
    const int64_t as_of = lq_time_or(L, &in, AS_OF, INT64_MAX);
    const double open_interest = lq_number_or(L, &in, OPEN_INTEREST, 0);
    const bool columns = lq_flag(L, &in, COLUMNS);
    lm_bytes bytes;
    lm_model model;
    size_t length;
    lm_map *map;
    lq_host host;
    lq_host_init(L, &host);
    const char *json = lq_push_document(L, in.first + MODEL, &length);
    lm_status status = lm_model_read(&host.core, json, length, &model);
    if (status == LM_OK)
        status = lq_tape_encoded(L, &host, tape, &bytes);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    ledgers *kept = lq_own(L, sizeof *kept, release_ledgers);
    const int owner = lua_gettop(L);
    kept->host = &host.core;
    status = lm_map_replay_each(&host.core, bytes, &model, as_of, open_interest, keep_ledger, kept, &map);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lm_map_free(&host.core, map);
    push_result(L, columns, ledger_fields, read_ledger, kept->rows, kept->count);
    lq_disown(L, owner);
    return 1;
}
