// Chromium without a screen and without a network: what a page says, asks for and shows.
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

// Opens a file. What is wrong with it is collected in `trouble`: words on the console, errors, requests that leave it.
export async function open(browser, file, {width = 1100, height = 700, scheme = 'light', scale = 1} = {}) {
  const context = await browser.newContext({viewport: {width, height}, colorScheme: scheme, deviceScaleFactor: scale});
  const page = await context.newPage();
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
  return {page, trouble, close: () => context.close()};
}
