package io.weir.server.modbus.internal;

import io.weir.api.model.ConfigException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which entry lies where. Immutable. */
final class RegisterMap {
  private final List<Entry> entries;
  private final Map<Table, NavigableMap<Integer, Entry>> tables = new EnumMap<>(Table.class);

  /**
   * Lays out the entries.
   *
   * @throws ConfigException naming two entries that overlap
   */
  RegisterMap(List<Entry> entries) {
    this.entries = List.copyOf(entries);
    for (Table table : Table.values()) {
      tables.put(table, new TreeMap<>());
    }
    for (Entry entry : entries) {
      NavigableMap<Integer, Entry> table = table(entry.table());
      Map.Entry<Integer, Entry> below = table.lowerEntry(entry.end());
      if (below != null && below.getValue().end() > entry.start()) {
        throw new ConfigException(
            "map entry " + (entry.index() + 1) + " address",
            entry.start(),
            "it overlaps entry "
                + (below.getValue().index() + 1)
                + ", which ends before "
                + below.getValue().end());
      }
      table.put(entry.start(), entry);
    }
  }

  List<Entry> entries() {
    return entries;
  }

  private NavigableMap<Integer, Entry> table(Table table) {
    return tables.getOrDefault(table, new TreeMap<>());
  }

  /**
   * The entries that cover a range, in order.
   *
   * @throws ModbusException 0x02 if one address of the range belongs to none
   */
  List<Entry> covering(Table table, int start, int count) throws ModbusException {
    List<Entry> found = new ArrayList<>();
    int next = start;
    while (next < start + count) {
      Map.Entry<Integer, Entry> at = table(table).floorEntry(next);
      if (at == null || at.getValue().end() <= next) {
        throw new ModbusException(ModbusException.ILLEGAL_ADDRESS, table + " " + next);
      }
      found.add(at.getValue());
      next = at.getValue().end();
    }
    return found;
  }
}
