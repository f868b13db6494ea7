package io.weir.core.internal.presence;

import io.weir.api.runtime.PartStatus;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** A board that has noted what is said of devices. Any thread. */
public final class PresenceBoard implements StatusBoard {
  private static final String DEVICE = "device/";

  private final StatusBoard board;
  private final PresenceLog log;

  public PresenceBoard(StatusBoard board, PresenceLog log) {
    this.board = board;
    this.log = log;
  }

  @Override
  public Part part(String name) {
    Part part = board.part(name);
    return name.startsWith(DEVICE)
        ? new DevicePart(name.substring(DEVICE.length()), part, log)
        : part;
  }

  @Override
  public List<PartStatus> parts() {
    return board.parts();
  }

  private static final class DevicePart implements Part {
    private final String id;
    private final Part part;
    private final PresenceLog log;
    private volatile State state = State.STARTING;
    private volatile String reason = "none";

    DevicePart(String id, Part part, PresenceLog log) {
      this.id = id;
      this.part = part;
      this.log = log;
    }

    @Override
    public void status(State newState, String newReason, String message) {
      part.status(newState, newReason, message);
      if (newState != state || !newReason.equals(reason)) {
        state = newState;
        reason = newReason;
        log.note(id, newState, newReason, message);
      }
    }

    @Override
    public void label(String label) {
      part.label(label);
    }

    @Override
    public LongAdder counter(String name) {
      return part.counter(name);
    }

    @Override
    public void gauge(String name, LongSupplier value) {
      part.gauge(name, value);
    }

    @Override
    public void close() {
      part.close();
    }
  }
}
