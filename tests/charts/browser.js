// Opens pages in Chromium without a screen and without a network, and collects their messages and requests.
import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--force-color-profile=srgb', '--hide-scrollbars'];

export function missing() {
  if (!existsSync(executablePath)) return `no ${executablePath}`;
  try {
    execFileSync('rsvg-convert', ['--version'], {stdio: 'ignore'});
  } catch {
    return 'no rsvg-convert';
  }
}

export function launch() {
  return chromium.launch({executablePath, args});
}

// Starting a renderer takes longer than showing a chart, so a closed page is used again for the next chart.
const idle = new Map();
async function pageOf(browser, kind, colorScheme, deviceScaleFactor) {
  const page = idle.get(kind)?.pop();
  if (page) return page;
  const context = await browser.newContext({colorScheme, deviceScaleFactor});
  return context.newPage();
}

// Opens a file. `trouble` collects messages on the console, errors, and requests to other places.
export async function open(browser, file, {width = 1100, height = 700, scheme = 'light', scale = 1} = {}) {
  const kind = `${scheme} ${scale}`;
  const page = await pageOf(browser, kind, scheme, scale);
  await page.setViewportSize({width, height});
  const trouble = [];
  page.on('console', message => {
    if (['warning', 'error', 'assert'].includes(message.type())) trouble.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', error => trouble.push(`error: ${error.message}`));
  page.on('requestfailed', request => trouble.push(`failed: ${request.url()}`));
  await page.route(/^(?!(file|data|blob):)/, route => {
    trouble.push(`left the file: ${route.request().url()}`);
    return route.abort();
  });
  await page.goto(pathToFileURL(file).href);
  if (await page.locator('parsererror').count() > 0) trouble.push(await page.locator('parsererror').innerText());
  return {page, trouble, close: async () => {
    await page.unrouteAll();
    for (const event of ['console', 'pageerror', 'requestfailed']) page.removeAllListeners(event);
    await page.goto('about:blank');
    idle.set(kind, [...idle.get(kind) ?? [], page]);
  }};
}
