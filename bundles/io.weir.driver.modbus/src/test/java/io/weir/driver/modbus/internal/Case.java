package io.weir.driver.modbus.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script of {@code cases/}.
 *
 * @param without the links where it cannot happen, and why
 */
record Case(String name, List<Step> steps, Map<LinkKind, String> without) {
  private static final Path FOLDER = Path.of("src/test/resources/cases");
  private static final Pattern NOT_ON = Pattern.compile("not on ([a-z -]+): (.+)");

  /** One line: a word and what follows it. */
  record Step(String word, String argument) {
    static Step of(String line) {
      String[] parts = line.split(" ", 2);
      return new Step(parts[0], parts.length == 2 ? parts[1].strip() : "");
    }
  }

  static List<Case> all() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (var files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        cases.add(parse(file));
      }
    }
    return cases;
  }

  private static Case parse(Path file) throws IOException {
    List<Step> steps = new ArrayList<>();
    Map<LinkKind, String> without = new EnumMap<>(LinkKind.class);
    for (String line : Files.readAllLines(file)) {
      Matcher notOn = NOT_ON.matcher(line);
      if (notOn.matches()) {
        for (String link : notOn.group(1).split(" ")) {
          without.put(link(link), notOn.group(2));
        }
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        steps.add(Step.of(line));
      }
    }
    return new Case(file.getFileName().toString(), steps, without);
  }

  private static LinkKind link(String word) {
    return Arrays.stream(LinkKind.values())
        .filter(kind -> kind.toString().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such link: " + word));
  }

  @Override
  public String toString() {
    return name;
  }
}
