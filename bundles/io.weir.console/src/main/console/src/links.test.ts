import { expect, it } from 'vitest';
import { resolveLink } from './links';

it.each([
  ['README.md', 'rules.md', '/help/rules'],
  ['README.md', 'decisions/0001-own-launcher.md', '/help/decisions/0001-own-launcher'],
  ['decisions/0001-own-launcher.md', '../rules.md', '/help/rules'],
  ['README.md', 'schema/rule.schema.json', '/docs/schema/rule.schema.json'],
  ['README.md', '../../bundles/io.weir.rules/README.md', '/help/bundles/io.weir.rules/README'],
  ['bundles/io.weir.rules/README.md', '../../distrib/docs/rules.md', '/help/rules'],
  ['README.md', 'https://example.org', undefined],
  ['README.md', '#section', undefined],
])('in %s a link to %s leads to %s', (page, href, target) => {
  expect(resolveLink(page, href)).toBe(target);
});
