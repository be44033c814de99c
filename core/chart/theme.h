/* Light, dark, or what the reader's system asks for. Internal to the core. */
#ifndef LM_CHART_THEME_H
#define LM_CHART_THEME_H

#include "chart/svg.h"

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

#endif
