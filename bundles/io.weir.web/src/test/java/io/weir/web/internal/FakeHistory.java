package io.weir.web.internal;

import io.weir.api.model.Sample;
import io.weir.api.store.Aggregate;
import io.weir.api.store.History;
import io.weir.api.store.HistoryLevel;
import io.weir.api.store.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what it was asked for, and answers with what it was given. */
final class FakeHistory implements History {
  record Row(int channel, long time, long bits, @Nullable Object object, byte quality) {}

  final List<Row> rows = new ArrayList<>();
  final List<Aggregate> aggregates = new ArrayList<>();
  final List<String> asked = new ArrayList<>();

  @Override
  public synchronized void range(String channel, long from, long to, Visitor visitor) {
    asked.add(channel + " " + from + " " + to);
    for (Row row : rows) {
      if (!visitor.sample(row.channel(), row.time(), row.bits(), row.object(), row.quality())) {
        return;
      }
    }
  }

  @Override
  public Optional<Sample> last(String channel) {
    return Optional.empty();
  }

  @Override
  public synchronized List<Aggregate> aggregate(String channel, long from, long to, long step) {
    asked.add(channel + " " + from + " " + to + " " + step);
    return aggregates;
  }

  @Override
  public synchronized Series chart(String channel, long from, long to, int maxPoints) {
    asked.add(channel + " " + from + " " + to + " points " + maxPoints);
    return new Series(HistoryLevel.MINUTE, HistoryLevel.MINUTE.micros(), aggregates);
  }
}
