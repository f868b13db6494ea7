package io.weir.core.internal;

import io.weir.api.driver.Point;
import io.weir.api.model.Access;
import io.weir.api.model.Channel;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Conditioning;
import io.weir.api.model.ValueType;
import io.weir.core.internal.registry.ResolvedChannel;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Channels for tests, built field by field. */
public final class TestChannels {
  private final int number;
  private final String id;
  private ValueType type = ValueType.DOUBLE;
  private ValueType raw = ValueType.INTEGER;
  private Access access = Access.R;
  private Duration period = Duration.ofSeconds(1);
  private String area = "holding";
  private int start;
  private int length = 1;
  private double scale = Double.NaN;
  private double offset;
  private double min = Double.NEGATIVE_INFINITY;
  private double max = Double.POSITIVE_INFINITY;
  private double maxRate = Double.POSITIVE_INFINITY;
  private double deadband;
  private double deadbandPercent;
  private @Nullable Duration heartbeat;
  private @Nullable Duration staleAfter;
  private double writeMin = Double.NEGATIVE_INFINITY;
  private double writeMax = Double.POSITIVE_INFINITY;

  private TestChannels(int number, String id) {
    this.number = number;
    this.id = id;
    start = number;
  }

  public static TestChannels channel(int number, String id) {
    return new TestChannels(number, id);
  }

  public TestChannels type(ValueType newRaw, ValueType newType) {
    raw = newRaw;
    type = newType;
    return this;
  }

  public TestChannels access(Access newAccess) {
    access = newAccess;
    return this;
  }

  public TestChannels period(Duration newPeriod) {
    period = newPeriod;
    return this;
  }

  public TestChannels at(String newArea, int newStart, int newLength) {
    area = newArea;
    start = newStart;
    length = newLength;
    return this;
  }

  public TestChannels scale(double newScale, double newOffset) {
    scale = newScale;
    offset = newOffset;
    return this;
  }

  public TestChannels range(double newMin, double newMax) {
    min = newMin;
    max = newMax;
    return this;
  }

  public TestChannels maxRate(double newMaxRate) {
    maxRate = newMaxRate;
    return this;
  }

  public TestChannels deadband(double absolute, double percent) {
    deadband = absolute;
    deadbandPercent = percent;
    return this;
  }

  public TestChannels heartbeat(Duration newHeartbeat) {
    heartbeat = newHeartbeat;
    return this;
  }

  public TestChannels staleAfter(Duration newStaleAfter) {
    staleAfter = newStaleAfter;
    return this;
  }

  public TestChannels write(double newMin, double newMax) {
    writeMin = newMin;
    writeMax = newMax;
    return this;
  }

  public ResolvedChannel build() {
    Conditioning conditioning =
        new Conditioning(
            scale, offset, min, max, maxRate, deadband, deadbandPercent, heartbeat, staleAfter);
    Channel channel =
        new Channel(
            new ChannelInfo(number, id, type, ""),
            id,
            access,
            access.isReadable() ? period : null,
            Map.of(),
            conditioning,
            writeMin,
            writeMax);
    return new ResolvedChannel(channel, new TestPoint(area, start, length, raw));
  }

  /** A point that says what it is. */
  public record TestPoint(String area, int start, int length, ValueType rawType) implements Point {}
}
