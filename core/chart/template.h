/*
 * JSON with places to fill in: core/chart/specs/NAME.json, built into the library. The string "@word" is replaced by the
 * value of that name. Whoever knows Vega-Lite can read them and change them. Internal to the core.
 */
#ifndef LM_CHART_TEMPLATE_H
#define LM_CHART_TEMPLATE_H

#include "base/embedded.h"
#include "base/json_writer.h"

/* A value for a place: written by `write`, which gets the context of the picture. */
typedef struct lm_placeholder {
    const char *name;
    void (*write)(lm_writer *writer, const void *context);
} lm_placeholder;

/* Writes the template, without the spaces between. `places` ends with a name of NULL, and holds all that it names. */
void lm_write_template(lm_writer *writer, const char *name, const lm_placeholder *places, const void *context);

#endif
