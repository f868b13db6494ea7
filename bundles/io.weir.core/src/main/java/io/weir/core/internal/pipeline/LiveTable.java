package io.weir.core.internal.pipeline;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.model.Quality;
import io.weir.api.model.Sample;
import io.weir.api.runtime.GatewayClock;
import io.weir.api.runtime.LiveValues;
import io.weir.api.store.ChannelTable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Last values in columns by channel number. A channel's version is odd while its value changes; a
 * reader that saw it odd, or changed, reads again. One writer, any number of readers, no locks.
 */
@Component(service = {LiveValues.class, LiveTable.class})
public final class LiveTable implements LiveValues {
  private static final VarHandle VERSION = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int FIRST_SIZE = 256;

  private static final class Columns {
    final int[] version;
    final long[] time;
    final long[] bits;
    final byte[] quality;
    final @Nullable Object[] object;

    Columns(int size) {
      version = new int[size];
      time = new long[size];
      bits = new long[size];
      quality = new byte[size];
      object = new Object[size];
    }

    Columns(Columns old, int size) {
      version = Arrays.copyOf(old.version, size);
      time = Arrays.copyOf(old.time, size);
      bits = Arrays.copyOf(old.bits, size);
      quality = Arrays.copyOf(old.quality, size);
      object = Arrays.copyOf(old.object, size);
    }
  }

  private final ChannelTable table;
  private final GatewayClock clock;
  private volatile Columns columns = new Columns(FIRST_SIZE);
  private volatile long revision;
  private long changes;

  @Activate
  public LiveTable(@Reference ChannelTable table, @Reference GatewayClock clock) {
    this.table = table;
    this.clock = clock;
  }

  /** Takes over the rows of a conditioned batch. Pipeline thread only. */
  void update(Batch batch) {
    int rows = batch.size();
    if (rows == 0) {
      return;
    }
    Columns to = columns;
    for (int row = 0; row < rows; row++) {
      int channel = batch.channel(row);
      if (channel >= to.version.length) {
        to = new Columns(to, Math.max(channel + 1, to.version.length * 2));
        columns = to;
      }
      int version = to.version[channel];
      VERSION.setOpaque(to.version, channel, version + 1);
      VarHandle.storeStoreFence();
      to.time[channel] = batch.time(row);
      to.bits[channel] = batch.bits(row);
      to.quality[channel] = batch.quality(row);
      to.object[channel] = batch.object(row);
      // Zero stands for "no value yet", also after two thousand million changes.
      VERSION.setRelease(to.version, channel, version == -2 ? 2 : version + 2);
    }
    revision = ++changes;
  }

  @Override
  public boolean visit(int channel, Visitor visitor) {
    Columns from = columns;
    if (channel < 0 || channel >= from.version.length) {
      return false;
    }
    while (true) {
      int before = (int) VERSION.getAcquire(from.version, channel);
      if (before == 0) {
        return false;
      }
      long time = from.time[channel];
      long bits = from.bits[channel];
      byte quality = from.quality[channel];
      Object object = from.object[channel];
      VarHandle.loadLoadFence();
      if ((before & 1) == 0 && (int) VERSION.getOpaque(from.version, channel) == before) {
        visitor.value(time, bits, object, quality);
        return true;
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public @Nullable Sample get(int channel) {
    ChannelInfo info = table.get(channel);
    if (info == null) {
      return null;
    }
    Sample[] sample = new Sample[1];
    boolean known =
        visit(
            channel,
            (micros, bits, object, quality) ->
                sample[0] =
                    new Sample(
                        info.id(),
                        clock.toEpoch(clock.boot(), micros),
                        Quality.isBad(quality) ? null : info.type().box(bits, object),
                        quality));
    return known ? sample[0] : null;
  }

  @Override
  public long revision() {
    return revision;
  }
}
