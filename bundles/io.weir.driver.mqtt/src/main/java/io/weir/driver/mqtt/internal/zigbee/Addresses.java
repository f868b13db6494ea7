package io.weir.driver.mqtt.internal.zigbee;

import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Channel addresses of configuration documents to points. */
final class Addresses {
  private static final List<String> KEYS = List.of("ieee", "bridge", "property", "type");
  private static final List<String> TYPES = Arrays.stream(Kind.values()).map(Kind::text).toList();
  private static final int MAX_PROPERTY = 200;
  private static final int MAX_PARTS = 8;

  private Addresses() {}

  static ZigbeePoint parse(Channel channel) {
    Map<String, Object> address = channel.address();
    for (String key : new TreeSet<>(address.keySet())) {
      if (!KEYS.contains(key)) {
        throw wrong(address, key, "remove it, or use one of " + KEYS);
      }
    }
    if (address.containsKey("bridge")) {
      return ofBridge(address);
    }
    Object ieee = address.get("ieee");
    if (!(ieee instanceof String text)
        || !DeviceList.IEEE.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
      throw wrong(address, "ieee", "give the device's address as in \"0x00158d0001a2b3c4\"");
    }
    List<String> path = path(address);
    boolean isText = ZigbeeDevice.OF_BRIDGE.contains(path);
    if (path.get(0).startsWith("$") && !isText) {
      throw wrong(address, "property", "use $name or $interview, or a property of the device");
    }
    Kind kind = kind(address, isText ? Kind.TEXT : Kind.NUMBER);
    if (isText && kind != Kind.TEXT) {
      throw wrong(address, "type", "use text");
    }
    return new ZigbeePoint(text.toLowerCase(Locale.ROOT), path, kind);
  }

  private static ZigbeePoint ofBridge(Map<String, Object> address) {
    if (!Boolean.TRUE.equals(address.get("bridge"))) {
      throw wrong(address, "bridge", "use true, or ieee for a device");
    }
    if (address.containsKey("ieee")) {
      throw wrong(address, "ieee", "use either bridge or ieee");
    }
    List<String> path = path(address);
    BridgeProperty property = BridgeProperty.of(path);
    if (property == null) {
      throw wrong(address, "property", "use one of " + BridgeProperty.names());
    }
    if (kind(address, property.kind()) != property.kind()) {
      throw wrong(address, "type", "use " + property.kind().text());
    }
    return new ZigbeePoint(ZigbeePoint.BRIDGE, path, property.kind());
  }

  private static List<String> path(Map<String, Object> address) {
    if (address.get("property") instanceof String text && text.length() <= MAX_PROPERTY) {
      List<String> path = List.of(text.split("/", -1));
      if (path.size() <= MAX_PARTS && path.stream().noneMatch(String::isBlank)) {
        return path;
      }
    }
    throw wrong(address, "property", "give a property as in \"state\" or \"color/x\"");
  }

  private static Kind kind(Map<String, Object> address, Kind usual) {
    if (!address.containsKey("type")) {
      return usual;
    }
    int index = TYPES.indexOf(address.get("type"));
    if (index < 0) {
      throw wrong(address, "type", "use one of " + TYPES);
    }
    return Kind.values()[index];
  }

  private static ConfigException wrong(Map<String, Object> address, String key, String fix) {
    return new ConfigException("address/" + key, address.get(key), fix);
  }
}
