// The helper itself: a chart that is sound renders without a word, one that is not is found out by both.
import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {launch} from './browser.js';
import {renderSvg} from './svg.js';

let browser, folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'liqmap-svg.'));
});
after(async () => {
  await browser.close();
  rmSync(folder, {recursive: true});
});

function written(name, body) {
  const file = join(folder, name);
  writeFileSync(file, `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" viewBox="0 0 20 10">${body}</svg>`);
  return file;
}

test('a sound chart renders in both without a word', async () => {
  const {images, trouble} = await renderSvg(browser, written('sound.svg', '<rect width="20" height="10" fill="#123456"/>'));
  assert.deepEqual(trouble, []);
  for (const file of Object.values(images)) {
    const png = readFileSync(file);
    assert.equal(png.toString('latin1', 1, 4), 'PNG');
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [20, 10]);
  }
});

test('a broken chart is found out by both', async () => {
  const {trouble} = await renderSvg(browser, written('broken.svg', '<text>Q&A</text>'));
  assert(trouble.some(words => words.startsWith('chromium: ')), trouble);
  assert(trouble.some(words => words.startsWith('rsvg-convert: ')), trouble);
});

test('a chart that asks for something outside is found out', async () => {
  const {trouble} = await renderSvg(browser, written('asking.svg', '<image href="http://example.org/a.png" width="9" height="9"/>'));
  assert(trouble.some(words => words.includes('example.org')), trouble);
});
