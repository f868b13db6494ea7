package io.weir.rules.internal.cel;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The names an expression may use. */
public interface Environment {
  /** The variable with this name, null when there is none. */
  @Nullable Variable variable(String name);

  /** The channel with this id, for {@code ch('...')}; null when there is none. */
  @Nullable Variable channel(String id);

  /** All variable names, for suggestions. */
  Collection<String> variableNames();

  /** All channel ids, for suggestions. */
  Collection<String> channelIds();
}
