package io.weir.uplink.internal;

import io.weir.api.model.ConfigException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Windows of the week, as {@code 22:00-06:00} or {@code mon-fri 12:00-13:00; sat,sun 00:00-24:00}.
 * A window that ends before it begins ends on the next day. Without any window it is always open.
 */
final class Schedule {
  static final Schedule ALWAYS = new Schedule("", List.of());

  private static final String FIX =
      "write windows as 22:00-06:00 or mon-fri 12:00-13:00, with ; between them";
  private static final Pattern WINDOW =
      Pattern.compile("(?:([a-z,-]+) +)?(\\d{2}:\\d{2}) *- *(\\d{2}:\\d{2})");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final int DAYS_AHEAD = 8;

  private final String text;
  private final List<Window> windows;

  /**
   * @param from minute of the day it begins
   * @param minutes how long it is open
   */
  private record Window(Set<DayOfWeek> days, int from, int minutes) {
    /** Whether this window, begun on one of its days, is open then. */
    boolean isOpen(LocalDateTime at) {
      return isOpen(at, 0) || isOpen(at, 1);
    }

    private boolean isOpen(LocalDateTime at, int daysAgo) {
      long minute = at.getHour() * 60L + at.getMinute() + daysAgo * 1_440L;
      return days.contains(at.getDayOfWeek().minus(daysAgo))
          && minute >= from
          && minute < from + (long) minutes;
    }
  }

  private Schedule(String text, List<Window> windows) {
    this.text = text;
    this.windows = windows;
  }

  static Schedule of(String key, String text) {
    List<Window> windows = new ArrayList<>();
    for (String part : text.toLowerCase(Locale.ROOT).split(";", -1)) {
      if (!part.isBlank()) {
        windows.add(window(key, text, part.strip()));
      }
    }
    return windows.isEmpty() ? ALWAYS : new Schedule(text.strip(), windows);
  }

  private static Window window(String key, String text, String part) {
    Matcher matcher = WINDOW.matcher(part);
    if (!matcher.matches()) {
      throw new ConfigException(key, text, FIX);
    }
    int from = minute(key, text, matcher.group(2));
    int to = minute(key, text, matcher.group(3));
    if (from == 1_440 || from == to) {
      throw new ConfigException(key, text, "let '" + part + "' be open for a while");
    }
    String days = matcher.group(1);
    return new Window(
        days == null ? EnumSet.allOf(DayOfWeek.class) : days(key, text, days),
        from,
        to > from ? to - from : to + 1_440 - from);
  }

  private static int minute(String key, String text, String time) {
    if (time.equals("24:00")) {
      return 1_440;
    }
    try {
      LocalTime parsed = LocalTime.parse(time, TIME);
      return parsed.getHour() * 60 + parsed.getMinute();
    } catch (DateTimeParseException e) {
      throw new ConfigException(key, text, "'" + time + "' is no time of day; " + FIX);
    }
  }

  private static Set<DayOfWeek> days(String key, String text, String days) {
    Set<DayOfWeek> all = EnumSet.noneOf(DayOfWeek.class);
    for (String range : days.split(",", -1)) {
      String[] ends = range.split("-", -1);
      if (ends.length > 2) {
        throw new ConfigException(key, text, FIX);
      }
      DayOfWeek day = day(key, text, ends[0]);
      DayOfWeek last = day(key, text, ends[ends.length - 1]);
      all.add(day);
      while (day != last) {
        day = day.plus(1);
        all.add(day);
      }
    }
    return all;
  }

  private static DayOfWeek day(String key, String text, String name) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().toLowerCase(Locale.ROOT).substring(0, 3).equals(name)) {
        return day;
      }
    }
    throw new ConfigException(key, text, "'" + name + "' is no day; use mon, tue, ... sun");
  }

  boolean isAlways() {
    return windows.isEmpty();
  }

  boolean isOpen(ZonedDateTime at) {
    LocalDateTime local = at.toLocalDateTime();
    return windows.isEmpty() || windows.stream().anyMatch(window -> window.isOpen(local));
  }

  /** When it opens or closes next, to the minute; far away if never. */
  ZonedDateTime nextChange(ZonedDateTime after) {
    boolean now = isOpen(after);
    ZonedDateTime at = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    ZonedDateTime end = at.plusDays(DAYS_AHEAD);
    while (at.isBefore(end) && isOpen(at) == now) {
      at = at.plusMinutes(1);
    }
    return at;
  }

  @Override
  public String toString() {
    return text;
  }
}
