package io.weir.rules.internal;

import io.weir.api.model.Batch;
import io.weir.api.runtime.CommandRouter;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.LiveValues;
import io.weir.api.runtime.SampleListener;
import io.weir.api.runtime.State;
import io.weir.api.runtime.StatusBoard;
import io.weir.api.store.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of this gateway: the engine on the pipeline thread, and the thread {@code weir-rules}
 * for all that may wait: the folder, the journal's event lane, the memory of active rules.
 */
@Component(service = SampleListener.class, immediate = true)
public final class RulesComponent implements SampleListener {
  private static final Logger LOG = LoggerFactory.getLogger(RulesComponent.class);
  private static final long SCAN_MICROS = 1_000_000;

  private final GatewayClock clock;
  private final StatusBoard.Part part;
  private final Outbox outbox;
  private final ActiveRules memory;
  private final RuleFolder folder;
  private final RuleEngine engine;
  private final AutoCloseable registration;
  private final Thread thread;

  private final Semaphore wake = new Semaphore(0);
  private final AtomicBoolean devicesChanged = new AtomicBoolean(true);
  private volatile Set<String> active;
  private volatile boolean stopped;

  /** Confined to the rules thread: the rules in force are not those that should be. */
  private boolean isOutdated;

  /** Reads {@code ${weir.etc}/rules} and begins. */
  @Activate
  public RulesComponent(
      BundleContext context,
      @Reference DeviceRegistry registry,
      @Reference LiveValues live,
      @Reference CommandRouter router,
      @Reference GatewayClock clock,
      @Reference StatusBoard board,
      @Reference Journal journal) {
    this(
        directory(context, "weir.etc").resolve("rules"),
        directory(context, "weir.data").resolve("rules").resolve("active.json"),
        registry,
        live,
        router,
        clock,
        board,
        journal);
  }

  RulesComponent(
      Path etc,
      Path state,
      DeviceRegistry registry,
      LiveValues live,
      CommandRouter router,
      GatewayClock clock,
      StatusBoard board,
      Journal journal) {
    this.clock = clock;
    part = board.part("rules");
    outbox = new Outbox(journal, wake::release);
    part.gauge("events-waiting", outbox::size);
    memory = new ActiveRules(state);
    active = remembered(memory);
    folder = new RuleFolder(etc, registry, board, new RuleBinder(router, clock, outbox::offer));
    engine =
        new RuleEngine(
            live,
            active,
            ids -> {
              active = ids;
              wake.release();
            });
    registration =
        registry.onChange(
            () -> {
              devicesChanged.set(true);
              wake.release();
            });
    thread = new Thread(this::work, "weir-rules");
    thread.setDaemon(true);
    thread.start();
  }

  private static Path directory(BundleContext context, String property) {
    String value = context.getProperty(property);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException("framework property " + property + " is not set");
    }
    return Path.of(value);
  }

  private static Set<String> remembered(ActiveRules memory) {
    try {
      return memory.load();
    } catch (IOException e) {
      LOG.warn("Which rules were active cannot be read, they begin anew", e);
      return Set.of();
    }
  }

  @Override
  public void samples(Batch batch) {
    engine.samples(batch);
  }

  @Override
  public void tick(long micros) {
    engine.tick(micros);
  }

  private void work() {
    long nextScan = Long.MIN_VALUE;
    while (!stopped) {
      boolean due = clock.micros() >= nextScan;
      if (due) {
        nextScan = clock.micros() + SCAN_MICROS;
      }
      step(due);
      pause();
    }
    step(false);
  }

  private void pause() {
    try {
      if (wake.tryAcquire(1, TimeUnit.SECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      stopped = true;
      Thread.currentThread().interrupt();
    }
  }

  /** One round of all that may wait; what fails is shown and tried again in the next round. */
  private void step(boolean scan) {
    boolean done = attempt(() -> renew(scan));
    done &= attempt(() -> memory.save(active));
    done &= attempt(outbox::drain);
    if (done) {
      part.ok();
    }
  }

  private void renew(boolean scan) throws IOException {
    isOutdated |= devicesChanged.getAndSet(false);
    isOutdated |= scan && folder.scan();
    if (isOutdated) {
      engine.arm(folder.build());
      isOutdated = false;
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  private boolean attempt(Task task) {
    try {
      task.run();
      return true;
    } catch (IOException e) {
      part.status(State.ERROR, "disk", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      part.status(State.ERROR, "internal", e.toString());
    }
    return false;
  }

  @Deactivate
  void deactivate() throws Exception {
    registration.close();
    stopped = true;
    wake.release();
    thread.join(5_000);
    folder.close();
    part.close();
  }
}
