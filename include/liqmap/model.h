/* Models: what is assumed of the positions that trades open. */
#ifndef LIQMAP_MODEL_H
#define LIQMAP_MODEL_H

#include "margin.h"

LM_BEGIN_DECLS

typedef struct lm_class {
    double x;         /* leverage */
    double share;     /* of what opens and may be liquidated; all shares sum to 1 */
    double half_life; /* seconds */
} lm_class;

/* A model, resolved: tiers looked up, defaults filled in, shares scaled to sum 1, classes ascending in x. */
typedef struct lm_model {
    lm_rules margin;
    double position;        /* quote notional of a typical position: picks the tier */
    double reference_price; /* of coin tiers of inverse contracts, else 0 */
    int64_t frame;          /* width of the frames the model was fitted at, default 1 min */
    double volume_power;    /* 0.5 or 1 */
    double exposure;        /* share of open interest that stands on the ladder */
    int class_count;
    lm_class classes[LM_MAX_CLASSES];
} lm_model;

/* The named presets: name and one line; NULL behind the last. */
LM_API const char *lm_model_name(int index, const char **description);

typedef struct lm_model_entry {
    const char *name;
    const char *description;
    const char *json; /* the resolved model; lasts until the buffer is freed */
} lm_model_entry;

/* Preset number `index` (0 ..), its JSON written to `json` (which is emptied first); LM_DONE behind the last. */
LM_API lm_status lm_model_entry_at(lm_host *host, int index, lm_buffer *json, lm_model_entry *entry);

/* LM_E_ARGUMENT for an unknown name; the hint lists the known ones. */
LM_API lm_status lm_model_named(lm_host *host, const char *name, size_t length, lm_model *model);

/*
 * Reads a model document and resolves it; '{}' is the default model, and so is every key left out. LM_E_DOCUMENT names
 * the path. Classes of the default ladder that the margin rules do not allow fold into the highest one they allow;
 * explicit ones that would be liquidated at birth are errors.
 */
LM_API lm_status lm_model_read(lm_host *host, const char *json, size_t length, lm_model *model);

/* Appends the resolved model as JSON: lossless, read back it gives the same model. */
LM_API lm_status lm_model_print(lm_host *host, const lm_model *model, lm_buffer *out);

LM_END_DECLS

#endif
