package io.weir.shell.internal;

import io.weir.api.store.Backup;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code weir:backup} and {@code weir:restore}. */
@Component(
    service = BackupCommands.class,
    property = {
      "osgi.command.scope=weir",
      "osgi.command.function=backup",
      "osgi.command.function=restore"
    })
public final class BackupCommands {
  private final Backup backup;

  /** As a component. */
  @Activate
  public BackupCommands(@Reference Backup backup) {
    this.backup = backup;
  }

  /** Writes a backup; a file of that name is replaced once the new one is whole. */
  public String backup(String name) throws IOException {
    Path file = Path.of(name).toAbsolutePath();
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Backup.Summary summary;
      try (FileOutputStream out = new FileOutputStream(part.toFile())) {
        OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        summary = backup.write(buffered);
        buffered.flush();
        out.getFD().sync();
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return text(summary) + "Written to " + file + ", " + Files.size(file) + " bytes\n";
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Puts what a backup holds in the place of what is there. */
  public String restore(String name) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(name)), 1 << 16)) {
      return text(backup.restore(in)) + "The gateway starts anew with it\n";
    }
  }

  private static String text(Backup.Summary summary) {
    TextTable table =
        new TextTable("GATEWAY", "VERSION", "TIME", "LAST EVENT", "LAST TELEMETRY", "BYTES");
    table.row(
        summary.gateway(),
        summary.version(),
        Texts.time(summary.time()),
        summary.eventSequence(),
        summary.telemetrySequence(),
        summary.bytes());
    return table.toString();
  }
}
