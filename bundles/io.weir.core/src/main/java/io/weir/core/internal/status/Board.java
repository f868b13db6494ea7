package io.weir.core.internal.status;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.StatusBoard;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The status board; its logger {@code io.weir.status} writes one line on each transition. */
@Component
public final class Board implements StatusBoard {
  private final ConcurrentSkipListMap<String, BoardPart> parts = new ConcurrentSkipListMap<>();
  private final GatewayClock clock;
  private final Logger log;

  @Activate
  public Board(@Reference GatewayClock clock) {
    this(clock, LoggerFactory.getLogger("io.weir.status"));
  }

  Board(GatewayClock clock, Logger log) {
    this.clock = clock;
    this.log = log;
  }

  @Override
  public Part part(String name) {
    BoardPart part = new BoardPart(name, clock, log, closed -> parts.remove(name, closed));
    parts.put(name, part);
    return part;
  }

  @Override
  public List<PartStatus> parts() {
    return parts.values().stream().map(BoardPart::snapshot).toList();
  }
}
