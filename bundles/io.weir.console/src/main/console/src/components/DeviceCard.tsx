import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { Link } from 'wouter';
import { ANNOUNCED } from '../announced';
import type { Channel, Device } from '../api/types';
import { tagsOf } from '../metadata';
import { ChannelValue } from './ChannelValue';
import { Sparkline } from './Sparkline';
import { StateMark } from './StateMark';

/** A device with its channels and their last values. */
export function DeviceCard({
  device,
  onWrite,
}: {
  device: Device;
  onWrite: (channel: Channel) => void;
}) {
  const { location, description, model } = device.metadata;
  const kind = device.profile === ANNOUNCED ? model : device.profile;
  const where = [location, kind, `connection ${device.connection}`, ...tagsOf(device.metadata)];
  return (
    <section className="card" aria-label={device.name}>
      <div className="row-line">
        <h2>
          <Link href={`/devices/${device.id}`}>{device.name}</Link>
        </h2>
        <StateMark state={device.state} />
      </div>
      <div className="quiet">{where.filter(Boolean).join(' · ')}</div>
      {description && <div className="quiet">{description}</div>}
      {device.message && <div>{device.message}</div>}
      <ul className="channels">
        {device.channels.map((channel) => (
          <li className="channel" key={channel.id}>
            <div className="name">
              <Link href={`/trend/${channel.id}`}>
                <span className="title">{channel.name}</span>
                <span className="quiet">{channel.id}</span>
              </Link>
            </div>
            <div className="plot">
              {channel.type !== 'text' && channel.type !== 'boolean' && (
                <Sparkline channel={channel.id} />
              )}
            </div>
            <ChannelValue channel={channel} />
            <div className="act">
              {channel.access !== 'r' && (
                <Button
                  variant="light"
                  mih={44}
                  px="sm"
                  aria-label={`Write ${channel.name}`}
                  onClick={() => onWrite(channel)}
                >
                  <IconPencil size={18} aria-hidden />
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
