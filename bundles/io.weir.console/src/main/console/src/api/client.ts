import type { Range } from '../range';
import type {
  Address,
  Announced,
  AnnouncedDevices,
  Connection,
  DeviceDocument,
  ImportedChannels,
  Plan,
  PresenceChange,
  Problem,
  ProfileDocument,
  ProfileSummary,
  Reading,
  Scan,
} from './documents';
import type {
  BackupSummary,
  CommandResult,
  Device,
  GatewayEvent,
  GatewayStatus,
  Hello,
  History,
  Lane,
  Rejected,
  Rule,
  Secrets,
  Session,
  Uplink,
  Value,
  Wear,
} from './types';

/** What the gateway answered when it did not do what was asked. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterSeconds = 0,
    readonly problems: Problem[] = [],
  ) {
    super(message);
  }
}

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Sends a file and tells how much of it is on its way, from 0 to 1. */
export type Upload = (
  url: string,
  headers: Record<string, string>,
  file: Blob,
  onProgress: (share: number) => void,
) => Promise<Response>;

/** The gateway's REST API. One instance for the page; it remembers the session's CSRF value. */
export class Client {
  private csrf = '';
  /** What the person signed in may do. */
  role = '';

  constructor(
    private readonly fetch: Fetch = (url, init) => window.fetch(url, init),
    private readonly onSignedOut: () => void = () => undefined,
    private readonly upload: Upload = uploadByRequest,
  ) {}

  hello = () => this.get<Hello>('/api/hello');
  status = () => this.get<GatewayStatus>('/api/status');
  devices = () => this.get<{ devices: Device[] }>('/api/devices').then((d) => d.devices);
  lanes = () => this.get<{ lanes: Lane[] }>('/api/journal').then((d) => d.lanes);
  wear = () => this.get<Wear>('/api/wear');
  gaps = () =>
    this.get<{ events: GatewayEvent[] }>('/api/events?type=gap&limit=100').then((d) => d.events);
  uplinks = () => this.get<{ uplinks: Uplink[] }>('/api/uplinks').then((d) => d.uplinks);
  rejected = (uplink: string) =>
    this.get<{ rejected: Rejected[] }>(rejectedPath(uplink)).then((d) => d.rejected);
  rejectedPayload = (uplink: string, id: string) => rejectedPath(uplink, id);
  /** Has one message, or all, sent again. */
  retryRejected = (uplink: string, id?: string) =>
    this.send('POST', `${rejectedPath(uplink, id)}/retry`);
  /** Deletes one message, or all. */
  deleteRejected = (uplink: string, id?: string) => this.send('DELETE', rejectedPath(uplink, id));
  rules = () => this.get<{ rules: Rule[] }>('/api/rules').then((d) => d.rules);
  events = () =>
    this.get<{ events: GatewayEvent[] }>('/api/events?limit=100').then((d) => d.events);

  connections = () =>
    this.get<{ connections: Connection[] }>('/api/connections').then((d) => d.connections);
  plan = (connection: string) => this.get<Plan>(`${connectionPath(connection)}/plan`);
  scan = (connection: string) => this.get<Scan>(`${connectionPath(connection)}/scan`);
  startScan = (connection: string, query: Record<string, unknown>) =>
    this.send('POST', `${connectionPath(connection)}/scan`, query);
  stopScan = (connection: string) => this.send('DELETE', `${connectionPath(connection)}/scan`);
  read = (connection: string, address: Address) =>
    this.send<Reading>('POST', `${connectionPath(connection)}/read`, { address });
  /** The plan as it would be if the device were saved. */
  planWith = (device: DeviceDocument) =>
    this.send<Plan>('POST', `${connectionPath(device.connection)}/plan`, device);

  profiles = () =>
    this.get<{ profiles: ProfileSummary[] }>('/api/profiles').then((d) => d.profiles);
  profile = (id: string) => this.get<ProfileDocument>(`/api/profiles/${encodeURIComponent(id)}`);
  deviceDocument = (id: string) => this.get<DeviceDocument>(`${devicePath(id)}/document`);
  saveDevice = (device: DeviceDocument) => this.send('PUT', devicePath(device.id), device);
  /** Throws what saving would throw, and changes nothing. */
  checkDevice = (device: DeviceDocument) =>
    this.send('PUT', `${devicePath(device.id)}?check=true`, device);
  /** What a device tells of itself, as a profile. */
  announcedProfile = (id: string) => this.get<ProfileDocument>(`${devicePath(id)}/announced`);
  presence = (id: string) =>
    this.get<{ changes: PresenceChange[] }>(`${devicePath(id)}/presence`).then((d) => d.changes);
  /** Another device takes the place of this one; answers what people should know. */
  replaceDevice = (id: string, address: Address) =>
    this.send<{ warning: string }>('POST', `${devicePath(id)}/replace`, { address });

  pending = () => this.get<AnnouncedDevices>('/api/announced?standing=pending');
  announced = () => this.get<AnnouncedDevices>('/api/announced');
  accept = ({ connection, address }: Announced, id: string, name?: string) =>
    this.send<{ id: string }>('POST', '/api/announced/accept', { connection, address, id, name });
  ignore = ({ connection, address }: Announced, ignored: boolean) =>
    this.send('POST', '/api/announced/ignore', { connection, address, ignored });

