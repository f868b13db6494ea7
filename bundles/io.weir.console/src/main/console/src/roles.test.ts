import { expect, it } from 'vitest';
import { mayEngineer } from './roles';

it('engineers and administrators change what is configured', () => {
  const roles = ['viewer', 'operator', 'engineer', 'administrator', ''];
  expect(roles.map(mayEngineer)).toEqual([false, false, true, true, false]);
});
