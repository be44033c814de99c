/* Random numbers for tests: splitmix64 (Steele, Lea, Flood 2014), the same on every machine. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdbool.h>
#include <stdint.h>

static uint64_t rng_state = 20260101;

static inline uint64_t rng_next(void)
{
    uint64_t mixed = rng_state += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
}

static inline int64_t pick(int64_t least, int64_t most)
{
    return least + (int64_t)(rng_next() % (uint64_t)(most - least + 1));
}

static inline double uniform(double low, double high)
{
    return low + (high - low) * ((double)(rng_next() >> 11) * 0x1p-53);
}

static inline bool chance(double probability)
{
    return uniform(0, 1) < probability;
}

#endif
