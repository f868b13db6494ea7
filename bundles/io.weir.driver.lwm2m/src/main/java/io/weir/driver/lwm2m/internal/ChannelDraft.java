package io.weir.driver.lwm2m.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.eclipse.leshan.core.node.LwM2mPath;

/** What a device has, as channels. Pure functions. */
final class ChannelDraft {
  /** Restores a device as it left its factory; nobody should do that by a slip of the hand. */
  private static final String FACTORY_RESET = "/3/0/5";

  private static final int MAX_ID = 64;
  private static final JsonFactory JSON = new JsonFactory();

  private ChannelDraft() {}

  /**
   * The channels of a device.
   *
   * @param found the resources of each instance
   * @param units what the device says of the unit of each instance's values
   */
  static List<String> channels(
      SortedMap<LwM2mPath, SortedSet<Integer>> found, Map<LwM2mPath, String> units) {
    List<String> channels = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    found.forEach(
        (instance, resources) -> {
          Registry.Kind kind = Registry.kind(instance.getObjectId());
          if (kind != null) {
            for (int id : resources) {
              Registry.Item resource = kind.resources().get(id);
              if (resource != null && isChannel(resource, instance)) {
                String unit = resource.unit();
                if (unit.isEmpty() && resource.isChanging()) {
                  unit = units.getOrDefault(instance, "");
                }
                channels.add(channel(kind, instance, resource, unit, ids));
              }
            }
          }
        });
    return channels;
  }

  private static boolean isChannel(Registry.Item resource, LwM2mPath instance) {
    return !resource.isMultiple()
        && !resource.operations().equals("-")
        && !(instance + "/" + resource.id()).equals(FACTORY_RESET);
  }

  private static String channel(
      Registry.Kind kind,
      LwM2mPath instance,
      Registry.Item resource,
      String unit,
      Set<String> ids) {
    int number = instance.getObjectInstanceId();
    String id = id(kind.name()) + "-" + number + "." + id(resource.name());
    if (id.length() > MAX_ID || !ids.add(id)) {
      id = kind.id() + "-" + number + "." + resource.id();
      ids.add(id);
    }
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("id", id);
      json.writeStringField("name", kind.name() + " " + number + ": " + resource.name());
      json.writeStringField("access", access(resource));
      if (!unit.isEmpty()) {
        json.writeStringField("unit", unit);
      }
      if (resource.isReadable()) {
        json.writeStringField("period", resource.isChanging() ? "1m" : "1h");
      }
      json.writeObjectFieldStart("address");
      json.writeStringField("path", instance + "/" + resource.id());
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static String access(Registry.Item resource) {
    if (!resource.isReadable()) {
      return "w";
    }
    return resource.isWritable() ? "rw" : "r";
  }

  private static String id(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }
}
