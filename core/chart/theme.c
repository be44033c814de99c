#include "chart/theme.h"

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

static void write_rule(lm_svg *svg, lm_theme theme, const lm_style *rule, const char *colour)
{
    const char *at = rule->declarations;
    lm_svg_put(svg, ".%s%s%s{", classes[theme], rule->selector[0] ? " " : "", rule->selector);
    for (const char *mark; (mark = strstr(at, "%s")) != NULL; at = mark + 2)
        lm_svg_put(svg, "%.*s%s", (int)(mark - at), at, colour);
    lm_svg_put(svg, "%s}\n", at);
}

void lm_theme_rules(lm_svg *svg, lm_theme theme, const lm_style *rules, size_t count)
{
    for (size_t i = 0; i < count; i++)
        write_rule(svg, theme, &rules[i], theme == LM_THEME_DARK && rules[i].dark ? rules[i].dark : rules[i].light);
    if (theme != LM_THEME_AUTO)
        return;
    lm_svg_put(svg, "@media (prefers-color-scheme:dark){\n");
    for (size_t i = 0; i < count; i++)
        if (rules[i].dark)
            write_rule(svg, theme, &rules[i], rules[i].dark);
    lm_svg_put(svg, "}\n");
}

/* ---- shades */

double lm_shade_from(double top, int shade)
{
    return top * shade / LM_SHADES;
}

int lm_shade_from_amount(double top, double amount)
{
    if (!(amount > 0) || !(top > 0))
        return 0;
    if (amount >= top)
        return LM_SHADES - 1;
    int shade = (int)(amount / top * LM_SHADES);
    while (shade > 0 && lm_shade_from(top, shade) > amount)
        shade--;
    while (shade + 1 < LM_SHADES && lm_shade_from(top, shade + 1) <= amount)
        shade++;
    return shade;
}

/*
 * Colour maps of Nathaniel J. Smith and Stefan van der Walt, public domain by CC0 (https://bids.github.io/colormap), at
 * equal distances: on the dark background "inferno" from 0.09 to 1, on the light background "magma" from 0.97 to 0.06.
 */
#define SHADE "fill:%s;stroke:%s"
const lm_style lm_shade_styles[LM_SHADES] = {
    {".c0", SHADE, "#fffdf7", "#04040c"},  {".c1", SHADE, "#fcf0b2", "#140b34"},  {".c2", SHADE, "#fed89a", "#260c51"},
    {".c3", SHADE, "#fec185", "#3d0965"},  {".c4", SHADE, "#fea973", "#520e6d"},  {".c5", SHADE, "#fc9065", "#67166e"},
    {".c6", SHADE, "#f9785d", "#7c1d6d"},  {".c7", SHADE, "#f1605d", "#902568"},  {".c8", SHADE, "#e34e65", "#a52c60"},
    {".c9", SHADE, "#d0416f", "#b93556"},  {".c10", SHADE, "#bc3978", "#cb4149"}, {".c11", SHADE, "#a6317d", "#db503b"},
    {".c12", SHADE, "#912b81", "#e9612b"}, {".c13", SHADE, "#7e2482", "#f3761b"}, {".c14", SHADE, "#6a1c81", "#f98c0a"},
    {".c15", SHADE, "#56147d", "#fca50a"}, {".c16", SHADE, "#400f74", "#fbbe23"}, {".c17", SHADE, "#2a115c", "#f6d746"},
    {".c18", SHADE, "#180f3d", "#f1ef75"}, {".c19", SHADE, "#090720", "#fcffa4"},
};
