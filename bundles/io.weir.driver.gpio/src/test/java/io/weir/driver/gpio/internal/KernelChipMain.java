package io.weir.driver.gpio.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Runs {@link KernelChipTest} where there is Java alone: on a board, in a virtual machine. */
public final class KernelChipMain {
  private KernelChipMain() {}

  /** Prints a line for each test; ends with 1 if one fails, with 2 if one is skipped. */
  public static void main(String[] arguments) {
    List<Method> tests =
        Arrays.stream(KernelChipTest.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .sorted(Comparator.comparing(Method::getName))
            .toList();
    int worst = tests.isEmpty() ? 1 : 0;
    for (Method test : tests) {
      worst = Math.max(worst, run(test));
    }
    System.out.println(worst == 0 ? tests.size() + " tests passed" : "NOT PASSED");
    System.exit(worst == 0 ? 0 : 3 - worst);
  }

  /** 0 if it passes, 1 if it is skipped, 2 if it fails. */
  private static int run(Method test) {
    KernelChipTest subject = new KernelChipTest();
    try {
      subject.create();
      try {
        test.invoke(subject);
      } finally {
        subject.close();
      }
      System.out.println("ok      " + test.getName());
      return 0;
    } catch (TestAbortedException e) {
      System.out.println("skipped " + test.getName() + ": " + e.getMessage());
      return 1;
    } catch (InvocationTargetException e) {
      return failed(test, e.getTargetException());
    } catch (Exception | LinkageError e) {
      return failed(test, e);
    }
  }

  private static int failed(Method test, Throwable cause) {
    System.out.println("FAILED  " + test.getName() + ": " + cause);
    cause.printStackTrace(System.out);
    return 2;
  }
}
