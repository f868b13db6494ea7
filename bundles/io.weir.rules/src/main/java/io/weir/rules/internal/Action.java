package io.weir.rules.internal;

import io.weir.rules.internal.cel.Frame;

/** What a rule does when it begins or ends. Confined to the pipeline thread. */
interface Action {
  /** Does it with the values of this moment. */
  void start(Frame frame, long micros);

  /** Time goes on. */
  default void tick(Frame frame, long micros) {}

  /** Whether something that was started is neither done nor given up. */
  default boolean isUnfinished() {
    return false;
  }

  /** What was started no longer matters. */
  default void stop() {}
}
