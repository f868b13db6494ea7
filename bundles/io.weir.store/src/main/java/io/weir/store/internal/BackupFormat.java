package io.weir.store.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * How a backup is laid out: a zip file of {@value #MANIFEST}, the data, the configuration, {@value
 * #STATE} and {@value #SUMS}, in this order.
 */
final class BackupFormat {
  /** The version that is written; a later one is refused. */
  static final int VERSION = 1;

  /** What the file is, in front of everything. */
  static final String MANIFEST = "weir-backup.properties";

  /** What is known at the end only. */
  static final String STATE = "state.properties";

  /** SHA-256 of every entry before it, as {@code sha256sum} writes it. */
  static final String SUMS = "SHA256SUMS";

  static final String DATA = "data/";
  static final String ETC = "etc/";
  static final String HISTORY = DATA + "history.db";

  /** What of the history has changed while it was read. */
  static final String CHANGES = "history.changes";

  /** Entries that are read into memory are not larger. */
  static final int MOST_TEXT = 1 << 22;

  /** More entries are not taken. */
  static final int MOST_ENTRIES = 20_000;

  private static final String NAME = "[A-Za-z0-9_~ ()@+=,-][A-Za-z0-9_~ ()@+=,.-]{0,199}";
  private static final Pattern KNOWN =
      Pattern.compile(
          "history\\.changes|data/history\\.db|data/channels\\.tsv|data/boots\\.json"
              + "|data/journal/(event|telemetry)/\\d{1,9}\\.seg"
              + "|data/(rules|dead-letter)/("
              + NAME
              + "/){0,3}"
              + NAME
              + "|etc/("
              + NAME
              + "/){0,7}"
              + NAME
              + "\\.json");

  private BackupFormat() {}

  /** Whether a file of this name may be in a backup: it leads nowhere else. */
  static boolean isKnown(String name) {
    return KNOWN.matcher(name).matches();
  }

  /** Properties as text, without the time that {@link Properties#store} puts into it. */
  static byte[] text(Map<String, Object> values) {
    StringBuilder text = new StringBuilder();
    values.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What {@link #text} has written. */
  static Properties properties(byte[] text) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(
          new java.io.InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IOException("its properties cannot be read", e);
    }
    return properties;
  }

  /** A number of the properties, from 0 to {@code most}. */
  static long number(Properties properties, String key, long most) throws IOException {
    String text = properties.getProperty(key, "");
    try {
      long value = Long.parseLong(text);
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IOException("its " + key + " is '" + text + "'", e);
    }
    throw new IOException("its " + key + " is " + text + ", beyond " + most);
  }
}
