/* Classes of leverage as a legend shows them: their names and colours. Internal to the core. */
#ifndef LM_CHART_CLASSES_H
#define LM_CHART_CLASSES_H

#include "base/json_writer.h"
#include "liqmap/map.h"

#define LM_CLASS_SIZE 40
#define LM_LEGEND_MAX 12 /* more classes than that are shown as ranges */

typedef struct lm_classes {
    double leverages[LM_LEGEND_MAX]; /* ascending; of ranges, the upper bounds */
    int count;
    bool ranges;
    bool unknown; /* some leverage is not known */
} lm_classes;

/* The classes of levels by leverage. */
void lm_classes_of(const lm_levels *levels, lm_classes *classes);

/* "25x", "10x to 20x", "unknown". */
const char *lm_class_label(const lm_classes *classes, double leverage, char text[LM_CLASS_SIZE]);

/* Arrays of all labels, and of a colour for each. */
void lm_write_class_labels(lm_writer *writer, const lm_classes *classes);
void lm_write_class_colours(lm_writer *writer, const lm_classes *classes);

/* Viridis, a colour scale that is even to the eye, for colour-blind eyes too (S. van der Walt and N. Smith, 2015). */
#define LM_COLOUR_SIZE 8
const char *lm_viridis(double part, char text[LM_COLOUR_SIZE]);

#endif
