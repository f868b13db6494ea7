package io.weir.api.store;

import io.weir.api.model.Event;
import io.weir.api.model.Severity;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Entries of a lane that no reader will get any more, or not whole: what, when and why.
 *
 * <p>Travels as an {@link Event} of type {@value #TYPE} in the event lane, so that every codec
 * carries it and a receiver learns of the gap before it meets it.
 *
 * @param lane the lane
 * @param first sequence of the first entry concerned
 * @param last sequence of the last entry concerned
 * @param loss how much of them is gone
 * @param reason why
 * @param samples samples that are gone, as far as known; 0 if that is not known
 * @param from time of the first sample concerned, epoch microseconds; 0 if not known
 * @param to time of the last sample concerned, epoch microseconds; 0 if not known
 */
public record Gap(
    Lane lane, long first, long last, Loss loss, Reason reason, long samples, long from, long to) {
  /** Type of the event. */
  public static final String TYPE = "gap";

  /** How much is gone. */
  public enum Loss {
    /** Every second sample of each channel. */
    HALF,
    /** Three of four samples of each channel. */
    THREE_QUARTERS,
    /** All of it. */
    ALL
  }

  /** Why. */
  public enum Reason {
    /** The lane is as large as its budget allows and a reader is behind. */
    BUDGET,
    /** The disk is filled up to its floor. */
    DISK_FLOOR,
    /** The medium gave back something else than what was written. */
    DAMAGE,
    /** Sequences that a restored backup cannot know were skipped; nothing may be missing. */
    RESTORE
  }

  /**
   * The event that tells of it.
   *
   * @param time monotonic microseconds of this boot
   */
  public Event toEvent(long time) {
    return new Event(
        TYPE,
        text(lane),
        reason == Reason.RESTORE ? Severity.INFO : Severity.WARNING,
        time,
        message(),
        Map.of(
            "lane", text(lane),
            "first", Long.toString(first),
            "last", Long.toString(last),
            "loss", text(loss),
            "reason", text(reason),
            "samples", Long.toString(samples),
            "from", Long.toString(from),
            "to", Long.toString(to)));
  }

  /** The gap an event tells of, or nothing if it tells of none. */
  public static Optional<Gap> of(Event event) {
    if (!event.type().equals(TYPE)) {
      return Optional.empty();
    }
    Map<String, String> of = event.attributes();
    try {
      return Optional.of(
          new Gap(
              value(Lane.class, of, "lane"),
              number(of, "first"),
              number(of, "last"),
              value(Loss.class, of, "loss"),
              value(Reason.class, of, "reason"),
              number(of, "samples"),
              number(of, "from"),
              number(of, "to")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private String message() {
    String what = "Entries " + first + " to " + last + " of lane " + text(lane);
    return switch (reason) {
      case BUDGET -> what + lost() + ": the lane reached its limit while a destination was behind";
      case DISK_FLOOR -> what + lost() + ": the disk was nearly full";
      case DAMAGE -> what + lost() + ": they were damaged on the medium";
      case RESTORE -> what + " were skipped: a backup was restored";
    };
  }

  private String lost() {
    return switch (loss) {
      case ALL -> " are lost";
      case HALF -> " lost every second sample";
      case THREE_QUARTERS -> " lost three of four samples";
    };
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <E extends Enum<E>> E value(Class<E> type, Map<String, String> of, String name) {
    String text = of.getOrDefault(name, "");
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static long number(Map<String, String> of, String name) {
    return Long.parseLong(of.getOrDefault(name, ""));
  }
}
