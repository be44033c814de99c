/* The built-in JSON documents, converted to C by core/base/embed. Internal to the core. */
#ifndef LM_BASE_EMBEDDED_H
#define LM_BASE_EMBEDDED_H

#include <stddef.h>

typedef struct lm_embedded {
    const char *name; /* file name without extension; NULL after the last */
    const unsigned char *json;
    size_t size;
} lm_embedded;

extern const lm_embedded lm_venue_documents[];  /* core/margin/venues */
extern const lm_embedded lm_layout_documents[]; /* core/feed/layouts */
extern const lm_embedded lm_templates[];        /* core/chart/specs */
extern const lm_embedded lm_band_documents[];   /* core/truth/bands */

#endif
