package io.weir.core.internal.bus;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.ExplorableDriver;
import io.weir.api.driver.ExplorableDriver.Finding;
import io.weir.api.runtime.ConnectionRegistry.Scan;
import io.weir.api.runtime.ConnectionRegistry.Scan.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A search: asks for one candidate after the other, each as a task of its own. Any thread. */
final class Search implements BusTask {
  private static final Logger LOG = LoggerFactory.getLogger(Search.class);
  private static final int MAX_FINDINGS = 1_000;

  private final List<Map<String, Object>> candidates;
  private final Consumer<BusTask> bus;
  private final List<Finding> findings = new ArrayList<>();
  private Phase phase = Phase.RUNNING;
  private String message = "";
  private int done;

  /** A search among these; {@code bus} has a task done. */
  Search(List<Map<String, Object>> candidates, Consumer<BusTask> bus) {
    this.candidates = candidates;
    this.bus = bus;
  }

  void begin() {
    goOn();
  }

  synchronized void stop() {
    if (phase == Phase.RUNNING) {
      phase = Phase.STOPPED;
    }
  }

  synchronized Scan state() {
    return new Scan(phase, done, candidates.size(), message, findings);
  }

  private void goOn() {
    synchronized (this) {
      if (phase == Phase.RUNNING && done == candidates.size()) {
        phase = Phase.DONE;
      }
      if (phase != Phase.RUNNING) {
        return;
      }
    }
    bus.accept(this);
  }

  @Override
  public void run(Driver driver) throws ConnectionException {
    int next;
    synchronized (this) {
      if (phase != Phase.RUNNING) {
        return;
      }
      next = done;
    }
    try {
      Finding found = ((ExplorableDriver) driver).probe(candidates.get(next));
      synchronized (this) {
        done++;
        if (found != null) {
          add(found);
        }
      }
    } catch (ConnectionException e) {
      refuse(String.valueOf(e.getMessage()));
      throw e;
    } catch (RuntimeException e) {
      LOG.error("The search failed at {}", candidates.get(next), e);
      refuse("The driver failed: " + e);
    }
    goOn();
  }

  private void add(Finding found) {
    findings.add(found);
    if (findings.size() == MAX_FINDINGS) {
      fail("Stopped after " + MAX_FINDINGS + " findings; search in a smaller range");
    }
  }

  @Override
  public synchronized void refuse(String why) {
    fail(why);
  }

  private void fail(String why) {
    if (phase == Phase.RUNNING) {
      phase = Phase.FAILED;
      message = why;
    }
  }
}
