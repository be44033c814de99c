/* Encodes and decodes resolved models, as parts of stored maps. Internal to the core. */
#ifndef LM_MAP_MODEL_H
#define LM_MAP_MODEL_H

#include "base/bytes.h"
#include "liqmap/model.h"

/* Appends the stored form. */
lm_status lm_model_write(lm_host *host, const lm_model *model, lm_buffer *out);
/* Marks the cursor as bad for a model that lm_model_read cannot give. */
void lm_model_get(lm_cursor *cursor, lm_model *model);

#endif
