package io.weir.driver.lwm2m.internal;

import io.weir.api.driver.AnnouncingDriver.Announced;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All devices that have registered, in the order in which they came. Any thread; bounded. */
final class Devices {
  private final int most;
  private final Map<String, Device> all = new LinkedHashMap<>();
  private volatile Runnable changed = () -> {};

  Devices(int most) {
    this.most = most;
  }

  void onChange(Runnable runnable) {
    changed = runnable;
  }

  void tell() {
    changed.run();
  }

  /** Whether this device is known, or there is room for it. */
  synchronized boolean admits(String endpoint) {
    return all.containsKey(endpoint) || all.size() < most;
  }

  synchronized @Nullable Device get(String endpoint) {
    return all.get(endpoint);
  }

  synchronized Device of(String endpoint) {
    return all.computeIfAbsent(endpoint, Device::new);
  }

  synchronized List<Device> list() {
    return List.copyOf(all.values());
  }

  /** Null as long as there is none. */
  @Nullable List<Announced> announced() {
    List<Device> devices = list();
    return devices.isEmpty() ? null : devices.stream().map(Device::announced).toList();
  }

  long registered() {
    return list().stream().filter(device -> device.registration() != null).count();
  }

  long waiting() {
    return list().stream().mapToLong(Device::waiting).sum();
  }
}
