/*
 * Prints the row tables and the parameter tables of the core, for tools/tables.lua: lines of fields with tabs between
 * them.
 *
 *     row        name  about  SQL functions
 *     column     row   name   type  optional (1 or 0)  unit  about
 *     parameter  SQL functions  name  type  default
 *     member     struct  name  default, a number; times in seconds; an array has a line for each element
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "liqmap.h"

static const char *const column_types[] = {
    [LM_COLUMN_NUMBER] = "number", [LM_COLUMN_STATED] = "number",   [LM_COLUMN_COUNT] = "count",
    [LM_COLUMN_SIZE] = "count",    [LM_COLUMN_INTEGER] = "integer", [LM_COLUMN_SMALL] = "integer",
    [LM_COLUMN_FLAG] = "flag",     [LM_COLUMN_TIME] = "time",       [LM_COLUMN_DURATION] = "duration",
    [LM_COLUMN_TEXT] = "text",     [LM_COLUMN_WORD] = "text",       [LM_COLUMN_SIDE] = "side",
    [LM_COLUMN_CONTRACT] = "text", [LM_COLUMN_STATUS] = "text",     [LM_COLUMN_TAKER] = "flag",
    [LM_COLUMN_JSON] = "document", [LM_COLUMN_GAUGES] = "names",
};

static void print_rows(void)
{
    const lm_row_type *row;
    for (int i = 0; (row = lm_row_type_at(i)) != NULL; i++) {
        printf("row\t%s\t%s\t%s\n", row->name, row->about, row->functions);
        for (int c = 0; c < row->count; c++) {
            const lm_column *column = &row->columns[c];
            printf("column\t%s\t%s\t%s\t%d\t%s\t%s\n", row->name, column->name, column_types[column->type],
                   column->optional, column->unit, column->about);
        }
    }
}

static void print_parameter(const lm_parameter_list *list, const lm_parameter *parameter, const void *options)
{
    const void *member = (const char *)options + parameter->offset;
    char number[LM_NUMBER_SIZE];
    printf("parameter\t%s\t%s\t", list->functions, parameter->name);
    switch (parameter->type) {
    case LM_PARAMETER_NUMBER:
        printf("number\t%s\n", lm_number_text(*(const double *)member, number));
        break;
    case LM_PARAMETER_INTEGER:
        printf("integer\t%d\n", *(const int *)member);
        break;
    case LM_PARAMETER_COUNT:
        printf("count\t%" PRId64 "\n", *(const int64_t *)member);
        break;
    case LM_PARAMETER_FLAG:
        printf("flag\t%s\n", *(const bool *)member ? "true" : "false");
        break;
    case LM_PARAMETER_DURATION:
        printf("duration\t%" PRId64 "\n", *(const int64_t *)member);
        break;
    case LM_PARAMETER_TIME:
        printf("time\t%" PRId64 "\n", *(const int64_t *)member);
        break;
    case LM_PARAMETER_TEXT:
        printf("text\t%.*s\n", (int)((const lm_text *)member)->length, ((const lm_text *)member)->text);
        break;
    case LM_PARAMETER_THEME:
        printf("theme\t%d\n", (int)*(const lm_theme *)member);
        break;
    }
}

static int print_parameters(void)
{
    const lm_parameter_list *list;
    for (int i = 0; (list = lm_parameter_list_at(i)) != NULL; i++) {
        void *options = malloc(list->size);
        if (options == NULL)
            return EXIT_FAILURE;
        list->init(options);
        for (int p = 0; p < list->count; p++)
            print_parameter(list, &list->parameters[p], options);
        free(options);
    }
    return EXIT_SUCCESS;
}

/* ---- members of the structs that have an _init function */

static void print_member(const char *type, const char *name, double value)
{
    char number[LM_NUMBER_SIZE];
    printf("member\t%s\t%s\t%s\n", type, name, lm_number_text(value, number));
}

/* A macro OPTIONS names the struct; the variable `options` is one of them. */
#define STRING(name) #name
#define NAME(name) STRING(name)
#define MEMBER(member) print_member(NAME(OPTIONS), #member, (double)options.member)
#define TIME_MEMBER(member) print_member(NAME(OPTIONS), #member, (double)options.member / (double)LM_SECOND)

#define OPTIONS lm_tape_options
static void print_tape_options(void)
{
    OPTIONS options;
    lm_tape_options_init(&options);
    TIME_MEMBER(frame);
    MEMBER(has_prices);
    MEMBER(precision);
    MEMBER(contract);
    MEMBER(contract_size);
    MEMBER(unit);
    MEMBER(symbol[0]);
    MEMBER(quote[0]);
    TIME_MEMBER(candle);
}
#undef OPTIONS

#define OPTIONS lm_positions_options
static void print_positions_options(void)
{
    OPTIONS options;
    lm_positions_options_init(&options);
    MEMBER(precision);
    MEMBER(contract);
    MEMBER(dated);
    MEMBER(contract_size);
    MEMBER(unit);
    MEMBER(symbol[0]);
    MEMBER(quote[0]);
}
#undef OPTIONS

#define OPTIONS lm_demo
static void print_demo(void)
{
    OPTIONS options;
    lm_demo_init(&options);
    TIME_MEMBER(since);
    MEMBER(trades_per_minute);
    MEMBER(seed);
}
#undef OPTIONS

