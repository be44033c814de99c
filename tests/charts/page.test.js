// Pages in Chromium without a network: no messages, tooltips under the pointer, zoom by the wheel.
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {launch, open} from './browser.js';

const folder = process.env.CHARTS;
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function shown(name) {
  const view = await open(browser, join(folder, name));
  await view.page.waitForFunction(() => window.liqmap);
  await view.page.evaluate(() => window.liqmap.runAsync().then(() => {}));
  return view;
}

// Returns the place on the page of item `number` of a named layer (from the end if below 0), and its data.
function place(page, layer, number) {
  return page.evaluate(([layer, number]) => {
    let found;
    (function walk(item, x, y) {
      if (item.marktype && item.name === `${layer}_marks`) {
        const one = item.items.at(number), box = document.querySelector('#chart canvas').getBoundingClientRect();
        const [left, top] = window.liqmap.origin(), padding = window.liqmap.padding();
        const {x1, x2, y1, y2} = one.bounds;
        found = {x: box.x + padding.left + left + x + (x1 + x2) / 2, y: box.y + padding.top + top + y + (y1 + y2) / 2, datum: {...one.datum}, count: item.items.length};
      } else {
        for (const child of item.items ?? []) walk(child, x + (item.marktype ? 0 : item.x ?? 0), y + (item.marktype ? 0 : item.y ?? 0));
      }
    })(window.liqmap.scenegraph().root, 0, 0);
    return found;
  }, [layer, number]);
}

async function hover(page, {x, y}) {
  await page.mouse.move(x - 1, y - 1);
  await page.mouse.move(x, y);
  const tip = page.locator('#vg-tooltip-element.visible');
  await tip.waitFor();
  return tip.innerText();
}

const whole = amount => Math.round(amount).toLocaleString('en');

test('a map shows what is under the pointer: a bar, and beside the bars a step', async () => {
  const {page, trouble, close} = await shown('map.html');
  const rows = JSON.parse(readFileSync(join(folder, 'map.rows.json')));
  const {datum, ...at} = await place(page, 'bars', Math.floor(rows.bars.length / 3));
  const text = await hover(page, at);
  assert(text.includes(whole(datum.amount)) && text.includes(datum.leverage) && text.includes(datum.side), text);

  const step = await place(page, 'hover', Math.floor(rows.steps.length / 2));
  const box = await page.locator('#chart canvas').boundingBox();
  const words = await hover(page, {x: step.x, y: box.y + box.height * 0.33});
  const row = rows.steps.find(({price_low}) => price_low === step.datum.price_low);
  for (const amount of [row.long_notional, row.short_notional, row.long_cumulative, row.short_cumulative])
    assert(words.includes(whole(amount)), `${words} ${amount}`);
  assert.deepEqual(trouble, []);
  assert.equal(await page.title(), 'A map');
  await close();
});

test('the wheel zooms a map along the price alone, and a drag moves it', async () => {
  const {page, trouble, close} = await shown('map.html');
  const domain = () => page.evaluate(() => [window.liqmap.scale('x').domain(), window.liqmap.scale('bars_y').domain()]);
  const [price, amount] = await domain();
  const box = await page.locator('#chart canvas').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height * 0.7];
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -400);
  await page.waitForFunction(width => { const [a, b] = window.liqmap.scale('x').domain(); return b - a < 0.9 * width; }, price[1] - price[0]);
  const [near, same] = await domain();
  assert(near[0] > price[0] && near[1] < price[1]);
  assert.deepEqual(same, amount);

  await page.mouse.down();
  await page.mouse.move(x - 50, y, {steps: 5});
  await page.mouse.up();
  await page.waitForFunction(low => window.liqmap.scale('x').domain()[0] > low, near[0]);
  assert.deepEqual(trouble, []);
  await close();
});

