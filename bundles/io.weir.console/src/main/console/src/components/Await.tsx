import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Loaded } from '../api/hooks';
import { Failure } from './Failure';

/** Shows what was loaded; until then its place, or why it did not come. */
export function Await<T>({
  of,
  height = 160,
  children,
}: {
  of: Loaded<T>;
  height?: number;
  children: (data: T) => ReactNode;
}) {
  if (of.data !== undefined) {
    return (
      <>
        {of.error && (
          <div className="old" role="status">
            What is shown may be old: {of.error.message}
          </div>
        )}
        {children(of.data)}
      </>
    );
  }
  if (of.error) return <Failure error={of.error} retry={of.reload} />;
  return <Skeleton height={height} radius="md" aria-label="Loading" />;
}
