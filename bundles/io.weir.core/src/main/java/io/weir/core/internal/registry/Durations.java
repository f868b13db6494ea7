package io.weir.core.internal.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as documents write them: {@code 100ms}, {@code 1s}, {@code 5m}, {@code 1h}, {@code 1d}.
 */
final class Durations {
  static final String FORM = "write a duration such as 100ms, 1s, 5m, 1h or 1d";

  private static final Pattern PATTERN = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)");

  private Durations() {}

  static Optional<Duration> parse(String text) {
    Matcher matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        });
  }
}
