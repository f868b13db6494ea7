package io.weir.store.internal;

import io.weir.api.store.Gap;
import io.weir.api.store.JournalException;

/** Puts a gap record into the event lane. */
@FunctionalInterface
interface GapTeller {
  /** Returns once it is on the medium. */
  void tell(Gap gap) throws JournalException;
}
