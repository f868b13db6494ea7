package io.weir.web.internal;

import io.weir.api.store.Backup;
import io.weir.api.store.CardWear;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A card that is measured, and backups of as many bytes as are wanted. */
final class FakeStorage implements CardWear, Backup {
  static final Summary SUMMARY = new Summary("g1", "0.1.0", 1767225600000000L, 7, 1234, 5678);

  volatile Figures figures =
      new Figures(
          Source.DEVICE,
          "mmcblk0",
          3_600_000_000L,
          50_000_000,
          4000,
          1.2e9,
          96_000,
          1_600_000_000L,
          30_000_000_000_000L,
          68.5,
          1000,
          1000,
          "");

  /** Size of a backup. */
  volatile long bytes = 1000;

  /** Where writing fails, and why restoring does. */
  volatile long failAt = Long.MAX_VALUE;

  volatile @Nullable String refusal;

  /** Bytes that were handed over to be restored. */
  volatile long restored;

  /** Holds a backup back until it is counted down. */
  volatile CountDownLatch hold = new CountDownLatch(0);

  @Override
  public Figures figures() {
    return figures;
  }

  @Override
  public Summary write(OutputStream out) throws IOException {
    try {
      hold.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    byte[] block = new byte[1000];
    for (long at = 0; at < bytes; at += block.length) {
      if (at >= failAt) {
        throw new IOException("the card cannot be read");
      }
      out.write(block);
    }
    return SUMMARY;
  }

  @Override
  public Summary restore(InputStream in) throws IOException {
    String reason = refusal;
    if (reason != null) {
      throw new IOException(reason);
    }
    restored = in.transferTo(OutputStream.nullOutputStream());
    return SUMMARY;
  }
}
