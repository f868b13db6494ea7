package io.weir.uplink.internal;

import io.weir.api.model.Batch;
import io.weir.api.model.ChannelInfo;
import io.weir.api.uplink.UplinkBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Cuts a batch into one for each device, in the order in which the devices come in it. Events, and
 * a batch without any row, make one part of no device, so that no sequence goes unseen. Confined to
 * the pump's thread.
 */
final class DeviceSplit {
  private static final String NO_DEVICE = "";

  private final IntFunction<ChannelInfo> channels;

  /** Devices by channel number; a number stands for its channel for ever. */
  private final Map<Integer, String> devices = new HashMap<>();

  /** What one device has of a batch. */
  record Part(String device, UplinkBatch batch) {}

  DeviceSplit(IntFunction<ChannelInfo> channels) {
    this.channels = channels;
  }

  List<Part> parts(UplinkBatch batch) {
    Batch all = batch.samples();
    Map<String, Batch> rows = new LinkedHashMap<>();
    for (int row = 0; row < all.size(); row++) {
      rows.computeIfAbsent(device(all.channel(row)), device -> new Batch(8)).addRow(all, row);
    }
    List<Part> parts = new ArrayList<>(rows.size() + 1);
    if (rows.isEmpty() || !batch.events().isEmpty()) {
      parts.add(new Part(NO_DEVICE, part(batch, new Batch(0), true)));
    }
    rows.forEach((device, own) -> parts.add(new Part(device, part(batch, own, false))));
    return parts;
  }

  private static UplinkBatch part(UplinkBatch of, Batch rows, boolean withEvents) {
    return new UplinkBatch(
        of.gateway(),
        of.lane(),
        of.firstSequence(),
        of.lastSequence(),
        rows,
        withEvents ? of.events() : List.of());
  }

  private String device(int number) {
    String device = devices.get(number);
    if (device == null) {
      try {
        device = channels.apply(number).deviceId();
        devices.put(number, device);
      } catch (IllegalStateException e) {
        // Encoding the part says what is wrong.
        return NO_DEVICE;
      }
    }
    return device;
  }
}
