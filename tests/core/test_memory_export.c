/* Export and pages with failing allocations and interrupts; see fault_injection.h. */
#include "fault_injection.h"

static lm_model a_model(void)
{
    lm_model model;
    must(lm_model_read(&host, "{}", 2, &model));
    return model;
}

static lm_map *a_map(int64_t as_of)
{
    return a_map_of((map_input){"{}", 0, as_of});
}

/* ---- JSON and HTML */

static lm_status draw_map(void)
{
    lm_map *map = a_map(INT64_MAX);
    lm_vega_options options;
    lm_buffer out = {0};
    lm_vega_options_init(&options);
    const lm_status status = append(INJECT_FAULTS(lm_map_vega(&host, map, &options, &out)), &out);
    lm_map_destroy(&host, map);
    return status;
}

static lm_status draw_tape(void)
{
    const lm_model model = a_model();
    lm_buffer tape = a_stored_tape(), out = {0};
    lm_heatmap_options view;
    lm_vega_options options;
    lm_heatmap_options_init(&view);
    view.every = LM_DAY / 2; /* few columns, because the call is repeated for each allocation */
    view.step = 2000;
    lm_vega_options_init(&options);
    const lm_status status =
        append(INJECT_FAULTS(lm_tape_vega(&host, bytes_of(&tape), &model, &view, &options, &out)), &out);
    lm_buffer_free(&host, &tape);
    return status;
}

static lm_status draw_heatmap(void)
{
    const lm_model model = a_model();
    lm_buffer tape = a_stored_tape(), out = {0};
    const lm_heatmap_options view = few_columns();
    lm_vega_options options;
    lm_heatmap heatmap;
    lm_vega_options_init(&options);
    must(lm_tape_heatmap(&host, bytes_of(&tape), &model, &view, &heatmap));
    const lm_status status = append(INJECT_FAULTS(lm_heatmap_vega(&host, &heatmap, NULL, &options, &out)), &out);
    lm_heatmap_free(&host, &heatmap);
    lm_buffer_free(&host, &tape);
    return status;
}

static lm_status export_map(void)
{
    lm_map *map = a_map(INT64_MAX);
    lm_buffer out = {0};
    const lm_status status = append(INJECT_FAULTS(lm_map_export(&host, map, as_text("liqmap"), 0, &out)), &out);
    lm_map_destroy(&host, map);
    return status;
}

static lm_status export_tape(void)
{
    const lm_model model = a_model();
    lm_buffer tape = a_stored_tape(), out = {0};
    lm_heatmap_options view;
    lm_heatmap_options_init(&view);
    view.every = LM_DAY / 2; /* few columns, because the call is repeated for each allocation */
    view.step = 2000;
    const lm_status status =
        append(INJECT_FAULTS(lm_tape_export(&host, bytes_of(&tape), &model, &view, as_text("liqmap"), &out)), &out);
    lm_buffer_free(&host, &tape);
    return status;
}

static lm_status write_page(void)
{
    lm_buffer out = {0};
    return append(INJECT_FAULTS(lm_page_vega(&host, as_text("{}"), as_text("a"), as_text("b"), &out)), &out);
}

/* ---- the list of calls */

static const step steps[] = {
    {"lm_map_vega", draw_map, false},     {"lm_heatmap_vega", draw_heatmap, false}, {"lm_tape_vega", draw_tape, true},
    {"lm_map_export", export_map, false}, {"lm_tape_export", export_tape, true},    {"lm_page_vega", write_page, false},
};

int main(void)
{
    run_steps(steps, sizeof steps / sizeof steps[0]);
    return check_report("memory of export");
}
