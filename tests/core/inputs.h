/* Converts the input of a case for the core: documents, tapes, maps. */
#ifndef INPUTS_H
#define INPUTS_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "liqmap.h"

static inline const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

static inline double number_or(const cJSON *json, double otherwise)
{
    return cJSON_IsNumber(json) ? json->valuedouble : otherwise;
}

static inline int64_t microseconds(const cJSON *seconds, int64_t otherwise)
{
    return cJSON_IsNumber(seconds) ? llrint(seconds->valuedouble * 1e6) : otherwise;
}

static inline lm_side side_of(const cJSON *json)
{
    return strcmp(cJSON_GetStringValue(json), "long") == 0 ? LM_LONG : LM_SHORT;
}

/* Makes cJSON print numbers with all their digits. Overflow is printed as 1e999, which overflows again. */
static inline void keep_every_digit(cJSON *json)
{
    char text[LM_NUMBER_SIZE];
    for (cJSON *item = json->child; item; item = item->next)
        keep_every_digit(item);
    if (!cJSON_IsNumber(json))
        return;
    lm_number_text(json->valuedouble, text);
    json->valuestring = strdup(isfinite(json->valuedouble) ? text : "1e999");
    json->type = cJSON_Raw;
}

/* Returns a document as text: a string unchanged, any other value printed, '{}' if there is none. */
static inline char *document_of(const cJSON *json)
{
    if (!json || cJSON_IsNull(json))
        return strdup("{}");
    if (cJSON_IsString(json))
        return strdup(json->valuestring);
    cJSON *copy = cJSON_Duplicate(json, true);
    keep_every_digit(copy);
    char *text = cJSON_PrintUnformatted(copy);
    cJSON_Delete(copy);
    return text;
}

static inline lm_status read_options(lm_host *host, const cJSON *given, lm_tape_options *options)
{
    char *text = document_of(member(given, "options"));
    const lm_status status = lm_tape_options_read(host, text, strlen(text), options);
    free(text);
    return status;
}

static inline lm_status read_model(lm_host *host, const cJSON *given, lm_model *model)
{
    char *text = document_of(member(given, "model"));
    const lm_status status = lm_model_read(host, text, strlen(text), model);
    free(text);
    return status;
}

static inline lm_status read_impact_model(lm_host *host, const cJSON *given, lm_impact_model *model)
{
    char *text = document_of(member(given, "impact"));
    const lm_status status = lm_impact_model_read(host, text, strlen(text), model);
    free(text);
    return status;
}

/* ---- tape */

static inline const cJSON *cell_of(const cJSON *row, int column)
{
    return cJSON_GetArrayItem(row, column);
}

static inline lm_status add_trade(lm_host *host, lm_tape **tape, const lm_tape_options *options, const cJSON *row)
{
    (void)options;
    const cJSON *bought = cell_of(row, 3);
    return lm_tape_trade(
        host, tape, microseconds(cell_of(row, 0), 0), number_or(cell_of(row, 1), NAN), number_or(cell_of(row, 2), NAN),
        cJSON_IsBool(bought) ? (cJSON_IsTrue(bought) ? LM_TAKER_BOUGHT : LM_TAKER_SOLD) : LM_TAKER_UNKNOWN);
}

static inline lm_status add_candle(lm_host *host, lm_tape **tape, const lm_tape_options *options, const cJSON *row)
{
    const lm_candle candle = {
        .time = microseconds(cell_of(row, 0), 0),
        .duration = options->candle,
        .open = number_or(cell_of(row, 1), NAN),
        .high = number_or(cell_of(row, 2), NAN),
        .low = number_or(cell_of(row, 3), NAN),
        .close = number_or(cell_of(row, 4), NAN),
        .volume = number_or(cell_of(row, 5), NAN),
        .taker_buy_volume = number_or(cell_of(row, 6), NAN),
    };
    return lm_tape_candle(host, tape, &candle);
}

static inline lm_status add_gauge(lm_host *host, lm_tape **tape, const lm_tape_options *options, const cJSON *row)
{
    (void)options;
    const char *name = cJSON_GetStringValue(cell_of(row, 1));
    return lm_tape_gauge(host, tape, microseconds(cell_of(row, 0), 0), name, strlen(name),
                         number_or(cell_of(row, 2), NAN));
}

static inline lm_status add_liquidation(lm_host *host, lm_tape **tape, const lm_tape_options *options, const cJSON *row)
{
    (void)options;
    const int64_t time = microseconds(cell_of(row, 0), 0);
    const double qty = number_or(cell_of(row, 2), NAN);
    const lm_side side = side_of(cell_of(row, 3));
    if (cJSON_IsNull(cell_of(row, 1)))
        return lm_tape_liquidation_without_price(host, tape, time, qty, side);
    return lm_tape_liquidation(host, tape, time, number_or(cell_of(row, 1), NAN), qty, side);
}

static inline lm_status build_tape(lm_host *host, const cJSON *given, lm_tape **tape)
{
    static const struct {
        const char *name;
        lm_status (*add)(lm_host *host, lm_tape **tape, const lm_tape_options *options, const cJSON *row);
    } inputs[] = {
        {"trades", add_trade}, {"candles", add_candle}, {"gauges", add_gauge}, {"liquidations", add_liquidation}};
    lm_tape_options options;
    lm_status status = read_options(host, given, &options);
    options.has_prices = false; /* until something with a place comes, as in SQL and Lua */
    if (status == LM_OK)
        status = lm_tape_create(host, &options, tape);
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        const cJSON *row;
        cJSON_ArrayForEach(row, member(given, inputs[i].name))
        {
            if (status == LM_OK)
                status = inputs[i].add(host, tape, &options, row);
        }
    }
    return status;
}

