int lm_map_count(void);
int lm_map_grown(void);
int lm_map_tested(void);
