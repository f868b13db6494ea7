package io.weir.server.modbus.internal;

import io.weir.api.model.ConfigException;
import java.util.BitSet;
import java.util.List;

/** Settings that were found usable. */
record ServerSettings(
    String host,
    int port,
    BitSet units,
    int maxClients,
    long idleMicros,
    AllowList allow,
    boolean isWritable,
    long writeMicros,
    BadPolicy bad,
    RegisterMap map) {

  static ServerSettings of(ServerConfig config) {
    if (config.host().isBlank()) {
      throw new ConfigException("host", config.host(), "give the address to listen on: 127.0.0.1");
    }
    if (config.map().length == 0) {
      throw new ConfigException("map", "[]", "add entries: \"holding 0 float32 boiler/flow-temp\"");
    }
    return new ServerSettings(
        config.host().strip(),
        inRange("port", config.port(), 0, 65_535),
        units(config.unit()),
        inRange("max.clients", config.max_clients(), 1, 64),
        inRange("idle.timeout.s", config.idle_timeout_s(), 1, 86_400) * 1_000_000L,
        new AllowList(List.of(config.allow())),
        config.writable(),
        inRange("write.timeout.ms", config.write_timeout_ms(), 100, 60_000) * 1000L,
        BadPolicy.parse(config.bad()),
        new RegisterMap(MapParser.parse(List.of(config.map()))));
  }

  private static BitSet units(int[] units) {
    if (units.length == 0) {
      throw new ConfigException("unit", "[]", "give at least one unit id from 0 to 255");
    }
    BitSet set = new BitSet();
    for (int unit : units) {
      set.set(inRange("unit", unit, 0, 255));
    }
    return set;
  }

  private static int inRange(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ConfigException(field, value, "use a number from " + min + " to " + max);
    }
    return value;
  }
}
