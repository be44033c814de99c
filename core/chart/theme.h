/* Light, dark, or what the reader's system asks for. Internal to the core. */
#ifndef LM_CHART_THEME_H
#define LM_CHART_THEME_H

#include "chart/svg.h"
#include "liqmap/chart.h"

/* A rule of the style sheet, with %s where the colour stands; dark NULL where it depends on no theme. */
typedef struct lm_style {
    const char *selector;
    const char *declarations;
    const char *light, *dark;
} lm_style;

/* The class of the root element, below which all rules of the theme are: "lm-light". */
const char *lm_theme_class(lm_theme theme);

/* Writes rules for a theme, inside of a <style>. */
void lm_theme_rules(lm_svg *svg, lm_theme theme, const lm_style *rules, size_t count);

/*
 * Amounts as shades, darker to brighter (in the light theme the other way), perceptually even and fit for every kind of
 * colour vision. Shade k holds amounts from top * k / 20 on; shade 0 is the ground.
 */
#define LM_SHADES 20

double lm_shade_from(double top, int shade);
/* 0 for what is not known, too. */
int lm_shade_of(double top, double amount);

/* Rules .c1 to .c19, as stroke and as fill; and .c0, the ground. */
extern const lm_style lm_shade_styles[LM_SHADES];

#endif
