/* Charts with failing allocations and interrupts; see fault_injection.h. */
#include "fault_injection.h"

static lm_model a_model(void)
{
    lm_model model;
    must(lm_model_read(&host, "{}", 2, &model));
    return model;
}

static lm_svg_options svg_options(void)
{
    lm_svg_options options;
    lm_svg_options_init(&options);
    options.title = (lm_text){"<&>", 3};
    return options;
}

static lm_status draw(const lm_map *map, lm_buffer *out)
{
    const lm_svg_options options = svg_options();
    return lm_map_svg(&host, map, &options, out);
}

static lm_status draw_map(void)
{
    lm_buffer out = {0};
    lm_map *map = a_map_of((map_input){"{}", 0, INT64_MAX});
    const lm_status status = INJECT_FAULTS(draw(map, &out));
    lm_map_destroy(&host, map);
    return append(status, &out);
}

static lm_status draw_heatmap(void)
{
    const lm_model model = a_model();
    const lm_svg_options options = svg_options();
    lm_buffer tape = a_stored_tape(), out = {0};
    const lm_heatmap_options view = few_columns();
    lm_heatmap heatmap;
    must(lm_tape_heatmap(&host, bytes_of(&tape), &model, &view, &heatmap));
    const lm_status status = INJECT_FAULTS(lm_heatmap_svg(&host, &heatmap, NULL, &options, &out));
    lm_heatmap_free(&host, &heatmap);
    lm_buffer_free(&host, &tape);
    return append(status, &out);
}

static lm_status draw_tape(void)
{
    const lm_model model = a_model();
    const lm_svg_options options = svg_options();
    lm_buffer tape = a_stored_tape(), out = {0};
    const lm_heatmap_options view = few_columns();
    const lm_status status = INJECT_FAULTS(lm_tape_svg(&host, bytes_of(&tape), &model, &view, &options, &out));
    lm_buffer_free(&host, &tape);
    return append(status, &out);
}

static lm_status write_page(void)
{
    static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>";
    lm_buffer out = {0};
    return append(INJECT_FAULTS(lm_page_svg(&host, (lm_text){svg, strlen(svg)}, (lm_text){"<&>", 3}, &out)), &out);
}

static const step steps[] = {
    {"lm_map_svg", draw_map, true},
    {"lm_heatmap_svg", draw_heatmap, true},
    {"lm_tape_svg", draw_tape, true},
    {"lm_page_svg", write_page, false},
};

int main(void)
{
    run_steps(steps, sizeof steps / sizeof steps[0]);
    return check_report("memory of charts");
}
