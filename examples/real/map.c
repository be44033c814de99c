/* Arguments: trades, state (CSV without header). Prints the map's bytes in hex. */
#include <liqmap.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BOTH_SIDES 0.5 /* of an open interest that counts longs and shorts: as many positions are of one side */

static lm_host host;

static void check(lm_status status)
{
    if (status == LM_OK)
        return;
    fprintf(stderr, "%s: %s\n", lm_status_code(status), host.error.message);
    exit(1);
}

static FILE *open_file(const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

int main(int argc, char **argv)
{
    char line[256];
    lm_tape_options options;
    lm_tape *tape;
    if (argc != 3)
        return 2;
    lm_host_init(&host);
    lm_tape_options_init(&options);
    strcpy(options.symbol, "BTC");
    check(lm_tape_create(&host, &options, &tape));

    FILE *trades = open_file(argv[1]);
    while (fgets(line, sizeof line, trades)) {
        char *at;
        const int64_t time = lm_time_from_epoch(strtoll(line, &at, 10));
        double price = strtod(at + 1, &at);
        double qty = strtod(at + 1, &at);
        check(lm_tape_trade(&host, &tape, time, price, qty,
                            strncmp(at, ",buy", 4) == 0 ? LM_TAKER_BOUGHT : LM_TAKER_SOLD));
    }
    fclose(trades);

    FILE *state = open_file(argv[2]);
    while (fgets(line, sizeof line, state)) {
        char *at;
        const int64_t time = lm_time_from_epoch(strtoll(line, &at, 10));
        const double open_interest = strtod(at + 1, NULL) * BOTH_SIDES;
        check(lm_tape_gauge(&host, &tape, time, "open_interest", strlen("open_interest"), open_interest));
    }
    fclose(state);

    lm_buffer encoded = {0}, bytes = {0};
    lm_model model;
    lm_map *map;
    check(lm_tape_encode(&host, tape, &encoded));
    check(lm_model_read(&host, "{}", 2, &model));
    check(lm_tape_map(&host, (lm_bytes){encoded.data, encoded.size}, &model, INT64_MAX, 0, &map));
    check(lm_map_encode(&host, map, &bytes));
    for (size_t i = 0; i < bytes.size; i++)
        printf("%02x", bytes.data[i]);
    printf("\n");

    lm_map_destroy(&host, map);
    lm_tape_destroy(&host, tape);
    lm_buffer_free(&host, &encoded);
    lm_buffer_free(&host, &bytes);
    return 0;
}
