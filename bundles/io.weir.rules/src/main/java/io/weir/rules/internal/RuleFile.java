package io.weir.rules.internal;

import io.weir.api.model.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * One file of the rules folder: its newest content, and the last version that was in force.
 * Confined to the rules thread.
 */
final class RuleFile {
  static final int MAX_BYTES = 256 * 1024;

  private final Path path;
  private String stamp = "";
  private @Nullable RuleDocument newest;
  private @Nullable String problem;
  private @Nullable RuleDocument good;

  RuleFile(Path path) {
    this.path = path;
  }

  /** The file's name. */
  String name() {
    return path.getFileName().toString();
  }

  /** Reads the file if it changed; answers whether it did. */
  boolean refresh() {
    String current = stamp(path);
    if (current.equals(stamp)) {
      return false;
    }
    stamp = current;
    newest = null;
    problem = null;
    try {
      if (Files.size(path) > MAX_BYTES) {
        problem = "the file is larger than " + MAX_BYTES + " bytes; a rule is a small document";
      } else {
        newest = named(RuleReader.read(Files.readAllBytes(path)));
      }
    } catch (ConfigException e) {
      problem = e.getMessage();
    } catch (IOException e) {
      problem = "the file cannot be read: " + e;
    }
    return true;
  }

  private RuleDocument named(RuleDocument document) {
    if (!document.id().equals(id())) {
      throw new ConfigException(
          "/id", document.id(), "write " + id() + ", the file's name, or rename the file");
    }
    return document;
  }

  private static String stamp(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return attributes.lastModifiedTime() + "/" + attributes.size() + "/" + attributes.fileKey();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The newest version; null when its form is wrong. */
  @Nullable RuleDocument newest() {
    return newest;
  }

  /** What is wrong with the form of the newest version; null when nothing is. */
  @Nullable String problem() {
    return problem;
  }

  /** The last version that was in force; null when there is none. */
  @Nullable RuleDocument good() {
    return good;
  }

  /** This version is in force. */
  void inForce(RuleDocument document) {
    good = document;
  }

  /** The id of the rule in this file: the file's name. */
  String id() {
    return name().substring(0, name().length() - ".json".length());
  }
}
