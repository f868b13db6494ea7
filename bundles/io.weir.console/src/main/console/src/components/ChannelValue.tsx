import { useLive, useLink, useNow } from '../api/hooks';
import type { Channel } from '../api/types';
import { formatAge, formatValue, qualityWords, unitSymbol } from '../format';

/** A channel's last value with its unit and, where it is not plainly good, why. */
export function ChannelValue({ channel, large }: { channel: Channel; large?: boolean }) {
  const live = useLive(channel.id);
  const lost = useLink() === 'lost';
  const now = useNow();
  const name = large ? 'value large' : 'value';
  if (!live) {
    return (
      <div className={name} data-level="bad">
        –<span className="note">no value yet</span>
      </div>
    );
  }
  const level = live.quality.split('/')[0] ?? 'good';
  return (
    <div
      className={name}
      data-level={lost ? 'stale' : level}
      title={`${qualityWords(live.quality)}, ${formatAge(live.time, now)}`}
    >
      {formatValue(live.value, channel.type)}{' '}
      {live.value !== null && <small>{unitSymbol(channel.unit)}</small>}
      {level !== 'good' && (
        <span className="note" data-level={level}>
          {qualityWords(live.quality)}
        </span>
      )}
    </div>
  );
}
