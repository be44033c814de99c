/*
 * Solves the accounts of a real list and prints how many of its liquidation prices are reproduced:
 * test_real_account [folder]
 *
 * The folder (default ../shared, or LIQMAP_DATA) holds data/positions/ with wallets of Hyperliquid, several times a day
 * from 2026-02-04 to 2026-02-13. It is not part of the repository; without it the test is skipped. The equity of a wallet
 * is solved from one listed price; only the others count. docs/margin.md states the figures.
 */
#include "fixture.h"

#define NAME_SIZE 512

static const char positions_file[] = "data/positions/hyperliquid_wallet_positions_20260204_20260213.csv.gz";

enum { SNAPSHOT, WALLET, ACCOUNT_VALUE, COIN, DIRECTION, SIZE, ENTRY, LEVERAGE, VALUE, PROFIT, LIQUIDATION, COLUMNS };

typedef struct tally {
    long accounts, positions, without_rules;
    long checked, agrees, nevers, nevers_agree, rate, isolated;
    double notional, notional_agrees;
} tally;

/* The rules of each coin, read once. */
typedef struct coin {
    char name[32];
    bool known;
    lm_rules rules;
} coin;

static coin coins[512];
static int coin_count;

static const lm_rules *rules_of(const char *name)
{
    for (int i = 0; i < coin_count; i++)
        if (strcmp(coins[i].name, name) == 0)
            return coins[i].known ? &coins[i].rules : NULL;
    coin *added = &coins[coin_count++];
    snprintf(added->name, sizeof added->name, "%s", name);
    added->known =
        lm_venue_rules(&host, "hyperliquid", 11, name, strlen(name), 1770940800 * LM_SECOND, &added->rules) == LM_OK;
    return added->known ? &added->rules : NULL;
}

static int split(char *line, char *fields[COLUMNS])
{
    int count = 0;
    line[strcspn(line, "\r\n")] = 0;
    for (char *at = line; at && count < COLUMNS; count++) {
        fields[count] = at;
        at = strchr(at, ',');
        if (at)
            *at++ = 0;
    }
    return count;
}

static void add_position(lm_account *account, char *const fields[COLUMNS], tally *tally)
{
    const lm_rules *rules = rules_of(fields[COIN]);
    lm_account_position position;
    tally->positions++;
    if (!rules) {
        tally->without_rules++;
        return;
    }
    lm_account_position_init(&position);
    snprintf(position.symbol, sizeof position.symbol, "%s", fields[COIN]);
    position.side = fields[DIRECTION][0] == 'L' ? LM_LONG : LM_SHORT;
    position.qty = atof(fields[SIZE]);
    position.mark = atof(fields[VALUE]) / position.qty;
    position.entry = atof(fields[ENTRY]);
    position.leverage = atof(fields[LEVERAGE]);
    position.listed = true;
    position.liquidation_price = fields[LIQUIDATION][0] ? atof(fields[LIQUIDATION]) : NAN;
    must(lm_account_add(&host, account, rules, &position));
}

static void count_row(const lm_account_row *row, tally *tally)
{
    const bool agrees = row->listed && strcmp(row->listed, "agrees") == 0;
    if (!row->listed || row->gives_equity)
        return;
    if (isnan(row->listed_price)) {
        tally->nevers++;
        tally->nevers_agree += agrees;
        return;
    }
    tally->checked++;
    tally->agrees += agrees;
    tally->notional += row->qty * row->mark;
    tally->notional_agrees += agrees ? row->qty * row->mark : 0;
    tally->rate += row->likely && strcmp(row->likely, "rate") == 0;
    tally->isolated += row->likely && strcmp(row->likely, "isolated") == 0;
}

/* Counts an account that is complete, and begins another one. */
static void end_account(lm_account **account, tally *tally)
{
    lm_account_margin margin;
    size_t count;
    const lm_account_row *rows;
    if (*account) {
        must(lm_account_solve_listed(&host, *account, &margin));
        rows = lm_account_rows(*account, &count);
        tally->accounts++;
        for (size_t i = 0; i < count; i++)
            count_row(&rows[i], tally);
        lm_account_destroy(&host, *account);
    }
    must(lm_account_create(&host, account));
}

static void read_accounts(FILE *file, tally *tally)
{
    char line[512], before[128] = "", key[128];
    char *fields[COLUMNS];
    lm_account *account = NULL;
    while (fgets(line, sizeof line, file)) {
        if (strncmp(line, "snapshot", 8) == 0 || split(line, fields) != COLUMNS)
            continue;
        snprintf(key, sizeof key, "%s %s", fields[SNAPSHOT], fields[WALLET]);
        if (strcmp(key, before) != 0)
            end_account(&account, tally);
        strcpy(before, key);
        add_position(account, fields, tally);
    }
    if (account)
        end_account(&account, tally);
    lm_account_destroy(&host, account);
}

int main(int count, char **arguments)
{
    char path[2 * NAME_SIZE], command[2 * NAME_SIZE + 32];
    const char *folder = count > 1 ? arguments[1] : getenv("LIQMAP_DATA");
    tally tally = {0};
    lm_host_init(&host);
    snprintf(path, sizeof path, "%s/%s", folder ? folder : "../shared", positions_file);
    FILE *file = fopen(path, "rb");
    if (!file) {
        check_skip(path);
        return check_report("accounts of a real list");
    }
    fclose(file);
    snprintf(command, sizeof command, "gzip -dc '%s'", path);
    file = popen(command, "r");
    read_accounts(file, &tally);
    CHECK(pclose(file) == 0);
    printf("  %ld accounts, %ld positions (%ld without rules); of %ld listed prices %.2f %% agree, of their notional "
           "%.2f %%; likely another rate %ld, isolated %ld; of %ld listed as never %ld agree\n",
           tally.accounts, tally.positions, tally.without_rules, tally.checked,
           100.0 * (double)tally.agrees / (double)tally.checked, 100.0 * tally.notional_agrees / tally.notional,
           tally.rate, tally.isolated, tally.nevers, tally.nevers_agree);
    CHECK(tally.accounts > 10000 && tally.checked > 50000);
    CHECK((double)tally.agrees >= 0.9 * (double)tally.checked);
    CHECK(tally.notional_agrees >= 0.95 * tally.notional);
    CHECK((double)tally.nevers_agree >= 0.99 * (double)tally.nevers);
    return check_report("accounts of a real list");
}
