package io.weir.rules.internal;

import io.weir.api.model.ConfigException;
import io.weir.api.model.Device;
import io.weir.api.runtime.DeviceRegistry;
import io.weir.api.runtime.StatusBoard;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
    List<Rule> rules = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (RuleFile file : files.values()) {
      String problem = file.problem();
      RuleDocument used = null;
      for (RuleDocument document : new RuleDocument[] {file.newest(), file.good()}) {
        if (document != null && used == null) {
          try {
            Rule rule = binder.bind(document, slots, report(file.id()));
            used = document;
            if (document.enabled()) {
              rules.add(rule);
            }
          } catch (ConfigException e) {
            problem = problem == null ? e.getMessage() : problem;
          }
        }
      }
      say(file, used, problem);
      if (used == null || used.enabled()) {
        known.add(file.id());
      }
    }
    forgetOthers();
    return new RuleSet(rules, slots.channels(), known);
  }

  private void say(RuleFile file, @Nullable RuleDocument used, @Nullable String problem) {
    RuleReport report = report(file.id());
    String refusal = problem == null ? null : file.name() + ": " + problem;
    report.document(refusal, used != null, devicesAreToCome());
    if (used != null) {
      file.inForce(used);
      report.name(used.name());
      if (!used.enabled()) {
        report.phase("disabled");
      }
    }
  }

  /** Whether there is no device yet, or one has no channels yet, for want of its connection. */
  private boolean devicesAreToCome() {
    List<Device> devices = registry.devices();
    return devices.isEmpty()
        || devices.stream().anyMatch(device -> device.enabled() && device.channels().isEmpty());
  }

  private void forgetOthers() {
    Set<String> ids = files.values().stream().map(RuleFile::id).collect(Collectors.toSet());
    for (String id : Set.copyOf(reports.keySet())) {
      if (!ids.contains(id)) {
        report(id).close();
        reports.remove(id);
      }
    }
  }

  private RuleReport report(String id) {
    return reports.computeIfAbsent(id, key -> new RuleReport(board, key));
  }

  @Override
  public void close() {
    reports.values().forEach(RuleReport::close);
    reports.clear();
  }
}
