/*
 * Amounts as shades, darker to brighter (in the light theme the other way), perceptually even and fit for every kind of
 * colour vision. Internal to the core.
 */
#ifndef LM_CHART_SHADE_H
#define LM_CHART_SHADE_H

#include "chart/theme.h"

/* Shade k holds amounts from top * k / 20 on; shade 0 is the ground. */
#define LM_SHADES 20

double lm_shade_from(double top, int shade);
/* 0 for what is not known, too. */
int lm_shade_of(double top, double amount);

/* Rules .c1 to .c19, as stroke and as fill; and .c0, the ground. */
extern const lm_style lm_shade_styles[LM_SHADES];

#endif
