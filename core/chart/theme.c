#include "chart/theme.h"

#include <stdio.h>
#include <string.h>

static const char *const names[] = {"auto", "light", "dark"};
static const char *const classes[] = {"lm-auto", "lm-light", "lm-dark"};

lm_status lm_theme_named(lm_host *host, const char *name, size_t length, lm_theme *theme)
{
    for (int i = 0; i < 3; i++)
        if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0) {
            *theme = (lm_theme)i;
            return LM_OK;
        }
    return lm_fail(host, LM_E_ARGUMENT, "The themes are auto, light and dark.", "there is no theme \"%.*s\"",
                   (int)(length < 60 ? length : 60), name);
}

const char *lm_theme_class(lm_theme theme)
{
    return classes[theme];
}

static void put_rule(lm_svg *svg, lm_theme theme, const lm_style *rule, const char *colour)
{
    const char *at = rule->declarations;
    lm_svg_put(svg, ".%s%s%s{", classes[theme], rule->selector[0] ? " " : "", rule->selector);
    for (const char *mark; (mark = strstr(at, "%s")) != NULL; at = mark + 2)
        lm_svg_put(svg, "%.*s%s", (int)(mark - at), at, colour);
    lm_svg_put(svg, "%s}\n", at);
}

/* What depends on no colour is said once. */
void lm_theme_rules(lm_svg *svg, lm_theme theme, const lm_style *rules, size_t count)
{
    for (size_t i = 0; i < count; i++)
        put_rule(svg, theme, &rules[i], theme == LM_THEME_DARK && rules[i].dark ? rules[i].dark : rules[i].light);
    if (theme != LM_THEME_AUTO)
        return;
    lm_svg_put(svg, "@media (prefers-color-scheme:dark){\n");
    for (size_t i = 0; i < count; i++)
        if (rules[i].dark)
            put_rule(svg, theme, &rules[i], rules[i].dark);
    lm_svg_put(svg, "}\n");
}
