// Runs the SQL of every panel of dashboard.json and converts the rows as Grafana does.
//
// Grafana's PostgreSQL source turns a time series of (time, metric, value) into one wide frame: a field of numbers for each
// metric, named by it. Its heatmap (public/app/plugins/panel/heatmap/fields.ts), where it does not calculate, makes each
// numeric field a row of cells; if all names parse as numbers it sorts them by number; the axis is ordinal. So rows are
// right only if every column has all of them, evenly spaced.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const dashboard = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let passed = 0, failed = 0;
const check = (what, good) => { if (good) passed++; else { failed++; console.log(`pivot: not so: ${what}`); } };

const psql = (sql) => execFileSync('psql', ['-qXAt', '-v', 'ON_ERROR_STOP=1', '-c', sql], { encoding: 'utf8', maxBuffer: 1 << 28 });
const rowsOf = (sql) => JSON.parse(psql(`SELECT coalesce(json_agg(r), '[]') FROM (${sql}) AS r`));

// ---- the variables that Grafana puts into a query

function expand(sql, period) {
  const values = { symbol: 'DEMO', warm_up: period.warm_up ?? '30 days', __interval: period.interval };
  const out = sql
    .replaceAll('$__timeFrom()', `'${period.from}'`)
    .replaceAll('$__timeTo()', `'${period.to}'`)
    .replace(/\$(\w+)/g, (whole, name) => values[name] ?? whole);
  check(`no macro is left in ${out.slice(0, 200)}`, !/\$_*[a-z]/.test(out));
  return out;
}

// ---- long to wide, and the fields of a heatmap

function pivot(rows) {
  const times = [...new Set(rows.map((row) => row.time))];
  const fields = new Map();
  const place = new Map(times.map((time, i) => [time, i]));
  for (const row of rows) {
    if (!fields.has(row.metric)) fields.set(row.metric, new Array(times.length).fill(null));
    fields.get(row.metric)[place.get(row.time)] = row.value;
  }
  return { times, fields };
}

function heatmapRows(frame) {
  const names = [...frame.fields.keys()];
  const numeric = names.every((name) => name.trim() !== '' && !Number.isNaN(Number(name)));
  if (numeric) names.sort((a, b) => Number(a) - Number(b));
  return { numeric, names, cells: names.map((name) => frame.fields.get(name)) };
}

let zeros = 0;

function checkHeatmap(label, rows) {
  const ascending = (values) => values.every((value, i) => i === 0 || values[i - 1] <= value);
  const frame = pivot(rows);
  const { numeric, names, cells } = heatmapRows(frame);
  const bounds = names.map(Number);
  const gaps = bounds.slice(1).map((bound, i) => bound - bounds[i]);
  const all = cells.flat();
  check(`${label}: there are rows`, rows.length > 0);
  check(`${label}: time ascends`, ascending(frame.times.map((time) => Date.parse(time))));
  check(`${label}: every name is a number`, numeric);
  check(`${label}: names are plain decimals`, names.every((name) => /^\d+(\.\d+)?$/.test(name)));
  check(`${label}: fields come in the order of prices`, [...frame.fields.keys()].every((name, i) => name === names[i]));
  check(`${label}: at most 200 prices, not ${names.length}`, names.length <= 200 && names.length >= 20);
  check(`${label}: at most 300 times, not ${frame.times.length}`, frame.times.length <= 300 && frame.times.length >= 20);
  check(`${label}: one row for each cell`, rows.length === names.length * frame.times.length);
  check(`${label}: one fixed grid, no cell without a value`, all.every((value) => Number.isFinite(value) && value >= 0));
  check(`${label}: prices are evenly spaced`, gaps.every((gap) => Math.abs(gap - gaps[0]) < 1e-9 * gaps[0]));
  check(`${label}: times are evenly spaced`, new Set(frame.times.slice(1).map((time, i) => Date.parse(time) - Date.parse(frame.times[i]))).size === 1);
  zeros += all.filter((value) => value === 0).length;
  check(`${label}: most of it is not empty`, all.filter((value) => value > 0).length > all.length / 4);
  console.log(`${label}: ${names.length} prices from ${names[0]} by ${gaps[0]}, ${frame.times.length} times`);
  return { names, ...frame };
}

// ---- the panels

const periods = [
  { from: '2026-01-08T00:00:00Z', to: '2026-01-15T00:00:00Z', interval: '5m' },
  { from: '2026-01-14T11:17:23.456Z', to: '2026-01-14T23:17:23.456Z', interval: '30s', warm_up: '7 days' },
  { from: '2026-01-02T00:00:00Z', to: '2026-01-15T00:00:00Z', interval: '15m' },
];

for (const panel of dashboard.panels)
  for (const period of periods)
    for (const target of panel.targets) {
      const label = `${panel.type} "${panel.title}" from ${period.from}`;
      const rows = rowsOf(expand(target.rawSql, period));
      if (panel.type === 'heatmap') {
        check(`${label}: is not calculated from values`, panel.options.calculate === false && target.format === 'time_series');
        checkHeatmap(label, rows);
      } else if (target.format === 'time_series') {
        const names = Object.keys(rows[0] ?? {}).filter((name) => name !== 'time');
        check(`${label}: has points`, rows.length > 10 && rows.length < 5000);
        check(`${label}: numbers beside the time`, names.length > 0 && rows.every((row) => names.every((name) => row[name] === null || typeof row[name] === 'number')));
        check(`${label}: time ascends`, rows.every((row, i) => i === 0 || Date.parse(rows[i - 1].time) < Date.parse(row.time)));
      } else {
        check(`${label}: both sides, by rank`, new Set(rows.map((row) => row.side)).size === 2 && rows.every((row, i) => row.rank === i + 1));
      }
    }

check('steps without positions are zeros', zeros > 100);

// A panel that is refreshed a minute later has the same grid, with the same names.
const heatmap = dashboard.panels.find((panel) => panel.type === 'heatmap').targets[0].rawSql;
const grids = ['00:00', '00:01'].map((clock) =>
  pivot(rowsOf(expand(heatmap, { ...periods[0], from: '2026-01-08T00:00:00Z', to: `2026-01-14T${clock}:00Z` }))));
check('a minute later the grid is the same', [...grids[0].fields.keys()].join() === [...grids[1].fields.keys()].join());

const symbols = dashboard.templating.list.find((variable) => variable.name === 'symbol');
check('the markets to choose from', psql(symbols.query).trim() === 'DEMO');
console.log(`pivot: ${passed} passed, ${failed} failed, 0 skipped`);
process.exit(failed > 0 ? 1 : 0);
