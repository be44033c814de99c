#include "chart/caption.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "chart/format.h"

static void append(char text[LM_CAPTION_SIZE], const char *format, ...) LM_PRINTF(2, 3);

static void append(char text[LM_CAPTION_SIZE], const char *format, ...)
{
    const size_t length = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + length, LM_CAPTION_SIZE - length, format, arguments);
    va_end(arguments);
}

static void append_rules(const lm_rules *rules, char text[LM_CAPTION_SIZE])
{
    char least[LM_FORMAT_SIZE], most[LM_FORMAT_SIZE];
    append(text, "%s, maintenance %s", rules->contract == LM_LINEAR ? "linear" : "inverse",
           lm_format_share(rules->tiers[0].rate, least));
    if (rules->tier_count > 1)
        append(text, " to %s in %d tiers", lm_format_share(rules->tiers[rules->tier_count - 1].rate, most),
               rules->tier_count);
    append(text, " on %s", rules->basis == LM_BASIS_MARK ? "mark" : "entry");
    if (rules->fee > 0)
        append(text, ", fee %s", lm_format_share(rules->fee, least));
}

void lm_model_caption(const lm_model *model, char text[LM_CAPTION_SIZE])
{
    char least[LM_NUMBER_SIZE], most[LM_NUMBER_SIZE], position[LM_FORMAT_SIZE];
    const int last = model->class_count - 1;
    text[0] = '\0';
    append_rules(&model->margin, text);
    if (model->margin.tier_count > 1)
        append(text, " (position %s)", lm_format_amount(model->position, position));
    append(text, ", ladder %sx", lm_number_text(model->classes[0].x, least));
    if (last > 0)
        append(text, " to %sx in %d classes", lm_number_text(model->classes[last].x, most), last + 1);
    append(text, ", exposure %s%s, volume power %s", lm_number_text(model->exposure, least),
           model->adaptive ? " (adaptive)" : "", lm_number_text(model->volume_power, most));
}

/* Returns the currency of open interest: that of inverse contracts is in the quote, any other in coins. */
static const char *open_interest_unit(const lm_model *model, const char *quote)
{
    return model->margin.contract == LM_INVERSE ? quote : "";
}

lm_status lm_map_caption(lm_host *host, const lm_map *map, const lm_map_info *info, char text[LM_CAPTION_SIZE])
{
    char caption[LM_CAPTION_SIZE], word[LM_FORMAT_SIZE];
    const char *unit = "";
    text[0] = '\0';
    if (info->models == 1) {
        lm_model model;
        LM_TRY(lm_map_model(host, map, 0, &model));
        unit = open_interest_unit(&model, info->quote);
        lm_model_caption(&model, caption);
        append(text, "Model: %s", caption);
    } else if (info->models > 1) {
        append(text, "A sum of maps with %d models", info->models);
    }
    if (info->positions > 0)
        append(text, "%s%lld known positions", info->models > 0 ? "; " : "Counted from ", (long long)info->positions);
    if (!isnan(info->open_interest))
        append(text, "; open interest %s (%s)", lm_format_money(info->open_interest, unit, word),
               info->open_interest_given ? "given" : "gauge");
    if (!isnan(info->coverage))
        append(text, "; coverage %s", lm_format_share(info->coverage, word));
    if (info->frame_differs)
        append(text, "; fitted at other frames than those of the tape");
    if (text[0])
        append(text, ".");
    return LM_OK;
}

void lm_heatmap_caption(const lm_heatmap *heatmap, char text[LM_CAPTION_SIZE * 2])
{
    const size_t size = LM_CAPTION_SIZE * 2;
    char model[LM_CAPTION_SIZE], word[LM_FORMAT_SIZE], more[LM_FORMAT_SIZE], every[LM_FORMAT_SIZE];
    lm_model_caption(&heatmap->model, model);
    size_t length = (size_t)snprintf(text, size, "Model: %s", model);
    if (heatmap->column_count > 0) {
        const lm_heatmap_column *first = &heatmap->columns[0], *last = first + heatmap->column_count - 1;
        if (heatmap->sized)
            length += (size_t)snprintf(
                text + length, size - length, "; open interest %s (%s)",
                lm_format_money(last->open_interest, open_interest_unit(&heatmap->model, heatmap->quote), word),
                heatmap->open_interest_given ? "given" : "gauge");
        if (heatmap->frame_differs)
            length += (size_t)snprintf(text + length, size - length, "; fitted at other frames than those of the tape");
        lm_format_duration((double)heatmap->every / (double)LM_SECOND, every);
        lm_format_share(first->coverage, word);
        lm_format_share(last->coverage, more);
        length += (size_t)snprintf(text + length, size - length, "; coverage %s", word);
        if (strcmp(word, more) != 0)
            length += (size_t)snprintf(text + length, size - length, " to %s", more);
        if (heatmap->column_count > 1)
            length +=
                (size_t)snprintf(text + length, size - length, ". Columns every %s, as of their left edge", every);
    }
    snprintf(text + length, size - length, ".");
}

#define ESTIMATED " The positions are estimated by a model."

static const char *model_amount_caption(bool sized)
{
    if (!sized)
        return "Without open interest: shares of each side, not amounts." ESTIMATED;
    return "Amounts are in units of observed liquidations: what feeds would report if the price went there." ESTIMATED;
}

const char *lm_map_amount_caption(const lm_map_info *info)
{
    if (info->models == 0 && info->positions > 0)
        return "Amounts are notional at the liquidation prices of the positions that were counted.";
    return model_amount_caption(info->empty || !isnan(info->outstanding_notional[LM_LONG]));
}

const char *lm_heatmap_amount_caption(const lm_heatmap *heatmap)
{
    return model_amount_caption(heatmap->sized || heatmap->column_count == 0);
}
