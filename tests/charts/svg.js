// Renders an SVG file in Chromium and in librsvg, which are the usual programs for it:     node svg.js chart.svg [folder]
//
// Writes chart.chromium.png and chart.rsvg.png into the folder (default: beside the chart). Prints the
// messages of both, one in a line; a message makes the exit status 1.
import {spawnSync} from 'node:child_process';
import {mkdirSync, realpathSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {launch, open} from './browser.js';

export async function renderSvg(browser, file, folder = dirname(file), scheme = 'light') {
  const name = join(folder, basename(file, '.svg'));
  const images = {chromium: `${name}.chromium.png`, rsvg: `${name}.rsvg.png`};
  mkdirSync(folder, {recursive: true});

  const view = await open(browser, file, {scheme});
  await view.page.locator('svg').first().screenshot({path: images.chromium});
  const trouble = view.trouble.map(words => `chromium: ${words}`);
  await view.close();

  const rsvg = spawnSync('rsvg-convert', ['-o', images.rsvg, file], {encoding: 'utf8'});
  for (const words of rsvg.stderr.split('\n').filter(Boolean)) trouble.push(`rsvg-convert: ${words}`);
  if (rsvg.status !== 0) trouble.push(`rsvg-convert: status ${rsvg.status}`);
  return {images, trouble};
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [file, folder, scheme] = process.argv.slice(2);
  const browser = await launch();
  const {images, trouble} = await renderSvg(browser, file, folder, scheme);
  await browser.close();
  console.log([...Object.values(images), ...trouble].join('\n'));
  process.exitCode = trouble.length ? 1 : 0;
}
