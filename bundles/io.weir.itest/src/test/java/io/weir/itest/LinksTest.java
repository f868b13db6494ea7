package io.weir.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link of the documentation to a file leads somewhere, in the tree and on a gateway. */
class LinksTest {
  private static final Path TOP = Path.of("../..").toAbsolutePath().normalize();
  private static final Path DOCS = TOP.resolve("distrib/docs");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
  private static final Pattern OUTSIDE = Pattern.compile("^([a-z]+:|/).*");

  /** Folders whose schemas the installation has in {@code docs/schema}. */
  private static final List<Path> SCHEMAS =
      List.of(
          TOP.resolve("bundles/io.weir.core/src/main/resources/schema"),
          TOP.resolve("bundles/io.weir.rules/src/main/resources/schema"));

  @Test
  void everyLinkToAFileLeadsSomewhere() throws IOException {
    List<Path> pages = pages();
    assertThat(pages).hasSizeGreaterThan(20);
    List<String> broken = new ArrayList<>();
    for (Path page : pages) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        String target = link.group(1);
        if (!OUTSIDE.matcher(target).matches() && !exists(page, target)) {
          broken.add(TOP.relativize(page) + ": " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean exists(Path page, String target) {
    Path schema = Path.of(target).getFileName();
    return Files.exists(page.resolveSibling(target))
        || (target.startsWith("schema/")
            && SCHEMAS.stream().anyMatch(folder -> Files.exists(folder.resolve(schema))));
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(TOP.resolve("README.md")));
    try (Stream<Path> docs = Files.walk(DOCS);
        Stream<Path> bundles = Files.list(TOP.resolve("bundles"))) {
      docs.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      bundles.map(bundle -> bundle.resolve("README.md")).filter(Files::exists).forEach(pages::add);
    }
    return pages;
  }
}
