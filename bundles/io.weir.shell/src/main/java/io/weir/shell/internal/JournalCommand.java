package io.weir.shell.internal;

import io.weir.api.store.Journal;
import io.weir.api.store.LaneState;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code weir:journal}. */
@Component(
    service = JournalCommand.class,
    property = {"osgi.command.scope=weir", "osgi.command.function=journal"})
public final class JournalCommand {
  private final Journal journal;

  /** As a component. */
  @Activate
  public JournalCommand(@Reference Journal journal) {
    this.journal = journal;
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
    return lanes + "\n" + (readers.isEmpty() ? "Nobody reads.\n" : readers);
  }
}
