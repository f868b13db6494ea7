package io.weir.driver.modbus.internal;

import io.weir.api.encoding.RegisterOrder;
import io.weir.api.model.Channel;
import io.weir.api.model.ConfigException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Channel addresses of configuration documents to points. */
final class Addresses {
  private static final Set<String> KEYS = keys();
  private static final String SCALE_REGISTER = "scale-register";
  private static final int ITEMS = 0x1_0000;

  private static Set<String> keys() {
    Set<String> keys = new TreeSet<>(RequestRules.KEYS);
    keys.addAll(
        List.of("unit", "table", "register", "type", "bit", "order", "length", "write-with"));
    keys.addAll(List.of(NoValues.KEY, SCALE_REGISTER));
    return keys;
  }

  private enum WriteWith {
    SINGLE,
    MULTIPLE
  }

  private Addresses() {}

  /** Name of the area of a table. */
  static String area(int unit, Table table) {
    return "unit " + unit + " " + table.name().toLowerCase(Locale.ROOT);
  }

  /** The table of an area. */
  static Table table(String area) {
    return Table.valueOf(area.substring(area.lastIndexOf(' ') + 1).toUpperCase(Locale.ROOT));
  }

  /**
   * The point of a channel.
   *
   * @param connection how a unit is asked whose address does not say it
   * @throws ConfigException naming the field that is wrong
   */
  static ModbusPoint parse(Channel channel, RequestRules connection) {
    Map<String, Object> address = channel.address();
    for (String key : new TreeSet<>(address.keySet())) {
      if (!KEYS.contains(key)) {
        throw new ConfigException(field(key), address.get(key), "remove it, or use one of " + KEYS);
      }
    }
    int unit = integer(address, "unit", 0, 255, null);
    Table table = choice(address, "table", Table.class, null);
    int register = integer(address, "register", 0, ITEMS - 1, null);
    DataType type = type(address, table);
    RequestRules rules = RequestRules.of(address, connection);
    int length = length(address, type, rules.maxRegisters());
    if (register + length > ITEMS) {
      throw new ConfigException(
          field("register"), register, "end at register 65535; the value is " + length + " long");
    }
    int scaleRegister = scaleRegister(address, type);
    if (channel.access().isWritable() && !table.isWritable()) {
      throw new ConfigException(
          field("table"),
          address.get("table"),
          "use 'coil' or 'holding' for a channel that is written, or set its access to 'r'");
    }
    ModbusPoint point =
        new ModbusPoint(
            area(unit, table).intern(), // One for all its points.
            unit,
            table,
            register,
            length,
            type,
            choice(address, "order", RegisterOrder.class, RegisterOrder.ABCD),
            type == DataType.BIT ? integer(address, "bit", 0, 15, null) : 0,
            scaleRegister,
            NoValues.of(address, type),
            choice(address, "write-with", WriteWith.class, WriteWith.SINGLE) == WriteWith.MULTIPLE,
            rules);
    if (point.isScaled() && point.length() > rules.maxRegisters()) {
      throw new ConfigException(
          field(SCALE_REGISTER),
          scaleRegister,
          "use one that can be read in one request with the value, "
              + rules.maxRegisters()
              + " registers");
    }
    return point;
  }

  private static int scaleRegister(Map<String, Object> address, DataType type) {
    if (!address.containsKey(SCALE_REGISTER)) {
      return ModbusPoint.NO_SCALE;
    }
    if (!type.isInteger()) {
      throw new ConfigException(
          field(SCALE_REGISTER), address.get(SCALE_REGISTER), "remove it; it is for integers only");
    }
    return integer(address, SCALE_REGISTER, 0, ITEMS - 1, null);
  }

  private static DataType type(Map<String, Object> address, Table table) {
    boolean bit = address.containsKey("bit");
    if (table.isBits()) {
      if (bit) {
        throw new ConfigException(
            field("bit"), address.get("bit"), "remove it; a coil or discrete input is one bit");
      }
      if (choice(address, "type", DataType.class, DataType.BOOL) != DataType.BOOL) {
        throw new ConfigException(
            field("type"), address.get("type"), "use 'bool' for a coil or discrete input");
      }
      return DataType.BOOL;
    }
    DataType type = choice(address, "type", DataType.class, bit ? DataType.BIT : null);
    if (!bit) {
      if (type == DataType.BIT) {
        throw new ConfigException(field("bit"), null, "give the bit of the register, 0 to 15");
      }
      return type;
    }
    if (type.registers() != 1) {
      throw new ConfigException(
          field("type"),
          address.get("type"),
          "use 'bool', or leave it out, for a bit of a register");
    }
    return DataType.BIT;
  }

  private static int length(Map<String, Object> address, DataType type, int maxRegisters) {
    if (type == DataType.STRING) {
      return integer(address, "length", 1, maxRegisters, null);
    }
    int length = integer(address, "length", 1, ITEMS, type.registers());
    if (length != type.registers()) {
      throw new ConfigException(
          field("length"), address.get("length"), "leave it out; it is for type 'string' only");
    }
    if (length > maxRegisters) {
      throw new ConfigException(
          field("type"),
          address.get("type"),
          "raise max-registers, or max.registers of the connection; the value is "
              + length
              + " registers long");
    }
    return length;
  }

  static int integer(
      Map<String, Object> address, String key, int min, int max, @Nullable Integer fallback) {
    Object value = address.get(key);
    if (value == null && fallback != null) {
      return fallback;
    }
    if (value instanceof Number number) {
      double exact = number.doubleValue();
      if (exact == Math.rint(exact) && exact >= min && exact <= max) {
        return (int) exact;
      }
    }
    throw new ConfigException(field(key), value, "use an integer from " + min + " to " + max);
  }

  static <E extends Enum<E>> E choice(
      Map<String, Object> address, String key, Class<E> type, @Nullable E fallback) {
    Object value = address.get(key);
    if (value == null && fallback != null) {
      return fallback;
    }
    for (E constant : type.getEnumConstants()) {
      if (value instanceof String text && constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    throw new ConfigException(
        field(key),
        value,
        Arrays.stream(type.getEnumConstants())
            .map(constant -> word(constant))
            .collect(Collectors.joining(", ", "use one of ", "")));
  }

  private static String word(Enum<?> constant) {
    return constant instanceof RegisterOrder
        ? constant.name()
        : constant.name().toLowerCase(Locale.ROOT);
  }

  private static String field(String key) {
    return "address/" + key;
  }
}
