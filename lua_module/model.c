/* The model: what is assumed. Printed as the table that t:map() would read. */
#include "glue.h"

static void push_ladder(lua_State *L, const lm_model *model)
{
    lua_createtable(L, model->class_count, 0);
    for (int i = 0; i < model->class_count; i++) {
        lua_createtable(L, 0, 3);
        lq_set_number(L, "x", model->classes[i].x);
        lq_set_number(L, "share", model->classes[i].share);
        lq_set_number(L, "half_life", model->classes[i].half_life);
        lua_rawseti(L, -2, i + 1);
    }
}

void lq_push_model(lua_State *L, const lm_model *model)
{
    lua_createtable(L, 0, 7);
    lq_push_rules(L, &model->margin);
    lua_setfield(L, -2, "margin");
    lq_set_number(L, "position", model->position);
    if (model->reference_price > 0)
        lq_set_number(L, "reference_price", model->reference_price);
    lq_set_number(L, "frame", lq_seconds(model->frame));
    push_ladder(L, model);
    lua_setfield(L, -2, "leverage");
    lq_set_number(L, "volume_power", model->volume_power);
    lq_set_number(L, "exposure", model->exposure);
}

/* liqmap.model(name) */
static int model_named(lua_State *L)
{
    size_t length;
    const char *name = luaL_optlstring(L, 1, "default", &length);
    lm_model model;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_model_named(&host.core, name, length, &model);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_push_model(L, &model);
    return 1;
}

/* liqmap.models() */
static int model_list(lua_State *L)
{
    const char *name, *description;
    lm_model model;
    lq_host host;
    lq_host_init(L, &host);
    lua_newtable(L);
    for (int i = 0; (name = lm_model_name(i, &description)) != NULL; i++) {
        const lm_status status = lm_model_named(&host.core, name, strlen(name), &model);
        if (status != LM_OK)
            return lq_refuse(L, &host, status);
        lua_createtable(L, 0, 3);
        lq_set_text(L, "name", name);
        lq_set_text(L, "description", description);
        lq_push_model(L, &model);
        lua_setfield(L, -2, "model");
        lua_rawseti(L, -2, i + 1);
    }
    return 1;
}

/* liqmap.check_model(document) */
static int model_check(lua_State *L)
{
    luaL_checkany(L, 1);
    size_t length;
    const char *json = lq_push_document(L, 1, &length);
    lm_model model;
    lq_host host;
    lq_host_init(L, &host);
    const lm_status status = lm_model_read(&host.core, json, length, &model);
    if (status != LM_OK)
        return lq_refuse(L, &host, status);
    lq_push_model(L, &model);
    return 1;
}

void lq_model_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"model", model_named},
        {"models", model_list},
        {"check_model", model_check},
        {NULL, NULL},
    };
    lq_setfuncs(L, functions);
}
