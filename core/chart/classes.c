#include "chart/classes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The upper bounds of the ranges: leverages that most ladders have. */
static const double bounds[] = {5, 10, 20, 25, 50, 75, 100, 125, INFINITY};
enum { BOUNDS = sizeof bounds / sizeof bounds[0] };

/* Inserts a leverage in order. Returns false if the legend is full. */
static bool add_leverage(lm_classes *classes, double leverage)
{
    int position = 0;
    while (position < classes->count && classes->leverages[position] < leverage)
        position++;
    if (position < classes->count && classes->leverages[position] == leverage)
        return true;
    if (classes->count == LM_LEGEND_MAX)
        return false;
    memmove(classes->leverages + position + 1, classes->leverages + position,
            (size_t)(classes->count - position) * sizeof(double));
    classes->leverages[position] = leverage;
    classes->count++;
    return true;
}

void lm_classes_of(const lm_levels *levels, lm_classes *classes)
{
    memset(classes, 0, sizeof *classes);
    for (size_t i = 0; i < levels->count; i++) {
        const double leverage = levels->rows[i].leverage;
        if (isnan(leverage))
            classes->unknown = true;
        else if (!classes->ranges && !add_leverage(classes, leverage))
            classes->ranges = true;
    }
    if (!classes->ranges)
        return;
    classes->count = BOUNDS;
    memcpy(classes->leverages, bounds, sizeof bounds);
}

static const char *write_label(const lm_classes *classes, int number, char text[LM_CLASS_SIZE])
{
    char low[LM_NUMBER_SIZE], high[LM_NUMBER_SIZE];
    const double *leverages = classes->leverages;
    if (!classes->ranges)
        snprintf(text, LM_CLASS_SIZE, "%sx", lm_number_text(leverages[number], high));
    else if (number == 0)
        snprintf(text, LM_CLASS_SIZE, "to %sx", lm_number_text(leverages[0], high));
    else if (number == classes->count - 1)
        snprintf(text, LM_CLASS_SIZE, "over %sx", lm_number_text(leverages[number - 1], low));
    else
        snprintf(text, LM_CLASS_SIZE, "to %sx", lm_number_text(leverages[number], high));
    return text;
}

const char *lm_class_label(const lm_classes *classes, double leverage, char text[LM_CLASS_SIZE])
{
    int number = 0;
    if (isnan(leverage))
        return strcpy(text, "unknown");
    while (number + 1 < classes->count && classes->leverages[number] < leverage)
        number++;
    return write_label(classes, number, text);
}

void lm_write_class_labels(lm_writer *writer, const lm_classes *classes)
{
    char text[LM_CLASS_SIZE];
    lm_write_array(writer, NULL);
    for (int i = 0; i < classes->count; i++)
        lm_write_words(writer, NULL, write_label(classes, i, text));
    if (classes->unknown)
        lm_write_words(writer, NULL, "unknown");
    lm_write_end_array(writer);
}

const char *lm_viridis(double part, char text[LM_COLOUR_SIZE])
{
    static const uint8_t stops[][3] = {{68, 1, 84},    {72, 36, 117},  {65, 68, 135},  {53, 95, 141},
                                       {42, 120, 142}, {33, 145, 140}, {34, 168, 132}, {68, 191, 112},
                                       {122, 209, 81}, {189, 223, 38}, {253, 231, 37}};
    const int last = (int)(sizeof stops / sizeof stops[0]) - 1;
    const double position = fmin(fmax(part, 0), 1) * last;
    const int below = (int)position < last ? (int)position : last - 1;
    int rgb[3];
    for (int i = 0; i < 3; i++)
        rgb[i] = (int)(stops[below][i] + (position - below) * (stops[below + 1][i] - stops[below][i]) + 0.5);
    snprintf(text, LM_COLOUR_SIZE, "#%02x%02x%02x", rgb[0] & 255, rgb[1] & 255, rgb[2] & 255);
    return text;
}

/* Sets darker colours for higher leverage. */
void lm_write_class_colours(lm_writer *writer, const lm_classes *classes)
{
    char colour[LM_COLOUR_SIZE];
    lm_write_array(writer, NULL);
    for (int i = 0; i < classes->count; i++)
        lm_write_words(writer, NULL,
                       lm_viridis(classes->count > 1 ? 0.95 * (1 - (double)i / (classes->count - 1)) : 0.5, colour));
    if (classes->unknown)
        lm_write_words(writer, NULL, "#8a8f98");
    lm_write_end_array(writer);
}
