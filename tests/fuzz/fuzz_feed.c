/*
 * Feeds any text by any layout. The first byte chooses the layout; 255 means that a layout document comes first, up to a
 * byte of 0. A failed feed leaves the tape as it was; otherwise the tape is valid.
 */
#include "fixture.h"

#define MOST 200

static lm_layout *layouts[MOST];
static int layout_count;

static void load_layouts(void)
{
    lm_layout_reader reader = {0};
    lm_layout_entry entry;
    while (layout_count < MOST && lm_layout_next(&host, &reader, &entry) == LM_OK)
        must(lm_layout_named(&host, entry.name, strlen(entry.name), &layouts[layout_count++]));
}

/* A tape of each kind of contract, one of them with rows. */
static void feed(const lm_layout *layout, lm_bytes text, lm_contract contract)
{
    lm_tape_options options = default_options();
    lm_tape *tape;
    lm_feed_report report;
    options.contract = (uint8_t)contract;
    options.has_prices = false;
    must(lm_tape_create(&host, &options, &tape));
    if (contract == LM_INVERSE)
        must(lm_tape_gauge(&host, &tape, NEW_YEAR, "open_interest", 13, 1));
    lm_buffer before = encoded(tape);
    const lm_status status = lm_tape_feed(&host, &tape, text, layout, NULL, &report);
    if (status != LM_OK && !host.error.message[0])
        abort();
    lm_buffer after = encoded(tape);
    must(lm_tape_validate(&host, bytes_of(&after)));
    const bool taken = status == LM_OK && report.trades + report.candles + report.gauges + report.liquidations > 0;
    if (same_bytes(&before, &after) == taken)
        abort();
    lm_buffer_free(&host, &before);
    lm_buffer_free(&host, &after);
    lm_tape_destroy(&host, tape);
}

static void feed_both(const lm_layout *layout, const uint8_t *data, size_t size)
{
    feed(layout, (lm_bytes){data, size}, LM_LINEAR);
    feed(layout, (lm_bytes){data, size}, LM_INVERSE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    lm_host_init(&host);
    if (layout_count == 0)
        load_layouts();
    if (size == 0)
        return 0;
    if (data[0] != 255) {
        feed_both(layouts[data[0] % layout_count], data + 1, size - 1);
        return 0;
    }
    const uint8_t *zero = memchr(data, 0, size);
    lm_layout *layout;
    if (!zero || lm_layout_read(&host, (const char *)data + 1, (size_t)(zero - data) - 1, &layout) != LM_OK)
        return 0;
    feed_both(layout, zero + 1, (size_t)(data + size - zero) - 1);
    lm_layout_destroy(&host, layout);
    return 0;
}
