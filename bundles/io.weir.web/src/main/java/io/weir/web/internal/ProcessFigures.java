package io.weir.web.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What this process uses, as the operating system counts it. */
final class ProcessFigures {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessFigures() {}

  static void write(JsonGenerator json) throws IOException {
    Runtime runtime = Runtime.getRuntime();
    json.writeObjectFieldStart("process");
    json.writeNumberField("pid", ProcessHandle.current().pid());
    json.writeNumberField("heapBytes", runtime.totalMemory() - runtime.freeMemory());
    json.writeNumberField(
        "cpuSeconds",
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3);
    if (Files.isReadable(STATUS)) {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmRSS:")) {
          json.writeNumberField("rssBytes", number(line) * 1024);
        } else if (line.startsWith("Threads:")) {
          json.writeNumberField("threads", number(line));
        }
      }
    }
    json.writeEndObject();
  }

  private static long number(String line) {
    return Long.parseLong(line.replaceAll("[^0-9]", ""));
  }
}
