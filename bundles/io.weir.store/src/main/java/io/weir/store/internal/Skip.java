package io.weir.store.internal;

import io.weir.api.store.Gap;
import io.weir.api.store.Lane;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sequences of a lane that are not given out because a backup was restored: the gateway it was made
 * on, or one that was restored from it before, may have given them out since.
 *
 * <p>Kept as the name of an empty file in the lane's directory, so that there is no content to be
 * damaged.
 *
 * @param first the first of them
 * @param last the last of them
 */
record Skip(long first, long last) {
  /** None. */
  static final Skip NONE = new Skip(1, 0);

  /** JSON readers are exact below this. */
  static final long MOST = 1L << 53;

  private static final Pattern NAME = Pattern.compile("skipped-(\\d{1,16})-(\\d{1,16})");
  private static final long EPOCH_SECONDS = 1_577_836_800L;
  private static final int BITS_OF_A_SECOND = 21;
  private static final int BITS_OF_DOUBT = 40;
  private static final long MOST_SECONDS = (1L << 32) - (1L << 20);
  private static final long MARGIN = 1L << 26;

  /** The skip this name of a file stands for. */
  static Optional<Skip> of(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? Optional.of(new Skip(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** The name of its file. */
  String name() {
    return "skipped-" + first + "-" + last;
  }

  /**
   * What is to be skipped after a restore. The end is taken from the calendar, two million
   * sequences a second, so that a later restore is beyond an earlier one on whatever gateway; where
   * the calendar is in doubt chance takes its place.
   *
   * @param backedUp last sequence in the backup
   * @param replaced last sequence of what the backup replaces
   * @param backupTime when the backup was made, epoch microseconds
   * @param now the time, epoch microseconds
   * @param trusted whether that is the time
   */
  static Skip after(long backedUp, long replaced, long backupTime, long now, boolean trusted) {
    long time = Math.max(now, backupTime) / 1_000_000 - EPOCH_SECONDS;
    long base = Math.min(MOST_SECONDS, Math.max(0, time)) << BITS_OF_A_SECOND;
    int bits = trusted && now > backupTime ? BITS_OF_A_SECOND : BITS_OF_DOUBT;
    long chance = ThreadLocalRandom.current().nextLong(1L << bits);
    return new Skip(backedUp + 1, Math.max(base, Math.max(backedUp, replaced) + MARGIN) + chance);
  }

  /** How many of the sequences after this one, up to that one, are skipped. */
  long within(long after, long upTo) {
    return Math.max(0, Math.min(last, upTo) - Math.max(first - 1, after));
  }

  /** The gap record that tells of it. */
  Gap toGap(Lane lane) {
    return new Gap(lane, first, last, Gap.Loss.ALL, Gap.Reason.RESTORE, 0, 0, 0);
  }
}
