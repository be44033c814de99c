static const char *const steps[][1] = {{"lm_map_tested"}};
