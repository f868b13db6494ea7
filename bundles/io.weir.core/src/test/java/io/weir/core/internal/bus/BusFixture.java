package io.weir.core.internal.bus;

import io.weir.api.model.Batch;
import io.weir.core.internal.TestChannels;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeDriver;
import io.weir.testing.FakeStatusBoard;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/** A bus on its real thread, its batches kept. */
public final class BusFixture {
  private final LinkedBlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
  private final BusCrew crew;
  private final BusThread thread;

  public BusFixture(FakeDriver driver, FakeClock clock, FakeStatusBoard board) {
    this("plant", driver, clock, board, new BusCrew());
  }

  BusFixture(String name, FakeDriver driver, FakeClock clock, FakeStatusBoard board, BusCrew crew) {
    this.crew = crew;
    BusOutput.Sink sink =
        new BusOutput.Sink() {
          @Override
          public Batch borrow() {
            return new Batch(8);
          }

          @Override
          public void submit(Batch batch) {
            batches.add(batch);
          }
        };
    thread = new BusThread(name, driver, clock, crew, sink, board);
  }

  /** Has the channels of one device polled. */
  public void poll(String device, TestChannels... channels) {
    thread.configure(List.of(PollPlannerTest.device(device, channels)));
  }

  public BusThread thread() {
    return thread;
  }

  /** What was handed on and not asked for yet. */
  public LinkedBlockingQueue<Batch> batches() {
    return batches;
  }

  /** Ends the bus and its crew. */
  public void stop() throws InterruptedException {
    thread.stop();
    crew.close();
  }
}
