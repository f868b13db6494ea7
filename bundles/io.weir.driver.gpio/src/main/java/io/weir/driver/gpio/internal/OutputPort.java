package io.weir.driver.gpio.internal;

import io.weir.api.model.Batch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A level that is driven: the safe one from the first moment on, and again at the end. */
final class OutputPort implements Port {
  private static final Logger LOG = LoggerFactory.getLogger(OutputPort.class);
  private static final Chip.EdgeSink NO_EDGES =
      new Chip.EdgeSink() {
        @Override
        public void edge(boolean active, long ageNanos, int sequence) {
          throw new IllegalStateException("an output tells no edges");
        }

        @Override
        public void lost(String why) {
          // The next call of the line says so.
        }
      };

  private final GpioPoint point;
  private final Chip.Line line;

  OutputPort(Chip chip, GpioPoint point) throws LineException {
    this.point = point;
    line = chip.request(point.setup(), NO_EDGES);
  }

  @Override
  public void read(int channel, Batch into) throws LineException {
    into.addBoolean(channel, 0, line.isActive());
  }

  @Override
  public void write(long bits) throws LineException {
    line.set(bits != 0);
  }

  @Override
  public void release() {
    Boolean safe = point.safe().level();
    if (safe != null) {
      try {
        line.set(safe);
      } catch (LineException e) {
        LOG.warn("{} could not be put into its safe state", point.channel(), e);
      }
    }
    line.release();
  }
}
