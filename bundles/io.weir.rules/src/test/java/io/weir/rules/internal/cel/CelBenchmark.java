package io.weir.rules.internal.cel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an evaluation costs beside a lambda that does the same on the same frame, quality checks
 * included, and how much it allocates.
 *
 * <p>Run {@code main} with the test class path. Both sides are called in turn over all rules, as
 * the engine does, so that neither is specialised to one rule; figures are medians of interleaved
 * rounds.
 */
public final class CelBenchmark {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 41;
  private static final int CALLS = 400_000;

  private static final String[] EXPRESSIONS = {
    "temp > 90.0 && !running",
    "temp > 85.0",
    "running && flow < 0.2",
    "!running || flow > 0.5",
    "power > 5.0 && count >= 3 && temp < 120.0",
    "temp - flow > 30.0",
    "count % 10 == 3 || power > 4.5",
    "(temp > 60.0 || power > 3.0) && (flow < 1.0 || count == 7)",
    "mode == 'auto' && temp > 21.5",
    "count in [3, 5, 7] && running",
  };

  private static final BoolExpr[] LAMBDAS = {
    f -> real(f, 0) > 90.0 && !flag(f, 4),
    f -> real(f, 0) > 85.0,
    f -> flag(f, 4) && real(f, 1) < 0.2,
    f -> !flag(f, 4) || real(f, 1) > 0.5,
    f -> real(f, 2) > 5.0 && whole(f, 3) >= 3 && real(f, 0) < 120.0,
    f -> real(f, 0) - real(f, 1) > 30.0,
    f -> whole(f, 3) % 10 == 3 || real(f, 2) > 4.5,
    f -> (real(f, 0) > 60.0 || real(f, 2) > 3.0) && (real(f, 1) < 1.0 || whole(f, 3) == 7),
    f -> text(f, 5).equals("auto") && real(f, 0) > 21.5,
    f -> (whole(f, 3) == 3 || whole(f, 3) == 5 || whole(f, 3) == 7) && flag(f, 4),
  };

  private CelBenchmark() {}

  /** Prints one line a rule and the sums. */
  public static void main(String[] args) throws CelException {
    Inputs inputs =
        new Inputs()
            .with("temp", 91.5)
            .with("flow", 0.1)
            .with("power", 4.0)
            .with("count", 7L)
            .with("running", true)
            .with("mode", "auto");
    Frame frame = inputs.frame();
    Program[] programs = new Program[EXPRESSIONS.length];
    for (int i = 0; i < programs.length; i++) {
      programs[i] = Program.compile(EXPRESSIONS[i], inputs);
      if (programs[i].evalBool(frame) != LAMBDAS[i].eval(frame)) {
        throw new IllegalStateException("not the same: " + EXPRESSIONS[i]);
      }
    }
    List<Double> compiled = new ArrayList<>();
    List<Double> lambdas = new ArrayList<>();
    long bytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long before = allocated();
      runPrograms(programs, frame);
      bytes = allocated() - before;
      compiled.add(time(() -> runPrograms(programs, frame)));
      lambdas.add(time(() -> runLambdas(frame)));
    }
    System.out.printf(
        Locale.ROOT,
        "%d rules in turn: compiled %.1f ns, lambda %.1f ns, ratio %.2f; %d bytes in %,d calls%n",
        programs.length,
        median(compiled),
        median(lambdas),
        median(compiled) / median(lambdas),
        bytes,
        CALLS);
  }

  private static double time(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / (double) CALLS;
  }

  private static void runPrograms(Program[] programs, Frame frame) {
    int hits = 0;
    for (int i = 0; i < CALLS; i++) {
      change(frame, i);
      hits += programs[i % programs.length].evalBool(frame) && frame.failure() == null ? 1 : 0;
    }
    consume(hits);
  }

  private static void runLambdas(Frame frame) {
    int hits = 0;
    for (int i = 0; i < CALLS; i++) {
      change(frame, i);
      frame.failure = null;
      hits += LAMBDAS[i % LAMBDAS.length].eval(frame) && frame.failure() == null ? 1 : 0;
    }
    consume(hits);
  }

  private static void change(Frame frame, int i) {
    frame.bits[0] = Double.doubleToRawLongBits(80 + (i & 15));
  }

  private static void consume(int hits) {
    if (hits == 0) {
      throw new IllegalStateException("no rule was ever true");
    }
  }

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static final Failure BAD = new Failure(1, 1, "bad", -1);

  private static double real(Frame f, int slot) {
    return Double.longBitsToDouble(whole(f, slot));
  }

  private static boolean flag(Frame f, int slot) {
    return whole(f, slot) != 0;
  }

  private static long whole(Frame f, int slot) {
    if (f.quality[slot] < 0) {
      f.fail(BAD);
      return 0;
    }
    return f.bits[slot];
  }

  private static String text(Frame f, int slot) {
    String text = f.text[slot];
    if (f.quality[slot] < 0 || text == null) {
      f.fail(BAD);
      return "";
    }
    return text;
  }
}
