package io.weir.core.internal.pipeline;

import io.weir.api.model.Batch;
import io.weir.api.model.ValueType;
import io.weir.core.internal.registry.ResolvedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes samples of raw values, in place. Confined to the pipeline thread. */
final class Conditioner {
  private @Nullable Line[] lines = new Line[0];
  private Line[] watched = new Line[0];

  /**
   * Takes over a configuration. A channel whose conditioning stays the same keeps its memory; one
   * that is gone keeps its line for the rows still on their way.
   */
  void configure(List<ResolvedChannel> channels, long now) {
    List<Line> toWatch = new ArrayList<>();
    Map<Treatment.Key, Treatment> treatments = new HashMap<>();
    for (ResolvedChannel resolved : channels) {
      int number = resolved.channel().number();
      ValueType raw = resolved.point().rawType();
      if (number >= lines.length) {
        lines = Arrays.copyOf(lines, Math.max(number + 1, lines.length * 2));
      }
      Line line = lines[number];
      if (line == null || !line.is(resolved.channel(), raw)) {
        Treatment.Key key = Treatment.Key.of(resolved.channel(), raw);
        Treatment treatment = treatments.computeIfAbsent(key, Treatment::new);
        line = new Line(resolved.channel(), treatment, now);
        lines[number] = line;
      }
      if (line.isWatched()) {
        toWatch.add(line);
      }
    }
    watched = toWatch.toArray(new Line[0]);
  }

  /**
   * Conditions a batch and takes out the rows that are not passed on.
   *
   * @return how many rows belonged to no channel known here; they are taken out too
   */
  int apply(Batch batch) {
    int kept = 0;
    int unknown = 0;
    int rows = batch.size();
    for (int row = 0; row < rows; row++) {
      int number = batch.channel(row);
      Line line = number < lines.length ? lines[number] : null;
      if (line == null) {
        unknown++;
      } else if (line.apply(batch, row)) {
        batch.move(row, kept++);
      }
    }
    batch.truncate(kept);
    return unknown;
  }

  /** Adds a row for each channel that turns stale now. */
  void watch(long now, Batch into) {
    for (Line line : watched) {
      line.watch(now, into);
    }
  }

  /** Passes on the next row of each channel of these rows, which were passed on and lost. */
  void forgetPassed(Batch batch) {
    for (int row = 0; row < batch.size(); row++) {
      Line line = lines[batch.channel(row)];
      if (line != null) {
        line.forgetPassed();
      }
    }
  }
}
