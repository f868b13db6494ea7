package io.weir.core.internal.bus;

import static io.weir.core.internal.TestChannels.channel;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.driver.Block;
import io.weir.api.driver.BlockLimits;
import io.weir.api.model.Access;
import io.weir.api.model.Device;
import io.weir.api.model.ValueType;
import io.weir.core.internal.TestChannels;
import io.weir.core.internal.registry.ResolvedChannel;
import io.weir.core.internal.registry.ResolvedDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PollPlannerTest {
  private static final BlockLimits LIMITS = new BlockLimits(10, 2);

  @Test
  void neighboursAreReadTogether() {
    assertThat(blocks(at(0, 1), at(1, 2), at(3, 1))).containsExactly("holding 0+4: 0 1 2");
  }

  @Test
  void aGapIsReadAcrossUpToTheLimit() {
    assertThat(blocks(at(0, 1), at(3, 1))).containsExactly("holding 0+4: 0 1");
    assertThat(blocks(at(0, 1), at(4, 1))).containsExactly("holding 0+1: 0", "holding 4+1: 1");
  }

  @Test
  void aBlockIsNeverLongerThanAllowed() {
    assertThat(blocks(at(0, 4), at(4, 4), at(8, 2))).containsExactly("holding 0+10: 0 1 2");
    assertThat(blocks(at(0, 4), at(4, 4), at(8, 3)))
        .containsExactly("holding 0+8: 0 1", "holding 8+3: 2");
    assertThat(blocks(at(0, 20), at(20, 1)))
        .as("a point that is too long by itself is still read")
        .containsExactly("holding 0+20: 0", "holding 20+1: 1");
  }

  @Test
  void bitsOfOneRegisterShareItAndOrderDoesNotMatter() {
    assertThat(blocks(at(5, 1), at(5, 1), at(4, 1), at(4, 4)))
        .containsExactly("holding 4+4: 2 3 0 1");
  }

  @Test
  void aReadKeepsTheLimitsOfEveryPointInIt() {
    List<Block.Entry> entries =
        List.of(entry(0, 0, 2), entry(1, 2, 2), entry(2, 4, 2), entry(3, 8, 1));
    BlockLimits narrow = new BlockLimits(3, 0);
    assertThat(
            PollPlanner.merge(entries, point -> point.start() == 4 ? narrow : LIMITS).stream()
                .map(PollPlannerTest::describe))
        .containsExactly("holding 0+4: 0 1", "holding 4+2: 2", "holding 8+1: 3");
  }

  private static Block.Entry entry(int channel, int start, int length) {
    return new Block.Entry(
        channel, channel(channel, "d/c").at("holding", start, length).build().point());
  }

  @Test
  void areasAreNotMixed() {
    assertThat(
            describe(
                PollPlanner.plan(
                    List.of(
                        device(
                            "d",
                            channel(0, "d/a").at("input", 0, 1),
                            channel(1, "d/b").at("holding", 1, 1))),
                    point -> LIMITS)))
        .containsExactly("holding 1+1: 1", "input 0+1: 0");
  }

  @Test
  void channelsOfOnePeriodArePolledTogether() {
    List<PollPlanner.Group> plan =
        PollPlanner.plan(
            List.of(
                device(
                    "d",
                    channel(0, "d/a").period(Duration.ofMillis(100)),
                    channel(1, "d/b").period(Duration.ofSeconds(1)),
                    channel(2, "d/c").period(Duration.ofMillis(100)),
                    channel(3, "d/w").access(Access.W))),
            point -> LIMITS);
    assertThat(plan).hasSize(2);
    assertThat(plan.get(0).period()).isEqualTo(100_000);
    assertThat(describe(plan)).containsExactly("holding 0+3: 0 2", "holding 1+1: 1");
  }

  @Test
  void groupsOfOnePeriodAreSpreadOverIt() {
    List<ResolvedDevice> devices = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      devices.add(device("d" + i, channel(i, "d" + i + "/c")));
    }
    devices.add(device("slow", channel(9, "slow/c").period(Duration.ofHours(1))));
    assertThat(PollPlanner.plan(devices, point -> LIMITS))
        .extracting(PollPlanner.Group::phase)
        .containsExactly(0L, 250_000L, 500_000L, 750_000L, 0L);
  }

  @Test
  void manyGroupsShareTenPhasesAndLongPeriodsStartWithinSeconds() {
    List<ResolvedDevice> devices = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      devices.add(device("d" + i, channel(i, "d" + i + "/c").period(Duration.ofHours(1))));
    }
    assertThat(PollPlanner.plan(devices, point -> LIMITS))
        .extracting(PollPlanner.Group::phase)
        .allMatch(phase -> phase < 5_000_000)
        .satisfies(phases -> assertThat(phases.stream().distinct().count()).isEqualTo(10));
  }

  @Test
  void everyPointIsReadExactlyOnceWhateverTheLayout() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      BlockLimits limits = new BlockLimits(4 + random.nextInt(20), random.nextInt(5));
      List<Block.Entry> entries = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(60); i++) {
        var point =
            new TestChannels.TestPoint(
                "area " + random.nextInt(3),
                random.nextInt(100),
                1 + random.nextInt(4),
                ValueType.INTEGER);
        entries.add(new Block.Entry(i, point));
      }
      List<Integer> read = new ArrayList<>();
      for (Block block : PollPlanner.merge(entries, point -> limits)) {
        assertThat(block.length()).isLessThanOrEqualTo(limits.maxLength());
        for (Block.Entry entry : block.entries()) {
          assertThat(entry.point().area()).isEqualTo(block.area());
          assertThat(entry.point().start()).isGreaterThanOrEqualTo(block.start());
          assertThat(entry.point().start() + entry.point().length())
              .isLessThanOrEqualTo(block.start() + block.length());
          read.add(entry.channel());
        }
      }
      assertThat(read)
          .containsExactlyInAnyOrderElementsOf(entries.stream().map(Block.Entry::channel).toList());
    }
  }

  private static TestChannels at(int start, int length) {
    return channel(start, "d/c" + start).at("holding", start, length);
  }

  /** The blocks of one device whose channels are numbered in the order given. */
  private static List<String> blocks(TestChannels... channels) {
    List<Block.Entry> entries = new ArrayList<>();
    for (TestChannels channel : channels) {
      entries.add(new Block.Entry(entries.size(), channel.build().point()));
    }
    return PollPlanner.merge(entries, point -> LIMITS).stream()
        .map(PollPlannerTest::describe)
        .toList();
  }

  private static List<String> describe(List<PollPlanner.Group> plan) {
    return plan.stream()
        .flatMap(group -> group.blocks().stream())
        .map(PollPlannerTest::describe)
        .toList();
  }

  private static String describe(Block block) {
    StringBuilder text =
        new StringBuilder(block.area() + " " + block.start() + "+" + block.length() + ":");
    block.entries().forEach(entry -> text.append(' ').append(entry.channel()));
    return text.toString();
  }

  static ResolvedDevice device(String id, TestChannels... channels) {
    List<ResolvedChannel> resolved = Arrays.stream(channels).map(TestChannels::build).toList();
    return new ResolvedDevice(
        new Device(
            id,
            id,
            null,
            "plant",
            true,
            Map.of(),
            resolved.stream().map(ResolvedChannel::channel).toList()),
        null,
        resolved);
  }
}
