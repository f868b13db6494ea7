package io.weir.uplink.internal;

import io.weir.api.runtime.GatewayClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one pump on a thread of its own, {@code weir-uplink-<name>}, until it is stopped. */
final class PumpThread {
  private static final Logger LOG = LoggerFactory.getLogger(PumpThread.class);
  private static final long STOP_MILLIS = 15_000;

  private final Pump pump;
  private final GatewayClock clock;
  private final Thread thread;
  private String lastFailure = "";

  PumpThread(String name, Pump pump, GatewayClock clock) {
    this.pump = pump;
    this.clock = clock;
    thread = new Thread(this::run, "weir-uplink-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Stops the pump and waits until it has said good-bye to its destination. */
  void stop() {
    pump.mailbox().stop();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      pump.start();
      while (!pump.mailbox().isStopped()) {
        long due = step();
        pump.mailbox().await(due == Long.MAX_VALUE ? due : due - clock.micros());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      pump.close();
    }
  }

  private long step() {
    try {
      return pump.step();
    } catch (RuntimeException e) {
      if (!e.toString().equals(lastFailure)) {
        lastFailure = e.toString();
        LOG.error("{} failed; it goes on from its cursor", thread.getName(), e);
      }
      pump.failed(e);
      return clock.micros();
    }
  }
}
