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

  it('says that the gateway does not answer', async () => {
    await expect(scripted().client.status()).rejects.toMatchObject({ code: 'unreachable' });
  });
});
