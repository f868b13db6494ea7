package io.weir.api.store;

import org.osgi.annotation.versioning.ProviderType;

/** What the medium under the data directory is written to, and what that does to it. Any thread. */
@ProviderType
public interface CardWear {
  /** Where a figure comes from. */
  enum Source {
    /** The kernel's counters of the block device: everything the machine writes there. */
    DEVICE,
    /** The store's own count, where no block device is visible: what it handed over itself. */
    STORE
  }

  /**
   * The figures now.
   *
   * @param source where bytes and flushes come from
   * @param device name of the block device, such as {@code mmcblk0}; empty if none is visible
   * @param measuredMicros how long has been measured
   * @param bytes bytes written in that time
   * @param flushes cache flushes in that time; -1 where the kernel does not count them
   * @param bytesPerDay bytes written a day at the pace of the last day, or of what was measured;
   *     NaN before the first minute is over
   * @param flushesPerDay flushes a day likewise; -1 if not known
   * @param budgetBytesPerDay the budget; 0 for none
   * @param enduranceBytes bytes the medium is said to endure; 0 if not stated
   * @param lifeYears years until that is used up at this pace; NaN if not known
   * @param configuredCommitMillis commit interval as configured
   * @param commitMillis commit interval in force; longer while the budget is exceeded
   * @param reason why the two differ, in words; empty while they do not
   */
  record Figures(
      Source source,
      String device,
      long measuredMicros,
      long bytes,
      long flushes,
      double bytesPerDay,
      double flushesPerDay,
      long budgetBytesPerDay,
      long enduranceBytes,
      double lifeYears,
      long configuredCommitMillis,
      long commitMillis,
      String reason) {}

  /** The figures now. */
  Figures figures();
}
