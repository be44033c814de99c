/*
 * Writes the golden figures: one line for each row, "label number: numbers", in the order of the lists below. Labels
 * are part of the golden files and never change, also if a member of a struct is renamed. Numbers are written with
 * %.17g, so that reading them gives the same bits.
 */
#ifndef GOLDEN_SAY_H
#define GOLDEN_SAY_H

#include "golden.h"

static FILE *said;

static inline void say(const char *label, size_t number)
{
    fprintf(said, "%s %zu:", label, number);
}

static inline void num(double number)
{
    if (isnan(number))
        fputs(" nan", said);
    else
        fprintf(said, " %.17g", number);
}

static inline void whole(int64_t number)
{
    fprintf(said, " %lld", (long long)number);
}

static inline void text(const char *text)
{
    fprintf(said, " \"%s\"", text);
}

static inline void pair(const double by_side[2])
{
    num(by_side[LM_LONG]);
    num(by_side[LM_SHORT]);
}

static inline void end(void)
{
    fputc('\n', said);
}

/* Writes the hash of bytes that are not stored. */
static inline void say_hash(const char *label, const void *data, size_t size)
{
    char hash[65];
    golden_sha256(data, size, hash);
    say(label, size);
    fprintf(said, " %s\n", hash);
}

/*
 * Hashes the results of the C library for a thousand numbers. If a file begins with another hash, it was written with
 * another C library, and the last bits of its figures may differ.
 */
static inline void say_libm(void)
{
    double made[1000][7];
    volatile double x = 0x1p-20;
    for (int i = 0; i < 1000; i++, x *= 1.03125)
        memcpy(made[i], (double[]){log(x), exp(-x), log1p(x), expm1(x / 4096), pow(x, 0.3), cos(x), log1p(-x / 0x1p30)},
               sizeof made[i]);
    say_hash("libm", made, sizeof made);
}

/*
 * Writes rows that are too many to be stored: their number, the hash of their lines, and every nth line for the reader.
 */
typedef struct many {
    FILE *into;
    char *lines;
    size_t size;
} many;

static inline void begin_many(many *rows)
{
    rows->into = said;
    said = open_memstream(&rows->lines, &rows->size);
}

static inline void end_many(many *rows, const char *label, size_t every)
{
    size_t row = 0;
    fclose(said);
    said = rows->into;
    say_hash(label, rows->lines, rows->size);
    for (char *line = rows->lines; *line; row++) {
        char *next = strchr(line, '\n') + 1;
        if (row % every == 0)
            fwrite(line, 1, (size_t)(next - line), said);
        line = next;
    }
    free(rows->lines);
}

/* ---- tapes */

/* The golden files have 0 for a time that is unknown. */
static inline int64_t known_time(int64_t time)
{
    return time == LM_TIME_UNKNOWN ? 0 : time;
}

static inline void say_tape_info(const lm_tape_info *info)
{
    const lm_tape_options *options = &info->options;
    say("counting", 0);
    whole(options->frame), whole(options->has_prices);
    if (options->has_prices)
        whole(options->precision), whole(options->contract), num(options->contract_size), num(options->unit);
    text(options->symbol);
    end();
    say("tape", 0);
    whole(info->frames), whole(known_time(info->since)), whole(known_time(info->until)), whole(info->rows),
        whole(info->cells);
    num(info->notional), num(info->taker_buy_notional), num(info->liquidated_long), num(info->liquidated_short);
    whole(info->gauge_samples), whole(info->gauges.count);
    end();
}

static inline void say_counts(const char *label, size_t number, const lm_cell_count *counts, size_t count)
{
    say(label, number);
    for (size_t i = 0; i < count; i++)
        whole(counts[i].cell), whole(counts[i].count);
    end();
}

static inline void say_frame(const lm_frame *frame, size_t number)
{
    say("frame", number);
    whole(frame->start), whole(frame->rows);
    if (frame->rows)
        whole(frame->bought), num(frame->low), num(frame->high), num(frame->close), whole(frame->close_time);
    whole(frame->without_price[LM_LONG]), whole(frame->without_price[LM_SHORT]);
    end();
    say_counts("cells", number, frame->cells, frame->cell_count);
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        if (frame->liquidation_count[side])
            say_counts(side ? "forced shorts" : "forced longs", number, frame->liquidations[side],
                       frame->liquidation_count[side]);
    for (size_t i = 0; i < frame->gauge_count; i++) {
        const lm_gauge *gauge = &frame->gauges[i];
        say("gauge", number);
        whole(gauge->name), whole(gauge->samples), num(gauge->min), num(gauge->max), num(gauge->last);
        whole(gauge->last_time);
        end();
    }
}

/* ---- models */

