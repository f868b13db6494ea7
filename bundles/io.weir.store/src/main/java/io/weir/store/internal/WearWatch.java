package io.weir.store.internal;

import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.CardWear;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Measures what the medium is written to, and has telemetry committed less often while that is more
 * than the budget. {@link #step} on one thread; figures from any.
 */
final class WearWatch implements CardWear {
  /** The file is written this often at most. */
  private static final long SAVE_MICROS = 3_600_000_000L;

  private final WearSettings settings;
  private final Source source;
  private final String device;
  private final WearMeter meter;
  private final CommitPolicy policy;
  private final long configured;
  private final LongConsumer commits;
  private final Path file;
  private final GatewayClock clock;
  private final StatusBoard.Part part;
  private volatile Figures figures;
  private long saved;

  /**
   * @param device the block device's name, or empty where the store counts for itself
   * @param configured commit interval as configured, in milliseconds
   * @param commits takes the commit interval that is to hold
   * @param file where figures outlive a restart
   */
  WearWatch(
      WearSettings settings,
      String device,
      WearMeter.Counter counter,
      long configured,
      LongConsumer commits,
      Path file,
      GatewayClock clock,
      StatusBoard.Part part)
      throws IOException {
    this.settings = settings;
    this.source = device.isEmpty() ? Source.STORE : Source.DEVICE;
    this.device = device;
    this.configured = configured;
    this.commits = commits;
    this.file = file;
    this.clock = clock;
    this.part = part;
    saved = clock.micros();
    meter = new WearMeter(counter, saved);
    policy = new CommitPolicy(settings.budget(), configured, settings.longestCommitMillis());
    meter.load(file);
    figures = read();
    part.gauge("bytes-per-day", () -> Math.round(figures().bytesPerDay()));
    part.gauge("flushes-per-day", () -> Math.round(figures().flushesPerDay()));
    part.gauge("commit-ms", () -> figures().commitMillis());
    part.ok();
  }

  @Override
  public Figures figures() {
    return figures;
  }

  /** Measures once. */
  void step() {
    try {
      commits.accept(policy.next(meter.measure(clock.micros())));
      figures = read();
      show();
      if (clock.micros() - saved >= SAVE_MICROS) {
        save();
      }
    } catch (IOException e) {
      part.status(
          State.DEGRADED, "disk", "what the card is written to cannot be told: " + e.getMessage());
    }
  }

  /** Keeps the figures for the next start. */
  void save() throws IOException {
    saved = clock.micros();
    meter.save(file);
  }

  private void show() {
    if (settings.budget() > 0 && policy.isExceeded()) {
      part.status(State.DEGRADED, "budget", policy.reason());
    } else {
      part.status(State.OK, policy.reason().isEmpty() ? "none" : "budget", policy.reason());
    }
  }

  private Figures read() {
    WearMeter.Slice day = meter.day();
    double bytesPerDay = day.perDay(day.bytes());
    boolean known = settings.endurance() > 0 && bytesPerDay > 0;
    return new Figures(
        source,
        device,
        day.micros(),
        day.bytes(),
        day.flushes(),
        bytesPerDay,
        day.flushes() < 0 ? -1 : day.perDay(day.flushes()),
        settings.budget(),
        settings.endurance(),
        known ? settings.endurance() / bytesPerDay / 365.25 : Double.NaN,
        configured,
        policy.millis(),
        policy.reason());
  }
}
