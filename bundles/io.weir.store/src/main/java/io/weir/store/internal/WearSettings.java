package io.weir.store.internal;

import io.weir.api.model.ConfigException;

/**
 * What the medium may be written to.
 *
 * @param budget bytes a day; 0 for no budget
 * @param endurance bytes the medium is said to endure; 0 if not stated
 * @param longestCommitMillis longest commit interval that may be chosen to keep the budget
 */
record WearSettings(long budget, long endurance, long longestCommitMillis) {
  /** Checks every figure. */
  WearSettings {
    if (budget < 0) {
      throw new ConfigException(
          "wear.budget.bytes.per.day", budget, "set it to bytes a day, or to 0 for no budget");
    }
    if (endurance < 0) {
      throw new ConfigException(
          "wear.endurance.bytes",
          endurance,
          "set it to the bytes the card's data sheet states, or to 0 if it states none");
    }
    if (longestCommitMillis < 1 || longestCommitMillis > 60_000) {
      throw new ConfigException("wear.commit.max.ms", longestCommitMillis, "set it to 1 to 60000");
    }
  }

  static WearSettings of(StoreConfig config) {
    return new WearSettings(
        config.wear_budget_bytes_per_day(),
        config.wear_endurance_bytes(),
        config.wear_commit_max_ms());
  }
}
