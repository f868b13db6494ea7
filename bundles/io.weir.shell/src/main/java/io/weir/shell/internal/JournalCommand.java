package io.weir.shell.internal;

import io.weir.api.model.Event;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.store.CardWear;
import io.weir.api.store.Gap;
import io.weir.api.store.Journal;
import io.weir.api.store.JournalEntry;
import io.weir.api.store.JournalException;
import io.weir.api.store.JournalReader;
import io.weir.api.store.Lane;
import io.weir.api.store.LaneState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code weir:journal}: lanes, readers, what the card is written to, and what was lost. */
@Component(
    service = JournalCommand.class,
    property = {"osgi.command.scope=weir", "osgi.command.function=journal"})
public final class JournalCommand {
  private static final String READER = "shell-gaps";
  private static final int MOST_GAPS = 10;

  /** How far the event lane is read back for gaps. */
  private static final int FAR = 10_000;

  private final Journal journal;
  private final GatewayClock clock;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile @Nullable CardWear wear;

  /** As a component. */
  @Activate
  public JournalCommand(@Reference Journal journal, @Reference GatewayClock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  JournalCommand(Journal journal, GatewayClock clock, CardWear wear) {
    this(journal, clock);
    this.wear = wear;
  }

  /** What is kept in each lane, and how far each reader is. */
  public String journal() {
    TextTable lanes =
        new TextTable(
            "LANE", "FIRST", "LAST", "COMMITTED", "SEGMENTS", "BYTES", "COMMITS", "INTERVAL MS");
    TextTable readers = new TextTable("READER", "LANE", "ACKNOWLEDGED", "BEHIND");
    for (LaneState lane : journal.lanes()) {
      lanes.row(
          Texts.name(lane.lane()),
          lane.first(),
          lane.last(),
          lane.committed(),
          lane.segments(),
          lane.bytes(),
          lane.commits(),
          lane.commitMicros() / 1000);
      for (Map.Entry<String, Long> cursor : new TreeMap<>(lane.cursors()).entrySet()) {
        readers.row(
            cursor.getKey(),
            Texts.name(lane.lane()),
            cursor.getValue(),
            Math.max(0, lane.committed() - cursor.getValue()));
      }
    }
    return lanes
        + "\n"
        + (readers.isEmpty() ? "Nobody reads.\n" : readers)
        + "\n"
        + wear()
        + gaps();
  }

  private String wear() {
    CardWear meter = wear;
    if (meter == null) {
      return "";
    }
    CardWear.Figures figures = meter.figures();
    return String.format(
        Locale.ROOT,
        "%.2f GB a day are written%s; committed every %d ms%s%n",
        figures.bytesPerDay() / 1e9,
        figures.budgetBytesPerDay() == 0
            ? ""
            : String.format(Locale.ROOT, " of %.2f", figures.budgetBytesPerDay() / 1e9),
        figures.commitMillis(),
        figures.reason().isEmpty() ? "" : ": " + figures.reason());
  }

  private String gaps() {
    Deque<String> latest = new ArrayDeque<>();
    try (JournalReader reader = journal.open(READER, Lane.EVENT)) {
      reader.seek(reader.cursor() + reader.backlog() - FAR);
      for (JournalEntry entry = reader.next(); entry != null; entry = reader.next()) {
        Event event = entry.event();
        if (event != null && event.type().equals(Gap.TYPE)) {
          long time = clock.toEpoch(entry.boot(), event.time());
          latest.add(Texts.time(time) + "  " + event.message() + "\n");
          if (latest.size() > MOST_GAPS) {
            latest.remove();
          }
        }
      }
    } catch (JournalException e) {
      return "Gaps cannot be read: " + e.getMessage() + "\n";
    } finally {
      journal.forget(READER);
    }
    return latest.isEmpty() ? "No gaps.\n" : "Latest gaps:\n" + String.join("", latest);
  }
}
