import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { sentence } from '../format';

/** An answer that did not come: why, and the way to ask again. */
export function Failure({ error, retry }: { error: Error; retry: () => void }) {
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title="This could not be loaded" role="alert">
      <p>{sentence(error.message)}</p>
      <Button variant="default" mih={44} onClick={retry}>
        Try again
      </Button>
    </Alert>
  );
}
