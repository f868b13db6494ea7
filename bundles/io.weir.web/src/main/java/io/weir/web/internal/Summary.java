package io.weir.web.internal;

import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.State;
import java.util.List;

/**
 * The board in a few words.
 *
 * @param state the worst state of any part; a part that is switched off is no worse than OK
 * @param problems names of the parts that do not work, or not fully
 */
record Summary(State state, List<String> problems) {
  static Summary of(List<PartStatus> parts) {
    State worst = State.OK;
    for (PartStatus part : parts) {
      if (part.state() != State.DISABLED && part.state().compareTo(worst) > 0) {
        worst = part.state();
      }
    }
    return new Summary(
        worst,
        parts.stream()
            .filter(part -> part.state().compareTo(State.DEGRADED) >= 0)
            .map(PartStatus::part)
            .toList());
  }
}
