package io.weir.driver.modbus.internal;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.RejectedException;
import io.weir.api.encoding.RegisterOrder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a unit tells of itself by SunSpec: a marker, then models one behind the other, each with its
 * number and length in front, up to number 0xFFFF. Confined to the bus thread.
 *
 * <p>SunSpec Device Information Model Specification V1.1, sections 6.2 and 6.3.
 */
final class SunSpec {
  /** Where the marker may stand. */
  private static final int[] BASES = {40_000, 0, 50_000};

  /** Its two registers: SunS. */
  private static final int MARKER = 0x5375_6E53;

  private static final int END = 0xFFFF;
  private static final int COMMON = 1;

  /** Registers of the common model up to its serial number, and of each text in it. */
  private static final int COMMON_LENGTH = 64;

  private static final int LONG_TEXT = 32;
  private static final int SHORT_TEXT = 16;

  /** A chain of more is taken for something else. */
  private static final int MOST_MODELS = 50;

  private static final int LAST_REGISTER = 0xFFFF;
  private static final int DATA = 2;
  private static final Map<Integer, String> NAMES = names();

  private final Master master;

  SunSpec(Master master) {
    this.master = master;
  }

  /**
   * Everything the unit tells, name of the fact and its value; empty when it does not speak it.
   *
   * @throws DriverException if it does not answer, or the connection is gone
   */
  Map<String, String> describe(int unit) throws DriverException {
    for (int base : BASES) {
      if (isMarked(unit, base)) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("sunspec", "holding " + base);
        models(unit, base + 2, facts);
        return facts;
      }
    }
    return Map.of();
  }

  private boolean isMarked(int unit, int base) throws DriverException {
    try {
      Pdu answer = master.read(unit, Table.HOLDING, base, 2);
      return RegisterOrder.ABCD.get32(answer.bytes(), answer.position(DATA)) == MARKER;
    } catch (RejectedException e) {
      return false;
    }
  }

  private void models(int unit, int first, Map<String, String> facts) throws DriverException {
    int register = first;
    for (int i = 0; i < MOST_MODELS && register < LAST_REGISTER; i++) {
      int number;
      int length;
      try {
        Pdu head = master.read(unit, Table.HOLDING, register, 2);
        number = RegisterOrder.ABCD.get16(head.bytes(), head.position(DATA)) & 0xFFFF;
        length = RegisterOrder.ABCD.get16(head.bytes(), head.position(DATA + 2)) & 0xFFFF;
        if (number == END) {
          return;
        }
        facts.put(
            "sunspec model at " + register,
            number + " " + NAMES.getOrDefault(number, "(not known here)") + ", length " + length);
        if (number == COMMON && length >= COMMON_LENGTH) {
          common(unit, register + 2, facts);
        }
      } catch (ConnectionException e) {
        throw e;
      } catch (DriverException e) {
        facts.put("sunspec models", "they end without an end: " + e.getMessage());
        return;
      }
      register += 2 + length;
    }
    facts.put("sunspec models", "there are more, or they have no end");
  }

  private void common(int unit, int register, Map<String, String> facts) throws DriverException {
    Pdu answer = master.read(unit, Table.HOLDING, register, COMMON_LENGTH);
    int at = DATA;
    putText(facts, "vendor", answer, at, LONG_TEXT);
    at += LONG_TEXT;
    putText(facts, "product", answer, at, LONG_TEXT);
    at += LONG_TEXT + SHORT_TEXT; // Its options are the maker's business.
    putText(facts, "revision", answer, at, SHORT_TEXT);
    at += SHORT_TEXT;
    putText(facts, "serial", answer, at, LONG_TEXT);
  }

  private static void putText(
      Map<String, String> facts, String name, Pdu answer, int at, int length) {
    String text =
        new String(answer.bytes(), answer.position(at), length, StandardCharsets.ISO_8859_1)
            .replaceAll("\\p{Cntrl}", "")
            .strip();
    if (!text.isEmpty()) {
      facts.put(name, text);
    }
  }

  private static Map<Integer, String> names() {
    Map<Integer, String> names = new HashMap<>();
    InputStream file = Objects.requireNonNull(SunSpec.class.getResourceAsStream("sunspec-models"));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", 2))
          .forEach(row -> names.put(Integer.valueOf(row[0]), row[1]));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
