// The secrets of the mock gateway: names, and who refers to them.
const names = new Set(['mqtt-password', 'plc-key', 'spare']);
const REFERENCES = {
  'mqtt-password': ['io.weir.uplink.mqtt~cloud.cfg.json'],
  'plc-key': ['io.weir.driver.modbus~plant.cfg.json', 'io.weir.driver.modbus~hall-2.cfg.json'],
  'mail-password': ['io.weir.uplink.mail~office.cfg.json'],
};
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
let problem = '';

const error = (code, message) => ({ error: { code, message } });

/** Status and answer of a request to /api/secrets and below; no answer for 204. */
export function secrets(method, path, content) {
  const name = decodeURIComponent(path.slice('/api/secrets/'.length));
  if (method === 'GET') return [200, list()];
  if (method === 'POST') {
    problem = name === 'break' ? 'no key that is there opens it; put its key back' : '';
    return [204];
  }
  if (problem) return [409, error('locked', `the secrets cannot be opened: ${problem}`)];
  if (method === 'PUT' && NAME.test(name) && content !== '') {
    names.add(name);
    return [204];
  }
  if (method === 'DELETE' && names.delete(name)) return [204];
  return [422, error('invalid', `name: '${name}' cannot be used; use letters and digits`)];
}

function list() {
  const all = problem ? [] : [...names];
  const sorted = [...new Set([...all, ...Object.keys(REFERENCES)])].sort();
  return {
    problem,
    secrets: sorted.map((name) => ({
      name,
      set: all.includes(name),
      usedBy: REFERENCES[name] ?? [],
    })),
  };
}
