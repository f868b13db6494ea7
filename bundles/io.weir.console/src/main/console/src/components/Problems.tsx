import { Alert } from '@mantine/core';
import { ApiError } from '../api/client';
import { sentence } from '../format';

/** Why something was not done, and every place that is wrong: where, what stands there, the fix. */
export function Problems({ error, title }: { error: Error; title: string }) {
  const problems = error instanceof ApiError ? error.problems : [];
  return (
    <Alert color="red" title={title} role="alert">
      {sentence(error.message)}
      {problems.length > 0 && (
        <ul className="problems">
          {problems.map(({ pointer, value, reason }) => (
            <li key={pointer + reason}>
              <code>{pointer || '/'}</code>
              {value !== undefined && value !== null && (
                <>
                  {' '}
                  is <code>{JSON.stringify(value)}</code>
                </>
              )}
              : {sentence(reason)}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  );
}