test('a click in the legend leaves one leverage', async () => {
  const {page, trouble, close} = await shown('map.html');
  const before = (await place(page, 'bars', 0)).count;
  const at = await page.evaluate(() => {
    let found;
    (function walk(item, x, y) {
      if (item.marktype === 'symbol' && item.role === 'legend-symbol') {
        const one = item.items[0];
        if (one.datum.value === '25x') found = {x: x + one.x, y: y + one.y};
      }
      for (const child of item.items ?? []) walk(child, x + (item.marktype ? 0 : item.x ?? 0), y + (item.marktype ? 0 : item.y ?? 0));
    })(window.liqmap.scenegraph().root, 0, 0);
    const box = document.querySelector('#chart canvas').getBoundingClientRect();
    const [left, top] = window.liqmap.origin(), padding = window.liqmap.padding();
    return {x: box.x + padding.left + left + found.x, y: box.y + padding.top + top + found.y};
  });
  await page.mouse.click(at.x, at.y);
  await page.waitForFunction(() => window.liqmap.data('leverage_store').length === 1);
  await page.evaluate(() => window.liqmap.runAsync().then(() => {}));
  const {count, datum} = await place(page, 'bars', 0);
  assert(count < before && datum.leverage === '25x');
  assert.deepEqual(trouble, []);
  await close();
});

test('a heatmap shows its cells, and zooms along both axes', async () => {
  const {page, trouble, close} = await shown('heatmap.html');
  const rows = JSON.parse(readFileSync(join(folder, 'heatmap.rows.json')));
  const cell = await place(page, 'cells', Math.floor(rows.length / 4));
  assert.equal(cell.count, rows.length);
  const text = await hover(page, cell);
  assert(text.includes(whole(cell.datum.long)) && text.includes(whole(cell.datum.short)) && text.includes('UTC'), text);

  const widths = () => page.evaluate(() => ['x', 'y'].map(name => { const [a, b] = window.liqmap.scale(name).domain(); return b - a; }));
  const before = await widths();
  await page.mouse.wheel(0, -400);
  await page.waitForFunction(width => { const [a, b] = window.liqmap.scale('x').domain(); return b - a < 0.9 * width; }, before[0]);
  assert((await widths())[1] < 0.9 * before[1]);
  assert.deepEqual(trouble, []);
  await close();
});

test('what would like to be markup is text, and a script that is put in runs as it was', async () => {
  const {page, trouble, close} = await shown('hostile.html');
  const hostile = '</script><!--<script>alert(1)</script> "<b>&amp;" \'`';
  assert.equal(await page.title(), hostile);
  assert.equal(await page.evaluate(() => JSON.parse(document.getElementById('spec').textContent).title.text), hostile);
  assert.equal(await page.evaluate(() => window.said), '</SCRIPT><!--');
  assert.equal(await page.locator('b').count(), 0);
  assert.deepEqual(trouble, []);
  await close();
});

test('the policy of a page lets nothing else run or load', async () => {
  const {page, trouble, close} = await shown('map.html');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.intruder = true';
    document.body.append(script);
    document.body.append(Object.assign(new Image(), {src: 'https://example.org/a.png'}));
    return fetch('https://example.org/').catch(() => {});
  });
  await page.waitForFunction(() => true);
  assert.equal(await page.evaluate(() => window.intruder), undefined);
  assert.equal(trouble.filter(words => words.includes('directive')).length, 3, trouble.join('\n'));
  assert(!trouble.some(words => words.startsWith('left the file')), trouble.join('\n'));
  await close();
});

test('without scripts a page asks for pinned versions, and names the bytes that they must be', async () => {
  const html = readFileSync(join(folder, 'served.html'), 'utf8');
  const tags = [...html.matchAll(/<script src="https:\/\/cdn\.jsdelivr\.net\/npm\/([a-z-]+)@([0-9.]+)\/([^"]+)" integrity="([^"]+)"/g)];
  assert.deepEqual(tags.map(([, name]) => name), ['vega', 'vega-lite', 'vega-embed']);
  for (const [, name, version, path, integrity] of tags) {
    const home = new URL(`node_modules/${name}/`, import.meta.url);
    assert.equal(JSON.parse(readFileSync(new URL('package.json', home))).version, version);
    assert.equal(integrity, 'sha384-' + createHash('sha384').update(readFileSync(new URL(path, home))).digest('base64'));
  }
  const {page, close} = await open(browser, join(folder, 'served.html'));
  assert.match(await page.locator('#chart').innerText(), /scripts of Vega are not there/);
  await close();
});

test('a page of an SVG chart shows it, without a script', async () => {
  const {page, trouble, close} = await open(browser, join(folder, 'chart.html'));
  assert.equal(await page.locator('svg').count(), 1);
  assert.equal(await page.locator('script').count(), 0);
  assert((await page.locator('svg').boundingBox()).width > 500);
  assert((await page.locator('svg text').count()) > 10);
  assert.deepEqual(trouble, []);
  await close();
});
