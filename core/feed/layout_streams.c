/* Reads the streams of a layout: which rows of a tape its files contain. */
#include "feed/layout_streams.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "feed/layout_columns.h"

static const char *const figure_names[] = {"base", "contracts", "quote", "price",     "open",
                                           "high", "low",       "close", "taker_buy", "value"};

static lm_status parse_figure(const lm_json_node *object, enum lm_layout_figure_kind kind, lm_layout *layout,
                              lm_layout_figure *figures)
{
    static const char *const keys[] = {"column", "scale", "over", NULL};
    lm_layout_figure *figure = &figures[kind];
    lm_json_node member, column;
    if (!lm_json_node_member(object, figure_names[kind], &member))
        return LM_OK;
    if (lm_json_node_is_text(&member))
        return lm_layout_read_column(&member, layout, &figure->column);
    if (!cJSON_IsObject(member.item))
        return lm_json_node_fail(&member, "must be a column, or {\"column\", \"scale\", \"over\"}");
    LM_TRY(lm_json_node_keys(&member, keys));
    if (!lm_json_node_member(&member, "column", &column))
        return lm_json_node_fail(&member, "has no \"column\"");
    LM_TRY(lm_json_member_number(&member, "scale", 1e-15, 1e15, &figure->scale));
    LM_TRY(lm_layout_read_member_column(&member, "over", layout, &figure->over));
    return lm_layout_read_column(&column, layout, &figure->column);
}

/* Adds a stream that has only the ts of the layout. */
static lm_status begin_stream(const lm_json_node *node, enum lm_layout_stream_kind kind, lm_layout *layout,
                              lm_layout_stream **stream)
{
    if (layout->stream_count == LM_LAYOUT_STREAMS)
        return lm_json_node_fail(node, "is above the limit of %d streams in a layout", LM_LAYOUT_STREAMS);
    *stream = &layout->streams[layout->stream_count++];
    memset(*stream, 0, sizeof **stream);
    (*stream)->kind = kind;
    (*stream)->end = (*stream)->side = (*stream)->name = -1;
    (*stream)->ts = layout->ts;
    for (int i = 0; i < LM_FIGURE_COUNT; i++)
        (*stream)->figures[i] = (lm_layout_figure){-1, 1, -1};
    return LM_OK;
}

static lm_status parse_common(const lm_json_node *node, lm_layout *layout, lm_layout_stream *stream)
{
    LM_TRY(lm_layout_read_member_column(node, "ts", layout, &stream->ts));
    if (stream->ts < 0)
        return lm_json_node_fail(node, "has no \"ts\", and the layout has none");
    for (int kind = 0; kind < LM_FIGURE_COUNT; kind++)
        LM_TRY(parse_figure(node, (enum lm_layout_figure_kind)kind, layout, stream->figures));
    LM_TRY(lm_layout_read_columns(node, "id", LM_LAYOUT_IDS, layout, stream->ids, &stream->id_count));
    return lm_layout_read_conditions(node, "where", layout, stream->conditions, &stream->condition_count);
}

static lm_status require_figure(const lm_json_node *node, const lm_layout_stream *stream,
                                enum lm_layout_figure_kind kind)
{
    return stream->figures[kind].column >= 0 ? LM_OK : lm_json_node_fail(node, "has no \"%s\"", figure_names[kind]);
}

static lm_status require_amount(const lm_json_node *node, const lm_layout_stream *stream)
{
    for (int kind = LM_FIGURE_BASE; kind <= LM_FIGURE_QUOTE; kind++)
        if (stream->figures[kind].column >= 0)
            return LM_OK;
    return lm_json_node_fail(node, "needs one of \"base\", \"contracts\", \"quote\", the unit of its quantities");
}

static lm_status parse_sides(const lm_json_node *side, const char *const *words, lm_layout *layout,
                             lm_layout_stream *stream)
{
    const char *const keys[] = {"column", words[0], words[1], "unknown", NULL}, *const sign_keys[] = {"positive", NULL};
    const char *const sides[] = {words[0], words[1], NULL};
    lm_json_node member;
    if (lm_json_node_member(side, "positive", &member)) {
        stream->by_sign = true;
        LM_TRY(lm_json_node_keys(side, sign_keys));
        return lm_json_member_word(side, "positive", sides, &stream->positive_side);
    }
    LM_TRY(lm_json_node_keys(side, keys));
    if (!lm_json_node_member(side, "column", &member))
        return lm_json_node_fail(side, "has no \"column\"");
    LM_TRY(lm_layout_read_column(&member, layout, &stream->side));
    for (int i = 0; i < 2; i++) {
        if (!lm_json_node_member(side, words[i], &member))
            return lm_json_node_fail(side, "has no \"%s\"", words[i]);
        LM_TRY(lm_layout_read_words(&member, &stream->sides[i]));
    }
    return lm_json_node_member(side, "unknown", &member) ? lm_layout_read_words(&member, &stream->unknown) : LM_OK;
}

