// Stands in for the gateway during development: `npm run mock`, then `npm run dev`.
// Also serves the built page under the gateway's content security policy, for the smoke test.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commissioning } from './commissioning.mjs';
import * as plant from './plant.mjs';
import { rejected } from './rejected.mjs';
import { secrets } from './secrets.mjs';

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
const CSRF = 'mock-csrf';
const SESSIONS = {
  [plant.CODE]: { user: 'first-access', role: 'administrator', csrf: CSRF },
  [plant.VIEWER_CODE]: { user: 'visitor', role: 'viewer', csrf: CSRF },
};
/** The session whose code the cookie carries. */
const sessionOf = (request) =>
  SESSIONS[/weir-session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]];
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

async function text(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function stream(response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const send = () => response.write(`event: values\ndata: ${JSON.stringify(plant.values())}\n\n`);
  send();
  const timer = setInterval(send, 1000);
  response.on('close', () => clearInterval(timer));
}

async function session(request, response, current) {
  if (request.method === 'DELETE') {
    response.writeHead(204, { 'Set-Cookie': 'weir-session=; Max-Age=0; Path=/' });
    return response.end();
  }
  if (request.method === 'GET') {
    return current
      ? json(response, 200, current)
      : refuse(response, 401, 'signed-out', 'Sign in first.');
  }
  const { code } = JSON.parse(await text(request));
  return SESSIONS[code]
    ? json(response, 201, SESSIONS[code], {
        'Set-Cookie': `weir-session=${code}; Path=/; HttpOnly`,
      })
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
  return (await text(request)) === BACKUP
    ? json(response, 200, plant.summary())
    : refuse(response, 422, 'not-restored', 'nothing was changed: it is no backup of Weir');
}

async function api(request, response, url) {
  const current = sessionOf(request);
  if (url.pathname === '/api/hello') {
    const hello = {
      product: 'Weir',
      version: '0.1.0',
      gateway: 'plant-room-1',
      signedIn: !!current,
    };
    return json(response, 200, hello);
  }
  if (url.pathname === '/api/session') return session(request, response, current);
  if (!current) return refuse(response, 401, 'signed-out', 'Sign in first.');
  if (url.pathname === '/api/live/stream') return stream(response);
  if (url.pathname === '/api/commands') {
    return request.headers['x-weir-csrf'] === CSRF
      ? json(response, 200, plant.write(JSON.parse(await text(request))))
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
  const table = /^\/api\/devices\/([^/]+)\/channels\.csv$/.exec(url.pathname);
  if (table) {
    const content = plant.documents.table(decodeURIComponent(table[1]));
    return file(request, response, `${table[1]}-channels.csv`, content);
  }
  if (url.pathname === '/api/restore') return restore(request, response);
  if (request.method !== 'GET' && request.headers['x-weir-csrf'] !== CSRF) {
    return refuse(response, 403, 'csrf', 'The header X-Weir-Csrf is missing.');
  }
  const content = request.method === 'GET' ? '' : await text(request);
  if (url.pathname.startsWith('/api/secrets')) {
    const [status, answer] = secrets(request.method, url.pathname, content);
    return answer ? json(response, status, answer) : response.writeHead(status).end();
  }
  if (url.pathname.startsWith('/api/uplinks/cloud/rejected')) {
    const [status, answer] = rejected(request.method, url.pathname);
    return json(response, status, answer);
  }
  const made = commissioning(plant.documents, current.role, request.method, url, content);
  if (made) {
    const [status, answer] = made;
    return status === 204 ? response.writeHead(204).end() : json(response, status, answer);
  }
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
