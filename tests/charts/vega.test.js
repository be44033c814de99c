// Vega-Lite: specifications are valid by the schema, and Vega in node draws a mark for every row.
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import * as vega from 'vega';
import * as vegaLite from 'vega-lite';

const folder = process.env.CHARTS;
const load = name => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const names = readdirSync(folder).filter(name => name.endsWith('.vl.json'));

const schema = JSON.parse(readFileSync(new URL('node_modules/vega-lite/build/vega-lite-schema.json', import.meta.url)));
const ajv = new Ajv({strict: false, allErrors: false});
addFormats(ajv);
ajv.addFormat('color-hex', () => true);
const validate = ajv.compile(schema);

// Returns the view that Vega makes of a specification, and all its messages.
async function drawn(spec) {
  const said = [];
  const logger = {level: () => logger, info: () => logger, debug: () => logger};
  logger.warn = logger.error = (...words) => (said.push(words.join(' ')), logger);
  const {spec: compiled} = vegaLite.compile(spec, {logger});
  const view = new vega.View(vega.parse(compiled), {renderer: 'none', logger});
  await view.runAsync();
  return {view, said: said.filter(words => words !== 'Can not resolve event source: window')}; // node has none
}

// Returns the drawn items of a layer by its name in the specification.
function items(view, name) {
  const found = [];
  (function walk(item) {
    if (item.marktype && item.name === `${name}_marks`) found.push(...item.items);
    else if (item.items) item.items.forEach(walk);
  })(view.scenegraph().root);
  return found;
}

const near = (a, b) => Math.abs(a - b) <= 1e-6 * Math.abs(b);

test('there are charts', () => assert(names.length >= 10));

for (const name of names) {
  test(`${name} is sound and says nothing`, async () => {
    const text = readFileSync(join(folder, name), 'utf8');
    const spec = JSON.parse(text);
    assert.equal(spec.$schema, 'https://vega.github.io/schema/vega-lite/v6.json');
    assert(validate(spec), JSON.stringify(validate.errors?.[0]));
    assert(!/\b(NaN|Infinity)\b/.test(text));
    const {view, said} = await drawn(spec);
    assert.deepEqual(said, []);
    assert((await view.toSVG()).startsWith('<svg'));
  });
}

test('a map has a bar for every side of every row of levels(), of its height and colour', async () => {
  const rows = load('map.rows.json');
  const expected = [];
  for (const row of rows.bars)
    for (const side of ['long', 'short'])
      if (row[`${side}_notional`] > 0) expected.push({...row, side, amount: row[`${side}_notional`]});
  const {view} = await drawn(load('map.vl.json'));
  const bars = items(view, 'bars');
  assert.equal(bars.length, expected.length);
  const [x, y] = [view.scale('x'), view.scale('bars_y')];
  const colours = new Map();
  for (const {side, amount, price_low, price_high, leverage} of expected) {
    const bar = bars.find(({datum}) => datum.price_low === price_low && datum.leverage === `${leverage}x` && datum.side === side);
    assert(bar, `${price_low} ${leverage}`);
    assert(near(bar.datum.amount, amount));
    assert(Math.abs(bar.x - x(price_low)) < 1.1 && Math.abs(bar.x + bar.width - x(price_high)) < 1.1);
    assert(Math.abs(bar.height - (y(0) - y(amount))) < 0.01);
    colours.set(leverage, colours.get(leverage) ?? bar.fill);
    assert.equal(bar.fill, colours.get(leverage));
  }
  assert.equal(new Set(colours.values()).size, colours.size);
});

test('its curves and clusters are those of levels() and clusters()', async () => {
  const rows = load('map.rows.json');
  const {view} = await drawn(load('map.vl.json'));
  assert.equal(items(view, 'hover').length, rows.steps.length);
  for (const {datum} of items(view, 'hover')) {
    const row = rows.steps.find(({price_low}) => price_low === datum.price_low);
    for (const [name, column] of [['long', 'long_notional'], ['short', 'short_notional'], ['long_cumulative', 'long_cumulative'],
      ['short_cumulative', 'short_cumulative'], ['distance_pct', 'distance_pct']]) assert(near(datum[name], row[column]), name);
  }
  const clusters = items(view, 'clusters');
  assert.equal(clusters.length, rows.clusters.length);
  clusters.forEach(({datum}, i) => assert.deepEqual([datum.rank, datum.side, datum.price_low, datum.price_high],
    [i + 1, rows.clusters[i].side, rows.clusters[i].price_low, rows.clusters[i].price_high]));
});

test('a legend filters: with one class selected only its bars are there', async () => {
  const {view} = await drawn(load('map.vl.json'));
  const bars = () => items(view, 'bars');
  const all = bars().length;
  view.data('leverage_store', [{unit: 'bars', fields: [{type: 'E', field: 'leverage'}], values: ['25x']}]);
  await view.runAsync();
  assert(bars().length > 0 && bars().length < all);
  assert(bars().every(({datum}) => datum.leverage === '25x'));
});

test('it says what it is of: model, as-of, units, in words and for machines', () => {
  const {usermeta: {liqmap}, title} = load('map.vl.json');
  const {info, model} = load('map.rows.json');
  for (const name of ['symbol', 'reference_price', 'open_interest', 'coverage', 'daily_sigma', 'long_notional', 'short_notional',
    'precision', 'unit', 'positions', 'live']) assert.equal(liqmap[name], info[name], name);
  assert.equal(Date.parse(liqmap.as_of), Date.parse(info.as_of));
  assert.deepEqual(liqmap.models, [model]);
  assert.match(title.subtitle.join(' '), /As of 2026-01-04 00:00 UTC.*observed liquidations.*Model: .*exposure 0\.0155/);
});

test('a heatmap has a cell for every row of heatmap(), with its bounds and amounts', async () => {
  const rows = load('heatmap.rows.json');
  const {view} = await drawn(load('heatmap.vl.json'));
  const cells = items(view, 'cells');
  assert.equal(cells.length, rows.length);
  const by = new Map(cells.map(({datum}) => [`${datum.from} ${Math.round(datum.price_low)}`, datum]));
  assert.equal(by.size, rows.length);
  for (const row of rows) {
    const cell = by.get(`${row.ms} ${Math.round(row.price_low)}`);
    assert(cell, `${row.ts} ${row.price_low}`);
    assert(near(cell.price_high, row.price_high) && cell.to - cell.from === 3600000);
    assert(near(cell.long, row.long_notional) || row.long_notional === cell.long);
    assert(near(cell.short, row.short_notional) || row.short_notional === cell.short);
  }
});

test('the more would be liquidated in a cell, the darker it is', async () => {
  const {view} = await drawn(load('heatmap.vl.json'));
  const light = fill => fill.match(/\d+/g).map(Number).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const cells = items(view, 'cells').map(({datum, fill}) => [datum.amount, light(fill)]).sort(([a], [b]) => a - b);
  for (let i = 1; i < cells.length; i++) assert(cells[i][1] <= cells[i - 1][1] + 0.8, `${cells[i - 1]} ${cells[i]}`);
  assert(cells[0][1] - cells.at(-1)[1] > 100);
});