static lm_status parse_trades(const lm_json_node *node, lm_layout *layout)
{
    static const char *const keys[] = {"ts",   "base", "contracts", "quote",      "price",
                                       "side", "id",   "where",     "both_sides", NULL};
    static const char *const words[] = {"bought", "sold"};
    lm_layout_stream *stream;
    lm_json_node side;
    LM_TRY(lm_json_node_keys(node, keys));
    LM_TRY(begin_stream(node, LM_STREAM_TRADES, layout, &stream));
    LM_TRY(parse_common(node, layout, stream));
    LM_TRY(require_figure(node, stream, LM_FIGURE_PRICE));
    LM_TRY(require_amount(node, stream));
    LM_TRY(lm_json_member_bool(node, "both_sides", &stream->both_sides));
    if (stream->both_sides && stream->id_count == 0)
        return lm_json_node_fail(node, "has \"both_sides\" but no \"id\" of its trades");
    return lm_json_node_member(node, "side", &side) ? parse_sides(&side, words, layout, stream) : LM_OK;
}

static lm_status parse_candles(const lm_json_node *node, lm_layout *layout)
{
    static const char *const keys[] = {"ts",    "base", "contracts", "quote", "open",  "high", "low",
                                       "close", "end",  "taker_buy", "id",    "where", NULL};
    lm_layout_stream *stream;
    LM_TRY(lm_json_node_keys(node, keys));
    LM_TRY(begin_stream(node, LM_STREAM_CANDLES, layout, &stream));
    LM_TRY(parse_common(node, layout, stream));
    for (int kind = LM_FIGURE_OPEN; kind <= LM_FIGURE_CLOSE; kind++)
        LM_TRY(require_figure(node, stream, (enum lm_layout_figure_kind)kind));
    LM_TRY(require_amount(node, stream));
    return lm_layout_read_member_column(node, "end", layout, &stream->end);
}

static lm_status parse_gauge(const lm_json_node *node, lm_layout *layout)
{
    static const char *const keys[] = {"ts", "name", "value", "contracts", "id", "where", NULL};
    static const char *const name_keys[] = {"column", NULL};
    lm_layout_stream *stream;
    lm_json_node name, column;
    LM_TRY(lm_json_node_keys(node, keys));
    LM_TRY(begin_stream(node, LM_STREAM_GAUGES, layout, &stream));
    LM_TRY(parse_common(node, layout, stream));
    if ((stream->figures[LM_FIGURE_VALUE].column >= 0) == (stream->figures[LM_FIGURE_CONTRACTS].column >= 0))
        return lm_json_node_fail(node, "must have one of \"value\" and \"contracts\"");
    if (!lm_json_node_member(node, "name", &name))
        return lm_json_node_fail(node, "has no \"name\"");
    if (lm_json_node_is_text(&name))
        return lm_json_node_text(&name, stream->gauge, sizeof stream->gauge);
    LM_TRY(lm_json_node_keys(&name, name_keys));
    if (!lm_json_node_member(&name, "column", &column))
        return lm_json_node_fail(&name, "must be text, or {\"column\": ...}");
    return lm_layout_read_column(&column, layout, &stream->name);
}

static lm_status parse_liquidation(const lm_json_node *node, lm_layout *layout)
{
    static const char *const keys[] = {"ts", "base", "contracts", "quote", "price", "side", "id", "where", NULL};
    static const char *const words[] = {"long", "short", NULL};
    lm_layout_stream *stream;
    lm_json_node side;
    LM_TRY(lm_json_node_keys(node, keys));
    LM_TRY(begin_stream(node, LM_STREAM_LIQUIDATIONS, layout, &stream));
    LM_TRY(parse_common(node, layout, stream));
    LM_TRY(require_amount(node, stream));
    if (stream->figures[LM_FIGURE_PRICE].column < 0)
        LM_TRY(require_figure(node, stream, LM_FIGURE_QUOTE));
    if (!lm_json_node_member(node, "side", &side))
        return lm_json_node_fail(node, "has no \"side\"");
    return lm_json_node_is_text(&side) ? lm_json_member_word(node, "side", words, &stream->fixed_side)
                                       : parse_sides(&side, words, layout, stream);
}

/* Parses one stream, or an array of several. */
static lm_status parse_streams(const lm_json_node *root, const char *key, lm_layout *layout,
                               lm_status (*parse)(const lm_json_node *, lm_layout *))
{
    lm_json_node node, element;
    int count;
    if (!lm_json_node_member(root, key, &node))
        return LM_OK;
    if (!cJSON_IsArray(node.item))
        return parse(&node, layout);
    LM_TRY(lm_json_node_array(&node, 1, LM_LAYOUT_STREAMS, &count));
    for (int i = 0; i < count; i++) {
        lm_json_node_element(&node, i, &element);
        LM_TRY(parse(&element, layout));
    }
    return LM_OK;
}

lm_status lm_layout_read_streams(const lm_json_node *root, lm_layout *layout)
{
    LM_TRY(parse_streams(root, "trades", layout, parse_trades));
    LM_TRY(parse_streams(root, "candles", layout, parse_candles));
    LM_TRY(parse_streams(root, "gauges", layout, parse_gauge));
    return parse_streams(root, "liquidations", layout, parse_liquidation);
}
