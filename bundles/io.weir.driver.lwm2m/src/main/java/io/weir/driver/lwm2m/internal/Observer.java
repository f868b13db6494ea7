package io.weir.driver.lwm2m.internal;

import io.weir.api.driver.Block;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.leshan.core.link.lwm2m.attributes.LwM2mAttribute;
import org.eclipse.leshan.core.link.lwm2m.attributes.LwM2mAttributeSet;
import org.eclipse.leshan.core.link.lwm2m.attributes.LwM2mAttributes;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.TimestampedLwM2mNode;
import org.eclipse.leshan.core.request.ObserveRequest;
import org.eclipse.leshan.core.request.WriteAttributesRequest;
import org.eclipse.leshan.core.response.ObserveResponse;
import org.eclipse.leshan.server.LeshanServer;
import org.eclipse.leshan.server.registration.Registration;

/** Has devices tell of changes. Any thread. */
final class Observer {
  private final LeshanServer server;
  private final Talk talk;
  private final Feed feed;
  private final Lwm2mSettings settings;
  private final Lwm2mStatus status;

  Observer(LeshanServer server, Talk talk, Feed feed, Lwm2mSettings settings, Lwm2mStatus status) {
    this.server = server;
    this.talk = talk;
    this.feed = feed;
    this.settings = settings;
    this.status = status;
  }

  /** Observes what is wanted of a device and not observed yet, and nothing else. */
  void observe(Device device) {
    Registration registration = device.registration();
    if (registration == null) {
      return;
    }
    Map<String, Lwm2mPoint> wanted = wanted(device);
    for (String path : device.observedBut(wanted.keySet())) {
      device.release(path);
      server.getObservationService().cancelObservations(registration, path);
    }
    device.retain(new HashSet<>(feed.paths(device.endpoint())));
    wanted.forEach(
        (path, point) -> {
          if (device.claim(path)) {
            limit(registration, device, path, point);
            begin(registration, device, path);
          }
        });
  }

  private Map<String, Lwm2mPoint> wanted(Device device) {
    Map<String, Lwm2mPoint> wanted = new TreeMap<>();
    feed.of(device.endpoint())
        .forEach(
            (path, entries) -> {
              for (Block.Entry entry : entries) {
                Lwm2mPoint point = (Lwm2mPoint) entry.point();
                if (point.isObserved()) {
                  wanted.putIfAbsent(path, point);
                }
              }
            });
    return wanted;
  }

  /** Says how often the device shall tell at least and at most. */
  private void limit(Registration registration, Device device, String path, Lwm2mPoint point) {
    int pmin = point.pmin() > 0 ? point.pmin() : settings.pmin();
    int pmax = point.pmax() > 0 ? point.pmax() : settings.pmax();
    List<LwM2mAttribute<?>> attributes = new ArrayList<>();
    if (pmin > 0) {
      attributes.add(LwM2mAttributes.create(LwM2mAttributes.MINIMUM_PERIOD, (long) pmin));
    }
    if (pmax > 0 && pmax >= pmin) {
      attributes.add(LwM2mAttributes.create(LwM2mAttributes.MAXIMUM_PERIOD, (long) pmax));
    }
    if (!attributes.isEmpty()) {
      talk.send(
          registration,
          new WriteAttributesRequest(path, new LwM2mAttributeSet(attributes)),
          response -> {},
          why -> {
            status.unanswered.increment();
            status.problem(
                device.endpoint(), "pmin and pmax of " + path + " were not taken: " + why);
          });
    }
  }

  private void begin(Registration registration, Device device, String path) {
    talk.send(
        registration,
        new ObserveRequest(settings.format(), path),
        response -> {
          if (device.isIn(registration)) {
            take(device, new LwM2mPath(path), response);
          }
        },
        why -> {
          status.unanswered.increment();
          if (device.isIn(registration)) {
            device.release(path);
            feed.wrong(device, path);
            status.problem(device.endpoint(), path + " cannot be observed: " + why);
          }
        });
  }

  /** A first value or a later one. */
  void take(Device device, LwM2mPath path, ObserveResponse response) {
    List<TimestampedLwM2mNode> values = response.getTimestampedLwM2mNodes();
    if (values == null || values.isEmpty()) {
      feed.told(device, path, response.getContent(), null);
    } else {
      for (int i = values.size() - 1; i >= 0; i--) {
        feed.told(device, path, values.get(i).getNode(), values.get(i).getTimestamp());
      }
    }
  }
}
