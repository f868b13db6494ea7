import { Center, Loader } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { Route, Switch } from 'wouter';
import { ApiError, Client } from './api/client';
import { GatewayContext } from './api/hooks';
import { LiveStore } from './api/live';
import type { Hello } from './api/types';
import { Failure } from './components/Failure';
import { Frame } from './components/Frame';
import { Connection } from './pages/Connection';
import { Connections } from './pages/Connections';
import { Device } from './pages/Device';
import { Devices } from './pages/Devices';
import { Help } from './pages/Help';
import { NewDevice } from './pages/NewDevice';
import { Overview } from './pages/Overview';
import { Pending } from './pages/Pending';
import { Rules } from './pages/Rules';
import { Secrets } from './pages/Secrets';
import { SignIn } from './pages/SignIn';
import { Storage } from './pages/Storage';
import { Trend } from './pages/Trend';
import { Uplinks } from './pages/Uplinks';

type Access = 'unknown' | 'signed-in' | 'signed-out';

export function App() {
  const [access, setAccess] = useState<Access>('unknown');
  const [hello, setHello] = useState<Hello>();
  const [failure, setFailure] = useState<Error>();
  const gateway = useMemo(
    () => ({ client: new Client(undefined, () => setAccess('signed-out')), live: new LiveStore() }),
    [],
  );

  useEffect(() => {
    gateway.client.hello().then(setHello, setFailure);
    gateway.client.session().then(
      () => setAccess('signed-in'),
      (error: Error) =>
        error instanceof ApiError && error.status === 401
          ? setAccess('signed-out')
          : setFailure(error),
    );
  }, [gateway]);

  useEffect(() => {
    if (access !== 'signed-in') return;
    gateway.live.start();
    return () => gateway.live.stop();
  }, [access, gateway]);

  useEffect(() => {
    if (hello) document.title = `${hello.gateway} · ${hello.product}`;
  }, [hello]);

  if (failure) return <Failure error={failure} retry={() => window.location.reload()} />;
  if (access === 'unknown' || !hello) {
    return (
      <Center h="100dvh">
        <Loader aria-label="Loading" />
      </Center>
    );
  }
  if (access === 'signed-out') {
    return (
      <SignIn client={gateway.client} hello={hello} onSignedIn={() => setAccess('signed-in')} />
    );
  }
  return (
    <GatewayContext.Provider value={gateway}>
      <Frame hello={hello}>
        <Switch>
          <Route path="/" component={Overview} />
          <Route path="/devices" component={Devices} />
          <Route path="/devices/:id/:section?">
            {({ id, section }) => <Device key={id} id={id} section={section ?? ''} />}
          </Route>
          <Route path="/pending" component={Pending} />
          <Route path="/new-device" component={NewDevice} />
          <Route path="/connections" component={Connections} />
          <Route path="/connections/:name/:section?">
            {({ name, section }) => <Connection key={name} name={name} section={section ?? ''} />}
          </Route>
          <Route path="/trend/:device/:channel">
            {({ device, channel }) => <Trend channel={`${device}/${channel}`} />}
          </Route>
          <Route path="/uplinks" component={Uplinks} />
          <Route path="/storage" component={Storage} />
          <Route path="/rules" component={Rules} />
          <Route path="/secrets" component={Secrets} />
          <Route path="/help">
            <Help page="README.md" />
          </Route>
          <Route path="/help/*">{(rest) => <Help page={`${rest['*']}.md`} />}</Route>
          <Route>
            <div className="card empty">There is no such page.</div>
          </Route>
        </Switch>
      </Frame>
    </GatewayContext.Provider>
  );
}
