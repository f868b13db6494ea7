package io.weir.driver.gpio.internal;

import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.store.Aggregate;
import io.weir.api.store.History;
import io.weir.api.store.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers the samples a test has recorded. */
final class FakeHistory implements History {
  private final List<Sample> samples = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private @Nullable IOException failure;

  void record(String channel, long time, Object value) {
    samples.add(new Sample(channel, time, value, Quality.GOOD));
  }

  void recordBad(String channel, long time) {
    samples.add(new Sample(channel, time, null, Quality.bad(Quality.Reason.COMM)));
  }

  /** Fails from now on, or works again with null. */
  void failWith(@Nullable IOException cause) {
    failure = cause;
  }

  /** What was asked since the last time this was asked. */
  List<String> asked() {
    List<String> copy = List.copyOf(asked);
    asked.clear();
    return copy;
  }

  @Override
  public void range(String channel, long from, long to, Visitor visitor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Sample> last(String channel) throws IOException {
    asked.add("last " + channel);
    if (failure != null) {
      throw failure;
    }
    return samples.stream()
        .filter(sample -> sample.channel().equals(channel))
        .reduce((first, second) -> second);
  }

  @Override
  public Series chart(String channel, long from, long to, int maxPoints) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Aggregate> aggregate(String channel, long from, long to, long step) {
    asked.add("aggregate " + step);
    List<Aggregate> steps = new ArrayList<>();
    for (Sample sample : samples) {
      if (sample.channel().equals(channel)
          && sample.time() >= from
          && sample.time() < to
          && sample.value() instanceof Number number) {
        double value = number.doubleValue();
        steps.add(
            new Aggregate(
                Math.floorDiv(sample.time(), step) * step,
                1,
                value,
                value,
                value,
                value,
                value,
                value));
      }
    }
    return steps;
  }
}
