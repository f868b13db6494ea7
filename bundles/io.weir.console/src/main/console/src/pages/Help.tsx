import { marked } from 'marked';
import { useCallback, useMemo, type MouseEvent } from 'react';
import { useLocation } from 'wouter';
import { useGateway, usePolled } from '../api/hooks';
import { Await } from '../components/Await';
import { resolveLink } from '../links';

const ONCE = 24 * 3600 * 1000;

/** A page of the documentation that ships with the gateway. */
export function Help({ page }: { page: string }) {
  const { client } = useGateway();
  const load = useCallback(() => client.document(page), [client, page]);
  const loaded = usePolled(load, ONCE);
  return <Await of={loaded}>{(text) => <Document text={text} page={page} />}</Await>;
}

function Document({ text, page }: { text: string; page: string }) {
  const [, navigate] = useLocation();
  // The text is part of the installation, and the content security policy lets no script run.
  const html = useMemo(() => marked.parse(text, { async: false }), [text]);
  const follow = (event: MouseEvent) => {
    const href = (event.target as Element).closest('a')?.getAttribute('href');
    const target = href ? resolveLink(page, href) : undefined;
    if (!target) return;
    event.preventDefault();
    if (target.startsWith('/help/')) navigate(target);
    else window.location.assign(target);
  };
  return (
    <article
      className="card document"
      onClick={follow}
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
