/*
 * Prints the row tables and the parameter tables of the core, for tools/tables.lua: lines of fields with tabs between
 * them.
 *
 *     row        name  about  SQL functions
 *     column     row   name   type  optional (1 or 0)  unit  about
 *     parameter  SQL functions  name  type  default
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

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

static void print_parameters(void)
{
    static const lm_parameter_list *const lists[] = {
        &lm_levels_parameters,       &lm_clusters_parameters, &lm_fragility_parameters, &lm_heatmap_parameters,
        &lm_heatmap_view_parameters, &lm_map_svg_parameters,  &lm_svg_parameters,       &lm_map_vega_parameters,
        &lm_vega_parameters,         &lm_simulate_parameters, &lm_demo_parameters,
    };
    static union {
        lm_simulate_options largest;
        double aligned;
    } options;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (lists[i]->size > sizeof options)
            abort(); /* another options struct has become the largest */
        lists[i]->init(&options);
        for (int p = 0; p < lists[i]->count; p++)
            print_parameter(lists[i], &lists[i]->parameters[p], &options);
    }
}

static void print_number(const char *functions, const char *name, double value)
{
    char number[LM_NUMBER_SIZE];
    printf("parameter\t%s\t%s\tnumber\t%s\n", functions, name, lm_number_text(value, number));
}

#define PRINT_MEMBER(options, member) print_number("", #member, (double)(options).member)

/* Prints defaults of documents, which no parameter table has; documents name no SQL functions. */
static void print_documents(void)
{
    static lm_simulate_options simulate;
    static lm_impact_model impact;
    lm_path_options path;
    lm_tape_options tape;
    lm_positions_options positions;
    lm_simulate_options_init(&simulate);
    lm_impact_model_init(&impact);
    lm_path_options_init(&path);
    lm_tape_options_init(&tape);
    lm_positions_options_init(&positions);
    PRINT_MEMBER(tape, precision);
    PRINT_MEMBER(tape, contract_size);
    PRINT_MEMBER(tape, unit);
    PRINT_MEMBER(positions, precision);
    PRINT_MEMBER(positions, contract_size);
    PRINT_MEMBER(positions, unit);
    PRINT_MEMBER(path, step);
    PRINT_MEMBER(path, duration);
    PRINT_MEMBER(path, refill);
    PRINT_MEMBER(path, permanent);
    PRINT_MEMBER(path, cap);
    PRINT_MEMBER(path, shock_over);
    PRINT_MEMBER(simulate, horizon);
    PRINT_MEMBER(simulate, degrees);
    PRINT_MEMBER(simulate, depth_median);
    PRINT_MEMBER(simulate, depth_sigma);
    PRINT_MEMBER(simulate, impact_sigma);
    PRINT_MEMBER(simulate, ladder_sigma);
    PRINT_MEMBER(impact, limit_pct);
    PRINT_MEMBER(impact, y);
    PRINT_MEMBER(impact, multiplier);
    PRINT_MEMBER(impact, share);
    PRINT_MEMBER(impact, jump_pct);
    print_number("", "maintenance", impact.engine.maintenance);
    print_number("", "partial", impact.engine.partial);
    print_number("", "partial_above", impact.engine.partial_above);
    print_number("", "cooldown", impact.engine.cooldown);
    print_number("", "takeover", impact.engine.takeover);
    print_number("", "fund", impact.engine.fund);
}

int main(void)
{
    print_rows();
    print_parameters();
    print_documents();
    printf("parameter\tbar\twidth\tinteger\t%d\n", LM_BAR_WIDTH);
    printf("parameter\texport(map) export(tape)\tlayout\ttext\t%s\n", LM_EXPORT_LAYOUT);
    return 0;
}
