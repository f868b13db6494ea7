package io.weir.driver.lwm2m.internal;

import io.weir.api.driver.DriverException;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import io.weir.api.runtime.GatewayClock;
import io.weir.driver.lwm2m.internal.Device.Waiting;
import java.time.DateTimeException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.leshan.core.ResponseCode;
import org.eclipse.leshan.core.node.LwM2mNode;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.eclipse.leshan.core.node.LwM2mSingleResource;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.ExecuteRequest;
import org.eclipse.leshan.core.request.ReadRequest;
import org.eclipse.leshan.core.request.WriteRequest;
import org.eclipse.leshan.core.response.LwM2mResponse;
import org.eclipse.leshan.server.LeshanServer;
import org.eclipse.leshan.server.registration.Registration;
import org.jspecify.annotations.Nullable;

/**
 * Writes and executes: at once to a device that listens, later to one that sleeps. What was written
 * is read back.
 */
final class Writer {
  private final LeshanServer server;
  private final Talk talk;
  private final Feed feed;
  private final Lwm2mSettings settings;
  private final GatewayClock clock;
  private final Lwm2mStatus status;

  Writer(
      LeshanServer server,
      Talk talk,
      Feed feed,
      Lwm2mSettings settings,
      GatewayClock clock,
      Lwm2mStatus status) {
    this.server = server;
    this.talk = talk;
    this.feed = feed;
    this.settings = settings;
    this.clock = clock;
    this.status = status;
  }

  /** Bus thread. */
  void write(Device device, Registration to, Lwm2mPoint point, long bits, @Nullable Object object)
      throws DriverException {
    LwM2mSingleResource value = value(point, bits, object);
    if (sleeps(to)) {
      keep(device, new Waiting(point, value, until()));
    } else if (value == null) {
      Requests.ask(server, to, new ExecuteRequest(point.path()), settings.timeoutMillis());
    } else {
      Requests.ask(server, to, request(to, point, value), settings.timeoutMillis());
      confirm(device, to, point, value);
    }
  }

  /** What is to be written; null to execute. */
  private static @Nullable LwM2mSingleResource value(
      Lwm2mPoint point, long bits, @Nullable Object object) throws RejectedException {
    try {
      if (!point.isExecutable()) {
        return Values.resource(point, bits, object);
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new RejectedException(Requests.words(e), ResponseCode.BAD_REQUEST_CODE, false);
    }
    if (bits == 0) {
      throw new RejectedException(
          "write true to execute " + point.path(), ResponseCode.BAD_REQUEST_CODE, false);
    }
    return null;
  }

  /** Whether a device in queue mode does not listen now. */
  boolean sleeps(Registration registration) {
    return registration.usesQueueMode() && !server.getPresenceService().isClientAwake(registration);
  }

  private long until() {
    return clock.micros() + TimeUnit.SECONDS.toMicros(settings.writeWaitSeconds());
  }

  private void keep(Device device, Waiting write) throws NoResponseException {
    if (settings.writeWaitSeconds() == 0) {
      throw new NoResponseException(
          "'" + device.endpoint() + "' sleeps; set write.wait.s to have writes wait", null);
    }
    if (!device.keep(write)) {
      throw new NoResponseException(
          "'" + device.endpoint() + "' sleeps, and too many writes wait for it", null);
    }
  }

  private WriteRequest request(Registration to, Lwm2mPoint point, LwM2mSingleResource value) {
    return new WriteRequest(
        WriteRequest.Mode.REPLACE, format(to), new LwM2mPath(point.path()), value);
  }

  private ContentFormat format(Registration to) {
    ContentFormat set = settings.format();
    if (set != null) {
      return set;
    }
    Set<ContentFormat> known = to.getSupportedContentFormats();
    for (ContentFormat each :
        new ContentFormat[] {
          ContentFormat.TLV, ContentFormat.SENML_CBOR, ContentFormat.SENML_JSON
        }) {
      if (known.contains(each)) {
        return each;
      }
    }
    return ContentFormat.TEXT;
  }

  /** Reads what was written; a device that cannot be asked has confirmed with its answer. */
  private void confirm(
      Device device, Registration to, Lwm2mPoint point, LwM2mSingleResource written)
      throws DriverException {
    if (!isReadable(point)) {
      return;
    }
    LwM2mNode node;
    try {
      node =
          Requests.ask(
                  server,
                  to,
                  new ReadRequest(settings.format(), point.path()),
                  settings.timeoutMillis())
              .getContent();
    } catch (RejectedException | NoResponseException e) {
      throw new NoResponseException(
          "it was taken, but reading it back failed: " + e.getMessage(), e);
    }
    if (!holds(device, point, node, written)) {
      throw new RejectedException(
          "it was taken, but the device has another value now: " + shown(node, point),
          ResponseCode.PRECONDITION_FAILED_CODE,
          false);
    }
  }

  private static boolean isReadable(Lwm2mPoint point) {
    Registry.@Nullable Item known = Registry.resource(point.object(), point.resource());
    return known != null && known.isReadable();
  }

  private boolean holds(
      Device device, Lwm2mPoint point, @Nullable LwM2mNode node, LwM2mSingleResource written) {
    if (!(node instanceof LwM2mResource read)) {
      return false;
    }
    feed.told(device, new LwM2mPath(point.path()), read, null);
    Object told = Values.typed(written.getValue(), point.rawType());
    return told != null && Values.isSame(told, Values.value(read, point));
  }

  private static String shown(@Nullable LwM2mNode node, Lwm2mPoint point) {
    Object value = node instanceof LwM2mResource read ? Values.value(read, point) : null;
    return Requests.shown(String.valueOf(value));
  }

  /** A device is awake: what waited is sent. */
  void awake(Device device) {
    Registration to = device.registration();
    if (to == null) {
      return;
    }
    expire(device);
    for (Waiting write : device.takeWaiting()) {
      LwM2mSingleResource value = write.value();
      if (value == null) {
        talk.send(
            to,
            new ExecuteRequest(write.point().path()),
            this::delivered,
            why -> failed(device, write, why));
      } else {
        talk.send(
            to,
            request(to, write.point(), value),
            response -> {
              delivered(response);
              readBack(device, to, write, value);
            },
            why -> failed(device, write, why));
      }
    }
  }

  private void delivered(LwM2mResponse response) {
    status.lateWrites.increment();
  }

  private void readBack(Device device, Registration to, Waiting write, LwM2mSingleResource value) {
    if (!isReadable(write.point())) {
      return;
    }
    talk.send(
        to,
        new ReadRequest(settings.format(), write.point().path()),
        response -> {
          if (!holds(device, write.point(), response.getContent(), value)) {
            failed(device, write, "it was taken, but the device has another value now");
          }
        },
        why -> failed(device, write, "it was taken, but reading it back failed: " + why));
  }

  private void failed(Device device, Waiting write, String why) {
    status.failedWrites.increment();
    status.problem(
        device.endpoint(), "a write of " + write.point().path() + " that had waited: " + why);
  }

  /** What has waited too long is given up, and said so. */
  void expire(Device device) {
    for (Waiting write : device.takeExpired(clock.micros())) {
      status.expiredWrites.increment();
      status.problem(
          device.endpoint(),
          "a write of "
              + write.point().path()
              + " was given up; the device did not wake up within "
              + settings.writeWaitSeconds()
              + " s");
    }
  }
}
