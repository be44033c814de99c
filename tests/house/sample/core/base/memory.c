int lm_grow(void)
{
    return 4;
}
