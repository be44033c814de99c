/* Leverage classes in a legend: names and colours. Internal to the core. */
#ifndef LM_CHART_CLASSES_H
#define LM_CHART_CLASSES_H

#include "base/json_writer.h"
#include "liqmap/map.h"

#define LM_CLASS_SIZE 40
#define LM_LEGEND_MAX 12 /* more classes than these are shown as ranges */

typedef struct lm_classes {
    double leverages[LM_LEGEND_MAX]; /* ascending; for ranges, the upper bounds */
    int count;
    bool ranges;
    bool unknown; /* some levels have no known leverage */
} lm_classes;

/* Collects the classes of levels, which must be by leverage. */
void lm_classes_of(const lm_levels *levels, lm_classes *classes);

/* Writes the label of the class that a leverage belongs to: "25x", "to 20x", "over 125x", "unknown". */
const char *lm_class_label(const lm_classes *classes, double leverage, char text[LM_CLASS_SIZE]);

/* Write an array of all labels, and an array of a colour for each. */
void lm_write_class_labels(lm_writer *writer, const lm_classes *classes);
void lm_write_class_colours(lm_writer *writer, const lm_classes *classes);

/*
 * Writes the colour at `part` (0 to 1) of Viridis, a scale that is perceptually even, with colour blindness too (S. van
 * der Walt and N. Smith, 2015).
 */
#define LM_COLOUR_SIZE 8
const char *lm_viridis(double part, char text[LM_COLOUR_SIZE]);

#endif
