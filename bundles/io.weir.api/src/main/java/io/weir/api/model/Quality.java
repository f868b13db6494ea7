package io.weir.api.model;

import java.util.Locale;

/**
 * How far a sample can be trusted, and why not further.
 *
 * <p>On the sample path a quality is one {@code byte}: level in the upper two bits, reason in the
 * lower six. A sample whose level is {@link Level#BAD} has no value; its bits are 0 and are never
 * shown.
 */
public final class Quality {
  /** The plain good quality. */
  public static final byte GOOD = 0;

  /** How far the value can be trusted. */
  public enum Level {
    GOOD,
    UNCERTAIN,
    BAD
  }

  /** Why a sample is not good. The order is written to disk: only ever append. */
  public enum Reason {
    NONE,
    /** Outside the limits configured for the channel, or not representable. */
    RANGE,
    /** No new value for longer than the channel allows. */
    STALE,
    /** The device answered, with an error or with a value it marks as wrong. */
    DEVICE,
    /** The device did not answer. */
    COMM,
    /** The channel's configuration cannot be used. */
    CONFIG,
    /** The time is not known yet, see {@code GatewayClock}. */
    CLOCK
  }

  private static final Level[] LEVELS = Level.values();
  private static final Reason[] REASONS = Reason.values();

  private Quality() {}

  /** The byte for this level and reason. */
  public static byte of(Level level, Reason reason) {
    return (byte) (level.ordinal() << 6 | reason.ordinal());
  }

  /** Bad for this reason. */
  public static byte bad(Reason reason) {
    return of(Level.BAD, reason);
  }

  /** Uncertain for this reason. */
  public static byte uncertain(Reason reason) {
    return of(Level.UNCERTAIN, reason);
  }

  /** The level of this quality; unknown bits read as {@link Level#BAD}. */
  public static Level level(byte quality) {
    return LEVELS[Math.min((quality & 0xFF) >> 6, LEVELS.length - 1)];
  }

  /** The reason of this quality; a reason this version does not know reads as {@code NONE}. */
  public static Reason reason(byte quality) {
    int index = quality & 0x3F;
    return index < REASONS.length ? REASONS[index] : Reason.NONE;
  }

  /** Whether the sample carries no value. */
  public static boolean isBad(byte quality) {
    return (quality & 0x80) != 0;
  }

  /** The form of documents, REST and payloads: {@code good}, {@code bad/comm}. */
  public static String text(byte quality) {
    String level = level(quality).name().toLowerCase(Locale.ROOT);
    Reason reason = reason(quality);
    return reason == Reason.NONE ? level : level + "/" + reason.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The inverse of {@link #text(byte)}.
   *
   * @throws IllegalArgumentException naming the text, if it is not such a form
   */
  public static byte parse(String text) {
    int slash = text.indexOf('/');
    try {
      Level level = Level.valueOf(upper(slash < 0 ? text : text.substring(0, slash)));
      return of(level, slash < 0 ? Reason.NONE : Reason.valueOf(upper(text.substring(slash + 1))));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "quality '" + text + "' is not good, uncertain/<reason> or bad/<reason>", e);
    }
  }

  private static String upper(String s) {
    return s.toUpperCase(Locale.ROOT);
  }
}