static inline void say_rules(const lm_rules *rules)
{
    say("rules", 0);
    whole(rules->contract), whole(rules->basis), whole(rules->fee_basis), whole(rules->steps), whole(rules->by_size);
    whole(rules->rounding[LM_LONG]), whole(rules->rounding[LM_SHORT]);
    num(rules->fee), num(rules->fixed), num(rules->contract_size), num(rules->rate_per_size), num(rules->cap);
    num(rules->known_to), num(rules->tick);
    end();
    for (int i = 0; i < rules->tier_count; i++) {
        say("tier", (size_t)i);
        num(rules->tiers[i].floor), num(rules->tiers[i].rate), num(rules->tiers[i].deduct);
        num(rules->tiers[i].max_leverage);
        end();
    }
}

static inline void say_model(const lm_model *model, size_t number)
{
    say("model", number);
    num(model->position), num(model->reference_price), whole(model->frame), num(model->volume_power);
    num(model->exposure);
    end();
    if (model->adaptive) {
        say("adaptive", number);
        num(model->adaptive_half_life), num(model->adaptive_weight);
        end();
    }
    say_rules(&model->margin);
    for (int i = 0; i < model->class_count; i++) {
        say("class", (size_t)i);
        num(model->classes[i].x), num(model->classes[i].share), num(model->classes[i].half_life);
        end();
    }
}

/* ---- maps */

static inline void say_map_info(const lm_map_info *info)
{
    say("map", 0);
    whole(info->live), whole(info->empty), whole(info->dated), whole(info->as_of_first), whole(info->as_of);
    num(info->reference_price), num(info->open_interest), whole(known_time(info->open_interest_time));
    whole(info->open_interest_given), num(info->coverage), num(info->daily_sigma), whole(info->frame);
    whole(info->frame_differs), whole(info->models), whole(info->positions), whole(info->precision), num(info->unit);
    pair(info->outstanding_notional), text(info->symbol);
    end();
    if (info->burn_in_frame == 0)
        return; /* maps without wider frames have no line about them, as before there were such maps */
    say("burn_in", 0);
    whole(info->burn_in_frame), whole(info->burn_in_until), text(info->quote);
    end();
}

static inline void say_ledger(const lm_ledger ledger[2])
{
    for (int side = LM_LONG; side <= LM_SHORT; side++) {
        const lm_ledger *of = &ledger[side];
        say("ledger", (size_t)side);
        whole(of->side), num(of->opened), num(of->swept), num(of->decayed), num(of->outstanding);
        num(of->outstanding_size), num(of->outstanding_notional), whole(of->positions), num(of->never_notional);
        num(of->liquidatable_notional);
        end();
    }
}

static inline void say_level(const lm_level *row, size_t number)
{
    say("level", number);
    num(row->price_low), num(row->price_high), num(row->leverage), pair(row->share), pair(row->size);
    pair(row->notional), pair(row->cumulative), num(row->distance_pct);
    end();
}

static inline void say_cluster(const lm_cluster *row, size_t number)
{
    say("cluster", number);
    whole(row->rank), whole(row->side), num(row->price_low), num(row->price_peak), num(row->price_high);
    num(row->size), num(row->notional), num(row->share), num(row->distance_pct), num(row->distance_sigmas);
    num(row->prominence);
    end();
}

static inline void say_replayed(const lm_frame_ledger *row, size_t number)
{
    say("replayed", number);
    whole(row->start), num(row->low), num(row->high), num(row->close), pair(row->opened), pair(row->swept);
    pair(row->decayed), pair(row->outstanding), num(row->open_interest), pair(row->predicted_size);
    pair(row->predicted_notional), pair(row->liquidations);
    end();
}

static inline void say_column(const lm_heatmap_column *column, size_t number)
{
    say("column", number);
    whole(column->time), num(column->low), num(column->high), num(column->close), num(column->reference_price);
    num(column->open_interest), num(column->coverage), whole((int64_t)column->first_row);
    whole((int64_t)column->row_count);
    end();
}

static inline void say_heat(const lm_heatmap_row *row, size_t number)
{
    say("heat", number);
    whole(row->column), whole(row->number), num(row->price_low), num(row->price_high), num(row->leverage);
    pair(row->share), pair(row->notional);
    end();
}

/* ---- impact models and cascades */

static inline void say_impact(const lm_impact_model *model)
{
    const lm_engine *engine = &model->engine;
    say("market", 0);
    whole(model->kind), num(model->depth_per_pct), num(model->limit_pct), num(model->sigma);
    num(model->volume), num(model->y), num(model->multiplier), num(model->eta), num(model->evaporation_floor);
    num(model->share), pair(model->reported), num(model->jump_pct), num(model->reference_price);
    end();
    say("engine", 0);
    num(engine->maintenance), num(engine->partial), num(engine->partial_above), num(engine->cooldown);
    num(engine->takeover), whole(engine->order), whole(engine->adl), num(engine->fund);
    end();
    for (int side = LM_LONG; side <= LM_SHORT; side++)
        for (int i = 0; i < model->depth_count[side]; i++) {
            say(side ? "asks" : "bids", (size_t)i);
            num(model->depths[side][i].pct), num(model->depths[side][i].notional);
            end();
        }
}

