/* Accounts under cross margin: an account of 10,000 positions, added, solved, and solved from its listed prices. */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"

enum { POSITIONS = 10000 };

typedef struct account_input {
    lm_rules rules;
    lm_account_position positions[POSITIONS];
    lm_account *account; /* of all positions */
} account_input;

static void solve_each(const void *input)
{
    const account_input *in = input;
    for (int i = 0; i < POSITIONS; i++) {
        const lm_account_position *given = &in->positions[i];
        const lm_position position = {
            .side = given->side, .entry = given->mark, .qty = given->qty, .collateral = given->qty * given->mark};
        lm_margin margin;
        must(lm_margin_solve(&host, &in->rules, &position, &margin));
    }
}

static void add_all(const void *input)
{
    const account_input *in = input;
    lm_account *account;
    must(lm_account_create(&host, &account));
    for (int i = 0; i < POSITIONS; i++)
        must(lm_account_add(&host, account, &in->rules, &in->positions[i]));
    lm_account_destroy(&host, account);
}

static void solve_account(const void *input)
{
    const account_input *in = input;
    lm_account_margin margin;
    must(lm_account_solve(&host, in->account, 1e9, &margin));
}

static void solve_listed(const void *input)
{
    const account_input *in = input;
    lm_account_margin margin;
    must(lm_account_solve_listed(&host, in->account, &margin));
}

void bench_accounts(void)
{
    account_input *in = check_allocation(calloc(1, sizeof *in));
    must(lm_venue_rules(&host, "binance-usdm", 12, "BTCUSDT", 7, INT64_MAX, &in->rules));
    must(lm_account_create(&host, &in->account));
    for (int i = 0; i < POSITIONS; i++) {
        lm_account_position *position = &in->positions[i];
        lm_account_position_init(position);
        position->side = i % 3 ? LM_LONG : LM_SHORT;
        position->mark = 1 + i % 977;
        position->qty = (1 + i * 37 % 1009) * 1e6 / position->mark / 100;
        position->listed = true;
        position->liquidation_price = position->mark * (position->side == LM_LONG ? 0.6 : 1.7);
        must(lm_account_add(&host, in->account, &in->rules, position));
    }
    printf("an account of %d positions, of %d tiers\n", POSITIONS, in->rules.tier_count);
    race("ns/position",
         (contender[]){{"yardstick: lm_margin_solve of each position", solve_each, in, POSITIONS, NULL},
                       {"lm_account_add", add_all, in, POSITIONS, NULL},
                       {"lm_account_solve, with the joint price", solve_account, in, POSITIONS, NULL},
                       {"lm_account_solve_listed", solve_listed, in, POSITIONS, NULL}},
         4);
    lm_account_destroy(&host, in->account);
    free(in);
}
