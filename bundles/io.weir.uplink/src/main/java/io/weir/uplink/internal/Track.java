package io.weir.uplink.internal;

import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import org.jspecify.annotations.Nullable;

/** Which entries of a lane a queue brings away, in order. Confined to the pump's thread. */
interface Track {
  /** The next entry of this track; null when there is none now. Valid until the next call. */
  @Nullable JournalEntry next() throws JournalException;

  /** Everything of this track up to this sequence is done. */
  void done(long last);

  /** Nothing that was read waits for an answer, and there is nothing more to read now. */
  void drained();

  /** Reads again what is not done. */
  void rewind();

  /**
   * Entries before the track's that another track still has to bring, as {@code 3-17}; or empty.
   */
  String pending();

  /** All of a lane, strictly in order. */
  static Track whole(JournalReader reader) {
    return new Track() {
      @Override
      public @Nullable JournalEntry next() throws JournalException {
        return reader.next();
      }

      @Override
      public void done(long last) {
        reader.acknowledge(last);
      }

      @Override
      public void drained() {}

      @Override
      public void rewind() {
        reader.seek(reader.cursor());
      }

      @Override
      public String pending() {
        return "";
      }
    };
  }
}
