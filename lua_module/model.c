/* Named models, and models checked and printed as the table that t:map() reads. */
#include "topics.h"

/* liqmap.model(name) */
static int model(lua_State *L)
{
    size_t length;
    const char *name = luaL_optlstring(L, 1, LM_DEFAULT_MODEL, &length);
    lm_model model;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_model_named(&host.core, name, length, &model);
    return status == LM_OK ? lq_push_model(L, &host, &model) : lq_push_error(L, &host, status);
}

/* liqmap.models() */
static int models(lua_State *L)
{
    lm_model_entry entry;
    lm_status status;
    lq_host host;
    lq_host_init(L, &host);
    lm_buffer *json = lq_new_buffer(L);
    lua_newtable(L);
    for (int i = 0; (status = lm_model_entry_at(&host.core, i, json, &entry)) == LM_OK; i++) {
        lq_push_row(L, &lm_model_columns, &entry);
        lua_rawseti(L, -2, i + 1);
    }
    lq_free_scoped(L, -2);
    return status == LM_DONE ? 1 : lq_push_error(L, &host, status);
}

/* liqmap.check_model(document) */
static int check_model(lua_State *L)
{
    luaL_checkany(L, 1);
    lm_model model;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lq_read_model(L, &host, lq_value_at(1), &model);
    return status == LM_OK ? lq_push_model(L, &host, &model) : lq_push_error(L, &host, status);
}

const luaL_Reg lq_model_functions[] = {
    {"model", model},
    {"models", models},
    {"check_model", check_model},
    {NULL, NULL},
};
