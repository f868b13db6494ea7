package io.weir.driver.lwm2m.internal;

import io.weir.api.driver.Block;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality;
import io.weir.api.model.Quality.Reason;
import io.weir.api.runtime.GatewayClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.leshan.core.node.LwM2mNode;
import org.eclipse.leshan.core.node.LwM2mObjectInstance;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.LwM2mResource;
import org.jspecify.annotations.Nullable;

/** What devices tell, as rows of the channels that want it. Any thread. */
final class Feed {
  private static final long OLDEST = TimeUnit.DAYS.toMicros(7);

  private final GatewayClock clock;
  private final NewsQueue news;
  private final Lwm2mStatus status;
  private volatile Map<String, Map<String, List<Block.Entry>>> wanted = Map.of();

  Feed(GatewayClock clock, NewsQueue news, Lwm2mStatus status) {
    this.clock = clock;
    this.news = news;
    this.status = status;
  }

  /** Takes the channels whose rows are wanted from now on. */
  void configure(List<Block.Entry> entries) {
    Map<String, Map<String, List<Block.Entry>>> all = new HashMap<>();
    for (Block.Entry entry : entries) {
      Lwm2mPoint point = (Lwm2mPoint) entry.point();
      all.computeIfAbsent(point.device(), device -> new HashMap<>())
          .computeIfAbsent(point.path(), path -> new ArrayList<>())
          .add(entry);
    }
    wanted = all;
  }

  /** The points that are wanted of a device, by path. */
  Map<String, List<Block.Entry>> of(String device) {
    return wanted.getOrDefault(device, Map.of());
  }

  Set<String> paths(String device) {
    return of(device).keySet();
  }

  /** A device has told a value of an instance or a resource. */
  void told(Device device, LwM2mPath path, @Nullable LwM2mNode node, @Nullable Instant time) {
    if (node instanceof LwM2mResource resource) {
      told(device, path.toResourcePath().toString(), resource, time);
    } else if (node instanceof LwM2mObjectInstance instance) {
      for (LwM2mResource resource : instance.getResources().values()) {
        told(device, path + "/" + resource.getId(), resource, time);
      }
    } else {
      wrong(device, path.toString());
    }
  }

  private void told(Device device, String path, LwM2mResource resource, @Nullable Instant time) {
    List<Block.Entry> entries = of(device.endpoint()).getOrDefault(path, List.of());
    if (entries.isEmpty()) {
      return;
    }
    long now = clock.micros();
    long micros = time == null ? now : micros(now, time);
    byte quality = Values.quality(micros >= 0);
    device.hold(path, resource, now);
    Batch rows = new Batch(entries.size());
    for (Block.Entry entry : entries) {
      Values.add(
          rows,
          entry.channel(),
          micros < 0 ? now : micros,
          resource,
          (Lwm2mPoint) entry.point(),
          quality);
      if (Quality.isBad(rows.quality(rows.size() - 1))) {
        status.wrongValues.increment();
      }
    }
    news.add(rows);
  }

  /** The gateway's time of a device's; -1 for one that cannot be. */
  private long micros(long now, Instant time) {
    if (!clock.isTrusted(clock.boot())) {
      return -1;
    }
    long told = TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + time.getNano() / 1_000;
    long age = clock.toEpoch(clock.boot(), now) - told;
    return age < 0 || age > OLDEST || age > now ? -1 : now - age;
  }

  /** What a device told of a path cannot be used. */
  void wrong(Device device, String path) {
    status.wrongValues.increment();
    bad(of(device.endpoint()).getOrDefault(path, List.of()), Reason.DEVICE);
  }

  /** A device is gone. */
  void lost(Device device) {
    of(device.endpoint()).values().forEach(entries -> bad(entries, Reason.COMM));
  }

  private void bad(List<Block.Entry> entries, Reason reason) {
    Batch rows = new Batch(entries.size());
    for (Block.Entry entry : entries) {
      if (((Lwm2mPoint) entry.point()).isObserved()) {
        rows.addBad(entry.channel(), clock.micros(), reason);
      }
    }
    news.add(rows);
  }

  /** What is known is said again. */
  void repeat(Device device) {
    Batch rows = new Batch(8);
    of(device.endpoint())
        .forEach(
            (path, entries) -> {
              Device.@Nullable Held held = device.current(path);
              if (held != null) {
                for (Block.Entry entry : entries) {
                  Values.add(
                      rows,
                      entry.channel(),
                      held.micros(),
                      held.value(),
                      (Lwm2mPoint) entry.point(),
                      Quality.GOOD);
                }
              }
            });
    news.add(rows);
  }
}
