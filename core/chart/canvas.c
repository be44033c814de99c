#include "chart/canvas.h"

#include <string.h>

#include "base/parameters.h"

#define WIDTH_MIN 320
#define HEIGHT_MIN 200
#define SIZE_MAX_PX 4000
#define FONT 12.0
#define SMALL_FONT 10.0
#define LINE_HEIGHT 1.45 /* of the font size */

/* The rules that all charts share. The dark background is not quite black, which is easier to look at for long. */
static const lm_style common[] = {
    {"", "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif", "", NULL},
    {".bg", "fill:%s", "#ffffff", "#0f131a"},
    {"text", "fill:%s", "#1b2430", "#e4e9f0"},
    {".title", "font-size:150%;font-weight:600", "", NULL},
    {".mute", "fill:%s", "#5a6675", "#97a3b4"},
    {".note", "fill:%s;font-size:90%", "#5a6675", "#97a3b4"},
    {".strong", "font-weight:600", "", NULL},
    {".grid", "stroke:%s;stroke-width:1;fill:none;shape-rendering:crispEdges", "#e4e8ee", "#232b37"},
    {".edge", "stroke:%s;stroke-width:1;fill:none;shape-rendering:crispEdges", "#9aa5b3", "#4a5667"},
};

void lm_svg_options_init(lm_svg_options *options)
{
    memset(options, 0, sizeof *options);
    options->within = 0.15;
    options->title = (lm_text){"", 0};
    options->width = 1200;
    options->height = 675;
    options->theme = LM_THEME_AUTO;
}

#define OPTIONS lm_svg_options
#define CHART \
    LM_PARAMETER(title), LM_PARAMETER(width), LM_PARAMETER(height), LM_PARAMETER_AS(theme, lm_theme, LM_PARAMETER_THEME)

static const lm_parameter map_parameters[] = {LM_PARAMETER(step), LM_PARAMETER(within), CHART};
LM_PARAMETER_LIST(lm_map_svg_parameters, lm_svg_options_init, map_parameters, "svg(map)");

static const lm_parameter parameters[] = {CHART};
LM_PARAMETER_LIST(lm_svg_parameters, lm_svg_options_init, parameters, "svg(tape) cascade_svg");
#undef OPTIONS

static lm_status check_size(lm_host *host, const char *name, int size, int least)
{
    if (size >= least && size <= SIZE_MAX_PX)
        return LM_OK;
    return lm_fail(host, LM_E_RANGE, NULL, "the %s of a chart must be from %d to %d pixels, not %d", name, least,
                   SIZE_MAX_PX, size);
}

lm_status lm_canvas_check(lm_host *host, const lm_svg_options *options)
{
    LM_TRY(check_size(host, "width", options->width, WIDTH_MIN));
    LM_TRY(check_size(host, "height", options->height, HEIGHT_MIN));
    if (options->theme < LM_THEME_AUTO || options->theme > LM_THEME_DARK)
        return lm_fail(host, LM_E_ARGUMENT, "The themes are auto, light and dark.", "there is no theme number %d",
                       (int)options->theme);
    return lm_title_check(host, options->title);
}

bool lm_canvas_small(const lm_svg_options *options)
{
    return options->width < 640 || options->height < 400;
}

/* Writes a line, cut with an ellipsis to the width of the chart. */
static void write_fitted_line(lm_canvas *canvas, const char *css_class, double font, const char *text, size_t length)
{
    lm_svg *svg = &canvas->svg;
    const double width = canvas->right - canvas->left;
    const size_t fit = lm_text_fit(text, length, width - 2 * font, font);
    lm_svg_put(svg, "<text class=\"%s\" x=\"%s\" y=\"%s\">", css_class, lm_px(canvas->left).text,
               lm_px(canvas->top + font * 0.9).text);
    lm_svg_text(svg, text, fit);
    if (fit < length)
        lm_svg_words(svg, "\xe2\x80\xa6");
    lm_svg_put(svg, "</text>\n");
    canvas->top += font * LINE_HEIGHT;
}

void lm_canvas_begin(lm_canvas *canvas, lm_host *host, const lm_svg_options *options, lm_buffer *out,
                     const lm_style *rules, size_t rule_count, const char *heading, const char *subheading,
                     const char *description)
{
    lm_svg *svg = &canvas->svg;
    const char *title = options->title.length > 0 ? options->title.text : heading;
    const size_t title_length = options->title.length > 0 ? options->title.length : strlen(heading);
    lm_svg_begin(svg, host, out);
    canvas->options = options;
    canvas->small = lm_canvas_small(options);
    canvas->font = canvas->small ? SMALL_FONT : FONT;
    const double margin = canvas->small ? 8 : 16;
    canvas->left = canvas->top = margin;
    canvas->right = options->width - margin;
    canvas->bottom = options->height - margin * 0.7;

    lm_svg_put(svg,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
               "role=\"img\" class=\"%s\" font-size=\"%s\">\n<title>",
               options->width, options->height, options->width, options->height, lm_theme_class(options->theme),
               lm_px(canvas->font).text);
    lm_svg_text(svg, title, title_length);
    lm_svg_put(svg, "</title>\n<desc>");
    lm_svg_words(svg, description);
    lm_svg_put(svg, "</desc>\n<style>\n");
    lm_theme_rules(svg, options->theme, common, sizeof common / sizeof common[0]);
    lm_theme_rules(svg, options->theme, rules, rule_count);
    lm_svg_put(svg, "</style>\n<rect class=\"bg\" width=\"%d\" height=\"%d\"/>\n", options->width, options->height);
    write_fitted_line(canvas, "title", canvas->font * 1.5, title, title_length);
    write_fitted_line(canvas, "mute", canvas->font, subheading, strlen(subheading));
}

void lm_canvas_footnote(lm_canvas *canvas, const char *text)
{
    const double font = canvas->font * 0.9, width = canvas->right - canvas->left;
    const char *next;
    int lines = 0;
    for (const char *line = text; *line; line = next, lines++)
        lm_text_line(line, width, font, &next);
    double y = canvas->bottom - (lines - 1) * font * LINE_HEIGHT;
    canvas->bottom -= lines * font * LINE_HEIGHT;
    for (const char *line = text; *line; line = next, y += font * LINE_HEIGHT) {
        const size_t length = lm_text_line(line, width, font, &next);
        lm_svg_put(&canvas->svg, "<text class=\"note\" x=\"%s\" y=\"%s\">", lm_px(canvas->left).text, lm_px(y).text);
        lm_svg_text(&canvas->svg, line, length);
        lm_svg_put(&canvas->svg, "</text>\n");
    }
}

lm_status lm_canvas_end(lm_canvas *canvas)
{
    lm_svg_put(&canvas->svg, "</svg>\n");
    return lm_svg_end(&canvas->svg);
}
