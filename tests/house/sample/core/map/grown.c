int lm_grow(void);

static int through_another(void)
{
    return lm_grow();
}
int lm_map_grown(void)
{
    return through_another();
}
int lm_map_tested(void)
{
    return through_another();
}
