/*
 * JSON with places to fill in: core/draw/specs/NAME.json, built into the library. The string "@word" is replaced by the
 * value of that name. Whoever knows Vega-Lite can read them and change them. Internal to the core.
 */
#ifndef LM_DRAW_TEMPLATE_H
#define LM_DRAW_TEMPLATE_H

#include "draw/writer.h"

/* What the Makefile makes of a file. */
typedef struct lm_template {
    const char *name; /* NULL behind the last */
    const unsigned char *json;
    size_t size;
} lm_template;

extern const lm_template lm_templates[];

/* A value for a place: written by `write`, which gets the context of the picture. */
typedef struct lm_place {
    const char *name;
    void (*write)(lm_writer *writer, const void *context);
} lm_place;

/* Writes the template, without the spaces between. `places` ends with a name of NULL, and holds all that it names. */
void lm_write_template(lm_writer *writer, const char *name, const lm_place *places, const void *context);

#endif
