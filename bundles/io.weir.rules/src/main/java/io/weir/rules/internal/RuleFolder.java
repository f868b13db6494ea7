package io.weir.rules.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.StatusBoard;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules folder: reads what changed, and makes a rule set of the newest versions that can be
 * used. A version that cannot be used is reported, and the last good one stays in force. Confined
 * to the rules thread.
 */
final class RuleFolder implements AutoCloseable {
  private final Path folder;
  private final DeviceRegistry registry;
  private final StatusBoard board;
  private final RuleBinder binder;
  private final Map<Path, RuleFile> files = new TreeMap<>();
  private final Map<String, RuleReport> reports = new HashMap<>();

  RuleFolder(Path folder, DeviceRegistry registry, StatusBoard board, RuleBinder binder) {
    this.folder = folder;
    this.registry = registry;
    this.board = board;
    this.binder = binder;
  }

  /**
   * Reads what changed; answers whether anything did.
   *
   * @throws IOException if the folder is there and cannot be listed; nothing is changed then
   */
  boolean scan() throws IOException {
    Set<Path> present = new TreeSet<>();
    try (DirectoryStream<Path> list = Files.newDirectoryStream(folder, "*.json")) {
      list.forEach(present::add);
    } catch (NoSuchFileException e) {
      // A folder that is not there holds no rules.
      present.clear();
    }
    boolean changed = files.keySet().retainAll(present);
    for (Path path : present) {
      changed |= files.computeIfAbsent(path, RuleFile::new).refresh();
    }
    return changed;
  }

  /** The rules to be in force, checked against the channels there are now. */
  RuleSet build() {
    Slots slots = new Slots(registry);
    Map<String, Rule> rules = new TreeMap<>();
    Map<String, String> fileById = new HashMap<>();
    Set<String> known = new HashSet<>();
    Set<String> reported = new HashSet<>();
    for (RuleFile file : files.values()) {
      String problem = file.problem();
      RuleDocument used = null;
      for (RuleDocument document : new RuleDocument[] {file.newest(), file.good()}) {
        if (document == null || used != null) {
          continue;
        }
        String obstacle = use(document, rules, fileById, slots);
        used = obstacle == null ? document : null;
        problem = problem == null ? obstacle : problem;
      }
      if (used != null) {
        file.inForce(used);
        fileById.put(used.id(), file.name());
      }
      String id = used != null ? used.id() : freeId(file, fileById);
      reported.add(id);
      report(id)
          .document(
              problem == null ? null : file.name() + ": " + problem,
              used != null,
              registry.devices().isEmpty());
      if (used == null || used.enabled()) {
        known.add(id);
      } else {
        report(id).phase("disabled");
      }
    }
    reports
        .entrySet()
        .removeIf(entry -> !reported.contains(entry.getKey()) && closed(entry.getValue()));
    return new RuleSet(rules.values().stream().toList(), slots.channels(), known);
  }

  /** Takes the document into the set; answers why that is not possible. */
  private @Nullable String use(
      RuleDocument document, Map<String, Rule> rules, Map<String, String> fileById, Slots slots) {
    String other = fileById.get(document.id());
    if (other != null) {
      return "/id: '" + document.id() + "' is already used by " + other + "; choose another id";
    }
    try {
      Rule rule = binder.bind(document, slots, report(document.id()));
      if (document.enabled()) {
        rules.put(document.id(), rule);
      }
      return null;
    } catch (ConfigException e) {
      return e.getMessage();
    }
  }

  /** Where a file without a usable rule is reported: not under a rule that is in force. */
  private static String freeId(RuleFile file, Map<String, String> fileById) {
    String id = file.reportId();
    return fileById.containsKey(id) ? id + "@" + file.name() : id;
  }

  private RuleReport report(String id) {
    return reports.computeIfAbsent(id, key -> new RuleReport(board, key));
  }

  private static boolean closed(RuleReport report) {
    report.close();
    return true;
  }

  @Override
  public void close() {
    reports.values().forEach(RuleReport::close);
    reports.clear();
  }
}
