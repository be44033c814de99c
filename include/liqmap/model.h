/* Models: the assumptions about the positions that trades open. */
#ifndef LIQMAP_MODEL_H
#define LIQMAP_MODEL_H

#include "margin.h"

LM_BEGIN_DECLS

typedef struct lm_class {
    double x;         /* leverage */
    double share;     /* of the positions that open and may be liquidated; all shares sum to 1 */
    double half_life; /* seconds */
} lm_class;

/* A resolved model: tiers and defaults are filled in, shares sum to 1, classes ascend in x. */
typedef struct lm_model {
    lm_rules margin;
    double position;        /* quote notional of a typical position, which selects the tier */
    double reference_price; /* of coin tiers of inverse contracts, else 0 */
    int64_t frame;          /* width of the frames the model was fitted at, default 1 min */
    double volume_power;    /* 0.5 or 1 */
    double exposure;        /* fraction of the open interest that feeds would report if all positions were liquidated */
    int class_count;
    lm_class classes[LM_MAX_CLASSES];
    /*
     * The map learns the exposure of each side from the observed liquidations of the tape, which count half after the
     * half-life, in seconds, against the exposure above, which counts as many days of predictions as the weight says.
     * Half-life and weight are 0 unless the model is adaptive.
     */
    bool adaptive;
    double adaptive_half_life, adaptive_weight;
} lm_model;

/* The name of the preset that {} is. */
#define LM_DEFAULT_MODEL "default"

typedef struct lm_model_entry {
    const char *name;
    const char *description;
    const char *json; /* the resolved model; lasts until the buffer is freed */
} lm_model_entry;

/* Gets preset number `index` (0 ..), with its JSON in `json` (which is emptied first); LM_DONE after the last. */
LM_API lm_status lm_model_entry_at(lm_host *host, int index, lm_buffer *json, lm_model_entry *entry);

/* Gets the preset of this name. LM_E_ARGUMENT for an unknown name; the hint names the presets. */
LM_API lm_status lm_model_named(lm_host *host, const char *name, size_t length, lm_model *model);

/*
 * Parses and resolves a model document, or gets the preset of a name, as lm_model_named() does. '{}' is the default model, and a missing key has its default. Classes of the
 * default ladder that the margin rules do not allow are added to the highest class that they allow; a class in the
 * document that would be liquidated at its entry is an error. LM_E_DOCUMENT names the path.
 */
LM_API lm_status lm_model_read(lm_host *host, const char *json, size_t length, lm_model *model);

/* Appends the resolved model as JSON, from which lm_model_read gives an equal model. */
LM_API lm_status lm_model_print(lm_host *host, const lm_model *model, lm_buffer *out);

LM_END_DECLS

#endif
