#include "liqmap.h"

#include "version.h" /* made by the Makefile from META.json */

static const struct {
    const char *code, *sqlstate, *meaning;
} statuses[] = {
#define LM_STATUS_ROW(name, code, sqlstate, meaning) [name] = {code, sqlstate, meaning},
    LM_STATUS_LIST(LM_STATUS_ROW)
#undef LM_STATUS_ROW
};

static bool known(lm_status status)
{
    return (size_t)status < sizeof statuses / sizeof statuses[0];
}

const char *lm_version(void)
{
    return LM_VERSION;
}

const char *lm_status_code(lm_status status)
{
    return known(status) ? statuses[status].code : "unknown";
}

const char *lm_status_sqlstate(lm_status status)
{
    return known(status) ? statuses[status].sqlstate : "XX000";
}

const char *lm_status_meaning(lm_status status)
{
    return known(status) ? statuses[status].meaning : "a status this version does not know";
}
