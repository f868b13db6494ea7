package io.weir.core.internal.clock;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts boots whose time was never confirmed between those before and after them, since boots follow
 * one another: none begins before the one before it has ended.
 */
final class BootOrder {
  private BootOrder() {}

  /**
   * The same boots, the offsets of those that are not trusted moved as little as their order asks
   * for.
   *
   * @param boots in the order of their numbers
   */
  static List<Boot> placed(List<Boot> boots) {
    List<Boot> placed = new ArrayList<>(boots);
    for (int i = 1; i < placed.size(); i++) {
      after(placed, i);
    }
    for (int i = placed.size() - 2; i >= 0; i--) {
      Boot boot = placed.get(i);
      long latest = placed.get(i + 1).start() - boot.seen();
      if (!boot.trusted() && boot.start() > latest) {
        placed.set(i, boot.with(false, latest));
      }
    }
    // Where the trusted boots on both sides leave too little room, the one before wins.
    for (int i = 1; i < placed.size(); i++) {
      if (placed.get(i - 1).trusted()) {
        after(placed, i);
      }
    }
    return placed;
  }

  private static void after(List<Boot> placed, int i) {
    Boot boot = placed.get(i);
    long earliest = placed.get(i - 1).end();
    if (!boot.trusted() && boot.start() < earliest) {
      placed.set(i, boot.with(false, earliest));
    }
  }
}
