// The way of a field engineer: look at the bus, find a device, make it, read a place, add it as a
// channel, take channels from a table, change them, delete what was made.
import { Buffer } from 'node:buffer';

const WHOLE = { fullPage: true };

/** Walks through all of it; what was made is deleted again. */
export async function commission(page, shot, check) {
  await page.getByRole('link', { name: 'Connections' }).click();
  await page.getByRole('heading', { name: 'plant' }).waitFor();
  await shot('connections', WHOLE);
  await page.getByRole('link', { name: 'hall', exact: true }).click();
  await page.getByRole('link', { name: 'Bus plan' }).click();
  await page.getByText('its use is not reckoned').waitFor();
  await page.getByText('No device is polled').waitFor();
  await page.getByRole('link', { name: 'Connections' }).click();
  await page.getByRole('link', { name: 'plant', exact: true }).click();
  await page.getByText('Circulation pump').waitFor();
  await shot('connection', WHOLE);
  await page.getByRole('link', { name: 'Bus plan' }).click();
  await page.getByRole('meter', { name: 'Use of the bus' }).waitFor();
  await page.getByText('channels read together').first().waitFor();
  await shot('bus-plan', WHOLE);
  await found(page, shot);
  await made(page, shot);
  await readTest(page, shot, check);
  await changed(page, shot);
  await table(page, shot);
  await deleted(page, 'hall-meter');
  await deleted(page, 'new-meter');
  const left = await page.getByRole('heading', { name: 'New meter' }).count();
  check(left === 0, 'a deleted device is still there');
}

/** Units are looked for, a scan is stopped, registers are found. */
async function found(page, shot) {
  await page.getByRole('link', { name: 'Scan' }).click();
  await page.getByLabel('Units', { exact: true }).last().fill('300');
  await page.getByRole('button', { name: 'Start the scan' }).click();
  await page.getByText('type a range such as 0-255').waitFor();
  await page.getByLabel('Units', { exact: true }).last().fill('1-247');
  await page.getByRole('button', { name: 'Start the scan' }).click();
  await page.getByRole('meter', { name: 'Progress' }).waitFor();
  await shot('scan-running');
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Stopped after').waitFor();
  await page.getByText('Registers', { exact: true }).click();
  await page.getByRole('button', { name: 'Start the scan' }).click();
  await page.getByRole('link', { name: 'Read it' }).first().waitFor();
  await page.getByText('Done: asked 201').waitFor();
  await page.getByText('Units', { exact: true }).click();
  await page.getByRole('button', { name: 'Start the scan' }).click();
  await page.getByText('Done: asked 247, 5 found').waitFor();
  await shot('scan-done', WHOLE);
}

/** A device is made of a finding, with a profile of the library. */
async function made(page, shot) {
  const unit5 = page.getByRole('listitem').filter({ hasText: 'Mock Works' });
  await unit5.getByRole('link', { name: 'Make a device of it' }).click();
  await page.getByLabel('Unit').waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('Give it a name, or an id').waitFor();
  await shot('new-device-where', WHOLE);
  await page.getByLabel('Name').fill('New meter');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('mock-drive-30').waitFor({ state: 'detached' });
  await page.getByLabel('Maker or model').fill('m3 meter');
  await page.getByRole('button', { name: 'Mock Works M3' }).click();
  await page.getByRole('link', { name: 'Source: https://example.org/m3.pdf' }).waitFor();
  await shot('new-device-what', WHOLE);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('The gateway can use this document').waitFor();
  await page.getByText(/\d+ % → \d+ %/).waitFor();
  await shot('new-device-check', WHOLE);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'Value 24' }).waitFor();
  await shot('device-live');
}

/** A place that does not answer, then one that does; it becomes a channel of the new device. */
async function readTest(page, shot, check) {
  await page.getByRole('link', { name: 'Channels', exact: true }).click();
  await page.getByRole('link', { name: 'From a read-test' }).click();
  await page.getByLabel('Unit').fill('99');
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await page.getByText('Unit 99 did not answer within 1000 ms.').waitFor();
  await page.getByLabel('Unit').fill('5');
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await page.getByRole('button', { name: 'Add float32 CDAB 21.5' }).waitFor();
  await shot('read-test', WHOLE);
  await page.getByRole('button', { name: 'Add float32 CDAB 21.5' }).click();
  await page.getByRole('link', { name: 'Make a new device with it' }).click();
  await page.getByLabel('Name').fill('Other');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('unit 5, holding 0, float32 CDAB').waitFor();
  await page.getByRole('button', { name: 'Add a channel' }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('Give it a name, or an id').waitFor();
  await shot('new-channel');
  await page.getByLabel('Name').fill('Second');
  await page.getByLabel('Register', { exact: true }).fill('8');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Remove value' }).click();
  await page.getByText('unit 5, 8').waitFor();
  await page.goBack();
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await page.getByRole('button', { name: 'Add float32 CDAB 21.5' }).click();
  await page.getByRole('dialog').getByText('Byte order').waitFor();
  const device = await page.getByLabel('Device').inputValue();
  check(device === 'new-meter', `the channel would be added to ${device}`);
  await page.getByLabel('Name').fill('Room temperature');
  await page.getByRole('textbox', { name: 'Unit', exact: true }).last().fill('Cel');
  await shot('add-channel');
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('The gateway can use this document').waitFor();
  await page.getByText(/\d+ % → \d+ %/).waitFor();
  await shot('add-channel-check');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'Room temperature' }).waitFor();
}

