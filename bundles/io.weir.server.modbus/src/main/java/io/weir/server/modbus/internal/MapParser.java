package io.weir.server.modbus.internal;

import io.weir.api.encoding.RegisterOrder;
import io.weir.api.model.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lines of the map: {@code <table> <address> [type] [order] <channel> [rw] [key=value...]}. */
final class MapParser {
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern CHANNEL = Pattern.compile("[a-z0-9._-]+/[a-z0-9._-]+");
  private static final int ADDRESSES = 65_536;
  private static final int MAX_STRING = 125;

  private final int index;
  private final String line;
  private @Nullable DataType type;
  private @Nullable RegisterOrder order;
  private @Nullable String channel;
  private @Nullable Double scale;
  private @Nullable Double offset;
  private int length;
  private boolean isWritable;

  private MapParser(int index, String line) {
    this.index = index;
    this.line = line;
  }

  /**
   * Reads the map.
   *
   * @throws ConfigException naming the entry from 1, the field, the value and the fix
   */
  static List<Entry> parse(List<String> lines) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      entries.add(new MapParser(i, lines.get(i).strip()).entry());
    }
    return List.copyOf(entries);
  }

  private String field(String name) {
    return "map entry " + (index + 1) + " " + name;
  }

  private Entry entry() {
    String[] words = BLANKS.split(line);
    if (words.length < 3) {
      throw new ConfigException(
          "map entry " + (index + 1),
          line,
          "write <table> <address> [type] [order] <channel> [rw]");
    }
    Table table = Table.parse(field("table"), words[0]);
    int start = integer("address", words[1], 0, ADDRESSES - 1);
    for (int i = 2; i < words.length; i++) {
      word(words[i]);
    }
    return entry(table, start);
  }

  private void word(String word) {
    DataType asType = DataType.parse(word);
    int equals = word.indexOf('=');
    if (equals > 0) {
      option(word.substring(0, equals), word.substring(equals + 1));
    } else if (word.indexOf('/') >= 0) {
      if (channel != null || !CHANNEL.matcher(word).matches()) {
        throw new ConfigException(field("channel"), word, "give one full id: device/channel");
      }
      channel = word;
    } else if (word.equals("rw") || word.equals("r")) {
      isWritable = word.equals("rw");
    } else if (asType != null && type == null) {
      type = asType;
    } else {
      order(word);
    }
  }

  private void order(String word) {
    for (RegisterOrder known : RegisterOrder.values()) {
      if (known.name().equals(word.toUpperCase(Locale.ROOT)) && order == null) {
        order = known;
        return;
      }
    }
    throw new ConfigException(
        field("word"),
        word,
        "use one type (bool, int16, uint16, int32, uint32, int64, uint64, float32, float64, string,"
            + " quality), one order (ABCD, CDAB, BADC, DCBA), one channel, rw, scale=, offset=,"
            + " length=");
  }

  private void option(String name, String value) {
    switch (name) {
      case "scale" -> scale = number(name, value);
      case "offset" -> offset = number(name, value);
      case "length" -> length = integer(name, value, 1, MAX_STRING);
      default -> throw new ConfigException(field(name), value, "use scale=, offset= or length=");
    }
  }

  private Entry entry(Table table, int start) {
    if (channel == null) {
      throw new ConfigException(field("channel"), null, "give its full id: device/channel");
    }
    DataType is = type(table);
    if (isWritable && (!table.isWritable() || is == DataType.QUALITY)) {
      throw new ConfigException(
          field("access"), "rw", "only values of coil and holding are written");
    }
    if ((scale != null || offset != null) && !is.isInteger()) {
      throw new ConfigException(field("scale"), line, "scale and offset are for integer types");
    }
    if (scale != null && scale == 0) {
      throw new ConfigException(field("scale"), scale, "use a number that is not 0");
    }
    if (order != null && table.isBits()) {
      throw new ConfigException(field("order"), order, "leave it out for coil and discrete");
    }
    if (length != 0 && is != DataType.STRING) {
      throw new ConfigException(field("length"), length, "leave it out; it is for string only");
    }
    if (length == 0 && is == DataType.STRING) {
      throw new ConfigException(
          field("length"), null, "give the registers of the string: length=8");
    }
    int registers = is == DataType.STRING ? length : is.registers();
    if (start + registers > ADDRESSES) {
      throw new ConfigException(
          field("address"), start, "its " + registers + " registers must end at 65535");
    }
    return new Entry(
        index,
        table,
        start,
        registers,
        is,
        order == null ? RegisterOrder.ABCD : order,
        scale == null ? 1 : scale,
        offset == null ? 0 : offset,
        channel,
        isWritable);
  }

  private DataType type(Table table) {
    if (table.isBits()) {
      if (type != null && type != DataType.BOOL) {
        throw new ConfigException(field("type"), type, "a coil or discrete input is bool");
      }
      return DataType.BOOL;
    }
    if (type == null) {
      throw new ConfigException(
          field("type"), null, "give the type of the register: int16, float32");
    }
    return type;
  }

  private int integer(String name, String text, int min, int max) {
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new ConfigException(field(name), text, "use a number from " + min + " to " + max);
    }
    throw new ConfigException(field(name), text, "use a number from " + min + " to " + max);
  }

  private double number(String name, String text) {
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new ConfigException(field(name), text, "use a number such as 0.1");
    }
    throw new ConfigException(field(name), text, "use a finite number such as 0.1");
  }
}
