package io.weir.core.internal.registry;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody may have meant. */
public final class Suggestions {
  private static final int MAX_DISTANCE = 3;

  private Suggestions() {}

  /** The candidate that is nearest to the word, if one is near. */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    int bound = Math.min(MAX_DISTANCE, Math.max(1, word.length() / 2));
    return candidates.stream()
        .filter(candidate -> distance(word, candidate) <= bound)
        .min(
            Comparator.comparingInt((String candidate) -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Insertions, deletions and replacements that make one word of the other. */
  static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }
}
