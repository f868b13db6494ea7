import { describe, expect, it } from 'vitest';
import { ApiError, Client } from './client';

interface Call {
  url: string;
  init: RequestInit | undefined;
}

function scripted(...answers: Response[]) {
  const calls: Call[] = [];
  let signedOut = 0;
  const client = new Client(
    (url, init) => {
      calls.push({ url, init });
      const answer = answers.shift();
      return answer ? Promise.resolve(answer) : Promise.reject(new TypeError('network'));
    },
    () => signedOut++,
  );
  return { client, calls, signedOut: () => signedOut };
}

const json = (status: number, body: unknown, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const session = { user: 'first-access', role: 'administrator', csrf: 'abc' };

describe('Client', () => {
  it('repeats the CSRF value of its session when it changes something', async () => {
    const { client, calls } = scripted(json(201, session), json(200, { outcome: 'done' }));
    await client.signIn('CODE');
    await client.write('pump/speed', 12);
    expect(calls[0]?.init?.headers).not.toHaveProperty('X-Weir-Csrf');
    expect(calls[1]?.init?.headers).toHaveProperty('X-Weir-Csrf', 'abc');
    expect(calls[1]?.init?.body).toBe('{"channel":"pump/speed","value":12}');
  });

  it("passes on the gateway's own words and when to try again", async () => {
    const body = { error: { code: 'locked', message: 'Too many tries.' } };
    const { client } = scripted(json(429, body, { 'Retry-After': '30' }));
    await expect(client.signIn('x')).rejects.toMatchObject({
      status: 429,
      message: 'Too many tries.',
      retryAfterSeconds: 30,
    });
  });

  it('a session that ended signs out', async () => {
    const { client, signedOut } = scripted(json(401, {}));
    await expect(client.devices()).rejects.toBeInstanceOf(ApiError);
    expect(signedOut()).toBe(1);
  });

  it('tells why a file is not given, which a HEAD cannot', async () => {
    const body = { error: { code: 'busy', message: 'A backup is running.' } };
    const { client, calls } = scripted(new Response(null, { status: 409 }), json(409, body));
    await expect(client.check('/api/backup')).rejects.toMatchObject({
      code: 'busy',
      message: 'A backup is running.',
    });
    expect(calls.map((call) => call.init?.method)).toEqual(['HEAD', undefined]);
    const { client: lucky, calls: one } = scripted(new Response(null, { status: 200 }));
    await lucky.check('/api/backup');
    expect(one).toHaveLength(1);
  });

  it('sends a backup with the CSRF value and tells how far it is', async () => {
    const sent: unknown[] = [];
    const client = new Client(
      () => Promise.resolve(json(200, session)),
      undefined,
      (url, headers, file, onProgress) => {
        sent.push(url, headers['X-Weir-Csrf'], file.size);
        onProgress(0.5);
        return Promise.resolve(json(422, { error: { message: 'It is no backup.' } }));
      },
    );
    await client.session();
    const seen: number[] = [];
    const restored = client.restore(new Blob(['abc']), (share) => seen.push(share));
    await expect(restored).rejects.toMatchObject({ status: 422, message: 'It is no backup.' });
    expect(sent).toEqual(['/api/restore', 'abc', 3]);
    expect(seen).toEqual([0.5]);
  });

  it('says that the gateway does not answer', async () => {
    await expect(scripted().client.status()).rejects.toMatchObject({ code: 'unreachable' });
  });

  it('passes on every place of a document that is wrong', async () => {
    const problems = [{ pointer: '/channels/0/scale', value: 'x', reason: 'type a number' }];
    const nested = { error: { code: 'invalid', message: 'no', problems } };
    const flat = { error: 'invalid', message: 'no', problems };
    const { client } = scripted(json(422, nested), json(422, flat));
    const device = { id: 'boiler', connection: 'plant' };
    const wanted = { status: 422, code: 'invalid', message: 'no', problems };
    await expect(client.checkDevice(device)).rejects.toMatchObject(wanted);
    await expect(client.saveDevice(device)).rejects.toMatchObject(wanted);
  });

  it('sends a table as it is', async () => {
    const { client, calls } = scripted(json(200, { rows: 0, channels: [], problems: [] }));
    const table = new Blob(['id,register']);
    await client.importChannels('plant', table);
    expect(calls[0]?.url).toBe('/api/import/channels?connection=plant&partial=true');
    expect(calls[0]?.init?.headers).toHaveProperty('Content-Type', 'text/csv');
    expect(calls[0]?.init?.body).toBe(table);
  });

  it('takes an answer without a body', async () => {
    const { client, calls } = scripted(new Response('', { status: 202 }));
    await expect(client.startScan('main bus', { units: '1' })).resolves.toBeUndefined();
    expect(calls[0]?.url).toBe('/api/connections/main%20bus/scan');
  });
});
