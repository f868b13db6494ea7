package io.weir.driver.modbus.internal;

import io.weir.api.driver.ExplorableDriver;
import io.weir.api.model.ConfigException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sets of numbers as people write them: {@code 1-20, 247}. */
final class Ranges {
  private static final Pattern PART = Pattern.compile("\\s*(\\d{1,5})\\s*(?:-\\s*(\\d{1,5})\\s*)?");

  private Ranges() {}

  /**
   * The numbers, in order.
   *
   * @throws ConfigException naming the field, if it is no such set or one of too many
   */
  static SortedSet<Integer> parse(String field, @Nullable Object value, int max) {
    String fix = "give numbers and ranges from 0 to " + max + ", such as 1-20,247";
    if (value == null) {
      throw new ConfigException(field, null, fix);
    }
    SortedSet<Integer> numbers = new TreeSet<>();
    for (String part : value.toString().split(",", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()) {
        throw new ConfigException(field, value, fix);
      }
      int from = Integer.parseInt(matcher.group(1));
      int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
      if (to < from || to > max) {
        throw new ConfigException(field, value, fix);
      }
      for (int number = from; number <= to; number++) {
        numbers.add(number);
      }
    }
    if (numbers.size() > ExplorableDriver.MAX_CANDIDATES) {
      throw new ConfigException(
          field, value, "search " + ExplorableDriver.MAX_CANDIDATES + " at most at a time");
    }
    return numbers;
  }
}
