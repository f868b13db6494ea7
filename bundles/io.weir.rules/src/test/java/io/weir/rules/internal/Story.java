package io.weir.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.Batch;
import io.weir.api.model.Event;
import io.weir.api.runtime.Command;
import io.weir.api.runtime.PartStatus;
import io.weir.testing.FakeClock;
import io.weir.testing.FakeStatusBoard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells a rule's story: at 0 s the input is 4, at 10 s the output is 1. Times are seconds; each
 * step is one batch or one tick.
 */
final class Story {
  final FakePlant plant = FakePlant.usual();
  final FakeStatusBoard board = new FakeStatusBoard();
  final FakeClock clock = new FakeClock();
  final List<Event> events = new ArrayList<>();
  final RuleEngine engine;
  private final Map<String, RuleReport> reports = new TreeMap<>();
  private final RuleBinder binder;
  private @Nullable Set<String> remembered;
  private @Nullable String broken;

  Story(String... active) {
    clock.set(0);
    binder = new RuleBinder(plant, clock, this::emit);
    engine = new RuleEngine(plant, Set.of(active), ids -> remembered = ids);
  }

  /** Puts these documents in force. */
  Story rules(String... documents) {
    Slots slots = new Slots(plant);
    Map<String, Rule> rules = new TreeMap<>();
    for (String json : documents) {
      RuleDocument document = document(json);
      RuleReport report = reports.computeIfAbsent(document.id(), id -> new RuleReport(board, id));
      report.document(null, true, false);
      rules.put(document.id(), binder.bind(document, slots, report));
    }
    engine.arm(new RuleSet(List.copyOf(rules.values()), slots.channels(), rules.keySet()));
    engine.tick(clock.micros());
    return this;
  }

  private boolean emit(Event event) {
    if (event.source().equals(broken)) {
      throw new IllegalStateException("the outbox is broken");
    }
    return events.add(event);
  }

  /** Makes every event of this rule end in an exception. */
  void breakOutbox(String rule) {
    broken = rule;
  }

  static RuleDocument document(String json) {
    return RuleReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  /** A batch in which this channel has this value; null for none. */
  Story at(double seconds, String channel, @Nullable Object value) {
    Batch batch = new Batch(8);
    to(seconds);
    plant.row(batch, clock.micros(), channel, value);
    engine.samples(batch);
    return this;
  }

  /** A batch with two values. */
  Story at(double seconds, String first, Object value, String second, Object other) {
    Batch batch = new Batch(8);
    to(seconds);
    plant.row(batch, clock.micros(), first, value);
    plant.row(batch, clock.micros() + 700, second, other);
    engine.samples(batch);
    return this;
  }

  /** Nothing but time. */
  Story tick(double seconds) {
    to(seconds);
    engine.tick(clock.micros());
    return this;
  }

  /** Asserts what was written since the last such call, as {@code channel=value}. */
  Story writes(String... expected) {
    assertThat(plant.commands)
        .extracting(c -> c.channel() + "=" + c.value())
        .containsExactly(expected);
    plant.commands.clear();
    return this;
  }

  /** Asserts the messages since the last such call, as {@code severity message}. */
  Story says(String... expected) {
    assertThat(events).extracting(e -> e.severity() + " " + e.message()).containsExactly(expected);
    events.clear();
    return this;
  }

  /** Asserts the rule's state and reason, like {@code OK active}. */
  Story is(String rule, String expected) {
    PartStatus status = status(rule);
    assertThat(status.state() + " " + status.reason()).isEqualTo(expected);
    return this;
  }

  PartStatus status(String rule) {
    return board.get("rule/" + rule);
  }

  long counter(String rule, String name) {
    Long value = status(rule).counters().get(name);
    assertThat(value).as(name).isNotNull();
    return value == null ? -1 : value;
  }

  /** The ids the engine last asked to remember. */
  @Nullable Set<String> remembered() {
    return remembered;
  }

  Command lastCommand() {
    return plant.commands.get(plant.commands.size() - 1);
  }

  private void to(double seconds) {
    clock.set((long) (seconds * 1_000_000));
  }
}
