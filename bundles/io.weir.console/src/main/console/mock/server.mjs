// Stands in for the gateway during development: `npm run mock`, then `npm run dev`.
// Also serves the built page under the gateway's content security policy, for the smoke test.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as plant from './plant.mjs';

const CSP = (
  await readFile(
    new URL('../../resources/io/weir/console/internal/csp.txt', import.meta.url),
    'ascii',
  )
).trim();
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.md': 'text/markdown; charset=utf-8',
};
const SESSION = { user: 'first-access', role: 'administrator', csrf: 'mock-csrf' };
const BACKUP = 'a backup of the mock gateway';
const READS = {
  '/api/status': plant.status,
  '/api/devices': plant.devices,
  '/api/journal': plant.journal,
  '/api/uplinks': plant.uplinks,
  '/api/rules': plant.rules,
  '/api/wear': plant.wear,
};

function json(response, code, body, headers = {}) {
  response.writeHead(code, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const refuse = (response, code, name, message) =>
  json(response, code, { error: { code: name, message } });

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}');
}

function stream(response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const send = () => response.write(`event: values\ndata: ${JSON.stringify(plant.values())}\n\n`);
  send();
  const timer = setInterval(send, 1000);
  response.on('close', () => clearInterval(timer));
}

async function session(request, response, signedIn) {
  if (request.method === 'DELETE') {
    response.writeHead(204, { 'Set-Cookie': 'weir-session=; Max-Age=0; Path=/' });
    return response.end();
  }
  if (request.method === 'GET') {
    return signedIn
      ? json(response, 200, SESSION)
      : refuse(response, 401, 'signed-out', 'Sign in first.');
  }
  const { code } = await body(request);
  return code === plant.CODE
    ? json(response, 201, SESSION, { 'Set-Cookie': 'weir-session=mock; Path=/; HttpOnly' })
    : refuse(response, 401, 'wrong-code', 'This is not the first-access code of this gateway.');
}

function file(request, response, name, content) {
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${name}"`,
  });
  response.end(request.method === 'HEAD' ? undefined : content);
}

async function restore(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString() === BACKUP
    ? json(response, 200, plant.summary())
    : refuse(response, 422, 'not-restored', 'nothing was changed: it is no backup of Weir');
}

async function api(request, response, url) {
  const signedIn = (request.headers.cookie ?? '').includes('weir-session=mock');
  if (url.pathname === '/api/hello') {
    const hello = { product: 'Weir', version: '0.1.0', gateway: 'plant-room-1', signedIn };
    return json(response, 200, hello);
  }
  if (url.pathname === '/api/session') return session(request, response, signedIn);
  if (!signedIn) return refuse(response, 401, 'signed-out', 'Sign in first.');
  if (url.pathname === '/api/live/stream') return stream(response);
  if (url.pathname === '/api/commands') {
    return request.headers['x-weir-csrf'] === SESSION.csrf
      ? json(response, 200, plant.write(await body(request)))
      : refuse(response, 403, 'csrf', 'The header X-Weir-Csrf is missing.');
  }
  if (url.pathname === '/api/history') {
    const found = plant.history(url.searchParams);
    return found
      ? json(response, 200, found)
      : refuse(response, 404, 'unknown-channel', 'There is no such channel.');
  }
  if (url.pathname === '/api/events') {
    return json(response, 200, url.searchParams.has('type') ? plant.gaps() : plant.events());
  }
  if (url.pathname === '/api/export') {
    return file(request, response, 'weir-mock.csv', plant.exported(url.searchParams));
  }
  if (url.pathname === '/api/backup') {
    return file(request, response, 'weir-mock.backup', BACKUP);
  }
  if (url.pathname === '/api/restore') return restore(request, response);
  const read = READS[url.pathname];
  return read
    ? json(response, 200, read())
    : refuse(response, 404, 'not-found', 'There is no such resource.');
}

async function page(response, path) {
  const docs = path.startsWith('/docs/');
  const folder = docs ? '../../../../../../distrib' : '../../../../target/classes/static';
  const root = new URL(folder, import.meta.url).pathname;
  const wanted = join(root, normalize(path));
  const file = extname(path) ? wanted : join(root, 'index.html');
  const bytes = await readFile(file).catch(() => undefined);
  response.writeHead(bytes ? 200 : 404, {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Security-Policy': CSP,
  });
  response.end(bytes);
}

/** Starts the stand-in; port 0 takes a free one. */
export function start(port) {
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const answer = url.pathname.startsWith('/api/')
      ? api(request, response, url)
      : page(response, url.pathname);
    answer.catch((error) => refuse(response, 500, 'mock', String(error)));
  });
  return new Promise((ready) => server.listen(port, '127.0.0.1', () => ready(server)));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const server = await start(Number(process.env.PORT ?? 8480));
  console.log(`mock gateway on http://127.0.0.1:${server.address().port}, code ${plant.CODE}`);
}
