package io.weir.store.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.store.HistoryLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how long the history is kept from the settings. */
final class RetentionParser {
  private static final String GROUPS = "history.groups";
  private static final String FORM =
      "write it like 'boiler/*, meter/energy = raw 365 d, minute 5 y, hour forever'";
  private static final Pattern TERM = Pattern.compile("(\\w+)\\s+(?:(\\d{1,6})\\s*([dy])|forever)");
  private static final int MOST_DAYS = 100_000;
  private static final long SMALLEST = 1L << 20;

  private RetentionParser() {}

  /**
   * The retention these settings ask for.
   *
   * @param days days each level is kept, by level; 0 for ever
   */
  static Retention parse(SizeLimits limits, long[] days, String... groups) {
    checkBytes("history.max.bytes", limits.total());
    for (HistoryLevel level : HistoryLevel.values()) {
      checkBytes("history.max." + name(level) + ".bytes", limits.of(level));
      long kept = days[level.ordinal()];
      if (kept < 0 || kept > MOST_DAYS) {
        throw new ConfigException(
            "history.keep." + name(level) + ".days",
            kept,
            "set it to 0 for ever or to 1 to " + MOST_DAYS);
      }
    }
    List<ChannelGroup> all = new ArrayList<>();
    for (String group : groups) {
      all.add(group(group, days));
    }
    all.add(new ChannelGroup("", List.of(), days[0], days[1], days[2], days[3]));
    return new Retention(limits, all);
  }

  private static void checkBytes(String field, long bytes) {
    if (bytes != 0 && bytes < SMALLEST) {
      throw new ConfigException(
          field, bytes, "set it to 0 for no limit or to at least " + SMALLEST);
    }
  }

  private static String name(HistoryLevel level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static ChannelGroup group(String text, long[] days) {
    int equals = text.lastIndexOf('=');
    if (equals < 0) {
      throw new ConfigException(GROUPS, text, FORM);
    }
    List<Pattern> patterns = new ArrayList<>();
    String name = text.substring(0, equals).strip().replaceAll("\\s*,\\s*", ", ");
    for (String each : name.split(", ", -1)) {
      if (each.isEmpty() || each.contains(" ")) {
        throw new ConfigException(GROUPS, text, "name channels, with * for any text; " + FORM);
      }
      patterns.add(Pattern.compile("\\Q" + each.replace("*", "\\E.*\\Q") + "\\E"));
    }
    long[] own = Arrays.copyOf(days, days.length);
    for (String each : text.substring(equals + 1).split(",", -1)) {
      Matcher term = TERM.matcher(each.strip());
      if (!term.matches()) {
        throw new ConfigException(GROUPS, text, "'" + each.strip() + "' is no term; " + FORM);
      }
      own[level(term.group(1), text).ordinal()] = days(term, text);
    }
    return new ChannelGroup(name, patterns, own[0], own[1], own[2], own[3]);
  }

  private static HistoryLevel level(String name, String text) {
    for (HistoryLevel level : HistoryLevel.values()) {
      if (name(level).equals(name)) {
        return level;
      }
    }
    throw new ConfigException(
        GROUPS, text, "'" + name + "' is none of raw, minute, hour and day; " + FORM);
  }

  private static long days(Matcher term, String text) {
    if (term.group(2) == null) {
      return 0;
    }
    long days = Long.parseLong(term.group(2)) * (term.group(3).equals("y") ? 365 : 1);
    if (days < 1 || days > MOST_DAYS) {
      throw new ConfigException(
          GROUPS, text, "keep it for 1 to " + MOST_DAYS + " days, or forever");
    }
    return days;
  }
}
