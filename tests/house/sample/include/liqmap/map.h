int lm_map_count(void);
