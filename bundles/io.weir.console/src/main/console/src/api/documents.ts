// What is configured, and what a driver finds out about its bus: the documents with which a device
// is made to work. distrib/docs/configuration.md describes the first, rest-api.md the second.
import type { State } from './types';

export type Address = Record<string, unknown>;

/** A channel as its device's document has it; fields this page does not know stay as they are. */
export interface ChannelDocument {
  id: string;
  name?: string;
  type?: string;
  unit?: string;
  access?: string;
  period?: string;
  address?: Address;
  scale?: number;
  offset?: number;
  [field: string]: unknown;
}

export interface DeviceDocument {
  id: string;
  name?: string;
  connection: string;
  profile?: string;
  period?: string;
  address?: Address;
  channels?: ChannelDocument[];
  [field: string]: unknown;
}

export interface ProfileDocument {
  id: string;
  name?: string;
  source?: string;
  period?: string;
  /** What a device that announces itself tells beside its channels. */
  metadata?: Record<string, string>;
  channels: ChannelDocument[];
}

export interface ProfileSummary {
  id: string;
  name: string;
  source?: string | null;
  origin: 'own' | 'library';
  channels: number;
}

/** What is wrong with a document: where, what stands there, and what would be right. */
export interface Problem {
  pointer: string;
  value?: unknown;
  reason: string;
}

export type Ability = 'plan' | 'scan' | 'read' | 'announce';

export interface Connection {
  name: string;
  protocol: string;
  pid: string;
  state: State;
  message: string;
  devices: string[];
  counters: Record<string, number>;
  can: Ability[];
  medium: string;
}

export interface PlannedDevice {
  id: string;
  name: string;
  periodMs: number;
  requests: number;
  utilisation?: number | null;
  silent: boolean;
}

/** A request that is made again and again, and what it brings. */
export interface PlannedRead {
  device: string;
  periodMs: number;
  area: string;
  start: number;
  length: number;
  channels: string[];
  unused: number;
  micros?: number | null;
  why: string;
}

/** How a bus is used; a connection that is not timed has no utilisation. */
export interface Plan {
  connection: string;
  medium: string;
  timed: boolean;
  utilisation?: number | null;
  limit?: number | null;
  warning?: string | null;
  cycleMicros?: number | null;
  devices: PlannedDevice[];
  reads: PlannedRead[];
}

export interface Finding {
  address: Address;
  title: string;
  details: Record<string, string>;
}

export interface Scan {
  state: 'none' | 'running' | 'done' | 'stopped' | 'failed';
  done: number;
  total: number;
  message: string;
  findings: Finding[];
}

export interface Interpretation {
  address: Address;
  value: string;
}

export interface Reading {
  raw: string[];
  interpretations: Interpretation[];
}

export interface RowProblem {
  line: number;
  column: string;
  value?: unknown;
  reason: string;
}

export interface ImportedChannels {
  rows: number;
  channels: ChannelDocument[];
  problems: RowProblem[];
}

/** A device that makes itself known, and what was decided of it. */
export interface Announced {
  connection: string;
  address: Address;
  name: string;
  model: string;
  metadata: Record<string, string>;
  channels: string[];
  presence: 'online' | 'offline' | 'unknown';
  /** Whether its source still knows it. */
  listed: boolean;
  standing: 'pending' | 'accepted' | 'ignored';
  /** The id of its device, or the one that is suggested. */
  device: string;
  since: number;
}

export interface AnnouncedDevices {
  pending: number;
  connections: { name: string; accept: 'all' | 'ask' }[];
  devices: Announced[];
}

export interface PresenceChange {
  time: number;
  online: boolean;
  reason: string;
  message: string;
}
