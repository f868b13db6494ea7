package io.weir.driver.mqtt.internal.mapping;

import java.util.Map;

/** Units as people write them to the codes that channels have, UCUM's and SenML's. */
final class Units {
  private static final Map<String, String> CODES =
      Map.ofEntries(
          Map.entry("°C", "Cel"),
          Map.entry("C", "Cel"),
          Map.entry("°F", "[degF]"),
          Map.entry("F", "[degF]"),
          Map.entry("m³", "m3"),
          Map.entry("m³/h", "m3/h"),
          Map.entry("µg/m³", "ug/m3"),
          Map.entry("μg/m³", "ug/m3"),
          Map.entry("mg/m³", "mg/m3"),
          Map.entry("µS/cm", "uS/cm"),
          Map.entry("μS/cm", "uS/cm"),
          Map.entry("W/m²", "W/m2"),
          Map.entry("VAr", "var"),
          Map.entry("°", "deg"));
  private static final int MAX_UNIT = 40;

  private Units() {}

  /** The code of a unit, or the unit as it is. */
  static String code(String unit) {
    String trimmed = unit.strip();
    String code = CODES.getOrDefault(trimmed, trimmed);
    return code.length() > MAX_UNIT ? code.substring(0, MAX_UNIT) : code;
  }
}
