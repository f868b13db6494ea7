package io.weir.core.internal.bus;

import io.weir.api.runtime.CommandResult.Outcome;
import io.weir.core.internal.registry.ResolvedChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A raw value on its way to a device.
 *
 * @param channel where to
 * @param bits the value in the point's raw type
 * @param object the value of a text or bytes point, else null
 * @param expires monotonic microseconds after which it must not be written; null for never
 * @param result told once what became of it, on the bus thread; must be short
 */
public record WriteRequest(
    ResolvedChannel channel,
    long bits,
    @Nullable Object object,
    @Nullable Long expires,
    Consumer<Result> result) {

  /**
   * What became of it.
   *
   * @param outcome how it ended
   * @param message why not, in words
   * @param readBack what was read afterwards, or null
   */
  public record Result(Outcome outcome, String message, @Nullable ReadBack readBack) {}

  /** A raw row read back. */
  public record ReadBack(long time, long bits, @Nullable Object object, byte quality) {}

  void finish(Outcome outcome, String message) {
    result.accept(new Result(outcome, message, null));
  }
}
