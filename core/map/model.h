/* The stored form of a resolved model, as maps carry it. Internal to the core. */
#ifndef LM_MAP_MODEL_H
#define LM_MAP_MODEL_H

#include "base/bytes.h"
#include "liqmap/model.h"

lm_status lm_model_write(lm_host *host, const lm_model *model, lm_buffer *out);
/* A bad cursor for anything that lm_model_read could not have resolved to. */
void lm_model_get(lm_cursor *cursor, lm_model *model);

#endif
