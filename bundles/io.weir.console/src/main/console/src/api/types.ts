// The documents of the gateway's REST API, as distrib/docs/rest-api.md describes them.
// Times are epoch microseconds.

export type Value = number | boolean | string | null;
export type State = 'ok' | 'disabled' | 'starting' | 'degraded' | 'error';

export interface Hello {
  product: string;
  version: string;
  gateway: string;
  signedIn: boolean;
}

export interface Session {
  user: string;
  role: string;
  csrf: string;
}

export interface PartStatus {
  part: string;
  state: State;
  reason: string;
  message: string;
  since: number;
  counters: Record<string, number>;
}

export interface GatewayStatus {
  gateway: string;
  version: string;
  time: number;
  uptime: number;
  state: State;
  clockTrusted: boolean;
  /** Names of the parts that need care. */
  problems: string[];
  parts: PartStatus[];
  process: { rssBytes: number; heapBytes: number; cpuSeconds: number; threads: number };
}

export interface Channel {
  id: string;
  name: string;
  number: number;
  type: 'boolean' | 'integer' | 'double' | 'text' | 'bytes';
  unit: string;
  access: 'r' | 'w' | 'rw';
  periodMs?: number | null;
  write?: { min?: number | null; max?: number | null } | null;
  /** Names of single values; false is 0 and true is 1. */
  values?: Record<string, string> | undefined;
}

export interface Device {
  id: string;
  name: string;
  profile?: string | null;
  connection: string;
  enabled: boolean;
  metadata: Record<string, string>;
  state: State;
  message: string;
  channels: Channel[];
}

export interface LiveValue {
  channel: string;
  time: number;
  value: Value;
  quality: string;
  /** What this value is called, if it has a name. */
  text?: string;
}

/** A step of a chart; figures are null where a step has nothing but a value held from before. */
export interface HistoryPoint {
  time: number;
  count: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  timeWeightedMean: number | null;
  first: number | null;
  last: number | null;
}

export type Level = 'raw' | 'minute' | 'hour' | 'day';

export interface History {
  channel: string;
  unit: string;
  type: string;
  level: Level;
  step: number;
  points: HistoryPoint[];
}

/** What the storage card is written to; null where a figure is not known. */
export interface Wear {
  source: 'device' | 'store';
  device: string;
  measuredSeconds: number;
  bytes: number;
  flushes: number | null;
  bytesPerDay: number | null;
  flushesPerDay: number | null;
  budgetBytesPerDay: number | null;
  enduranceBytes: number | null;
  lifeYears: number | null;
  configuredCommitIntervalMs: number;
  commitIntervalMs: number;
  reason: string;
}

/** What a backup is of. */
export interface BackupSummary {
  gateway: string;
  version: string;
  time: number;
  eventSequence: number;
  telemetrySequence: number;
  bytes: number;
}

export interface Lane {
  lane: 'event' | 'telemetry';
  first: number;
  last: number;
  committed: number;
  segments: number;
  bytes: number;
  commits: number;
  commitIntervalMs: number;
  cursors: Record<string, number>;
}

export interface Uplink {
  name: string;
  state: State;
  reason: string;
  message: string;
  since: number;
  codec: string;
  url: string;
  connected: boolean;
  inFlight: number;
  /** Entries that wait, and seconds until there is no backlog; null while it does not shrink. */
  backlog: { event: number; telemetry: number; etaSeconds?: number | null | undefined };
  rate?: { bytesPerSecond: number; messagesPerSecond: number };
  /** What a day may have and today has used; no limit when it is 0. */
  budget?: { bytesPerDay: number; usedBytes: number };
  acknowledged: number;
  rejected: number;
  /** Messages set aside that lie there now. */
  setAside?: number;
  bytes: number;
  lastAcknowledged?: number | null;
}

/** A message its destination would never take. */
export interface Rejected {
  id: string;
  time: number;
  kind: string;
  device: string;
  first: number;
  last: number;
  contentType: string;
  bytes: number;
  reason: string;
  retrying: boolean;
}

export interface Rule {
  id: string;
  name: string;
  state: State;
  reason?: string;
  message: string;
  since: number;
  counters: Record<string, number>;
}

export interface Secret {
  name: string;
  /** Whether there is one of this name; a document may refer to one that is not there. */
  set: boolean;
  usedBy: string[];
}

export interface Secrets {
  /** Why the secrets cannot be opened; empty while they can. */
  problem: string;
  secrets: Secret[];
}

export interface GatewayEvent {
  sequence: number;
  type: string;
  source: string;
  severity: 'info' | 'warning' | 'critical';
  time: number;
  message: string;
  attributes: Record<string, string>;
}

export interface CommandResult {
  id: string;
  outcome: 'done' | 'refused' | 'expired' | 'failed';
  message: string;
  readBack?: LiveValue | null;
}
