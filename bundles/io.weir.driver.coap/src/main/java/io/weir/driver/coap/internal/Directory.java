package io.weir.driver.coap.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.api.driver.AnnouncingDriver.Announced;
import io.weir.api.driver.AnnouncingDriver.Presence;
import io.weir.api.model.ValueType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The devices that have spoken or are configured, and what each has. Any thread; bounded. */
final class Directory {
  /** Most resources of one device. */
  static final int MAX_RESOURCES = 256;

  private static final int MAX_ID = 64;

  private record Resource(ValueType type, String unit) {}

  private final int maxDevices;
  private final Map<String, Map<String, Resource>> devices = new LinkedHashMap<>();
  private Runnable changed = () -> {};

  Directory(int maxDevices) {
    this.maxDevices = maxDevices;
  }

  synchronized void onChange(Runnable runnable) {
    changed = runnable;
  }

  /** Whether this device is known, or there is room for it. */
  synchronized boolean admits(String device) {
    return devices.containsKey(device) || devices.size() < maxDevices;
  }

  synchronized int size() {
    return devices.size();
  }

  /** What is configured is known, however many devices there are. */
  void configured(List<ServerPoint> points) {
    boolean isNew = false;
    synchronized (this) {
      for (ServerPoint point : points) {
        isNew |=
            learn(point.device(), point.resource(), new Resource(point.rawType(), point.unit()));
      }
    }
    tell(isNew);
  }

  /**
   * What a device sends is what it has.
   *
   * @param isText whether the values are plain text, which may spell a number
   * @return whether something was new
   */
  boolean learn(String device, List<Measurement> values, boolean isText) {
    boolean isNew = false;
    synchronized (this) {
      for (Measurement each : values) {
        isNew |= learn(device, each.name(), new Resource(type(each.value(), isText), each.unit()));
      }
    }
    tell(isNew);
    return isNew;
  }

  private boolean learn(String device, String path, Resource resource) {
    Map<String, Resource> resources =
        devices.computeIfAbsent(device, name -> new LinkedHashMap<>());
    return resources.size() < MAX_RESOURCES && resources.putIfAbsent(path, resource) == null;
  }

  private void tell(boolean isNew) {
    Runnable listener;
    synchronized (this) {
      listener = changed;
    }
    if (isNew) {
      listener.run();
    }
  }

  /** A number is a double, for 21 may be 21.5 the next time. */
  static ValueType type(Object value, boolean isText) {
    if (value instanceof Boolean) {
      return ValueType.BOOLEAN;
    }
    if (value instanceof Number) {
      return ValueType.DOUBLE;
    }
    if (value instanceof byte[]) {
      return ValueType.BYTES;
    }
    for (ValueType type :
        isText ? List.of(ValueType.DOUBLE, ValueType.BOOLEAN) : List.<ValueType>of()) {
      try {
        Values.typed(value, true, type);
        return type;
      } catch (PayloadException e) {
        // Then it is of another type.
      }
    }
    return ValueType.TEXT;
  }

  /** All devices in the order in which they came; null as long as there is none. */
  synchronized @Nullable List<Announced> announced() {
    if (devices.isEmpty()) {
      return null;
    }
    List<Announced> all = new ArrayList<>();
    devices.forEach(
        (device, resources) ->
            all.add(
                new Announced(
                    Map.of("device", device),
                    device,
                    "",
                    Map.of(),
                    channels(resources),
                    Presence.UNKNOWN)));
    return all;
  }

  private static List<String> channels(Map<String, Resource> resources) {
    Map<String, String> byId = new LinkedHashMap<>();
    resources.forEach(
        (path, resource) -> {
          String id = id(path);
          if (byId.containsKey(id)) {
            String mark = "-" + Integer.toHexString(path.hashCode());
            id = id.substring(0, Math.min(id.length(), MAX_ID - mark.length())) + mark;
          }
          byId.put(id, channel(id, path, resource));
        });
    return List.copyOf(byId.values());
  }

  /** A channel's id for a path: lower case, dots for slashes. */
  static String id(String path) {
    String id = path.toLowerCase(Locale.ROOT).replace('/', '.').replaceAll("[^a-z0-9._-]", "-");
    if (!Character.isLetterOrDigit(id.charAt(0))) {
      id = "c" + id;
    }
    return id.length() > MAX_ID ? id.substring(0, MAX_ID) : id;
  }

  private static String channel(String id, String path, Resource resource) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = Documents.JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("id", id);
      json.writeStringField("name", path);
      if (!resource.unit().isEmpty()) {
        json.writeStringField("unit", resource.unit());
      }
      json.writeObjectFieldStart("address");
      json.writeStringField("resource", path);
      json.writeStringField("type", resource.type().name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }
}
