import { useLive, useLink, useNow } from '../api/hooks';
import type { Channel } from '../api/types';
import { formatAge, formatValue, nameOf, qualityWords, unitSymbol } from '../format';

/** A channel's last value with its unit and, where it is not plainly good, why. */
export function ChannelValue({ channel, large }: { channel: Channel; large?: boolean }) {
  const live = useLive(channel.id);
  const lost = useLink() === 'lost';
  const now = useNow();
  const style = large ? 'value large' : 'value';
  if (!live) {
    return (
      <div className={style} data-level="bad">
        –<span className="note">no value yet</span>
      </div>
    );
  }
  const name = live.text ?? nameOf(live.value, channel.values);
  const shown = formatValue(live.value, channel.type);
  const level = live.quality.split('/')[0] ?? 'good';
  return (
    <div
      className={style}
      data-level={lost ? 'stale' : level}
      title={`${qualityWords(live.quality)}, ${formatAge(live.time, now)}`}
    >
      {name !== undefined && `${name} `}
      {name === undefined ? shown : <small>{shown}</small>}{' '}
      {live.value !== null && <small>{unitSymbol(channel.unit)}</small>}
      {level !== 'good' && (
        <span className="note" data-level={level}>
          {qualityWords(live.quality)}
        </span>
      )}
    </div>
  );
}
