/*
 * Counter-based random numbers: a number depends only on seed, draw and stream, so draws may be made in any order and
 * by any number of workers. The mixer is the finaliser of splitmix64 (Steele, Lea and Flood 2014; code by S. Vigna,
 * public domain). Internal to the core.
 */
#ifndef LM_BASE_RNG_H
#define LM_BASE_RNG_H

#include <math.h>
#include <stdint.h>

#define LM_GOLDEN 0x9e3779b97f4a7c15u

static inline uint64_t lm_mix(uint64_t mixed)
{
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
}

static inline uint64_t lm_rng_u64(uint64_t seed, uint64_t draw, uint64_t stream)
{
    return lm_mix(lm_mix(lm_mix(seed + LM_GOLDEN) + (draw + 1) * LM_GOLDEN) + (stream + 1) * LM_GOLDEN);
}

/* Returns a uniform number in the open interval (0, 1). */
static inline double lm_uniform(uint64_t seed, uint64_t draw, uint64_t stream)
{
    return ((double)(lm_rng_u64(seed, draw, stream) >> 12) + 0.5) * 0x1p-52;
}

#define LM_TWO_PI 6.283185307179586

/* Returns a standard normal number (Box and Muller 1958); uses this stream and the next. */
static inline double lm_normal(uint64_t seed, uint64_t draw, uint64_t stream)
{
    return sqrt(-2 * log(lm_uniform(seed, draw, stream))) * cos(LM_TWO_PI * lm_uniform(seed, draw, stream + 1));
}

/*
 * Returns Student's t with `degrees` of freedom, above 2 (Bailey 1994), scaled to a variance of 1; uses this stream and
 * the next.
 */
static inline double lm_student(uint64_t seed, uint64_t draw, uint64_t stream, double degrees)
{
    const double radius = sqrt(degrees * (pow(lm_uniform(seed, draw, stream), -2 / degrees) - 1));
    return radius * cos(LM_TWO_PI * lm_uniform(seed, draw, stream + 1)) * sqrt((degrees - 2) / degrees);
}

#endif
