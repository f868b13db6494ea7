import type { Device, GatewayStatus, Uplink } from './api/types';
import { formatCount } from './format';

/** The gateway in sentences, the way one would tell a colleague on the phone. */
export function summarize(devices: Device[], uplinks: Uplink[], status: GatewayStatus): string[] {
  const sentences = [deviceSentence(devices), ...uplinks.map(uplinkSentence)];
  if (!status.clockTrusted) {
    sentences.push('The time of day is not known yet; samples are marked until it is.');
  }
  return sentences;
}

function deviceSentence(devices: Device[]): string {
  const used = devices.filter((d) => d.enabled);
  if (used.length === 0) return 'No device is configured yet.';
  const silent = used.filter((d) => d.state !== 'ok');
  if (silent.length === 0) {
    return used.length === 1 ? 'The one device answers.' : `All ${used.length} devices answer.`;
  }
  const names = silent.slice(0, 3).map((d) => d.name);
  const more = silent.length > 3 ? ` and ${silent.length - 3} more` : '';
  return `${silent.length} of ${used.length} devices need attention: ${names.join(', ')}${more}.`;
}

function uplinkSentence(uplink: Uplink): string {
  const waiting = uplink.backlog.event + uplink.backlog.telemetry;
  const entries = `${formatCount(waiting)} ${waiting === 1 ? 'batch' : 'batches'}`;
  if (!uplink.connected) {
    return `Uplink ${uplink.name} is not connected; ${entries} kept safe on this gateway.`;
  }
  return waiting <= 3
    ? `Uplink ${uplink.name} is up to date.`
    : `Uplink ${uplink.name} is connected, ${entries} waiting.`;
}
