package io.weir.rules.internal.cel;

import io.weir.api.model.Quality;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values expressions read, by slot, and the failure of the evaluation under way.
 *
 * <p>Not thread safe; every slot is {@link #UNSEEN} until it is set.
 */
public final class Frame {
  /** The quality of a slot that was never set: bad, without a reason. */
  public static final byte UNSEEN = Quality.bad(Quality.Reason.NONE);

  final long[] bits;
  final byte[] quality;
  final @Nullable String[] text;
  @Nullable Failure failure;

  /** A frame with so many slots. */
  public Frame(int slots) {
    bits = new long[slots];
    quality = new byte[slots];
    text = new String[slots];
    Arrays.fill(quality, UNSEEN);
  }

  /** Sets a boolean (0 or 1), an integer, or a double as its raw bits. */
  public void set(int slot, long valueBits, byte valueQuality) {
    bits[slot] = valueBits;
    quality[slot] = valueQuality;
  }

  /** Sets a text; without one the slot is bad. */
  public void setText(int slot, @Nullable String value, byte valueQuality) {
    text[slot] = value;
    quality[slot] =
        value == null && !Quality.isBad(valueQuality)
            ? Quality.bad(Quality.Reason.DEVICE)
            : valueQuality;
  }

  /** Quality of a slot. */
  public byte quality(int slot) {
    return quality[slot];
  }

  /** Why the last evaluation has no result, null when it has one. */
  public @Nullable Failure failure() {
    return failure;
  }

  /** Notes why the evaluation has no result; the first reason stays. */
  void fail(Failure reason) {
    if (failure == null) {
      failure = reason;
    }
  }
}
