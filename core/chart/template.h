/*
 * Templates: JSON with placeholders, core/chart/specs/NAME.json, built into the library. The string "@word" is a
 * placeholder for the value of that name. Anyone who knows Vega-Lite can change a template. Internal to the core.
 */
#ifndef LM_CHART_TEMPLATE_H
#define LM_CHART_TEMPLATE_H

#include "base/embedded.h"
#include "base/json_writer.h"

/* The function that writes the value of a placeholder. It gets the context of lm_write_template(). */
typedef struct lm_placeholder {
    const char *name;
    void (*write)(lm_writer *writer, const void *context);
} lm_placeholder;

/*
 * Writes a template without its white space. `placeholders` has all that the template names, and ends with a name of
 * NULL.
 */
void lm_write_template(lm_writer *writer, const char *name, const lm_placeholder *placeholders, const void *context);

#endif
