import type {
  CommandResult,
  Device,
  GatewayEvent,
  GatewayStatus,
  Hello,
  History,
  Lane,
  Rule,
  Session,
  Uplink,
  Value,
} from './types';

/** What the gateway answered when it did not do what was asked. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterSeconds = 0,
  ) {
    super(message);
  }
}

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** The gateway's REST API. One instance for the page; it remembers the session's CSRF value. */
export class Client {
  private csrf = '';

  constructor(
    private readonly fetch: Fetch = (url, init) => window.fetch(url, init),
    private readonly onSignedOut: () => void = () => undefined,
  ) {}

  hello = () => this.get<Hello>('/api/hello');
  status = () => this.get<GatewayStatus>('/api/status');
  devices = () => this.get<{ devices: Device[] }>('/api/devices').then((d) => d.devices);
  lanes = () => this.get<{ lanes: Lane[] }>('/api/journal').then((d) => d.lanes);
  uplinks = () => this.get<{ uplinks: Uplink[] }>('/api/uplinks').then((d) => d.uplinks);
  rules = () => this.get<{ rules: Rule[] }>('/api/rules').then((d) => d.rules);
  events = () =>
    this.get<{ events: GatewayEvent[] }>('/api/events?limit=100').then((d) => d.events);

  /** A page of the documentation, as Markdown. */
  async document(page: string): Promise<string> {
    const response = await this.reach(`/docs/${page}`, {});
    if (!response.ok) throw await readError(response);
    return response.text();
  }

  history(channel: string, from: number, to: number, points: number): Promise<History> {
    const query = new URLSearchParams({
      channel,
      from: String(from),
      to: String(to),
      points: String(points),
    });
    return this.get(`/api/history?${query}`);
  }

  async session(): Promise<Session> {
    return this.keep(await this.get<Session>('/api/session'));
  }

  async signIn(code: string): Promise<Session> {
    return this.keep(await this.send<Session>('POST', '/api/session', { code }));
  }

  async signOut(): Promise<void> {
    await this.send('DELETE', '/api/session');
    this.csrf = '';
    this.onSignedOut();
  }

  write(channel: string, value: Value): Promise<CommandResult> {
    return this.send('POST', '/api/commands', { channel, value });
  }

  private reach(path: string, init: RequestInit): Promise<Response> {
    return this.fetch(path, init).catch(() => {
      throw new ApiError(0, 'unreachable', 'The gateway does not answer. Is it on and in reach?');
    });
  }

  private keep(session: Session): Session {
    this.csrf = session.csrf;
    return session;
  }

  private get<T>(path: string): Promise<T> {
    return this.send<T>('GET', path);
  }

  private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (method !== 'GET' && this.csrf) headers['X-Weir-Csrf'] = this.csrf;
    const init: RequestInit = { method, headers, credentials: 'same-origin' };
    if (body !== undefined) init.body = JSON.stringify(body);
    const response = await this.reach(path, init);
    if (response.ok) {
      return (response.status === 204 ? undefined : await response.json()) as T;
    }
    const error = await readError(response);
    if (response.status === 401 && path !== '/api/session') this.onSignedOut();
    throw error;
  }
}

async function readError(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('Retry-After') ?? 0) || 0;
  const fallback = `The gateway answered ${response.status}.`;
  const body = (await response.json().catch(() => undefined)) as
    | { error?: { code?: string; message?: string } }
    | undefined;
  return new ApiError(
    response.status,
    body?.error?.code ?? 'http',
    body?.error?.message ?? fallback,
    retryAfter,
  );
}
