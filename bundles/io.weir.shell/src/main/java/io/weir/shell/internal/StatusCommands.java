package io.weir.shell.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code weir:status} and {@code weir:uplinks}. */
@Component(
    service = StatusCommands.class,
    property = {
      "osgi.command.scope=weir",
      "osgi.command.function=status",
      "osgi.command.function=uplinks"
    })
public final class StatusCommands {
  private static final String UPLINK = "uplink/";

  private final StatusBoard board;
  private final GatewayClock clock;

  /** As a component. */
  @Activate
  public StatusCommands(@Reference StatusBoard board, @Reference GatewayClock clock) {
    this.board = board;
    this.clock = clock;
  }

  /** Every part, and what is wrong with it in words. */
  public String status() {
    List<PartStatus> parts = board.parts();
    TextTable table = new TextTable("PART", "STATE", "REASON", "SINCE", "MESSAGE");
    long problems = 0;
    for (PartStatus part : parts) {
      problems += part.state().compareTo(State.DEGRADED) >= 0 ? 1 : 0;
      table.row(
          part.part(),
          Texts.name(part.state()),
          part.reason(),
          Texts.time(part.since()),
          part.message());
    }
    return table
        + (problems == 0 ? "All is well" : problems + " of " + parts.size() + " parts need care")
        + " at "
        + Texts.time(clock.epochMicros())
        + (clock.isTrusted(clock.boot()) ? "" : " (this clock is not trusted yet)")
        + "\n";
  }

  /** Every destination and what still has to go there. */
  public String uplinks() {
    TextTable table =
        new TextTable(
            "UPLINK",
            "STATE",
            "CONNECTED",
            "IN FLIGHT",
            "BACKLOG",
            "EVENTS",
            "ACKNOWLEDGED",
            "REJECTED",
            "LAST",
            "MESSAGE");
    for (PartStatus part : board.parts()) {
      if (part.part().startsWith(UPLINK)) {
        Map<String, Long> figures = part.counters();
        table.row(
            part.part().substring(UPLINK.length()),
            Texts.name(part.state()),
            figures.getOrDefault("connected", 0L) != 0 ? "yes" : "no",
            figures.getOrDefault("in-flight", 0L),
            figures.getOrDefault("backlog-telemetry", 0L),
            figures.getOrDefault("backlog-event", 0L),
            figures.getOrDefault("acknowledged", 0L),
            figures.getOrDefault("rejected", 0L),
            Texts.time(figures.getOrDefault("last-acknowledged", 0L)),
            part.message());
      }
    }
    return table.isEmpty()
        ? "No uplink is configured; see io.weir.uplink.mqtt~<name>.cfg.json\n"
        : table.toString();
  }
}
