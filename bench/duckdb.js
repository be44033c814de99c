// Runs DuckDB for bench/sql.sh: loads a CSV of trades into memory, then runs the file named on each line of stdin and
// prints the milliseconds that it took. If the line has a second name, the rows are written to that file as CSV, with
// 'DuckDB' as first column.
const fs = require('fs');
const readline = require('readline');
const duckdb = require('@duckdb/node-api');

async function main() {
    const instance = await duckdb.DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    await connection.run(`
        create table trades as
        select ts::timestamp as ts, price, qty, is_buy = 't' as is_buy
        from read_csv('${process.argv[2]}', header = false,
                      columns = {'ts': 'timestamptz', 'price': 'double', 'qty': 'double', 'is_buy': 'varchar'})`);
    console.log(duckdb.version());
    for await (const line of readline.createInterface({ input: process.stdin })) {
        const [query, target] = line.split(' ');
        const text = fs.readFileSync(query, 'utf8');
        const start = process.hrtime.bigint();
        const rows = (await connection.runAndReadAll(text)).getRows();
        console.log(Number(process.hrtime.bigint() - start) / 1e6);
        if (target)
            fs.writeFileSync(target, rows.map((row) => ['DuckDB', ...row].join(',') + '\n').join(''));
    }
}

main().catch((error) => {
    console.error(error);
    process.exit(1);
});
