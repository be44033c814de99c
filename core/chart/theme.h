/* Themes: light, dark, or that of the reader's system. Internal to the core. */
#ifndef LM_CHART_THEME_H
#define LM_CHART_THEME_H

#include "chart/svg.h"
#include "liqmap/chart.h"

/* A rule of the style sheet. %s in the declarations is the colour. `dark` is NULL if the rule depends on no theme. */
typedef struct lm_style {
    const char *selector;
    const char *declarations;
    const char *light, *dark;
} lm_style;

/* Returns the CSS class of the root element, such as "lm-light". All rules of a theme apply below it. */
const char *lm_theme_class(lm_theme theme);

/* Writes rules for a theme. A <style> element must be open. */
void lm_theme_rules(lm_svg *svg, lm_theme theme, const lm_style *rules, size_t count);

/*
 * Shades for amounts, from dark to bright (in the light theme from bright to dark), perceptually even and fit for all
 * kinds of colour vision. Shade k means amounts of at least top * k / 20; shade 0 is the background.
 */
#define LM_SHADES 20

/* Returns the smallest amount of a shade. */
double lm_shade_from(double top, int shade);
/* Returns the shade of an amount, 0 for NaN. */
int lm_shade_from_amount(double top, double amount);

/* The rules .c1 to .c19, as stroke and as fill, and .c0, the background. */
extern const lm_style lm_shade_styles[LM_SHADES];

#endif
