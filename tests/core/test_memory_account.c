/* Accounts with failing allocations and interrupts; see fault_injection.h. */
#include "fault_injection.h"

static const char rules_json[] = "{\"tiers\": [[0, 0.01], [1000, 0.02], [50000, 0.05]]}";

static lm_account_position a_position(int i)
{
    lm_account_position position;
    lm_account_position_init(&position);
    position.side = i % 3 ? LM_LONG : LM_SHORT;
    position.qty = 1 + i % 7;
    position.mark = 100 + i;
    position.listed = true;
    position.liquidation_price = position.mark * (position.side == LM_LONG ? 0.5 : 1.5);
    return position;
}

static lm_account *an_account(int count)
{
    lm_account *account;
    lm_rules rules;
    must(lm_rules_read(&host, rules_json, strlen(rules_json), &rules));
    must(lm_account_create(&host, &account));
    for (int i = 0; i < count; i++) {
        const lm_account_position position = a_position(i);
        must(lm_account_add(&host, account, &rules, &position));
    }
    return account;
}

static size_t count_of(const lm_account *account)
{
    size_t count;
    lm_account_rows(account, &count);
    return count;
}

static lm_status create_account(void)
{
    lm_account *account = NULL;
    const lm_status status = INJECT_FAULTS(lm_account_create(&host, &account));
    CHECK((status == LM_OK) == (account != NULL));
    lm_account_destroy(&host, account);
    return status;
}

static lm_status add_positions(void)
{
    lm_account *account = an_account(0);
    lm_rules rules;
    lm_status status = LM_OK;
    must(lm_rules_read(&host, rules_json, strlen(rules_json), &rules));
    for (int i = 0; i < 40 && status == LM_OK; i++) {
        const lm_account_position position = a_position(i);
        rules.tiers[0].rate = 0.0001 * i;
        status = INJECT_FAULTS(lm_account_add(&host, account, &rules, &position));
        CHECK(count_of(account) == (size_t)i + (status == LM_OK));
    }
    lm_account_destroy(&host, account);
    return status;
}

static lm_status read_position(void)
{
    static const char json[] = "{\"side\": \"long\", \"qty\": 1, \"mark\": 2, \"rules\": {}}";
    lm_account *account = an_account(0);
    const lm_status status = INJECT_FAULTS(lm_account_read(&host, account, json, strlen(json)));
    CHECK(count_of(account) == (status == LM_OK));
    lm_account_destroy(&host, account);
    return status;
}

static bool untouched(const lm_account_margin *margin)
{
    return margin->equity == -7 && margin->held == -7;
}

static lm_status solve_account(void)
{
    lm_account *account = an_account((int)trade_count);
    lm_account_margin margin = {.equity = -7, .held = -7};
    const lm_status status = INJECT_FAULTS(lm_account_solve(&host, account, 1e6, &margin));
    CHECK(untouched(&margin) == (status != LM_OK));
    lm_account_destroy(&host, account);
    return status;
}

static lm_status solve_listed(void)
{
    lm_account *account = an_account((int)trade_count);
    lm_account_margin margin = {.equity = -7, .held = -7};
    const lm_status status = INJECT_FAULTS(lm_account_solve_listed(&host, account, &margin));
    CHECK(untouched(&margin) == (status != LM_OK));
    lm_account_destroy(&host, account);
    return status;
}

static lm_status add_to_positions(void)
{
    lm_account *account = an_account(200);
    lm_positions_options options;
    lm_positions *positions;
    lm_account_margin margin;
    size_t added = 0;
    lm_positions_options_init(&options);
    must(lm_positions_create(&host, &options, &positions));
    must(lm_account_solve_listed(&host, account, &margin));
    const lm_status status =
        INJECT_FAULTS(lm_positions_add_account(&host, &positions, account, (lm_text){"", 0}, &added));
    CHECK((status == LM_OK) == (added == 200));
    lm_positions_destroy(&host, positions);
    lm_account_destroy(&host, account);
    return status;
}

static const step steps[] = {
    {"lm_account_create", create_account, false},    {"lm_account_add", add_positions, false},
    {"lm_account_read", read_position, false},       {"lm_account_solve", solve_account, true},
    {"lm_account_solve_listed", solve_listed, true}, {"lm_positions_add_account", add_to_positions, true},
};

int main(void)
{
    run_steps(steps, sizeof steps / sizeof steps[0]);
    return check_report("memory of accounts");
}
