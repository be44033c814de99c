/* Scores of models against the observed liquidations of a tape. */
#include "topics.h"

static lm_status append_score(void *context, const lm_score_row *row)
{
    return lq_append_row(context, row);
}

/* The number of models: of a list its length, otherwise one, the default where none is given. */
static size_t model_count(lua_State *L, int index)
{
    if (!lua_istable(L, index))
        return 1;
    lua_rawgeti(L, index, 1);
    const bool list = !lua_isnil(L, -1);
    lua_pop(L, 1);
    return list ? lq_rawlen(L, index) : 1;
}

/* Reads a list of models, or one model. */
static lm_status read_models(lua_State *L, lq_host *host, lq_value value, size_t count, lm_model *models)
{
    lm_status status = LM_OK;
    bool list = false;
    if (lua_istable(L, value.index)) {
        lua_rawgeti(L, value.index, 1);
        list = !lua_isnil(L, -1);
        lua_pop(L, 1);
    }
    if (!list)
        return lq_read_model(L, host, value, models);
    for (size_t i = 0; i < count && status == LM_OK; i++) {
        const char *name = lua_pushfstring(L, "model %d", (int)i + 1);
        lua_rawgeti(L, value.index, (lua_Integer)i + 1);
        status = lq_read_model(L, host, (lq_value){lua_gettop(L), value.argument, name}, &models[i]);
        lua_pop(L, 2);
    }
    return status;
}

static lm_status read_options(lua_State *L, lq_host *host, lq_value value, lm_score_options *options)
{
    size_t length;
    const char *json = lq_push_document(L, value, &length);
    const lm_status status = lm_score_options_read(&host->core, json, length, options);
    lua_pop(L, 1);
    return status;
}

/* t:score{models, options, columns} */
static int tape_score(lua_State *L)
{
    static const lq_part parts[] = {LQ_NAME("models"), LQ_NAME("options"), LQ_NAME("columns"), LQ_END};
    lq_tape *tape = lq_check_tape(L, 1);
    const lq_arguments in = lq_get_named_args(L, 2, parts);
    const bool columns = lq_flag(L, &in, 2);
    const size_t given = model_count(L, in.first),
                 count = given > LM_MAX_SCORED_MODELS ? LM_MAX_SCORED_MODELS + 1 : given;
    lm_model *models = lq_newuserdata(L, (count + 1) * sizeof *models);
    lm_score_options options;
    lm_bytes encoded;
    lq_host host;
    lq_host_init(L, &host);
    lm_status status = read_models(L, &host, lq_item(&in, 0), count, models);
    if (status == LM_OK)
        status = read_options(L, &host, lq_item(&in, 1), &options);
    if (status == LM_OK)
        status = lq_tape_encoded(L, &host, tape, &encoded);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_row_list *list = lq_new_scoped(L, sizeof *list, lq_release_row_list);
    const int owner = lua_gettop(L);
    list->host = &host.core;
    list->size = sizeof(lm_score_row);
    status = lm_tape_score(&host.core, encoded, models, count, &options, append_score, list);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_push_rows(L, &lm_score_columns, list->rows, list->count, columns);
    lq_free_scoped(L, owner);
    return 1;
}

const luaL_Reg lq_score_tape_methods[] = {{"score", tape_score}, {NULL, NULL}};