  deleteDevice = (id: string) => this.send('DELETE', devicePath(id));
  /** Reads a table of channels; saves nothing. Rows that are no good are told, the others given. */
  importChannels = (connection: string, table: Blob) =>
    this.send<ImportedChannels>(
      'POST',
      `/api/import/channels?${new URLSearchParams({ connection, partial: 'true' })}`,
      table,
    );

  secrets = () => this.get<Secrets>('/api/secrets');
  removeSecret = (name: string) => this.send('DELETE', secretPath(name));
  rekeySecrets = () => this.send('POST', '/api/secrets/rekey');
  abandonSecrets = () => this.send('POST', '/api/secrets/start-anew');
  /** Sends the secret as it is, text as UTF-8. */
  async setSecret(name: string, secret: string | Blob): Promise<void> {
    const headers = { 'Content-Type': 'application/octet-stream', 'X-Weir-Csrf': this.csrf };
    const init: RequestInit = { method: 'PUT', headers, credentials: 'same-origin', body: secret };
    const response = await this.reach(secretPath(name), init);
    if (!response.ok) throw await this.refused(response, secretPath(name));
  }

  /** A page of the documentation, as Markdown. */
  async document(page: string): Promise<string> {
    const response = await this.reach(`/docs/${page}`, {});
    if (!response.ok) throw await readError(response);
    return response.text();
  }

  /** A channel in a range of seconds since 1970, in at most so many points. */
  history(channel: string, { from, to }: Range, points: number): Promise<History> {
    const query = new URLSearchParams({
      channel,
      from: String(Math.floor(from * 1e6)),
      to: String(Math.ceil(to * 1e6)),
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

  /** Whether a file would be given; throws with the gateway's reason if not. */
  async check(path: string): Promise<void> {
    const head = await this.reach(path, { method: 'HEAD', credentials: 'same-origin' });
    if (head.ok) return;
    const answer = await this.reach(path, { credentials: 'same-origin' }); // a HEAD has no words
    if (!answer.ok) throw await this.refused(answer, path);
    await answer.body?.cancel();
  }

  async restore(file: Blob, onProgress: (share: number) => void): Promise<BackupSummary> {
    const headers = { 'Content-Type': 'application/octet-stream', 'X-Weir-Csrf': this.csrf };
    const response = await this.upload('/api/restore', headers, file, onProgress).catch(() => {
      throw unreachable();
    });
    if (!response.ok) throw await this.refused(response, '/api/restore');
    return (await response.json()) as BackupSummary;
  }

  private reach(path: string, init: RequestInit): Promise<Response> {
    return this.fetch(path, init).catch(() => {
      throw unreachable();
    });
  }

  private keep(session: Session): Session {
    this.csrf = session.csrf;
    this.role = session.role;
    return session;
  }

  private get<T>(path: string): Promise<T> {
    return this.send<T>('GET', path);
  }

  private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    const table = body instanceof Blob;
    if (body !== undefined) headers['Content-Type'] = table ? 'text/csv' : 'application/json';
    if (method !== 'GET' && this.csrf) headers['X-Weir-Csrf'] = this.csrf;
    const init: RequestInit = { method, headers, credentials: 'same-origin' };
    if (body !== undefined) init.body = table ? body : JSON.stringify(body);
    const response = await this.reach(path, init);
    if (response.ok) {
      const answer = await response.text();
      return (answer === '' ? undefined : JSON.parse(answer)) as T;
    }
    throw await this.refused(response, path);
  }

  private refused(response: Response, path: string): Promise<ApiError> {
    if (response.status === 401 && path !== '/api/session') this.onSignedOut();
    return readError(response);
  }
}

const connectionPath = (name: string) => `/api/connections/${encodeURIComponent(name)}`;
const rejectedPath = (uplink: string, id?: string) =>
  `/api/uplinks/${encodeURIComponent(uplink)}/rejected${id ? `/${encodeURIComponent(id)}` : ''}`;
const secretPath = (name: string) => `/api/secrets/${encodeURIComponent(name)}`;
const devicePath = (id: string) => `/api/devices/${encodeURIComponent(id)}`;

function unreachable(): ApiError {
  return new ApiError(0, 'unreachable', 'The gateway does not answer. Is it on and in reach?');
}

/** By XMLHttpRequest, since fetch tells nothing of its progress. */
const uploadByRequest: Upload = (url, headers, file, onProgress) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onProgress(event.loaded / Math.max(1, event.total));
    request.onload = () => resolve(new Response(request.responseText, { status: request.status }));
    request.onerror = () => reject(new Error('network'));
    request.send(file);
  });

interface Refusal {
  code?: string;
  message?: string;
  problems?: Problem[];
}

async function readError(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('Retry-After') ?? 0) || 0;
  const fallback = `The gateway answered ${response.status}.`;
  const body = (await response.json().catch(() => undefined)) as
    | (Refusal & { error?: Refusal | string })
    | undefined;
  const told = typeof body?.error === 'object' ? body.error : { ...body, code: body?.error };
  return new ApiError(
    response.status,
    told.code ?? 'http',
    told.message ?? fallback,
    retryAfter,
    told.problems ?? body?.problems ?? [],
  );
}
