// Opens every page of the built console in a real browser, on a phone and on a desk, under the
// gateway's content security policy, and fails on any error the browser reports.
// usage: node test/smoke.mjs [FOLDER for screenshots]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { CODE } from '../mock/plant.mjs';
import { start } from '../mock/server.mjs';

const SHOTS = process.argv[2] ?? new URL('../../../../target/smoke', import.meta.url).pathname;
const SCREENS = [
  { name: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'desk', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: 'desk-dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
];
const CHROMIUM = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const problems = [];

function check(condition, message) {
  if (!condition) problems.push(message);
}

async function walk(browser, base, { name, ...options }) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const shot = (title) => page.screenshot({ path: join(SHOTS, `${name}-${title}.png`) });
  let expected401 = true;
  page.on('pageerror', (error) => problems.push(`${name}: ${error}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    if (expected401 && message.text().includes('401')) return;
    problems.push(`${name}: ${message.text()}`);
  });

  await page.goto(base);
  await page.getByLabel('First-access code').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  await shot('sign-in');
  await page.getByLabel('First-access code').fill(CODE);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.getByText('devices need attention').waitFor();
  expected401 = false;
  await shot('overview');

  await page.getByRole('link', { name: 'Devices' }).first().click();
  await page.getByRole('heading', { name: 'Boiler 1' }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll('.spark polyline').length > 0);
  await shot('devices');
  await page.getByRole('button', { name: 'Write Setpoint' }).click();
  await page.getByLabel('New value in °C').fill('95');
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  await page.getByText('Not above 90.').waitFor();
  await page.getByLabel('New value in °C').fill('65');
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  await page.getByText('Read back: 65').waitFor();
  await shot('write');
  await page.getByRole('button', { name: 'Close', exact: true }).click();

  await page.getByRole('link', { name: 'Flow temperature' }).click();
  await page.locator('.uplot canvas').waitFor();
  await page.getByText('samples. The band').waitFor();
  await shot('trend');
  await page.getByRole('link', { name: 'Uplinks' }).click();
  await page.getByText('Telemetry waiting').waitFor();
  await shot('uplinks');
  await page.getByRole('link', { name: 'Rules' }).click();
  await page.getByText('bypass opened').waitFor();
  await shot('rules');
  await page.getByRole('link', { name: 'Help' }).click();
  await page.getByRole('link', { name: 'The console' }).click();
  await page.getByRole('heading', { name: 'The console' }).waitFor();
  await shot('help');

  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  check(!wide, `${name}: the page scrolls sideways`);
  await context.close();
}

mkdirSync(SHOTS, { recursive: true });
const server = await start(0);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: CHROMIUM });
try {
  for (const screen of SCREENS) {
    await walk(browser, `http://127.0.0.1:${server.address().port}`, screen);
  }
} finally {
  await browser.close();
  server.close();
  server.closeAllConnections();
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`console smoke test: ${SCREENS.length} screens, all pages, no error`);
