package io.weir.driver.modbus.internal;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.ExplorableDriver;
import io.weir.api.driver.ExplorableDriver.Finding;
import io.weir.api.driver.ExplorableDriver.Reading;
import io.weir.api.driver.NoResponseException;
import io.weir.api.driver.RejectedException;
import io.weir.api.model.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks for units and registers with reads alone, and shows what a place holds. Confined to the bus
 * thread but for {@link #candidates}.
 */
final class Explorer {
  private static final String TIMEOUT = "timeout-ms";
  private static final List<String> UNIT_SEARCH = List.of("units", "table", "register", TIMEOUT);
  private static final List<String> REGISTER_SEARCH =
      List.of("unit", "table", "registers", TIMEOUT);
  private static final List<String> PLACE = List.of("unit", "table", "register", "length");
  private static final int MAX_UNIT = 255;
  private static final int MAX_REGISTER = 0xFFFF;
  private static final int DEFAULT_LENGTH = 4;
  private static final int MAX_LENGTH = 64;
  private static final int DATA = 2;

  private final Master master;
  private final SunSpec sunSpec;
  private final RequestRules usual;
  private final long unitNanos;

  /**
   * @param usual how units are asked that say nothing else
   * @param unitNanos how long a unit is waited for of which nobody knows whether it is there, if
   *     the query does not say it
   */
  Explorer(Master master, RequestRules usual, long unitNanos) {
    this.master = master;
    this.usual = usual;
    this.unitNanos = unitNanos;
    sunSpec = new SunSpec(master);
  }

  /**
   * The candidates of a search: for units, {@code {"units": "1-247"}} with an optional table and
   * register to ask for; for values of a unit, {@code {"unit": 5, "table": "holding", "registers":
   * "0-99"}}. Both may say {@code timeout-ms}.
   */
  static List<Map<String, Object>> candidates(Map<String, Object> query) {
    boolean isForRegisters = query.containsKey("registers");
    checkKeys(query, isForRegisters ? REGISTER_SEARCH : UNIT_SEARCH);
    List<Map<String, Object>> candidates = new ArrayList<>();
    if (isForRegisters) {
      int unit = Addresses.integer(query, "unit", 0, MAX_UNIT, null);
      Table table = Addresses.choice(query, "table", Table.class, null);
      for (int register : Ranges.parse("registers", query.get("registers"), MAX_REGISTER)) {
        candidates.add(place(unit, table, register));
      }
    } else {
      Table table = Addresses.choice(query, "table", Table.class, Table.HOLDING);
      int register = Addresses.integer(query, "register", 0, MAX_REGISTER, 0);
      for (int unit : Ranges.parse("units", query.get("units"), MAX_UNIT)) {
        Map<String, Object> candidate = place(unit, table, register);
        candidate.put("whole", true);
        candidates.add(candidate);
      }
    }
    if (query.containsKey(TIMEOUT)) {
      int timeout = Addresses.integer(query, TIMEOUT, 1, RequestRules.MOST_MILLIS, null);
      candidates.forEach(candidate -> candidate.put(TIMEOUT, timeout));
    }
    return candidates;
  }

  private static Map<String, Object> place(int unit, Table table, int register) {
    Map<String, Object> place = new TreeMap<>();
    place.put("unit", unit);
    place.put("table", table.name().toLowerCase(Locale.ROOT));
    place.put("register", register);
    return place;
  }

  private static void checkKeys(Map<String, Object> map, List<String> known) {
    for (String key : new TreeSet<>(map.keySet())) {
      if (!known.contains(key)) {
        throw new ConfigException(key, map.get(key), "remove it, or use one of " + known);
      }
    }
  }

  /** Asks for one candidate; null when there is nothing. */
  @Nullable Finding probe(Map<String, Object> candidate) throws ConnectionException {
    int unit = Addresses.integer(candidate, "unit", 0, MAX_UNIT, null);
    Table table = Addresses.choice(candidate, "table", Table.class, null);
    int register = Addresses.integer(candidate, "register", 0, MAX_REGISTER, null);
    return candidate.containsKey("whole")
        ? unit(unit, table, register, rules(candidate, unitNanos))
        : value(unit, table, register, rules(candidate, usual.timeoutNanos()));
  }

  private RequestRules rules(Map<String, Object> candidate, long byDefault) {
    return candidate.containsKey(TIMEOUT)
        ? RequestRules.of(Map.of(TIMEOUT, candidate.get(TIMEOUT)), usual)
        : usual.waiting(byDefault);
  }

  /** Any answer tells that there is a unit, an exception too. */
  private @Nullable Finding unit(int unit, Table table, int register, RequestRules rules)
      throws ConnectionException {
    Map<String, String> details = new TreeMap<>();
    try {
      Pdu answer = master.read(unit, table, register, 1, rules);
      details.put(
          Addresses.area(unit, table) + " " + register, Interpretations.raw(answer, table).get(0));
    } catch (ConnectionException e) {
      throw e;
    } catch (NoResponseException e) {
      return null;
    } catch (DriverException e) {
      details.put("answer", String.valueOf(e.getMessage()));
    }
    try {
      details.putAll(master.identify(unit));
    } catch (ConnectionException e) {
      throw e;
    } catch (DriverException e) {
      details.put("identification", "it does not tell what it is");
    }
    try {
      sunSpec.describe(unit).forEach(details::putIfAbsent);
    } catch (ConnectionException e) {
      throw e;
    } catch (DriverException e) {
      details.put("sunspec", "asked for it, it did not answer");
    }
    String vendor = details.get("vendor");
    String product = details.getOrDefault("product", "");
    String title = "Unit " + unit + (vendor == null ? "" : ": " + vendor + " " + product).strip();
    return new Finding(Map.of("unit", unit), title.strip(), details);
  }

  private @Nullable Finding value(int unit, Table table, int register, RequestRules rules)
      throws ConnectionException {
    Pdu answer;
    try {
      answer = master.read(unit, table, register, 1, rules);
    } catch (ConnectionException e) {
      throw e;
    } catch (DriverException e) {
      return null;
    }
    Map<String, Object> address = place(unit, table, register);
    int value = answer.unsigned(DATA);
    if (table.isBits()) {
      value &= 1;
    } else {
      value = value << 8 | answer.unsigned(DATA + 1);
      address.put("type", "uint16");
    }
    String title = address.get("table") + " " + register + ": " + value;
    return new Finding(address, title, Map.of("raw", Interpretations.raw(answer, table).get(0)));
  }

  /** Reads some registers or bits from a place on, fewer if the unit has no more there. */
  Reading inspect(Map<String, Object> address) throws DriverException {
    checkKeys(address, PLACE);
    int unit = Addresses.integer(address, "unit", 0, MAX_UNIT, null);
    Table table = Addresses.choice(address, "table", Table.class, null);
    int register = Addresses.integer(address, "register", 0, MAX_REGISTER, null);
    int length =
        Addresses.integer(address, "length", 1, MAX_LENGTH, table.isBits() ? 1 : DEFAULT_LENGTH);
    length = Math.min(length, MAX_REGISTER + 1 - register);
    Pdu answer = readUpTo(unit, table, register, length);
    int got = table.isBits() ? length : (answer.length() - DATA) / 2;
    return new ExplorableDriver.Reading(
        Interpretations.raw(answer, table), Interpretations.of(answer, table, got));
  }

  private Pdu readUpTo(int unit, Table table, int register, int length) throws DriverException {
    for (int next = length; ; next /= 2) {
      try {
        return master.read(unit, table, register, next);
      } catch (RejectedException e) {
        if (!e.isAddressFault() || next == 1) {
          throw e;
        }
      }
    }
  }
}
