package io.weir.testing;

import io.weir.api.store.Journal;
import org.jspecify.annotations.Nullable;

class MemoryJournalTest extends JournalContract {
  @Override
  protected Journal create() {
    return new MemoryJournal();
  }

  @Override
  protected void close(Journal ended) {}

  @Override
  protected @Nullable Journal reopen() {
    return null;
  }
}
