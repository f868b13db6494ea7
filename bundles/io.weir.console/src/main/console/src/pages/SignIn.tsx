import { Alert, Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { ApiError, type Client } from '../api/client';
import type { Hello } from '../api/types';

export function SignIn({
  client,
  hello,
  onSignedIn,
}: {
  client: Client;
  hello: Hello;
  onSignedIn: () => void;
}) {
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    client
      .signIn(code)
      .then(onSignedIn, (error: Error) => setProblem(words(error)))
      .finally(() => setBusy(false));
  };

  return (
    <main className="sign-in">
      <form className="card" onSubmit={submit}>
        <div className="brand">
          <img src="/weir.svg" alt="" />
          <div>
            Weir
            <small>{hello.gateway}</small>
          </div>
        </div>
        <h1>Sign in to this gateway</h1>
        <TextInput
          label="First-access code"
          description="On the label of the gateway, in its provisioning file, or from its own terminal."
          placeholder="XXXX-XXXX"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          autoFocus
          size="md"
          required
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {problem && (
          <Alert color="red" role="alert">
            {problem}
          </Alert>
        )}
        <Button type="submit" size="md" loading={busy}>
          Sign in
        </Button>
      </form>
    </main>
  );
}

function words(error: Error): string {
  if (error instanceof ApiError && error.retryAfterSeconds > 0) {
    return `${error.message} Try again in ${error.retryAfterSeconds} s.`;
  }
  return error.message;
}
