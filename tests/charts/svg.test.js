// The helper svg.js: a valid chart renders without a message, and both programs report a broken one.
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

test('a valid chart renders in both without a message', async () => {
  const {images, trouble} = await renderSvg(browser, written('sound.svg', '<rect width="20" height="10" fill="#123456"/>'));
  assert.deepEqual(trouble, []);
  for (const file of Object.values(images)) {
    const png = readFileSync(file);
    assert.equal(png.toString('latin1', 1, 4), 'PNG');
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [20, 10]);
  }
});

test('both report a broken chart', async () => {
  const {trouble} = await renderSvg(browser, written('broken.svg', '<text>Q&A</text>'));
  assert(trouble.some(words => words.startsWith('chromium: ')), trouble);
  assert(trouble.some(words => words.startsWith('rsvg-convert: ')), trouble);
});

test('a chart that requests another file is reported', async () => {
  const {trouble} = await renderSvg(browser, written('asking.svg', '<image href="http://example.org/a.png" width="9" height="9"/>'));
  assert(trouble.some(words => words.includes('example.org')), trouble);
});
