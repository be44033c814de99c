/* The base: the price axis, the list of statuses, the version. */
#include "fixture.h"

#include "version.h"

/* ---- cells */

static void test_cells(void)
{
    for (int i = 0; i < 20000; i++) {
        const int precision = (int)pick(LM_PRECISION_MIN, LM_PRECISION_MAX);
        const double price = pow(10, uniform(-15, 15));
        const int32_t cell = lm_cell(price, precision);
        const double low = lm_cell_low(cell, precision), high = lm_cell_low(cell + 1, precision);
        CHECK(low <= price && price < high);
        CHECK(high - low >= price * exp2(-precision - 1) && high - low <= price * exp2(-precision));
        CHECK(lm_cell_mid(cell, precision) == low + (high - low) / 2);
        CHECK(lm_cell(low, precision) == cell && lm_cell(nextafter(high, 0), precision) == cell);
        CHECK(lm_cell(high, precision) == cell + 1);
        /* A cell at a lower precision is a union of cells at a higher one. */
        const int fewer = (int)pick(LM_PRECISION_MIN, precision), bits = precision - fewer;
        CHECK(lm_cell(price, fewer) == (int32_t)floor((double)cell / exp2(bits)));
        const double other = pow(10, uniform(-15, 15));
        CHECK((price <= other) == (cell <= lm_cell(other, precision)) || cell == lm_cell(other, precision));
    }
}

static void test_known_cells(void)
{
    CHECK(lm_cell(1, 12) == 0 && lm_cell(2, 12) == 4096 && lm_cell(0.5, 12) == -4096);
    CHECK(lm_cell(nextafter(1, 0), 12) == -1 && lm_cell(nextafter(0.5, 0), 8) == -257);
    CHECK(lm_cell_low(lm_cell(90000, 12), 12) == 90000 && lm_cell_mid(lm_cell(90000, 12), 12) == 90008);
    CHECK(lm_cell_mid(lm_cell(100, 8), 8) == 100.125);
}

/* ---- statuses */

static void test_statuses(void)
{
    enum { COUNT = LM_E_UNSUPPORTED + 1 };
    for (int i = 0; i < COUNT; i++) {
        const char *code = lm_status_code((lm_status)i), *sqlstate = lm_status_sqlstate((lm_status)i);
        CHECK(strlen(code) > 0 && strspn(code, "abcdefghijklmnopqrstuvwxyz_") == strlen(code));
        CHECK(strlen(sqlstate) == 5 && strspn(sqlstate, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 5);
        CHECK(strlen(lm_status_meaning((lm_status)i)) > 0);
        for (int j = 0; j < i; j++)
            CHECK(strcmp(code, lm_status_code((lm_status)j)) != 0);
    }
    CHECK(strcmp(lm_status_code((lm_status)COUNT), "unknown") == 0);
    CHECK(strcmp(lm_status_sqlstate((lm_status)-1), "XX000") == 0);
    CHECK(strlen(lm_status_meaning((lm_status)12345)) > 0);
}

static void test_version(void)
{
    CHECK(strcmp(lm_version(), LM_VERSION) == 0);
    CHECK(strspn(lm_version(), "0123456789.") == strlen(lm_version()));
}

int main(void)
{
    lm_host_init(&host);
    test_cells();
    test_known_cells();
    test_statuses();
    test_version();
    return check_report("base");
}
