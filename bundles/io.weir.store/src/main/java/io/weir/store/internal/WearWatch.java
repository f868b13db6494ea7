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

  private static final double DAYS_A_YEAR = 365.25;

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
  private String unkept = "";
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
      StatusBoard.Part part) {
    this.settings = settings;
    this.source = device.isEmpty() ? Source.STORE : Source.DEVICE;
    this.device = device;
    this.configured = configured;
    this.commits = commits;
    this.file = file;
    this.clock = clock;
    this.part = part;
    saved = clock.micros();
    meter = new WearMeter(counter);
    policy = new CommitPolicy(settings.budget(), configured, settings.longestCommitMillis());
    load();
    figures = read();
    part.gauge("bytes-per-day", () -> Math.round(figures().bytesPerDay()));
    part.gauge("flushes-per-day", () -> Math.round(figures().flushesPerDay()));
    part.gauge("life-days", () -> lifeDays(figures()));
    part.gauge("commit-ms", () -> figures().commitMillis());
    step();
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
      if (!unkept.isEmpty() || clock.micros() - saved >= SAVE_MICROS) {
        save();
      }
      show();
    } catch (IOException e) {
      part.status(
          State.DEGRADED, "disk", "what the card is written to cannot be told: " + e.getMessage());
    }
  }

  /** Keeps the figures for the next start. */
  void save() {
    try {
      meter.save(file);
      saved = clock.micros();
      unkept = "";
    } catch (IOException e) {
      unkept = "what the card was written to cannot be kept over a restart: " + e.getMessage();
    }
  }

  private void load() {
    try {
      meter.load(file);
    } catch (IOException e) {
      unkept = "what was kept of earlier cannot be read: " + e.getMessage();
    }
  }

  private void show() {
    if (policy.isExceeded()) {
      part.status(State.DEGRADED, "budget", policy.reason());
    } else if (!unkept.isEmpty()) {
      part.status(State.DEGRADED, "disk", unkept);
    } else {
      part.status(State.OK, policy.reason().isEmpty() ? "none" : "budget", policy.reason());
    }
  }

  /** Days of life left at this pace, or -1 if that is not known. */
  private static long lifeDays(Figures figures) {
    double years = figures.lifeYears();
    return Double.isNaN(years) ? -1 : Math.round(years * DAYS_A_YEAR);
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
        day.flushes() < 0 || day.micros() == 0 ? -1 : day.perDay(day.flushes()),
        settings.budget(),
        settings.endurance(),
        known ? settings.endurance() / bytesPerDay / DAYS_A_YEAR : Double.NaN,
        configured,
        policy.millis(),
        policy.reason());
  }
}