#define OPTIONS lm_rules
static void print_rules(void)
{
    OPTIONS options;
    lm_rules_init(&options);
    MEMBER(fee_basis);
    MEMBER(contract_size);
    MEMBER(cap);
    MEMBER(known_to);
    MEMBER(bankruptcy_fee);
    MEMBER(top_inclusive);
    MEMBER(tick);
    print_member("lm_rules", "rounding", options.rounding[LM_LONG]);
    print_member("lm_rules", "rounding", options.rounding[LM_SHORT]);
}
#undef OPTIONS

#define OPTIONS lm_model
static lm_status print_model(lm_host *host)
{
    static OPTIONS options;
    lm_status status = lm_model_named(host, LM_DEFAULT_MODEL, strlen(LM_DEFAULT_MODEL), &options);
    if (status != LM_OK)
        return status;
    MEMBER(position);
    MEMBER(reference_price);
    TIME_MEMBER(frame);
    MEMBER(volume_power);
    MEMBER(exposure);
    MEMBER(adaptive);
    return LM_OK;
}
#undef OPTIONS

#define OPTIONS lm_clusters_options
static void print_clusters_options(void)
{
    OPTIONS options;
    lm_clusters_options_init(&options);
    MEMBER(half_width);
    MEMBER(min_prominence);
}
#undef OPTIONS

#define OPTIONS lm_impact_model
static void print_impact_model(void)
{
    static OPTIONS options;
    lm_impact_model_init(&options);
    MEMBER(limit_pct);
    MEMBER(y);
    MEMBER(multiplier);
    MEMBER(eta);
    MEMBER(evaporation_floor);
    MEMBER(share);
    MEMBER(jump_pct);
    MEMBER(reference_price);
    print_member("lm_impact_model", "reported", options.reported[0]);
    print_member("lm_impact_model", "reported", options.reported[1]);
}
#undef OPTIONS

#define OPTIONS lm_engine
static void print_engine(void)
{
    static lm_impact_model model;
    lm_impact_model_init(&model);
    const OPTIONS options = model.engine;
    MEMBER(maintenance);
    MEMBER(partial);
    MEMBER(partial_above);
    MEMBER(cooldown);
    MEMBER(takeover);
    MEMBER(order);
    MEMBER(adl);
    MEMBER(fund);
}
#undef OPTIONS

#define OPTIONS lm_path_options
static void print_path_options(void)
{
    OPTIONS options;
    lm_path_options_init(&options);
    MEMBER(step);
    MEMBER(duration);
    MEMBER(refill);
    MEMBER(permanent);
    MEMBER(cap);
    MEMBER(shock_over);
}
#undef OPTIONS

#define OPTIONS lm_simulate_options
static void print_simulate_options(void)
{
    static OPTIONS options;
    lm_simulate_options_init(&options);
    MEMBER(draws);
    MEMBER(seed);
    MEMBER(up);
    MEMBER(horizon);
    MEMBER(sigma);
    MEMBER(degrees);
    MEMBER(depth_median);
    MEMBER(depth_sigma);
    MEMBER(impact_sigma);
    MEMBER(ladder_sigma);
    print_member("lm_simulate_options", "reported", options.reported[0]);
    print_member("lm_simulate_options", "reported", options.reported[1]);
    for (int i = 0; i < options.quantile_count; i++)
        print_member("lm_simulate_options", "quantiles", options.quantiles[i]);
}
#undef OPTIONS

#define OPTIONS lm_score_options
static void print_score_options(void)
{
    OPTIONS options;
    lm_score_options_init(&options);
    TIME_MEMBER(bar);
    TIME_MEMBER(refit);
    TIME_MEMBER(warm_up);
    MEMBER(folds);
    MEMBER(ridge);
    MEMBER(unit);
    MEMBER(draws);
    MEMBER(seed);
    MEMBER(open_interest);
}
#undef OPTIONS

#define OPTIONS lm_svg_options
static void print_svg_options(void)
{
    OPTIONS options;
    lm_svg_options_init(&options);
    MEMBER(within);
    MEMBER(width);
    MEMBER(height);
}
#undef OPTIONS

#define OPTIONS lm_vega_options
static void print_vega_options(void)
{
    OPTIONS options;
    lm_vega_options_init(&options);
    MEMBER(within);
    MEMBER(width);
    MEMBER(height);
}
#undef OPTIONS

int main(void)
{
    lm_host host;
    lm_host_init(&host);
    print_rows();
    if (print_parameters() != EXIT_SUCCESS)
        return EXIT_FAILURE;
    print_tape_options();
    print_positions_options();
    print_demo();
    print_rules();
    if (print_model(&host) != LM_OK)
        return EXIT_FAILURE;
    print_clusters_options();
    print_impact_model();
    print_engine();
    print_path_options();
    print_simulate_options();
    print_score_options();
    print_svg_options();
    print_vega_options();
    printf("parameter\tbar\twidth\tinteger\t%d\n", LM_BAR_WIDTH);
    printf("parameter\tmodel(text)\tname\ttext\t%s\n", LM_DEFAULT_MODEL);
    printf("parameter\texport(map) export(tape)\tlayout\ttext\t%s\n", LM_EXPORT_LAYOUT);
    return EXIT_SUCCESS;
}
