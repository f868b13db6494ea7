import { expect, test } from 'vitest';
import { nameProblem } from './secrets';

test.each(['mqtt-password', 'a', '7', 'A.b_c-d', 'x'.repeat(64)])('%s is a name', (name) => {
  expect(nameProblem(name)).toBe('');
});

test.each(['', '-a', '.a', 'a b', 'a/b', 'ä', 'x'.repeat(65)])('%s is no name', (name) => {
  expect(nameProblem(name)).not.toBe('');
});
