// What the mock gateway's uplink has set aside.
const all = new Map(
  [41, 42].map((first) => {
    const id = `001767225600000-telemetry-${first}-${first}`;
    return [
      id,
      {
        id,
        time: 1767225600000000,
        kind: 'telemetry',
        device: '',
        first,
        last: first,
        contentType: 'application/json',
        bytes: 812,
        reason: 'payload format invalid',
        retrying: false,
      },
    ];
  }),
);

export const setAside = () => all.size;

/** Status and answer of a request to /api/uplinks/cloud/rejected and below. */
export function rejected(method, path) {
  const [id, verb] = path.slice('/api/uplinks/cloud/rejected'.length + 1).split('/');
  if (method === 'GET') return [200, { rejected: [...all.values()] }];
  const meant = [...all.keys()].filter((each) => !id || id === 'retry' || each === id);
  if (method === 'DELETE') {
    meant.forEach((each) => all.delete(each));
    return [200, { deleted: meant.length }];
  }
  if (id !== 'retry' && verb !== 'retry') return [405, { error: { code: 'method-not-allowed' } }];
  meant.forEach((each) => (all.get(each).retrying = true));
  return [200, { retrying: meant.length }];
}
