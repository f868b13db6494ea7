package io.weir.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weir.api.model.Batch;
import io.weir.api.runtime.CommandResult.Outcome;
import java.lang.management.ManagementFactory;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleStoryTest {
  private static final String TEMP = "boiler/flow-temp";
  private static final String VALVE = "boiler/bypass-valve";

  private static final String OVERHEAT =
      """
      { "id": "overheat", "inputs": { "temp": "boiler/flow-temp" },
        "when": "temp > 85.0", "until": "temp < 72.0",
        "actions": [ { "write": { "channel": "boiler/bypass-valve", "value": true } },
                     { "event": { "severity": "warning", "message": "Boiler at {temp} °C" } } ],
        "on-clear": [ { "write": { "channel": "boiler/bypass-valve", "value": false } },
                      { "event": { "severity": "info", "message": "Boiler fine" } } ] }
      """;

  private static final String NO_FLOW =
      """
      { "id": "no-flow", "inputs": { "run": "pump/run", "flow": "pump/flow" },
        "when": "run && flow < 0.2", "for": "10s",
        "actions": [ { "event": { "severity": "critical", "message": "No flow" } } ],
        "on-clear": [ { "event": { "severity": "info", "message": "Over" } } ] }
      """;

  @Test
  void opensTheValveWithTheBatchThatIsTooHotAndClosesItBelowTheLowerLimit() {
    new Story()
        .rules(OVERHEAT)
        .is("overheat", "STARTING input")
        .at(0, TEMP, 60.0)
        .is("overheat", "OK inactive")
        .writes()
        .at(1, TEMP, 85.0)
        .writes()
        .at(2, TEMP, 85.300000001)
        .writes(VALVE + "=true")
        .says("WARNING Boiler at 85.3 °C")
        .is("overheat", "OK active")
        .at(3, TEMP, 91.0)
        .at(4, TEMP, 72.0)
        .writes()
        .says()
        .at(5, TEMP, 71.9)
        .writes(VALVE + "=false")
        .says("INFO Boiler fine")
        .is("overheat", "OK inactive")
        .at(6, TEMP, 80.0)
        .writes()
        .at(7, TEMP, 86.0)
        .writes(VALVE + "=true");
  }

  @Test
  void aCommandSaysWhoAsksAndDoesNotOutliveItsUse() {
    Story story = new Story().rules(OVERHEAT).at(3, TEMP, 90.0);
    assertThat(story.lastCommand().origin()).isEqualTo("rule:overheat");
    assertThat(story.lastCommand().id()).isEqualTo("rule:overheat/actions/0/write:1:3000000");
    assertThat(story.lastCommand().expires()).isEqualTo(13_000_000L);
    assertThat(story.events.get(0).source()).isEqualTo("overheat");
    assertThat(story.events.get(0).time()).isEqualTo(3_000_000);
    assertThat(story.events.get(0).attributes()).containsEntry("transition", "raised");
  }

  @Test
  void aConditionMustHoldForItsTimeAndATickIsEnoughToSeeThat() {
    new Story()
        .rules(NO_FLOW)
        .at(0, "pump/run", true, "pump/flow", 1.5)
        .is("no-flow", "OK inactive")
        .at(1, "pump/flow", 0.0)
        .is("no-flow", "OK pending")
        .tick(10.9)
        .says()
        .tick(11)
        .says("CRITICAL No flow")
        .is("no-flow", "OK active")
        .tick(30)
        .says()
        .at(31, "pump/run", false)
        .says("INFO Over")
        .is("no-flow", "OK inactive");
  }

  @Test
  void aConditionThatDoesNotHoldForItsTimeBeginsAnew() {
    new Story()
        .rules(NO_FLOW)
        .at(0, "pump/run", true, "pump/flow", 0.0)
        .at(9, "pump/flow", 0.5)
        .is("no-flow", "OK inactive")
        .at(9.5, "pump/flow", 0.0)
        .tick(19.4)
        .says()
        .tick(19.5)
        .says("CRITICAL No flow");
  }

  @Test
  void whatHeldForItsTimeBeginsEvenIfTheNextValueComesLateAndEndsIt() {
    new Story()
        .rules(NO_FLOW)
        .at(0, "pump/run", true, "pump/flow", 0.0)
        .at(60, "pump/flow", 2.0)
        .says("CRITICAL No flow", "INFO Over");
  }

  @Test
  void aValueThatComesExactlyInTimeStillCounts() {
    new Story()
        .rules(NO_FLOW)
        .at(0, "pump/run", true, "pump/flow", 0.0)
        .at(10, "pump/flow", 2.0)
        .says()
        .is("no-flow", "OK inactive");
  }

  @Test
  void aBatchIsOneMomentAlthoughItsRowsDifferByMicroseconds() {
    String instant = NO_FLOW.replace("\"for\": \"10s\",", "");
    new Story()
        .rules(instant)
        .at(0, "pump/run", false, "pump/flow", 0.0)
        .at(1, "pump/run", true, "pump/flow", 1.5)
        .says();
  }

  @Test
  void severalValuesOfOneChannelInABatchAreEachLookedAt() {
    new Story()
        .rules(OVERHEAT)
        .at(0, TEMP, 90.0, TEMP, 60.0)
        .writes(VALVE + "=true", VALVE + "=false");
  }

  @Test
  void aBadValueNeitherBeginsNorEndsARule() {
    new Story()
        .rules(OVERHEAT)
        .at(0, TEMP, 60.0)
        .at(1, TEMP, null)
        .is("overheat", "ERROR input")
        .at(2, TEMP, 90.0)
        .is("overheat", "OK active")
        .writes(VALVE + "=true")
        .at(3, TEMP, null)
        .is("overheat", "ERROR input")
        .at(4, TEMP, 80.0)
        .is("overheat", "OK active")
        .writes()
        .at(5, TEMP, 60.0)
        .writes(VALVE + "=false");
  }

  @Test
  void aBadValueInterruptsTheWait() {
    new Story()
        .rules(NO_FLOW)
        .at(0, "pump/run", true, "pump/flow", 0.0)
        .at(5, "pump/flow", null)
        .is("no-flow", "ERROR input")
        .at(6, "pump/flow", 0.0)
        .is("no-flow", "OK pending")
        .tick(15.9)
        .says()
        .tick(16)
        .says("CRITICAL No flow");
  }

  @Test
  void aFalseOperandDecidesAlthoughTheOtherIsUnknown() {
    new Story()
        .rules(NO_FLOW)
        .at(0, "pump/run", false)
        .is("no-flow", "OK inactive")
        .at(1, "pump/run", true)
        .is("no-flow", "STARTING input");
  }

  @Test
  void theStatusSaysWhichInputIsBadAndWhy() {
    Story story = new Story().rules(OVERHEAT).at(0, TEMP, null);
    assertThat(story.status("overheat").message())
        .isEqualTo("1:1 temp (boiler/flow-temp) has no good value: bad/comm");
    // Evaluated twice: before there was any value, which is nobody's failure, and with this one.
    assertThat(story.counter("overheat", "failures")).isEqualTo(1);
    assertThat(story.counter("overheat", "evaluations")).isEqualTo(2);
  }

  @Test
  void onlyRulesThatNameAChangedChannelAreEvaluated() {
    Story story = new Story().rules(OVERHEAT, NO_FLOW);
    long before = story.counter("no-flow", "evaluations");
    story.at(0, TEMP, 20.0).at(1, TEMP, 21.0).at(2, "meter/power", 1.0);
    assertThat(story.counter("no-flow", "evaluations")).isEqualTo(before);
    assertThat(story.counter("overheat", "evaluations")).isEqualTo(3);
  }

  @Test
  void anExpressionComputesWhatIsWritten() {
    String follow =
        """
        { "id": "follow", "inputs": { "back": "boiler/return-temp" },
          "when": "back > 40.0",
          "actions": [ { "write": { "channel": "boiler/set-point",
                                    "expr": "math.least(back + 5.0, 80.0)" } },
                       { "write": { "channel": "boiler/reset-code", "expr": "int(back)" } },
                       { "write": { "channel": "pump/mode", "value": "high" } } ] }
        """;
    new Story()
        .rules(follow)
        .at(0, "boiler/return-temp", 41.5)
        .writes("boiler/set-point=46.5", "boiler/reset-code=41", "pump/mode=high");
  }

  @Test
  void aWriteThatFailsIsTriedAgainWhileTheRuleStaysAsItIs() {
    Story story = new Story().rules(OVERHEAT);
    story.plant.answers(Outcome.FAILED);
    story.at(0, TEMP, 90.0).writes(VALVE + "=true").is("overheat", "DEGRADED write");
    story.tick(0.4).writes().tick(1.0).writes(VALVE + "=true");
    story.plant.answers(Outcome.DONE);
    story.tick(3.0).writes(VALVE + "=true").is("overheat", "OK active").tick(60).writes();
    assertThat(story.counter("overheat", "writes")).isEqualTo(1);
    assertThat(story.counter("overheat", "writes-failed")).isEqualTo(2);
  }

  @Test
  void aWriteThatIsRefusedIsNotTriedAgain() {
    Story story = new Story().rules(OVERHEAT);
    story.plant.answers(Outcome.REFUSED);
    story.at(0, TEMP, 90.0).writes(VALVE + "=true").is("overheat", "DEGRADED write");
    assertThat(story.status("overheat").message())
        .isEqualTo("write of boiler/bypass-valve: refused, as the test wants it");
    story.tick(60).writes();
  }

  @Test
  void aWriteIsNotTriedAgainOnceTheRuleHasMovedOn() {
    Story story = new Story().rules(OVERHEAT);
    story.plant.answers(null);
    story.at(0, TEMP, 90.0).at(1, TEMP, 60.0).writes(VALVE + "=true", VALVE + "=false");
    story.plant.answer(Outcome.FAILED);
    story.plant.answer(Outcome.DONE);
    story.is("overheat", "OK inactive").tick(120).writes();
  }

  @Test
  void aLateAnswerNeitherRevivesAnOldWriteNorStopsTheCurrentOne() {
    Story story = new Story().rules(OVERHEAT);
    story.plant.answers(null);
    story.at(0, TEMP, 90.0).at(1, TEMP, 60.0).at(2, TEMP, 90.0);
    story.writes(VALVE + "=true", VALVE + "=false", VALVE + "=true");
    story.plant.answer(Outcome.DONE);
    story.plant.answer(Outcome.FAILED);
    story.plant.answer(Outcome.FAILED);
    story.is("overheat", "DEGRADED write");
    story.plant.answers(Outcome.DONE);
    story.tick(60).writes(VALVE + "=true").is("overheat", "OK active").tick(120).writes();
  }

  @Test
  void aValueThatCannotBeComputedIsNotWritten() {
    String rule =
        """
        { "id": "r", "when": "ch('boiler/flow-temp') > 50.0",
          "actions": [ { "write": { "channel": "boiler/set-point",
                                    "expr": "ch('boiler/return-temp')" } },
                       { "event": { "severity": "info",
                                    "message": "Back: {ch('boiler/return-temp')}" } } ] }
        """;
    Story story = new Story();
    story.rules(rule).at(0, TEMP, 60.0).writes().says("INFO Back: unknown");
    story.is("r", "DEGRADED write").at(1, "boiler/return-temp", 33.0);
    story.tick(2).writes("boiler/set-point=33.0").is("r", "OK active");
  }

  @Test
  void anotherVersionGoesOnWhereTheFirstStood() {
    Story story =
        new Story()
            .rules(OVERHEAT)
            .at(0, TEMP, 90.0)
            .writes(VALVE + "=true")
            .says("WARNING Boiler at 90 °C");
    story.rules(OVERHEAT.replace("72.0", "80.0")).is("overheat", "OK active").writes().says();
    story.at(1, TEMP, 79.0).writes(VALVE + "=false");
  }

  @Test
  void anotherVersionFinishesTheWritesOfTheFirst() {
    Story story = new Story().rules(OVERHEAT);
    story.plant.answers(Outcome.FAILED);
    story.at(0, TEMP, 90.0).writes(VALVE + "=true");
    story.plant.answers(Outcome.DONE);
    story.rules(OVERHEAT.replace("72.0", "80.0")).writes(VALVE + "=true").tick(60).writes();
  }

  @Test
  void aNewRuleLooksAtTheValuesThereAre() {
    new Story().at(0, TEMP, 90.0).rules(OVERHEAT).writes(VALVE + "=true");
  }

  @Test
  void whatARuleBeganBeforeARestartItEndsAfterIt() {
    Story story = new Story("overheat").rules(OVERHEAT).is("overheat", "STARTING input");
    story.at(0, TEMP, 75.0).is("overheat", "OK active").writes().says();
    story.at(1, TEMP, 70.0).writes(VALVE + "=false");
    assertThat(story.remembered()).isEmpty();
    story.at(2, TEMP, 90.0);
    assertThat(story.remembered()).isEqualTo(Set.of("overheat"));
  }

  @Test
  void aRuleThatIsGoneIsForgottenAndItsWritesEnd() {
    Story story = new Story().rules(OVERHEAT);
    story.plant.answers(Outcome.FAILED);
    story.at(0, TEMP, 90.0).writes(VALVE + "=true");
    story.rules(NO_FLOW).tick(60).writes();
    assertThat(story.remembered()).isEmpty();
  }

  @Test
  void aRuleThatBreaksDoesNotStopTheOthers() {
    Story story = new Story();
    story.rules(OVERHEAT.replace("overheat", "a"), OVERHEAT.replace("overheat", "b"));
    story.events.clear();
    story.breakOutbox("a");
    story.at(0, TEMP, 90.0).is("a", "ERROR internal").is("b", "OK active");
    assertThat(story.status("a").message()).contains("the outbox is broken");
  }

  @Test
  void aTextChannelIsRead() {
    String rule =
        """
        { "id": "mode", "inputs": { "mode": "pump/mode" }, "when": "mode.startsWith('man')",
          "actions": [ { "event": { "severity": "info", "message": "Mode {mode}, {{not}}" } } ] }
        """;
    new Story()
        .rules(rule)
        .at(0, "pump/mode", "auto")
        .is("mode", "OK inactive")
        .at(1, "pump/mode", "manual")
        .says("INFO Mode manual, {not}")
        .at(2, "pump/mode", null)
        .is("mode", "ERROR input");
  }

  @Test
  void steadyEvaluationAllocatesNothing() {
    Story story = new Story().rules(OVERHEAT, NO_FLOW);
    Batch batch = new Batch(8);
    story.plant.row(batch, 1, TEMP, 60.0);
    story.plant.row(batch, 1, "pump/run", true);
    story.plant.row(batch, 1, "pump/flow", null);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        story.engine.samples(batch);
        story.engine.tick(2);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }
}
