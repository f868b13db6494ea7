import type { ReactNode } from 'react';
import { useGateway } from '../api/hooks';
import { mayEngineer } from '../roles';

/** What only an engineer may do; others read the reason why it is not there. */
export function Engineers({ what, children }: { what: string; children: ReactNode }) {
  const { client } = useGateway();
  return mayEngineer(client.role) ? (
    children
  ) : (
    <div className="card empty">
      Only an engineer or an administrator {what}. You are signed in as {client.role}.
    </div>
  );
}
