/*
 * A tape of a year in minutes: half a million frames, made month by month. Checks the memory of a replay, the size of the
 * map, and that months, slices and advances give the same bytes.
 */
#include "counting_host.h"

#define MINUTES (365 * 1440)
#define PER_MINUTE 3
#define MONTH (73 * LM_DAY / 2) /* ten of them in the year */

static lm_model model;

/* Generates a random walk of 4 basis points a minute with some jumps. */
static lm_buffer month_tape(int64_t since, double *price)
{
    const lm_tape_options options = default_options();
    lm_tape *tape;
    must(lm_tape_create(&host, &options, &tape));
    for (int64_t time = since; time < since + MONTH; time += LM_MINUTE / PER_MINUTE) {
        *price *= 1 + uniform(-4e-4, 4e-4) + (chance(1e-4) ? uniform(-0.03, 0.03) : 0);
        must(lm_tape_trade(&host, &tape, time, floor(*price * 10) / 10, uniform(0, 2), (lm_taker)pick(0, 1)));
    }
    for (int64_t time = since; time < since + MONTH; time += LM_DAY / 2)
        must(lm_tape_gauge(&host, &tape, time, "open_interest", 13, (double)pick(80000, 90000)));
    return finished(tape);
}

static lm_buffer replayed(const lm_buffer *tape, size_t *beyond)
{
    lm_map *map;
    const size_t before = counted.bytes;
    counted.peak = counted.bytes;
    must(lm_tape_map(&host, bytes_of(tape), &model, INT64_MAX, 0, &map));
    *beyond = counted.peak - before;
    const lm_buffer bytes = encoded_map(map);
    lm_map_destroy(&host, map);
    return bytes;
}

int main(void)
{
    lm_buffer months[10], year = {0}, sum;
    double price = 60000;
    size_t beyond;
    lm_tape_info info;
    lm_host_init(&host);
    host.allocate = counting_allocate;
    counted.sizes_agree = true;
    must(lm_model_read(&host, "{}", 2, &model));
    for (int i = 0; i < 10; i++) {
        months[i] = month_tape(NEW_YEAR + i * MONTH, &price);
        sum = (lm_buffer){0};
        must(i == 0 ? lm_tape_slice(&host, bytes_of(&months[0]), INT64_MIN, INT64_MAX, &sum)
                    : lm_tape_merge(&host, bytes_of(&year), bytes_of(&months[i]), &sum));
        lm_buffer_free(&host, &year);
        year = sum;
    }
    must(lm_tape_describe(&host, bytes_of(&year), &info));
    CHECK(info.frames == MINUTES && info.rows == (int64_t)MINUTES * PER_MINUTE);

    lm_buffer whole = replayed(&year, &beyond);
    CHECK(beyond <= (size_t)16 << 20);
    CHECK(whole.size <= 300000);
    printf("a year: %.1f MB of tape, %.2f MB to replay it, %.0f kB of map\n", (double)year.size / 1e6,
           (double)beyond / 1e6, (double)whole.size / 1e3);

    /* Advances month by month, storing and reading each map. */
    lm_map *map = NULL;
    for (int i = 0; i < 10; i++) {
        lm_buffer bytes = {0};
        if (map)
            must(lm_map_advance(&host, map, bytes_of(&months[i]), INT64_MAX));
        else
            must(lm_tape_map(&host, bytes_of(&months[i]), &model, INT64_MAX, 0, &map));
        must(lm_map_encode(&host, map, &bytes));
        lm_map_destroy(&host, map);
        must(lm_map_decode(&host, bytes_of(&bytes), &map));
        lm_buffer_free(&host, &bytes);
    }
    CHECK(same_and_freed(whole, encoded_map(map)));
    lm_map_destroy(&host, map);

    /* Slices of the year at the ends of months equal the tapes of the months. */
    lm_buffer half = {0}, rest = {0}, both = {0};
    must(lm_tape_slice(&host, bytes_of(&year), INT64_MIN, NEW_YEAR + 100 * LM_DAY, &half));
    must(lm_tape_slice(&host, bytes_of(&year), NEW_YEAR + 100 * LM_DAY, INT64_MAX, &rest));
    must(lm_tape_merge(&host, bytes_of(&rest), bytes_of(&half), &both));
    CHECK(same_bytes(&both, &year));
    lm_buffer *all[] = {&year, &half, &rest, &both};
    for (int i = 0; i < 4; i++)
        lm_buffer_free(&host, all[i]);
    for (int i = 0; i < 10; i++)
        lm_buffer_free(&host, &months[i]);
    CHECK(counted.bytes == 0 && counted.sizes_agree);
    return check_report("scale");
}
