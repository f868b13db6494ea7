package io.weir.testing;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.store.Journal;
import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.api.store.LaneState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A journal in memory that keeps everything. Any thread.
 *
 * <p>Each append commits at once, unless commits are held. A reader's entries share one batch, as
 * the contract allows, so that a caller who keeps it is found out.
 */
public final class MemoryJournal implements Journal {
  private final Map<Lane, LaneLog> logs = new EnumMap<>(Lane.class);
  private int boot = 1;
  private boolean held;
  private @Nullable JournalException failure;

  /** An empty journal of boot 1. */
  public MemoryJournal() {
    for (Lane lane : Lane.values()) {
      logs.put(lane, new LaneLog(lane));
    }
  }

  /** Entries appended from now on belong to this boot. */
  public synchronized void boot(int newBoot) {
    boot = newBoot;
  }

  /** Holds commits back until {@link #commit}, or no longer. */
  public void holdCommits(boolean hold) {
    synchronized (this) {
      held = hold;
    }
    if (!hold) {
      commit();
    }
  }

  /** Commits what is held back. */
  public void commit() {
    logs.values().forEach(LaneLog::commit);
  }

  /** Every read and open fails with this from now on; null for no longer. */
  public synchronized void failReads(@Nullable JournalException newFailure) {
    failure = newFailure;
  }

  /** Loses a committed entry, as damage to the medium would. */
  public synchronized void lose(Lane lane, long sequence) {
    log(lane).entries.set((int) sequence - 1, null);
  }

  /** The sequence this reader has acknowledged, 0 for none. */
  public synchronized long cursor(String reader, Lane lane) {
    return log(lane).cursors.getOrDefault(reader, 0L);
  }

  @Override
  public long append(Batch batch) {
    if (batch.isEmpty()) {
      return 0;
    }
    Batch copy = new Batch(batch.size());
    copy.addAll(batch, 0);
    return log(Lane.TELEMETRY).append(copy, null);
  }

  @Override
  public long append(Event event) {
    return log(Lane.EVENT).append(new Batch(0), event);
  }

  @Override
  public void whenCommitted(Lane lane, long sequence, Runnable action) {
    synchronized (this) {
      if (log(lane).committed < sequence) {
        log(lane).waiting.add(new Waiting(sequence, action));
        return;
      }
    }
    action.run();
  }

  @Override
  public synchronized JournalReader open(String reader, Lane lane) throws JournalException {
    checkFailure();
    LaneLog log = log(lane);
    if (log.readers.containsKey(reader)) {
      throw new JournalException(reader + " has lane " + lane + " open already", null);
    }
    log.cursors.putIfAbsent(reader, 0L);
    Reader opened = new Reader(log, reader);
    log.readers.put(reader, opened);
    return opened;
  }

  @Override
  public synchronized void forget(String reader) {
    for (LaneLog log : logs.values()) {
      log.cursors.remove(reader);
      log.done.remove(reader);
    }
  }

  @Override
  public synchronized List<LaneState> lanes() {
    return logs.values().stream().map(LaneLog::state).toList();
  }

  private LaneLog log(Lane lane) {
    LaneLog log = logs.get(lane);
    if (log == null) {
      throw new IllegalArgumentException("no lane " + lane);
    }
    return log;
  }

  private void checkFailure() throws JournalException {
    if (failure != null) {
      throw failure;
    }
  }

  private record Waiting(long sequence, Runnable action) {}

  private record Stored(int boot, Batch batch, @Nullable Event event) {}

  private final class LaneLog {
    private final Lane lane;
    private final List<@Nullable Stored> entries = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<String, Long> cursors = new TreeMap<>();
    private final Map<String, List<JournalReader.Done>> done = new TreeMap<>();
    private final Map<String, Reader> readers = new TreeMap<>();
    private long committed;
    private long commits;

    LaneLog(Lane lane) {
      this.lane = lane;
    }

    long append(Batch batch, @Nullable Event event) {
      long sequence;
      boolean now;
      synchronized (MemoryJournal.this) {
        entries.add(new Stored(boot, batch, event));
        sequence = entries.size();
        now = !held;
      }
      if (now) {
        commit();
      }
      return sequence;
    }