static inline lm_status encoded_tape(lm_host *host, const cJSON *given, lm_buffer *bytes)
{
    lm_tape *tape = NULL;
    lm_status status = build_tape(host, given, &tape);
    if (status == LM_OK)
        status = lm_tape_encode(host, tape, bytes);
    lm_tape_destroy(host, tape);
    return status;
}

#ifndef FIXTURE_H /* which has the same */
static inline lm_bytes bytes_of(const lm_buffer *buffer)
{
    return (lm_bytes){buffer->data, buffer->size};
}
#endif

/* ---- whole files */

/* Returns the text of a case, which is a string or a list of lines. Each line gets a line end. */
static inline char *text_of(const cJSON *json)
{
    const cJSON *line;
    size_t size = 1, used = 0;
    if (cJSON_IsString(json))
        return strdup(json->valuestring);
    cJSON_ArrayForEach(line, json) size += strlen(line->valuestring) + 1;
    char *text = calloc(1, size);
    cJSON_ArrayForEach(line, json)
    {
        used += (size_t)sprintf(text + used, "%s\n", line->valuestring);
    }
    return text;
}

/* Feeds the text of a case, by a named layout or a layout document. */
static inline lm_status feed_tape(lm_host *host, const cJSON *given, lm_buffer *bytes, lm_feed_report *report)
{
    lm_tape_options options;
    lm_layout *layout = NULL;
    lm_tape *tape = NULL;
    char *name = document_of(member(given, "layout")), *text = text_of(member(given, "text"));
    const char *symbol = cJSON_GetStringValue(member(given, "symbol"));
    const lm_feed_options feeding = {.symbol = symbol, .symbol_length = symbol ? strlen(symbol) : 0};
    lm_status status = read_options(host, given, &options);
    options.has_prices = false;
    if (status == LM_OK)
        status = name[0] == '{' ? lm_layout_read(host, name, strlen(name), &layout)
                                : lm_layout_named(host, name, strlen(name), &layout);
    if (status == LM_OK)
        status = lm_tape_create(host, &options, &tape);
    if (status == LM_OK)
        status = lm_tape_feed(host, &tape, (lm_bytes){(const uint8_t *)text, strlen(text)}, layout, &feeding, report);
    if (status == LM_OK)
        status = lm_tape_encode(host, tape, bytes);
    lm_tape_destroy(host, tape);
    lm_layout_destroy(host, layout);
    free(name);
    free(text);
    return status;
}

/* ---- known positions */

static inline lm_status add_known(lm_host *host, lm_positions **positions, const cJSON *row)
{
    const lm_known_position position = {
        .price = number_or(cell_of(row, 0), NAN),
        .side = side_of(cell_of(row, 1)),
        .liquidation_price = number_or(cell_of(row, 2), NAN),
        .qty = number_or(cell_of(row, 3), NAN),
        .leverage = number_or(cell_of(row, 4), NAN),
    };
    return lm_positions_add(host, positions, &position);
}

static inline lm_status add_held(lm_host *host, lm_positions **positions, const cJSON *row)
{
    const lm_position position = {
        .side = side_of(cell_of(row, 1)),
        .entry = number_or(cell_of(row, 2), NAN),
        .qty = number_or(cell_of(row, 3), NAN),
        .leverage = number_or(cell_of(row, 4), 0),
        .collateral = number_or(cell_of(row, 5), 0),
    };
    lm_rules rules;
    char *text = document_of(cell_of(row, 6));
    const lm_status status = lm_rules_read(host, text, strlen(text), &rules);
    free(text);
    if (status == LM_OK && isnan(number_or(cell_of(row, 4), NAN)) && isnan(number_or(cell_of(row, 5), NAN)))
        return lm_positions_margin_unknown(host);
    return status == LM_OK
               ? lm_positions_add_margin(host, positions, number_or(cell_of(row, 0), NAN), &rules, &position)
               : status;
}

static inline lm_status build_positions(lm_host *host, const cJSON *given, lm_map **map)
{
    lm_positions_options options;
    lm_positions *positions = NULL;
    const cJSON *row;
    char *text = document_of(member(given, "options"));
    lm_status status = lm_positions_options_read(host, text, strlen(text), &options);
    free(text);
    if (status == LM_OK)
        status = lm_positions_create(host, &options, &positions);
    cJSON_ArrayForEach(row, member(given, "known"))
    {
        if (status == LM_OK)
            status = add_known(host, &positions, row);
    }
    cJSON_ArrayForEach(row, member(given, "held"))
    {
        if (status == LM_OK)
            status = add_held(host, &positions, row);
    }
    if (status == LM_OK)
        status = lm_positions_map(host, positions, map);
    lm_positions_destroy(host, positions);
    return status;
}

/* ---- map */

/* Returns the map as of a time; as of the time of the case if `as_of` is NULL. */
static inline lm_status build_map(lm_host *host, const cJSON *given, const cJSON *as_of, lm_map **map)
{
    lm_buffer tape = {0};
    lm_model model;
    if (member(given, "known") || member(given, "held"))
        return build_positions(host, given, map);
    lm_status status = encoded_tape(host, given, &tape);
    if (status == LM_OK)
        status = read_model(host, given, &model);
    if (status == LM_OK)
        status =
            lm_tape_map(host, bytes_of(&tape), &model, microseconds(as_of ? as_of : member(given, "as_of"), INT64_MAX),
                        number_or(member(given, "open_interest"), 0), map);
    lm_buffer_free(host, &tape);
    return status;
}

#endif
