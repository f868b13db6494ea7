package io.weir.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Two serial ports with a cable between them, made by socat; it stays when a peer is gone. */
final class Cable implements AutoCloseable {
  private final Path ours;
  private final Path theirs;
  private final Peer socat;

  Cable(Path directory) throws IOException {
    ours = directory.resolve("ours");
    theirs = directory.resolve("theirs");
    socat =
        Peer.start(
            directory,
            "socat",
            List.of("socat", "pty,raw,echo=0,link=" + ours, "pty,raw,echo=0,link=" + theirs));
    Eventually.until("socat's ports", () -> Files.exists(ours) && Files.exists(theirs));
  }

  /** The gateway's end. */
  Path ours() {
    return ours;
  }

  /** The peer's end. */
  Path theirs() {
    return theirs;
  }

  @Override
  public void close() {
    socat.close();
  }
}