/** Channels are changed in the list and in the document; what is wrong is told with its place. */
async function changed(page, shot) {
  await page.getByRole('link', { name: 'Channels', exact: true }).click();
  await page.getByRole('button', { name: 'Download as CSV' }).waitFor();
  await page.getByRole('button', { name: 'Change value-1', exact: true }).click();
  await page.getByLabel('Max').fill('high');
  await page.getByLabel('Scale').fill('zero');
  await page.getByRole('button', { name: 'Take over' }).click();
  await page.getByText("'zero' cannot be used").waitFor();
  await page.getByText("'high' cannot be used").waitFor();
  await page.getByLabel('Max').fill('260');
  await page.getByLabel('Scale').fill('0.1');
  await page.getByRole('textbox', { name: 'Unit', exact: true }).fill('');
  await page.getByRole('button', { name: 'Take over' }).click();
  await page.getByText('can be replaced here, not left empty').waitFor();
  await page.getByRole('textbox', { name: 'Unit', exact: true }).fill('kV');
  await shot('change-channel');
  await page.getByRole('button', { name: 'Take over' }).click();
  await page.getByText('profile, changed here').waitFor();
  await shot('device-channels');
  await page.getByRole('link', { name: 'Document', exact: true }).click();
  const text = page.getByLabel('devices/new-meter.json');
  const good = await text.inputValue();
  await text.fill(`${good},`);
  await page.getByText('This is no JSON').waitFor();
  await text.fill(good.replace('"CDAB"', '"CDAB", "register": 70000').replace('kV', 'MV'));
  await page.getByRole('button', { name: 'Check and save' }).click();
  await page.getByText('the mock device ends at 9999').waitFor();
  await shot('refused');
  await page.getByRole('button', { name: 'Back' }).click();
  await shot('device-document', WHOLE);
  await text.fill(good.replace('"connection"', '"period": "100ms", "connection"'));
  await page.getByRole('button', { name: 'Check and save' }).click();
  await page.getByText('more than 80 %').waitFor();
  await shot('too-much');
  await page.getByRole('button', { name: 'Back' }).click();
  await text.fill(good);
  await page.getByRole('button', { name: 'Check and save' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('kV').first().waitFor();
}

/** A table with rows that are no good: they are shown, and the others used when asked. */
async function table(page, shot) {
  await page.goto(new URL('/new-device?connection=hall', page.url()).href);
  await page.getByLabel('Unit').fill('7');
  await page.getByLabel('Name').fill('Hall meter');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('CSV', { exact: true }).click();
  await choose(page, 'name;address\nx;1\n');
  await page.getByText('give a column id').waitFor();
  await choose(
    page,
    'id,name,address.register,address.type,unit\npower,Power,0,float32,W\nVolt age,U,2,float32,V\n' +
      'current,I,4,flaot32,A\nenergy,Energy,6,uint32,kWh\n',
  );
  await page.getByText('2 of 4 rows cannot be used').waitFor();
  await page.getByText('flaot32').waitFor();
  await shot('import-problems', WHOLE);
  await page.getByRole('button', { name: 'Use the other 2' }).click();
  await page.getByText('energy', { exact: true }).waitFor();
  await shot('import-used', WHOLE);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('2 requests').or(page.getByText('0 → 1 requests')).waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'Energy' }).waitFor();
}

async function choose(page, content) {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a table…' }).click();
  const buffer = Buffer.from(content);
  await (await chooser).setFiles({ name: 'channels.csv', mimeType: 'text/csv', buffer });
}

async function deleted(page, id) {
  await page.goto(new URL(`/devices/${id}/channels`, page.url()).href);
  await page.getByRole('button', { name: 'Delete device…' }).click();
  await page.getByText('are no longer read').waitFor();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('heading', { name: 'Boiler 1' }).waitFor();
}
