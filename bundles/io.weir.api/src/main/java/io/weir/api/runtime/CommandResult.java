package io.weir.api.runtime;

import io.weir.api.model.Sample;
import org.jspecify.annotations.Nullable;

/**
 * What became of a command.
 *
 * @param id the command's id
 * @param outcome what became of it
 * @param message the reason in words; empty when done
 * @param readBack the value read back after the write, or null when the channel cannot be read
 */
public record CommandResult(String id, Outcome outcome, String message, @Nullable Sample readBack) {
  /** How a command ended. */
  public enum Outcome {
    /** Written, confirmed by the device, and read back equal where it can be read. */
    DONE,
    /** Not allowed or not sensible: unknown channel, read-only, wrong type, outside the limits. */
    REFUSED,
    /** Its time was over before it could be carried out. */
    EXPIRED,
    /** The device could not be reached or did not accept it, or the read-back differs. */
    FAILED
  }
}
