/**
 * Where a link in a page of the documentation leads: to another page, to a file, or outside. Links
 * are written for the source tree, where `distrib/docs` and `bundles` are two folders; a gateway has
 * the second in the first.
 */
export function resolveLink(page: string, href: string): string | undefined {
  if (/^[a-z]+:|^#|^\//i.test(href)) return undefined;
  const path = new URL(href, `http://docs/${page}`).pathname
    .slice(1)
    .replace(/^distrib\/docs\//, '');
  return path.endsWith('.md') ? `/help/${path.slice(0, -3)}` : `/docs/${path}`;
}
