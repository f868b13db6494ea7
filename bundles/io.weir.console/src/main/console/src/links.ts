/** Where a link in a page of the documentation leads: to another page, to a file, or outside. */
export function resolveLink(page: string, href: string): string | undefined {
  if (/^[a-z]+:|^#|^\//i.test(href)) return undefined;
  const path = new URL(href, `http://docs/${page}`).pathname.slice(1);
  return path.endsWith('.md') ? `/help/${path.slice(0, -3)}` : `/docs/${path}`;
}
