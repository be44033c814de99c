// Maps and heatmaps as SVG: both renderers draw them without a message, and the drawing agrees with the rows.
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {launch, open} from './browser.js';
import {renderSvg} from './svg.js';

const folder = process.env.CHARTS;
const charts = readdirSync(folder).filter(name => /-(auto|light|dark)\.svg$/.test(name));
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

test('every kind of chart was made', () => assert.equal(charts.length, 21));

// Charts that differ from others only in the theme run in `make check-all`.
const rendered = charts.filter(name => process.env.LIQMAP_THOROUGH || /-auto|^(map|heatmap)-(light|dark)/.test(name));
for (const name of rendered) {
  test(`${name} renders in both without a word`, async () => {
    const source = readFileSync(join(folder, name), 'utf8');
    const {images: made, trouble} = await renderSvg(browser, join(folder, name));
    assert.deepEqual(trouble, []);
    const [, width, height] = source.match(/^<svg [^>]*width="(\d+)" height="(\d+)"/).map(Number);
    for (const file of Object.values(made)) {
      const png = readFileSync(file);
      assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [width, height], file);
    }
  });

  // The estimated widths of text must hold with the installed fonts. Themes do not change text.
  if (!name.includes('-auto.')) continue;
  test(`in ${name} no words leave the chart or run into others`, async () => {
    const view = await open(browser, join(folder, name), {width: 2400, height: 1000});
    const boxes = await view.page.evaluate(() => [...document.querySelectorAll('text')].map(text => {
      const {left, right, top, bottom} = text.getBoundingClientRect();
      return {words: text.textContent, left, right, top, bottom};
    }));
    const root = await view.page.evaluate(() => { const {width, height} = document.documentElement.getBoundingClientRect(); return {width, height}; });
    await view.close();
    for (const box of boxes) {
      assert(box.left >= 0 && box.right <= root.width + 0.5 && box.top >= 0 && box.bottom <= root.height + 1, JSON.stringify(box));
    }
    // Lines of text may touch, words of one line may not.
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        assert(across < 1 || down < 5, `${JSON.stringify(a)} and ${JSON.stringify(b)}`);
      }
    }
  });
}

test('a title stays a title', async () => {
  for (const name of ['hostile-auto.svg', 'hostile-heatmap-auto.svg']) {
    const view = await open(browser, join(folder, name));
    const found = await view.page.evaluate(() => ({
      title: document.querySelector('svg > title').textContent, shown: document.querySelector('text.title').textContent,
      strangers: [...document.querySelectorAll('*')].map(element => element.localName)
        .filter(name => !['svg', 'title', 'desc', 'style', 'g', 'rect', 'path', 'text', 'tspan'].includes(name))}));
    assert.equal(found.title, `</script><!--<script>alert(1)</script> "<b>&amp;" '\``);
    assert.equal(found.shown, found.title);
    assert.deepEqual(found.strangers, []);
    assert.deepEqual(view.trouble, []);
    await view.close();
  }
});

// Returns the colours of points of a chart, as shown under a colour scheme of the system.
async function colours(name, scheme, find) {
  const view = await open(browser, join(folder, name), {width: 1200, height: 675, scheme});
  const points = await view.page.evaluate(find);
  const png = (await view.page.screenshot({type: 'png', clip: {x: 0, y: 0, width: 1200, height: 675}})).toString('base64');
  await view.close();
  const reader = await browser.newPage();
  const read = await reader.evaluate(async ([png, points]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const {data} = context.getImageData(0, 0, image.width, image.height);
    return points.map(({x, y}) => {
      const at = 4 * (Math.floor(y) * image.width + Math.floor(x));
      return [...data.slice(at, at + 3)].join();
    });
  }, [png, points]);
  await reader.close();
  return {points, read};
}

// Returns the middle of every cell of the grid, and the colours of the scale from shade 0 on.
function findCells() {
  const group = document.querySelector('g.cells'), matrix = group.getScreenCTM(), data = group.dataset;
  const ground = [...document.querySelectorAll('rect.c0')].at(-1).getBoundingClientRect();
  const points = [];
  for (let column = 0; ; column++) {
    const x = matrix.a * (column + 0.5) + matrix.e;
    if (x > ground.right) break;
    for (let step = 0; ; step++) {
      const y = matrix.d * step + matrix.f;
      if (y < ground.top) break;
      points.push({x, y, column, step, ms: (Number(data.since) + column * Number(data.every)) * 1000, price: Number(data.low) + step * Number(data.step), top: Number(data.top)});
    }
  }
  for (let shade = 0; shade < 20; shade++) {
    const {left, right, top, bottom} = document.querySelector(`rect.c${shade}`).getBoundingClientRect();
    points.push({x: (left + right) / 2, y: (top + bottom) / 2, shade});
  }
  return points;
}

const rows = JSON.parse(readFileSync(join(folder, 'heatmap.rows.json'), 'utf8'));

const schemes = [['heatmap-auto.svg', 'dark'], ['heatmap-light.svg', 'dark'], ['heatmap-dark.svg', 'light']];
for (const [name, scheme] of process.env.LIQMAP_THOROUGH ? schemes : schemes.slice(0, 1)) {
  test(`the cells seen in ${name} under a ${scheme} system are the rows`, async () => {
    const {points, read} = await colours(name, scheme, findCells);
    const scale = [];
    points.forEach((point, i) => { if (point.shade !== undefined) scale[point.shade] = read[i]; });
    assert.equal(new Set(scale).size, 20);
    const wanted = new Map(rows.map(row => [`${row.ms} ${row.price_low}`, row.long_notional + row.short_notional]));
    const top = Math.max(...wanted.values());
    let same = 0, cells = 0;
    points.forEach((point, i) => {
      if (point.shade !== undefined) return;
      const amount = wanted.get(`${point.ms} ${point.price}`) ?? 0;
      assert.equal(point.top, top);
      cells++;
      same += read[i] === scale[Math.min(19, Math.floor(amount * 20 / top))];
    });
    // All cells except those under the line of the price.
    assert(cells > 5000 && same / cells > 0.93, `${same} of ${cells}`);
  });
}

test('where the pointer rests a step and a cluster say what they are', async () => {
  const view = await open(browser, join(folder, 'map-light.svg'), {width: 1200, height: 675});
  const tips = await view.page.evaluate(() => [...document.querySelectorAll('g > title')].map(title => title.textContent));
  assert(tips.filter(tip => /^[\d,]+ to [\d,]+ \(/.test(tip)).length > 50, tips[0]);
  assert(tips.filter(tip => /^(longs|shorts) from [\d,]+ to [\d,]+: [\d.]+[kMB] USD, /.test(tip)).length >= 3, tips.at(-1));
  await view.close();
});
