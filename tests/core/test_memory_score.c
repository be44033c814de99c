/* Scores with failing allocations and interrupts; see fault_injection.h. The tape is longer than that of other tests. */
#include "fault_injection.h"

static lm_buffer score_tape(void)
{
    const lm_tape_options options = default_options();
    lm_tape *tape;
    must(lm_tape_create(&host, &options, &tape));
    for (int i = 0; i < 420; i++) {
        const int64_t time = NEW_YEAR + i * 30 * LM_MINUTE;
        must(lm_tape_trade(&host, &tape, time, 60000 * (1 + 0.01 * sin(i)), 1 + i % 7, LM_TAKER_BOUGHT));
        must(lm_tape_liquidation_without_price(&host, &tape, time, 1e4 * (2 + sin(i)), LM_LONG));
        must(lm_tape_liquidation_without_price(&host, &tape, time, 1e4 * (2 - sin(i)), LM_SHORT));
    }
    return finished(tape);
}

static lm_status count_rows(void *context, const lm_score_row *row)
{
    (void)row;
    ++*(long *)context;
    return LM_OK;
}

static lm_status score_models(void)
{
    static const char json[] = "{\"warm_up\": 0, \"train_until\": \"2026-01-07 12:00\", \"ridge\": 2, \"draws\": 3, "
                               "\"null\": \"small\", \"open_interest\": 1000}";
    lm_buffer bytes = score_tape();
    lm_score_options options;
    lm_model model;
    long rows = 0;
    must(lm_model_read(&host, "{}", 2, &model));
    must(lm_score_options_read(&host, json, sizeof json - 1, &options));
    const lm_status status =
        INJECT_FAULTS(lm_tape_score(&host, bytes_of(&bytes), &model, 1, &options, count_rows, &rows));
    CHECK(status != LM_OK || rows > 60);
    lm_buffer_free(&host, &bytes);
    return status;
}

static const step steps[] = {
    {"lm_tape_score", score_models, true},
};

int main(void)
{
    run_steps(steps, sizeof steps / sizeof steps[0]);
    return check_report("memory of scores");
}
