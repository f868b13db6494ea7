package io.weir.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Operations on files, durable where it says so; {@link #step} is called before each change. */
class FileWork {
  /** A change is about to be made. */
  void step() throws IOException {
    // For tests.
  }

  final void createDirectories(Path folder) throws IOException {
    step();
    Files.createDirectories(folder);
  }

  /** Gives a file or folder another name, in one step, in the place of a file that is there. */
  final void move(Path from, Path to) throws IOException {
    step();
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  final void delete(Path file) throws IOException {
    step();
    Files.delete(file);
  }

  /** Makes the names in a folder durable. */
  final void force(Path folder) throws IOException {
    step();
    forceFile(folder, StandardOpenOption.READ);
  }

  /** Removes a folder, if it is there, and all in it. */
  final void deleteTree(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          delete(each);
        }
      }
    }
  }

  /** Copies the files whose names end so into another folder, durably, over what is there. */
  final void copyTree(Path from, Path to, String ending) throws IOException {
    createDirectories(to);
    for (Path file : files(from, ending)) {
      Path copy = to.resolve(from.relativize(file));
      if (!file.startsWith(from.resolve(".restore"))) {
        createDirectories(folderOf(copy));
        step();
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        forceFile(copy, StandardOpenOption.WRITE);
        force(folderOf(copy));
      }
    }
    force(to);
  }

  /** Files of a folder and those in it whose names end so; none if there is no such folder. */
  final List<Path> files(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .toList();
    }
  }

  /** What is in a folder; nothing if there is no such folder. */
  final List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  /** The folder a file is in. */
  static Path folderOf(Path file) {
    return file.resolveSibling("");
  }

  private static void forceFile(Path file, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(file, how)) {
      channel.force(true);
    }
  }
}
