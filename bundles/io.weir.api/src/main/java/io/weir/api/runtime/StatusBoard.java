package io.weir.api.runtime;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where every part says how it is. One log line is written on each change of state or reason, so
 * that a part need not log it. Any thread.
 */
@ProviderType
public interface StatusBoard {
  /** One part's place on the board. */
  @ProviderType
  interface Part extends AutoCloseable {
    /**
     * Says how the part is. Cheap when nothing changed.
     *
     * @param reason one word: {@code none}, {@code config}, {@code comm}, {@code disk}...
     * @param message what is wrong and what would help; empty when all is well
     */
    void status(State state, String reason, String message);

    /** {@code status(OK, "none", "")}. */
    default void ok() {
      status(State.OK, "none", "");
    }

    /** What people call the part, where it has a name of its own beside its id. */
    void label(String label);

    /** A counter of this part, made at first sight. Keep it: the look-up is not free. */
    LongAdder counter(String name);

    /** A figure of this part that is asked for when the status is read. */
    void gauge(String name, LongSupplier value);

    /** Takes the part off the board. */
    @Override
    void close();
  }

  /** A place on the board for {@code kind/name}; replaces an earlier one of that name. */
  Part part(String name);

  /** All parts, by name. */
  List<PartStatus> parts();
}
