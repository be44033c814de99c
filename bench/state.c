/*
 * An aggregate whose state is a pointer of type internal, to a tape in the executor's memory. bench/sql.sh compares it
 * with the flat state of the extension.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "liqmap.h"

PG_MODULE_MAGIC;

static void *allocate(void *context, void *block, size_t old_size, size_t new_size)
{
    if (new_size == 0) {
        if (block)
            pfree(block);
        return NULL;
    }
    return block ? repalloc_huge(block, new_size) : MemoryContextAllocHuge(context, new_size);
}

static lm_host host_in(MemoryContext memory)
{
    return (lm_host){.allocate = allocate, .context = memory};
}

static void check(const lm_host *host, lm_status status)
{
    if (status != LM_OK)
        ereport(ERROR, (errmsg("%s", host->error.message)));
}

typedef struct state {
    lm_host host;
    lm_tape *tape;
} state;

PG_FUNCTION_INFO_V1(pointer_trade);
Datum pointer_trade(PG_FUNCTION_ARGS)
{
    MemoryContext memory;
    if (!AggCheckCallContext(fcinfo, &memory))
        elog(ERROR, "not in an aggregate");
    state *tape_state = PG_ARGISNULL(0) ? NULL : (state *)PG_GETARG_POINTER(0);
    if (!tape_state) {
        lm_tape_options options;
        lm_tape_options_init(&options);
        tape_state = MemoryContextAllocZero(memory, sizeof *tape_state);
        tape_state->host = host_in(memory);
        check(&tape_state->host, lm_tape_create(&tape_state->host, &options, &tape_state->tape));
    }
    const int64 time = PG_GETARG_TIMESTAMPTZ(1) + (int64)(POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY;
    check(&tape_state->host,
          lm_tape_trade_deferred(&tape_state->host, &tape_state->tape, time, PG_GETARG_FLOAT8(2), PG_GETARG_FLOAT8(3),
                                 PG_GETARG_BOOL(4) ? LM_TAKER_BOUGHT : LM_TAKER_SOLD));
    PG_RETURN_POINTER(tape_state);
}

PG_FUNCTION_INFO_V1(pointer_final);
Datum pointer_final(PG_FUNCTION_ARGS)
{
    const state *tape_state = (const state *)PG_GETARG_POINTER(0);
    lm_host host = host_in(CurrentMemoryContext);
    lm_buffer encoded = {palloc(VARHDRSZ), VARHDRSZ, VARHDRSZ};
    check(&host, lm_tape_encode(&host, tape_state->tape, &encoded));
    SET_VARSIZE(encoded.data, encoded.size);
    PG_RETURN_POINTER(encoded.data);
}
