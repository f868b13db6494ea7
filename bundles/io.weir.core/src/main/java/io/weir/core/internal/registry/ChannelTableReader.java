package io.weir.core.internal.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.api.driver.Driver;
import io.weir.api.model.ConfigException;
import io.weir.api.runtime.DeviceDocuments;
import io.weir.api.runtime.DeviceDocuments.CellProblem;
import io.weir.api.runtime.DeviceDocuments.ImportedChannels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes channels of the rows of a table. Used by one thread. */
final class ChannelTableReader {
  static final List<String> TEXTS =
      List.of("id", "name", "unit", "access", "period", "type", "heartbeat", "stale-after");
  static final List<String> NUMBERS =
      List.of("scale", "offset", "min", "max", "max-rate", "deadband", "deadband-percent");
  static final List<String> LIMITS = List.of("write-min", "write-max");
  static final String ADDRESS = "address.";
  static final String VALUES = ValueNames.FIELD;
  private static final Pattern ADDRESS_KEY = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?");
  private static final int SHOWN = 60;

  private final @Nullable Driver driver;
  private final List<String> channels = new ArrayList<>();
  private final List<CellProblem> problems = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private List<String> header = List.of();
  private int rows;

  /** With the driver that checks addresses, or null. */
  ChannelTableReader(@Nullable Driver driver) {
    this.driver = driver;
  }

  /**
   * Reads a table.
   *
   * @throws ConfigException if it is none
   */
  ImportedChannels read(byte[] table) {
    CsvRows source = new CsvRows(table);
    CsvRows.Row first = source.next();
    if (first == null || first.isEmpty()) {
      throw new ConfigException("line 1", null, "begin with a line of column names");
    }
    header = first.cells();
    checkHeader();
    for (CsvRows.Row row = source.next(); row != null; row = source.next()) {
      if (!row.isEmpty()) {
        if (++rows > DeviceDocuments.MAX_ROWS) {
          throw new ConfigException(
              "line " + row.line(), null, "import " + DeviceDocuments.MAX_ROWS + " rows at most");
        }
        add(row);
      }
    }
    return new ImportedChannels(rows, channels, problems);
  }

  private void checkHeader() {
    TreeSet<String> seen = new TreeSet<>();
    for (String column : header) {
      boolean isAddress =
          column.startsWith(ADDRESS)
              && ADDRESS_KEY.matcher(column.substring(ADDRESS.length())).matches();
      if (!isAddress
          && !TEXTS.contains(column)
          && !NUMBERS.contains(column)
          && !LIMITS.contains(column)
          && !column.equals(VALUES)) {
        throw new ConfigException(
            "line 1",
            column,
            "use the columns "
                + String.join(", ", TEXTS)
                + ", "
                + String.join(", ", NUMBERS)
                + ", "
                + String.join(", ", LIMITS)
                + ", "
                + VALUES
                + " and address.<key>");
      }
      if (!seen.add(column)) {
        throw new ConfigException("line 1", column, "name each column once");
      }
    }
    if (!seen.contains("id")) {
      throw new ConfigException("line 1", null, "give a column id");
    }
  }

  private void add(CsvRows.Row row) {
    if (row.cells().size() > header.size()) {
      problem(
          row.line(),
          "",
          row.cells().get(header.size()),
          "there are more cells than columns; put a text with a separator in quotation marks");
      return;
    }
    int before = problems.size();
    ObjectNode channel = channel(row);
    String id = channel.path("id").asText();
    Integer earlier = lines.putIfAbsent(id, row.line());
    if (!id.isEmpty() && earlier != null) {
      problem(row.line(), "id", id, "line " + earlier + " has this id already");
    }
    if (problems.size() == before && isGood(row, channel)) {
      channels.add(channel.toString());
    }
  }

  private ObjectNode channel(CsvRows.Row row) {
    ObjectNode channel = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < row.cells().size(); i++) {
      String column = header.get(i);
      String cell = row.cells().get(i);
      if (cell.isEmpty()) {
        continue;
      }
      if (TEXTS.contains(column)) {
        channel.put(column, cell);
      } else if (column.startsWith(ADDRESS)) {
        putScalar(channel.withObject("/address"), column.substring(ADDRESS.length()), cell);
      } else if (column.equals(VALUES)) {
        putValues(channel.putObject(VALUES), row.line(), cell);
      } else if (!NUMBER.matcher(cell).matches()) {
        problem(
            row.line(),
            column,
            cell,
            cell.indexOf(',') >= 0 ? "write a number with a point" : "write a number");
      } else if (LIMITS.contains(column)) {
        putScalar(channel.withObject("/write"), column.substring("write-".length()), cell);
      } else {
        putScalar(channel, column, cell);
      }
    }
    return channel;
  }

  private void putValues(ObjectNode values, int line, String cell) {
    for (String entry : ValueNames.entries(cell)) {
      int equals = entry.indexOf('=');
      String value = equals < 0 ? "" : entry.substring(0, equals).strip();
      if (equals < 0 || values.has(value)) {
        problem(
            line,
            VALUES,
            entry,
            equals < 0
                ? "write each value with its name, such as 0=off;1=heating"
                : "name each value once");
        return;
      }
      values.put(value, entry.substring(equals + 1).strip());
    }
  }

  private static void putScalar(ObjectNode object, String key, String cell) {
    if (INTEGER.matcher(cell).matches()) {
      object.put(key, Long.parseLong(cell));
    } else if (NUMBER.matcher(cell).matches()) {
      object.put(key, Double.parseDouble(cell));
    } else if (cell.equals("true") || cell.equals("false")) {
      object.put(key, Boolean.parseBoolean(cell));
    } else {
      object.put(key, cell);
    }
  }

  private boolean isGood(CsvRows.Row row, ObjectNode channel) {
    try {
      ChannelSpec spec = ChannelParser.parse(channel, "");
      if (driver != null) {
        checkAddress(spec, driver);
      }
      return true;
    } catch (ConfigException e) {
      String value = e.value() == null ? "" : e.value().toString();
      problem(row.line(), column(e.field()), value, e.fix());
      return false;
    }
  }

  /**
   * Asks the driver. A key that has no column is the device's to give, for all its channels: 1
   * stands for it here.
   */
  private void checkAddress(ChannelSpec spec, Driver checking) {
    ObjectNode stand = JsonNodeFactory.instance.objectNode();
    ChannelSpec asked = spec;
    while (true) {
      try {
        Resolver.check(asked, checking);
        return;
      } catch (ConfigException e) {
        String column = column(e.field());
        if (!column.startsWith(ADDRESS) || header.contains(column)) {
          throw e;
        }
        String key = column.substring(ADDRESS.length());
        if (stand.has(key)) {
          return; // What the device gives may be anything.
        }
        stand.put(key, 1);
        asked = asked.with(key, 1L);
      }
    }
  }

  /** The column of a field: {@code /address/register} is {@code address.register}. */
  private static String column(String field) {
    String path = field.startsWith("/") ? field.substring(1) : field;
    if (path.startsWith(VALUES + "/")) {
      return VALUES;
    }
    return path.startsWith("write/") ? path.replace('/', '-') : path.replace('/', '.');
  }

  private void problem(int line, String column, String value, String reason) {
    String shown = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
    problems.add(new CellProblem(line, column, shown, reason));
  }
}
