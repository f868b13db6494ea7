package io.weir.driver.gpio.internal;

import io.weir.api.model.Batch;
import io.weir.api.runtime.GatewayClock;
import java.util.concurrent.atomic.LongAdder;

/** The level of an input, told by its edges. Bus thread, but for the edges. */
final class InputPort implements Port, Chip.EdgeSink {
  private static final int NOBODY = -1;

  private final GpioContext context;
  private final GatewayClock clock;
  private final LongAdder edges;
  private final LongAdder lost;
  private final Chip.Line line;
  private volatile int channel = NOBODY;
  private int sequence;

  InputPort(GpioContext context, Chip chip, GpioPoint point) throws LineException {
    this.context = context;
    clock = context.clock();
    edges = context.edges();
    lost = context.lost();
    line = chip.request(point.setup(), this);
  }

  /** Tells edges under this channel's number from now on, the present level first. */
  void listen(int number) throws LineException {
    channel = number;
    context.queue().add(number, clock.micros(), line.isActive());
    context.wake();
  }

  boolean isOf(int number) {
    return channel == number;
  }

  /** Whether the line is active now. */
  boolean isActive() throws LineException {
    return line.isActive();
  }

  @Override
  public void edge(boolean active, long ageNanos, int newSequence) {
    int number = channel;
    int missing = newSequence - sequence - 1;
    sequence = newSequence;
    edges.increment();
    if (number == NOBODY) {
      return;
    }
    long micros = clock.micros() - ageNanos / 1000;
    if (missing > 0) {
      lost.add(missing);
      context.queue().lost(number, micros);
    }
    context.queue().add(number, micros, active);
    context.wake();
  }

  @Override
  public void lost(String why) {
    context.fail(why);
  }

  @Override
  public void read(int number, Batch into) throws LineException {
    into.addBoolean(number, 0, line.isActive());
  }

  @Override
  public void write(long bits) throws LineException {
    throw new LineException("An input cannot be written", LineException.EACCES, null);
  }

  @Override
  public void release() {
    channel = NOBODY;
    line.release();
  }
}
