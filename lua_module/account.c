/* Accounts under cross margin. */
#include "topics.h"

static void release_account(lm_host *host, void *payload)
{
    lm_account_destroy(host, *(lm_account **)payload);
}

lm_status lq_push_account(lua_State *L, lq_host *host, lq_value positions, lm_account **account)
{
    if (!lua_istable(L, positions.index))
        lq_value_error(L, &positions,
                       lua_pushfstring(L, "list of positions expected, got %s", luaL_typename(L, positions.index)));
    const size_t count = lq_rawlen(L, positions.index);
    lm_account **slot = lq_new_scoped(L, sizeof *slot, release_account);
    lm_status status = lm_account_create(&host->core, slot);
    for (size_t i = 1; i <= count && status == LM_OK; i++) {
        size_t length;
        lua_rawgeti(L, positions.index, (int)i);
        const char *json = lq_push_document(L, (lq_value){lua_gettop(L), positions.argument, positions.name}, &length);
        status = lm_account_read(&host->core, *slot, json, length);
        lua_pop(L, 2);
    }
    *account = *slot;
    return status;
}

/* Reads {positions, equity} and solves the account, which it pushes; the caller pushes the error. */
static lm_status solve(lua_State *L, lq_host *host, lm_account **account, lm_account_margin *margin)
{
    static const lq_part parts[] = {LQ_NAME("positions"), LQ_NAME("equity"), LQ_END};
    const lq_arguments in = lq_get_named_args(L, 1, parts);
    const bool given = !lua_isnil(L, lq_item(&in, 1).index);
    const double equity = given ? lq_number(L, &in, 1) : 0;
    lq_host_init(L, host);
    const lm_status status = lq_push_account(L, host, lq_item(&in, 0), account);
    if (status != LM_OK)
        return status;
    return given ? lm_account_solve(&host->core, *account, equity, margin)
                 : lm_account_solve_listed(&host->core, *account, margin);
}

/* liqmap.cross_account{positions, equity} */
static int cross_account(lua_State *L)
{
    lm_account *account;
    lm_account_margin margin;
    size_t count;
    lq_host host;
    const lm_status status = solve(L, &host, &account, &margin);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    const lm_account_row *rows = lm_account_rows(account, &count);
    lq_push_rows(L, &lm_account_row_columns, rows, count, false);
    return 1;
}

/* liqmap.account_margin{positions, equity} */
static int account_margin(lua_State *L)
{
    lm_account *account;
    lm_account_margin margin;
    lq_host host;
    const lm_status status = solve(L, &host, &account, &margin);
    if (status != LM_OK)
        return lq_push_error(L, &host, status);
    lq_push_row(L, &lm_account_margin_columns, &margin);
    return 1;
}

const luaL_Reg lq_account_functions[] = {
    {"cross_account", cross_account},
    {"account_margin", account_margin},
    {NULL, NULL},
};
