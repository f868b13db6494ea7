package io.weir.uplink.sparkplug.internal;

import io.weir.api.model.Access;
import io.weir.api.model.Batch;
import io.weir.api.model.Channel;
import io.weir.api.model.ValueType;
import io.weir.api.uplink.UplinkBatch;
import java.nio.file.Files;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Prints nanoseconds and bytes a sample for typical batches, all of the edge node's work but the
 * sending itself; run by hand.
 */
public final class EncodeSpeed {
  private static long bytes;
  private static long messages;

  private EncodeSpeed() {}

  public static void main(String[] arguments) throws Exception {
    for (int warm = 0; warm < 3; warm++) {
      measure("1000 channels x 5", 1000, 5, 10);
      measure("5000 channels x 1", 5000, 1, 50);
      measure("50 channels x 100", 50, 100, 10);
    }
  }

  private static void measure(String name, int channels, int polls, int devices) throws Exception {
    Plant plant = new Plant();
    for (int device = 0; device < devices; device++) {
      Channel[] of = new Channel[channels / devices];
      for (int i = 0; i < of.length; i++) {
        of[i] = plant.channel("device-" + device + "/channel-" + i, ValueType.DOUBLE, "", Access.R);
      }
      plant.device("device-" + device, of);
    }
    SystemClock clock = new SystemClock();
    SplittableRandom random = new SplittableRandom(1);
    Batch batch = new Batch(channels * polls);
    long now = clock.epochMicros();
    for (int poll = 0; poll < polls; poll++) {
      for (int i = 0; i < channels; i++) {
        batch.addDouble(i, now + poll * 1_000L, random.nextInt(-1000, 10_000) / 10.0);
      }
    }
    EdgeNode node =
        new EdgeNode(
            TestConfig.settings(Map.of("births", "live")),
            new EdgeNode.Gateway(plant, plant, clock),
            new Presence(plant.board),
            new Memory(Files.createTempDirectory("sparkplug").resolve("m.json")),
            new Counters(plant.board.part("sparkplug/speed")));
    EdgeNode.Outlet outlet =
        (topic, payload) -> {
          bytes += payload.length;
          messages++;
        };
    node.birth(0, outlet);
    UplinkBatch uplink = Plant.telemetry(batch);
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      bytes = 0;
      messages = 0;
      long time = 0;
      for (int i = 0; i < 100; i++) {
        long start = System.nanoTime();
        node.publish(uplink, plant.dictionary(), outlet);
        time += System.nanoTime() - start;
        // The next batch is a second later, so that nothing is historical.
        Batch next = new Batch(batch.size());
        next.addAll(batch, 1_000_000L * (i + 1 + round * 100L));
        uplink = Plant.telemetry(next);
      }
      best = Math.min(best, time);
    }
    System.out.printf(
        "%-20s %6.1f ns/sample %6.1f B/sample %5.1f messages/batch%n",
        name, best / 100.0 / batch.size(), bytes / 100.0 / batch.size(), messages / 100.0);
  }
}
