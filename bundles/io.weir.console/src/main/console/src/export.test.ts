import { expect, it } from 'vitest';
import { exportUrl, siblings } from './export';

it('an export asks for whole microseconds and only for what differs from plain', () => {
  const range = { from: 1.0000005, to: 2 };
  expect(exportUrl('boiler/flow-temp', range, 'raw', 'csv', false)).toBe(
    '/api/export?channel=boiler%2Fflow-temp&from=1000000&to=2000000&format=csv',
  );
  expect(exportUrl(siblings('boiler/flow-temp'), range, 'hour', 'jsonl', true)).toBe(
    '/api/export?channel=boiler%2F*&from=1000000&to=2000000&format=jsonl&level=hour&gzip=true',
  );
});
