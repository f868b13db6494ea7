// The part of the mock gateway with which devices are made: connections, profiles, documents.
import * as announced from './announced.mjs';
import * as bus from './bus.mjs';

const NEEDED = 'this needs the role engineer';

/** Answers [status, body], or undefined when the path is none of these. */
export function commissioning(documents, role, method, url, content) {
  const [, , kind, id, part] = url.pathname.split('/').map(decodeURIComponent);
  if (method !== 'GET' && role === 'viewer') return refused(403, 'forbidden', NEEDED);
  if (kind === 'connections') return connection(documents, method, id, part, content);
  if (kind === 'announced') return announcement(documents, id, content);
  if (kind === 'profiles') return profile(documents, id);
  if (kind === 'import') return imported(documents, content);
  if (kind === 'devices' && id) return device(documents, method, id, part, url, content);
  return undefined;
}

const refused = (status, code, message, more = {}) => [
  status,
  { error: { code, message, ...more } },
];
const missing = (what) => refused(404, 'not-found', `there is no ${what}`);

function announcement(documents, what, content) {
  if (!what) return [200, announced.list()];
  const body = JSON.parse(content);
  if (what === 'ignore') {
    announced.ignore(body);
    return [204];
  }
  if (documents.devices.has(body.id)) {
    return refused(422, 'invalid', `id: '${body.id}' cannot be used; use another one`);
  }
  documents.devices.set(body.id, announced.accept(body));
  return [201, { id: body.id }];
}

function connection(documents, method, name, part, content) {
  if (!name) return [200, bus.connections(documents)];
  if (!bus.known(name)) return missing(`connection '${name}'`);
  if (part === 'plan') {
    return [200, bus.plan(documents, name, content ? JSON.parse(content) : undefined)];
  }
  if (part === 'scan') return scan(method, name, content);
  if (part === 'read') return read(JSON.parse(content).address);
  return missing('such part of a connection');
}

function scan(method, name, content) {
  if (method === 'GET') return [200, bus.scan(name)];
  if (method === 'DELETE') {
    bus.stopScan(name);
    return [204];
  }
  const query = JSON.parse(content);
  const started = bus.startScan(name, query);
  if (started === 'busy') return refused(409, 'busy', 'a scan is running already');
  if (started === 'wrong') {
    return refused(400, 'bad-request', `unit: '${query.unit}' does not answer; use one that does`, {
      field: 'unit',
    });
  }
  return [202, { scan: name }];
}

function read(address) {
  const reading = bus.read(address);
  return reading
    ? [200, reading]
    : refused(504, 'timeout', `unit ${address.unit} did not answer within 1000 ms`);
}

function profile(documents, id) {
  if (!id) return [200, documents.summaries()];
  const found = documents.profile(id);
  return found ? [200, found] : missing(`profile '${id}'`);
}

function imported(documents, content) {
  const result = documents.imported(content);
  return result ? [200, result] : refused(422, 'invalid', 'line 1: is missing; give a column id');
}

function device(documents, method, id, part, url, content) {
  if (method === 'GET' && part === 'document') {
    const found = documents.devices.get(id);
    return found ? [200, found] : missing(`device '${id}'`);
  }
  if (method === 'GET' && part === 'announced') {
    return [
      200,
      {
        id: 'announced',
        name: 'Hall climate',
        metadata: { serial: 'S-1' },
        channels: announced.channels,
      },
    ];
  }
  if (method === 'GET' && part === 'presence') {
    return [200, { device: id, changes: announced.presence() }];
  }
  if (method === 'POST' && part === 'replace') {
    const { address } = JSON.parse(content);
    documents.devices.set(id, announced.replace(documents.devices.get(id), address));
    return [200, { id, warning: '' }];
  }
  if (method === 'DELETE') {
    announced.free(id);
    return documents.devices.delete(id) ? [204] : missing(`device '${id}'`);
  }
  if (method !== 'PUT') return undefined;
  const document = JSON.parse(content);
  const problems = documents.problems(id, document);
  if (problems.length > 0) {
    return refused(422, 'invalid', 'the document cannot be used', { problems });
  }
  if (url.searchParams.get('check') !== 'true') documents.devices.set(id, document);
  return [200, document];
}