/* Base coins of the flow per base coin of a map, for the range of what feeds report. */
static inline double flow_per_coin(const double reported[2])
{
    return 1 / (reported[0] == reported[1] ? reported[0] : sqrt(reported[0] * reported[1]));
}

/* The files have sizes and notionals of the flow, not in the unit of the map. */
static inline void say_cascade(const char *label, const lm_cascade *row, const double reported[2], size_t number)
{
    say(label, number);
    num(row->final_price), num(row->move_pct), num(row->size * flow_per_coin(reported)), num(row->flow);
    num(row->amplification);
    num(row->branching_at_stop), num(row->branching_max), num(row->branching_max_price), num(row->critical_shock);
    num(row->landing_price), num(row->jump_flow), num(row->shortfall), num(row->deleveraged);
    num(row->move_pct_least), num(row->move_pct_most), num(row->flow_least), num(row->flow_most);
    num(row->critical_shock_least), num(row->critical_shock_most), num(row->shortfall_least);
    num(row->shortfall_most), num(row->worst_shock), num(row->worst_landing_price), num(row->worst_jump_flow);
    end();
}

/* flow_size: base coins of row->flow; outstanding_flow: row->outstanding_notional with what feeds do not report. */
static inline void say_cascade_class(const lm_cascade_class *row, double flow_size, double outstanding_flow,
                                     size_t number)
{
    say("cascade class", number);
    num(row->leverage), num(flow_size), num(row->flow), num(outstanding_flow), num(row->shortfall);
    num(row->deleveraged), num(row->flow_least), num(row->flow_most);
    end();
}

static inline void say_fragility(const lm_fragility_row *row, size_t number)
{
    say("fragility", number);
    whole(row->side), num(row->price_low), num(row->price_high), num(row->distance_pct);
    num(row->liquidation_per_pct), num(row->depth_per_pct), num(row->branching), whole(row->critical);
    num(row->branching_least), num(row->branching_most);
    end();
}

static inline void say_estimate(const lm_impact_estimate *estimate)
{
    say_impact(&estimate->model);
    say("estimate", 0);
    num(estimate->sigma), num(estimate->volume), num(estimate->low), num(estimate->high), num(estimate->r2);
    whole(estimate->n), whole(estimate->frame);
    end();
}

/* flow_sizes: for each row the quantile of the base coins of the flow. */
static inline void say_simulation(const lm_simulation *simulation, const double *flow_sizes)
{
    say("simulation", 0);
    whole(simulation->draws), num(simulation->jump_probability), pair(simulation->reported);
    end();
    for (int i = 0; i < simulation->count; i++) {
        const lm_simulated *row = &simulation->rows[i];
        say("simulated", (size_t)i);
        num(row->quantile), num(row->shock_pct), num(row->final_price), num(row->move_pct), num(flow_sizes[i]);
        num(row->flow), num(row->shortfall), num(row->deleveraged);
        end();
    }
}

static inline void say_path(const lm_path *path, size_t every)
{
    say("path", path->count);
    whole((int64_t)path->farthest), num(path->farthest_x), pair(path->reported);
    end();
    say_cascade("path still", &path->static_cascade, path->reported, 0);
    for (size_t i = 0; i < path->count; i += every) {
        const lm_path_row *row = &path->rows[i];
        say("path row", i);
        num(row->t), num(row->price), num(row->flow), num(row->cumulative_flow), num(row->pending);
        num(row->taken_over);
        end();
    }
}

/* reported: for each venue the range of what its feeds report. */
static inline void say_venues(const lm_venues *venues, const double (*reported)[2])
{
    double size = 0;
    for (int i = 0; i < venues->count; i++)
        size += venues->rows[i].size * flow_per_coin(reported[i]);
    say("venues", 0);
    num(venues->move_pct), num(venues->amplification), num(size), num(venues->flow);
    num(venues->move_pct_least), num(venues->move_pct_most), num(venues->spectral_radius);
    end();
    for (int i = 0; i < venues->count; i++) {
        const lm_venues_row *row = &venues->rows[i];
        say("venue", (size_t)i);
        num(row->final_price), num(row->size * flow_per_coin(reported[i])), num(row->flow), num(row->depth_share);
        num(row->branching);
        end();
    }
}

/* ---- margin */

static inline void say_margin(const lm_margin *margin, size_t number)
{
    say("margin", number);
    whole(margin->status), num(margin->liquidation_price), num(margin->bankruptcy_price), whole(margin->tier_at_entry);
    whole(margin->tier_at_liquidation), num(margin->initial_margin), num(margin->maintenance_margin);
    num(margin->distance_pct);
    end();
}

#endif
