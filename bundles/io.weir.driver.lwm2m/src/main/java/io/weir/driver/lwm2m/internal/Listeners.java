package io.weir.driver.lwm2m.internal;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.eclipse.leshan.core.node.LwM2mNode;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.TimestampedLwM2mNodes;
import org.eclipse.leshan.core.observation.CompositeObservation;
import org.eclipse.leshan.core.observation.Observation;
import org.eclipse.leshan.core.observation.SingleObservation;
import org.eclipse.leshan.core.request.SendRequest;
import org.eclipse.leshan.core.response.ObserveCompositeResponse;
import org.eclipse.leshan.core.response.ObserveResponse;
import org.eclipse.leshan.server.observation.ObservationListener;
import org.eclipse.leshan.server.queue.PresenceListener;
import org.eclipse.leshan.server.registration.Registration;
import org.eclipse.leshan.server.registration.RegistrationListener;
import org.eclipse.leshan.server.registration.RegistrationUpdate;
import org.eclipse.leshan.server.send.SendListener;
import org.jspecify.annotations.Nullable;

/** What the library tells, on its threads. */
final class Listeners
    implements RegistrationListener, ObservationListener, PresenceListener, SendListener {
  private final Site site;
  private final Devices devices;
  private final Feed feed;
  private final Lwm2mStatus status;

  Listeners(Site site, Devices devices, Feed feed, Lwm2mStatus status) {
    this.site = site;
    this.devices = devices;
    this.feed = feed;
    this.status = status;
  }

  @Override
  public void registered(
      Registration registration,
      @Nullable Registration previous,
      @Nullable Collection<Observation> observations) {
    status.registrations.increment();
    Device device = devices.of(registration.getEndpoint());
    device.registered(registration);
    status.solved(device.endpoint());
    devices.tell();
    work(device);
    Interview.begin(site.talk(), registration, device, devices::tell);
  }

  @Override
  public void updated(RegistrationUpdate update, Registration now, Registration before) {
    status.updates.increment();
    Device device = devices.of(now.getEndpoint());
    device.updated(now);
    status.solved(device.endpoint());
    work(device);
    if (update.getObjectLinks() != null || !device.isDescribed()) {
      Interview.begin(site.talk(), now, device, devices::tell);
    }
  }

  /** What waited, then what is to be told of changes. */
  private void work(Device device) {
    site.writer().awake(device);
    site.observer().observe(device);
  }

  @Override
  public void unregistered(
      Registration registration,
      Collection<Observation> observations,
      boolean isExpired,
      @Nullable Registration next) {
    if (isExpired) {
      status.expired.increment();
    } else if (next == null) {
      status.deregistrations.increment();
    }
    Device device = devices.get(registration.getEndpoint());
    if (next == null && device != null && device.unregistered(registration)) {
      feed.lost(device);
      devices.tell();
    }
  }

  @Override
  public void onResponse(
      SingleObservation observation,
      @Nullable Registration registration,
      ObserveResponse response) {
    Device device = registration == null ? null : devices.get(registration.getEndpoint());
    if (registration == null || device == null || !device.isIn(registration)) {
      return;
    }
    status.notifications.increment();
    if (response.isSuccess()) {
      site.observer().take(device, observation.getPath(), response);
    } else {
      onError(observation, registration, new IllegalStateException(Requests.words(response)));
    }
  }

  @Override
  public void onError(
      Observation observation, @Nullable Registration registration, Exception error) {
    Device device = registration == null ? null : devices.get(registration.getEndpoint());
    if (device != null && observation instanceof SingleObservation single) {
      String path = single.getPath().toString();
      feed.wrong(device, path);
      status.problem(device.endpoint(), "it told of " + path + ": " + Requests.words(error));
    }
  }

  /** What a device sends by itself, LwM2M 1.1. */
  @Override
  public void dataReceived(
      Registration registration, TimestampedLwM2mNodes data, SendRequest request) {
    Device device = devices.get(registration.getEndpoint());
    if (device == null) {
      return;
    }
    for (Instant time : data.getTimestamps()) {
      for (Map.Entry<LwM2mPath, LwM2mNode> each : data.getNodesAt(time).entrySet()) {
        feed.told(device, each.getKey(), each.getValue(), time);
      }
    }
  }

  @Override
  public void onError(
      @Nullable Registration registration, String message, @Nullable Exception error) {
    status.wrongValues.increment();
  }

  @Override
  public void onAwake(Registration registration) {
    Device device = devices.get(registration.getEndpoint());
    if (device != null && device.isIn(registration)) {
      work(device);
    }
  }

  @Override
  public void onSleeping(Registration registration) {
    // Writes find out by themselves.
  }

  @Override
  public void newObservation(Observation observation, Registration registration) {
    // Its first value comes with the answer.
  }

  @Override
  public void cancelled(Observation observation) {
    // Only this server cancels.
  }

  @Override
  public void onResponse(
      CompositeObservation observation,
      Registration registration,
      ObserveCompositeResponse response) {
    // This server asks for none.
  }
}
