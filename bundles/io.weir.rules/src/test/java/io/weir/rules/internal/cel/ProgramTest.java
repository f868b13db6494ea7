package io.weir.rules.internal.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ProgramTest {
  private static final Inputs INPUTS =
      new Inputs()
          .with("temp", 91.5)
          .with("low", -4.25)
          .with("count", 7L)
          .with("big", Long.MAX_VALUE)
          .with("small", Long.MIN_VALUE)
          .with("on", true)
          .with("off", false)
          .with("mode", "auto")
          .with("name", "Kessel Süd")
          .doubtful("doubt", 20.0)
          .without("gone", CelType.DOUBLE)
          .without("goneInt", CelType.INT)
          .without("goneBool", CelType.BOOL)
          .without("goneText", CelType.STRING)
          .channel("boiler/flow-temp", "temp")
          .channel("pump/run", "on")
          .channel("pump/flow", "gone")
          .bytes("meter/raw");

  @TestFactory
  Stream<DynamicTest> meansWhatTheTableSays() throws IOException {
    String[] lines = table().split("\n");
    return IntStream.range(0, lines.length)
        .filter(i -> !lines[i].startsWith("#") && !lines[i].isEmpty())
        .mapToObj(i -> DynamicTest.dynamicTest((i + 1) + ": " + lines[i], () -> check(lines[i])));
  }

  private static String table() throws IOException {
    try (InputStream in = ProgramTest.class.getResourceAsStream("/cel/cases.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void check(String line) {
    int arrow = line.lastIndexOf(" => ");
    String expression = line.substring(0, arrow);
    String expected = line.substring(arrow + 4);
    Program program;
    try {
      program = Program.compile(expression, INPUTS);
    } catch (CelException e) {
      if (!expected.startsWith("refused ")) {
        fail("refused: " + e.getMessage());
      }
      String[] parts = expected.split(" ", 3);
      assertThat(e.getMessage()).startsWith(parts[1] + " at ").contains(parts[2]);
      assertThat(e.line() + ":" + e.column()).isEqualTo(parts[1]);
      return;
    }
    Frame frame = INPUTS.frame();
    Object value = program.evalObject(frame);
    if (expected.startsWith("fails ")) {
      assertThat(value).isNull();
      assertThat(String.valueOf(frame.failure())).contains(expected.substring(6));
    } else {
      assertThat(frame.failure()).isNull();
      assertThat(value instanceof String text ? '"' + text + '"' : String.valueOf(value))
          .isEqualTo(
              value instanceof Double ? String.valueOf(Double.parseDouble(expected)) : expected);
    }
  }

  @Test
  void saysWhereInALongText() {
    try {
      Program.compile("temp > 90.0 &&\n  // the pump\n  ömp", INPUTS);
      fail("accepted");
    } catch (CelException e) {
      assertThat(e).hasMessage("3:3 at 'ö': this character has no meaning here");
    }
  }

  @Test
  void remembersWhatItReads() throws CelException {
    Program program = Program.compile("temp > 1.0 || isGood(gone) && ch('pump/run')", INPUTS);
    assertThat(program.slots().stream()).containsExactly(0, 5, 10);
    assertThat(Program.compile("1 + 1", INPUTS).slots().isEmpty()).isTrue();
  }

  @Test
  void oneFailureDoesNotReachTheNextEvaluation() throws CelException {
    Frame frame = INPUTS.frame();
    Program failing = Program.compile("gone > 1.0", INPUTS);
    failing.evalBool(frame);
    assertThat(frame.failure()).isNotNull();
    assertThat(Program.compile("temp > 1.0", INPUTS).evalBool(frame)).isTrue();
    assertThat(frame.failure()).isNull();
  }

  @Test
  void aFailureNamesTheSlotThatCannotBeRead() throws CelException {
    Frame frame = INPUTS.frame();
    Program.compile("1 < 2 && gone > 1.0", INPUTS).evalBool(frame);
    assertThat(frame.failure()).isEqualTo(new Failure(1, 10, "gone has no good value", 10));
  }

  @Test
  void acceptsWhatTheDefinitionAsksFor() throws CelException {
    Frame frame = INPUTS.frame();
    assertThat(Program.compile("off || ".repeat(40) + "on", INPUTS).evalBool(frame)).isTrue();
    assertThat(Program.compile("on && ".repeat(40) + "on", INPUTS).evalBool(frame)).isTrue();
    assertThat(Program.compile("1 + ".repeat(40) + "1", INPUTS).evalLong(frame)).isEqualTo(41);
    assertThat(Program.compile("off ? 1 : ".repeat(30) + "2", INPUTS).evalLong(frame)).isEqualTo(2);
    String nested = "int(".repeat(39) + "count" + ")".repeat(39);
    assertThat(Program.compile(nested, INPUTS).evalLong(frame)).isEqualTo(7);
    String call = "math.greatest(" + "1, ".repeat(40) + "count)";
    assertThat(Program.compile(call, INPUTS).evalLong(frame)).isEqualTo(7);
  }

  @Test
  void refusesWhatWouldExhaustTheStack() {
    refused("(".repeat(500) + "1" + ")".repeat(500), "levels of brackets");
    refused("1" + " + 1".repeat(1000), "operators inside one another");
    refused("!".repeat(5000) + "on", "operators inside one another");
    refused("on && ".repeat(5000) + "on", "longer than 8192");
  }

  @Test
  void theDeepestExpressionFitsASmallStack() throws InterruptedException {
    String deep = "1 * (on && 9 < ".repeat(24) + "count" + " ? 2 : 3)".repeat(24);
    Object[] result = new Object[1];
    Runnable work =
        () -> {
          try {
            result[0] = Program.compile(deep, INPUTS).evalObject(INPUTS.frame());
          } catch (CelException | StackOverflowError e) {
            result[0] = e;
          }
        };
    Thread thread = new Thread(null, work, "small stack", 256 * 1024);
    thread.start();
    thread.join();
    assertThat(result[0]).isEqualTo(3L);
  }

  private static void refused(String expression, String reason) {
    try {
      Program.compile(expression, INPUTS);
      fail("accepted");
    } catch (CelException e) {
      assertThat(e).hasMessageContaining(reason);
    }
  }
}
