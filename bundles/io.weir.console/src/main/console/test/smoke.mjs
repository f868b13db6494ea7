// Opens every page of the built console in a real browser, on a phone and on a desk, under the
// gateway's content security policy, and fails on any error the browser reports.
// usage: node test/smoke.mjs [FOLDER for screenshots]
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { CODE, VIEWER_CODE } from '../mock/plant.mjs';
import { start } from '../mock/server.mjs';
import { commission } from './commission.mjs';

const SHOTS = process.argv[2] ?? new URL('../../../../target/smoke', import.meta.url).pathname;
const SCREENS = [
  {
    name: 'phone',
    viewport: { width: 360, height: 740 },
    colorScheme: 'light',
    hasTouch: true,
  },
  { name: 'desk', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { name: 'desk-dark', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
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

// What the walk provokes: the status and where.
const PROVOKED = [
  ['422', '/api/restore'],
  ['422', '/api/devices/new-meter?check=true'],
  ['504', '/api/connections/plant/read'],
  ['422', '/api/import/channels'],
];
const provoked = (message) =>
  PROVOKED.some(
    ([status, path]) => message.text().includes(status) && message.location().url.includes(path),
  );

const problems = [];

function check(condition, message) {
  if (!condition) problems.push(message);
}

async function walk(browser, base, { name, ...options }) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const shot = async (title, how = {}) => {
    await page.screenshot({ ...how, path: join(SHOTS, `${name}-${title}.png`) });
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth > window.innerWidth,
    );
    check(!wide, `${name}: ${title} scrolls sideways`);
  };
  let expected401 = true;
  page.on('pageerror', (error) => problems.push(`${name}: ${error}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    if (expected401 && message.text().includes('401')) return;
    if (provoked(message)) return;
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

  await named(page, shot);

  await page.getByRole('link', { name: 'Flow temperature' }).click();
  await page.locator('.uplot canvas').waitFor();
  await page.getByText('samples. The band').waitFor();
  await shot('trend');
  if (options.hasTouch) await finger(context, page);
  await trend(page, shot);
  await commission(page, shot, check);
  await known(page, shot);
  await page.getByRole('link', { name: 'Uplinks' }).click();
  await page.getByText('Telemetry waiting').waitFor();
  await shot('uplinks');
  if (name === SCREENS[0].name) await setAside(page, shot); // the one gateway then has no more
  await page.getByRole('link', { name: 'Storage' }).first().click();
  await storage(page, shot);
  await page.getByRole('link', { name: 'Rules' }).click();
  await page.getByText('bypass opened').waitFor();
  await shot('rules');
  await page.getByRole('link', { name: 'Secrets' }).click();
  await secrets(page, shot);
  await page.getByRole('link', { name: 'Help' }).click();
  await page.getByRole('link', { name: 'The console' }).click();
  await page.getByRole('heading', { name: 'The console' }).waitFor();
  await shot('help');

  await context.close();
}

/** What was set aside is looked at, sent again, and one of it deleted. */
async function setAside(page, shot) {
  await page.getByRole('button', { name: 'set aside…' }).click();
  await page.getByText('Payload format invalid').first().waitFor();
  await shot('set-aside');
  await page.getByRole('button', { name: 'Send telemetry 41 again' }).click();
  await page.getByText('Waits to be sent').waitFor();
  await page.getByRole('button', { name: 'Delete telemetry 42' }).click();
  await page.getByText('telemetry 42').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** A secret is set, changed and removed; what was typed is nowhere on the page. */
async function secrets(page, shot) {
  await page.getByText('Not set').waitFor();
  await shot('secrets');
  await page.getByRole('button', { name: 'Set a secret…' }).click();
  await page.getByLabel('Name').fill('not a name');
  await page.getByText('Only letters, digits').waitFor();
  await page.getByLabel('Name').fill('new-one');
  await page.getByRole('textbox', { name: 'Secret' }).fill('sesame');
  await shot('secret-set');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await page.getByRole('button', { name: 'Remove new-one' }).click();
  check(!(await page.content()).includes('sesame'), 'a secret is on the page after it was set');
  await shot('secret-remove');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('button', { name: 'Remove new-one' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'New key…' }).click();
  await page.getByRole('button', { name: 'Make a new key' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Devices that make themselves known are accepted, ignored, and put in the place of others. */
async function known(page, shot) {
  await page.getByRole('link', { name: 'Pending' }).click();
  await page.getByRole('heading', { name: 'Window plug' }).waitFor();
  await page.getByLabel(/waiting/).waitFor();
  await shot('pending', { fullPage: true });
  const plug = page.getByRole('region', { name: 'Window plug' });
  await plug.getByRole('button', { name: 'Ignore' }).click();
  await plug.getByRole('button', { name: 'Do not ignore' }).click();
  await plug.getByRole('button', { name: 'Ignore', exact: true }).waitFor();
  await plug.getByRole('button', { name: 'Accept' }).click();
  await page.getByLabel('Id').fill('Bad id');
  await page.getByText("'Bad id' cannot be used").waitFor();
  await page.getByLabel('Id').fill('window-plug');
  await page.getByLabel('Name').fill('Plug at the window');
  await shot('accept');
  await page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('heading', { name: 'Plug at the window' }).waitFor();
  await page.getByRole('link', { name: 'About' }).click();
  await page.getByLabel('Location').fill('Hall, south window');
  await page.getByLabel('Tags').fill('comfort');
  await shot('about', { fullPage: true });
  await page.getByRole('button', { name: 'Check and save' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Hall, south window').waitFor();

  await page.getByRole('link', { name: 'Devices' }).first().click();
  await page.getByText('comfort', { exact: true }).first().click();
  await page.getByRole('heading', { name: 'Boiler 1' }).waitFor({ state: 'detached' });
  await shot('tags');
  await page.getByRole('link', { name: 'Hall climate', exact: true }).click();
  await page.getByRole('link', { name: 'Presence' }).click();
  await page.getByText('does not know it any more').waitFor();
  await shot('presence', { fullPage: true });
  await page.getByRole('link', { name: 'About' }).click();
  await page.getByRole('button', { name: 'Replace by…' }).click();
  await page.getByLabel('Hall climate new').check();
  await shot('replace');
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Document' }).click();
  await page.getByLabel('devices/hall-climate.json').waitFor();
  await page.getByText('0x00158d0001a2b3d5').waitFor();
  await putBack(page);
}

/** For the next screen. */
async function putBack(page) {
  await page.evaluate(async () => {
    const headers = { 'Content-Type': 'application/json', 'X-Weir-Csrf': 'mock-csrf' };
    const address = { ieee: '0x00158d0001a2b3c4' };
    const body = JSON.stringify({ address });
    await window.fetch('/api/devices/hall-climate/replace', { method: 'POST', headers, body });
    await window.fetch('/api/devices/window-plug', { method: 'DELETE', headers });
  });
}

/** A finger draws over the chart. */
async function finger(context, page) {
  const area = await page.locator('.u-over').boundingBox();
  const tools = await context.newCDPSession(page);
  const touch = (type, share) =>
    tools.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: share ? [{ x: area.x + area.width * share, y: area.y + 80 }] : [],
    });
  await touch('touchStart', 0.2);
  for (const share of [0.3, 0.4, 0.5, 0.6]) await touch('touchMove', share);
  await touch('touchEnd');
  await page.getByRole('button', { name: 'Back to now' }).click();
}

/** A value is shown by its name, and one is chosen by it. */
async function named(page, shot) {
  const mode = page.getByRole('listitem').filter({ hasText: 'pump/mode' });
  await page.getByRole('button', { name: 'Write Mode' }).click();
  await page.getByLabel('New value').selectOption('9 fault');
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  await page.getByText('Read back: 9 fault').waitFor();
  await shot('write-named');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await mode.getByText('fault 9').waitFor();
  await page.getByRole('button', { name: 'Write Bypass valve' }).click();
  await page.getByText('open', { exact: true }).click();
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  await page.getByText('Read back: on open').waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await mode.scrollIntoViewIfNeeded();
  await shot('named');
  await page.getByRole('link', { name: 'Mode' }).click();
  await page.locator('.readout').getByText('9 fault').first().waitFor();
  await page.locator('.u-over').hover({ position: { x: 60, y: 60 } });
  await page.locator('.readout').getByText('whole range').waitFor({ state: 'detached' });
  await page.locator('.readout').getByText('9 fault').first().waitFor();
  await shot('trend-named');
  await page.getByRole('link', { name: 'Devices' }).first().click();
}

/** A range is chosen, drawn over the chart and exported. */
async function trend(page, shot) {
  await page.getByText('7 d', { exact: true }).click();
  await page.getByText('From sums of a minute').waitFor();
  const area = await page.locator('.u-over').boundingBox();
  await page.mouse.move(area.x + area.width * 0.2, area.y + 90);
  await page.mouse.down();
  await page.mouse.move(area.x + area.width * 0.4, area.y + 90, { steps: 4 });
  const closer = page.waitForResponse((answer) => answer.url().includes('/api/history'));
  await page.mouse.up();
  await closer;
  await page.getByRole('button', { name: 'Back to now' }).waitFor();
  await page.mouse.move(area.x + area.width * 0.5, area.y + 90);
  await shot('trend-closer');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByText('Compressed').waitFor();
  await shot('export');
  const csv = await downloaded(page, 'Download');
  check(csv.startsWith('time,channel,value,unit,quality'), 'the export is no CSV');
  check(csv.split('\r\n').length > 1000, 'the export has not all rows of the range');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Back to now' }).click();
}

/** What is kept is shown; a backup is taken, a wrong one refused, the right one restored. */
async function storage(page, shot) {
  await page.getByRole('heading', { name: 'Storage' }).waitFor();
  await page.getByText('Within the budget').waitFor();
  await page.getByText('Every second sample of entries').waitFor();
  await shot('storage', { fullPage: true });
  const backup = await downloaded(page, 'Download backup');
  await restore(page, 'no backup at all');
  await page.getByText('is no backup of Weir').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await restore(page, backup);
  await page.getByText('goes on with the backup').waitFor();
  await shot('restored');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
}

/** A gateway that measures nothing, has lost nothing, and then does not answer. */
async function bare(browser, base) {
  const context = await browser.newContext(SCREENS[0]);
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(`bare: ${error}`));
  const json = (status, body) => ({ status, json: body });
  const error = { code: 'unavailable', message: 'it is not measured on this gateway' };
  await page.route('**/api/wear', (route) => route.fulfill(json(503, { error })));
  await page.route('**/api/events?type=gap*', (route) => route.fulfill(json(200, { events: [] })));
  await page.goto(base);
  await page.getByLabel('First-access code').fill(CODE);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Storage' }).first().click();
  await page.getByText('It is not measured').waitFor();
  await page.getByText('Nothing was lost.').waitFor();
  await page.screenshot({ path: join(SHOTS, 'bare-storage.png'), fullPage: true });
  const failed = { code: 'internal', message: 'the journal cannot be read' };
  await page.route('**/api/journal', (route) => route.fulfill(json(500, { error: failed })));
  await page.getByText('What is shown may be old').waitFor();
  await page.reload();
  await page.getByText('The journal cannot be read.').waitFor();
  await page.getByRole('button', { name: 'Download backup' }).waitFor();
  await page.screenshot({ path: join(SHOTS, 'bare-failure.png') });
  await context.close();
}

/** Who may only look reads why nothing can be changed. */
async function viewer(browser, base) {
  const context = await browser.newContext(SCREENS[0]);
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(`viewer: ${error}`));
  const reason = page.getByText('You are signed in as viewer.');
  await page.goto(base);
  await page.getByLabel('First-access code').fill(VIEWER_CODE);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Devices' }).first().click();
  await page.getByRole('heading', { name: 'Boiler 1' }).waitFor();
  const create = page.getByRole('link', { name: 'New device' });
  check((await create.count()) === 0, 'a viewer is offered to make a device');
  for (const path of ['connections/plant/scan', 'connections/plant/read', 'new-device']) {
    await page.goto(`${base}/${path}`);
    await reason.waitFor();
  }
  await page.screenshot({ path: join(SHOTS, 'viewer-new-device.png') });
  await page.goto(`${base}/devices/boiler/channels`);
  await reason.waitFor();
  await page.goto(`${base}/connections/plant/plan`);
  await page.getByRole('meter').waitFor();
  await context.close();
}

/** No connection, no profile, no answer: every page says so. */
async function nothing(browser, base) {
  const context = await browser.newContext(SCREENS[0]);
  const page = await context.newPage();
  page.on('pageerror', (error) => problems.push(`nothing: ${error}`));
  await page.goto(base);
  await page.getByLabel('First-access code').fill(CODE);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  const answer = (path, status, json) =>
    page.route(path, (route) => route.fulfill({ status, json }));
  const failed = { error: { code: 'internal', message: 'the bus cannot be read' } };
  await answer('**/api/connections/plant/plan', 500, failed);
  await page.goto(`${base}/connections/plant/plan`);
  await page.getByText('The bus cannot be read.').waitFor();
  await page.screenshot({ path: join(SHOTS, 'nothing-plan.png') });
  await answer('**/api/profiles', 200, { profiles: [] });
  await page.goto(`${base}/new-device?connection=plant&address={"unit":9}&name=X`);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('There is no profile on this gateway.').waitFor();
  await answer('**/api/connections', 200, { connections: [] });
  await page.goto(`${base}/connections`);
  await page.getByText('No connection is configured.').waitFor();
  await page.screenshot({ path: join(SHOTS, 'nothing-connections.png') });
  await page.goto(`${base}/connections/plant`);
  await page.getByText('There is no connection').waitFor();
  await page.goto(`${base}/new-device`);
  await page.getByText('No connection is configured yet').waitFor();
  await page.goto(`${base}/devices/gone/channels`);
  await page.getByText("There is no device 'gone'.").waitFor();
  await page.goto(`${base}/devices/gone`);
  await page.getByText('no device ‘gone’ in force').waitFor();
  await context.close();
}

async function restore(page, content) {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Restore…' }).click();
  const buffer = Buffer.from(content);
  await (await chooser).setFiles({ name: 'weir.backup', mimeType: 'application/x-weir', buffer });
  await page.getByText('replaces what is on the gateway').waitFor();
  await page.getByRole('button', { name: 'Replace and restore' }).click();
}

async function downloaded(page, name) {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name, exact: true }).click();
  return readFile(await (await download).path(), 'utf8');
}

mkdirSync(SHOTS, { recursive: true });
const server = await start(0);
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: CHROMIUM });
try {
  for (const screen of SCREENS) {
    await walk(browser, base, screen);
  }
  await bare(browser, base);
  await viewer(browser, base);
  await nothing(browser, base);
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