    void commit() {
      List<Runnable> actions = new ArrayList<>();
      synchronized (MemoryJournal.this) {
        if (committed == entries.size()) {
          return;
        }
        committed = entries.size();
        commits++;
        for (Waiting each : List.copyOf(waiting)) {
          if (each.sequence <= committed) {
            actions.add(each.action);
            waiting.remove(each);
          }
        }
        readers.values().forEach(reader -> actions.add(reader.wakeUp));
      }
      actions.forEach(Runnable::run);
    }

    LaneState state() {
      return new LaneState(
          lane,
          entries.isEmpty() ? 0 : 1,
          entries.size(),
          committed,
          1,
          0,
          commits,
          0,
          Map.copyOf(cursors));
    }
  }

  private final class Reader implements JournalReader {
    private final LaneLog log;
    private final String name;
    private final Batch shared = new Batch(8);
    private long position;
    private Runnable wakeUp = () -> {};

    Reader(LaneLog log, String name) {
      this.log = log;
      this.name = name;
      position = cursor();
    }

    @Override
    public @Nullable JournalEntry next() throws JournalException {
      synchronized (MemoryJournal.this) {
        checkFailure();
        while (position < log.committed) {
          long next = position + 1;
          for (Done each : done()) {
            if (each.first() <= next && next <= each.last()) {
              next = each.last() + 1;
            }
          }
          if (next > position + 1) {
            position = next - 1;
            continue;
          }
          Stored stored = log.entries.get((int) position++);
          if (stored != null) {
            shared.clear();
            shared.addAll(stored.batch, 0);
            return new JournalEntry(log.lane, position, stored.boot, shared, stored.event);
          }
        }
        return null;
      }
    }

    @Override
    public void acknowledge(long sequence) {
      synchronized (MemoryJournal.this) {
        log.cursors.merge(name, sequence, Math::max);
        List<Done> left = new ArrayList<>();
        for (Done each : done()) {
          if (each.first() <= cursor() + 1) {
            log.cursors.merge(name, each.last(), Math::max);
          } else {
            left.add(each);
          }
        }
        log.done.put(name, left);
      }
    }

    @Override
    public void acknowledge(long first, long last) {
      synchronized (MemoryJournal.this) {
        List<Done> all = new ArrayList<>(done());
        all.add(new Done(first, last));
        all.sort(Comparator.comparingLong(Done::first));
        List<Done> merged = new ArrayList<>();
        for (Done each : all) {
          Done before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
          if (before != null && each.first() <= before.last() + 1) {
            merged.set(
                merged.size() - 1, new Done(before.first(), Math.max(before.last(), each.last())));
          } else {
            merged.add(each);
          }
        }
        if (merged.size() > MOST_DONE) {
          throw new IllegalStateException("more than " + MOST_DONE + " stretches");
        }
        log.done.put(name, merged);
        acknowledge(cursor());
      }
    }

    @Override
    public List<Done> done() {
      synchronized (MemoryJournal.this) {
        return List.copyOf(log.done.getOrDefault(name, List.of()));
      }
    }

    @Override
    public JournalReader fork() {
      return new Reader(log, name);
    }

    @Override
    public long committed() {
      synchronized (MemoryJournal.this) {
        return log.committed;
      }
    }

    @Override
    public void seek(long afterSequence) {
      synchronized (MemoryJournal.this) {
        position = Math.max(cursor(), afterSequence);
      }
    }

    @Override
    public long cursor() {
      synchronized (MemoryJournal.this) {
        return log.cursors.getOrDefault(name, 0L);
      }
    }

    @Override
    public long backlog() {
      synchronized (MemoryJournal.this) {
        long beyond = 0;
        for (Done each : done()) {
          beyond += each.last() - each.first() + 1;
        }
        return log.committed - cursor() - beyond;
      }
    }

    @Override
    public void onCommitted(Runnable action) {
      synchronized (MemoryJournal.this) {
        wakeUp = action;
      }
    }

    @Override
    public void close() {
      synchronized (MemoryJournal.this) {
        log.readers.remove(name, this);
      }
    }
  }
}
