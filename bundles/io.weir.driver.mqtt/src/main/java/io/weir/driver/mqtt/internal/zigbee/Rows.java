package io.weir.driver.mqtt.internal.zigbee;

import io.weir.api.driver.Block;
import io.weir.api.model.Batch;
import io.weir.api.model.Quality.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Whose rows are wanted, and those that wait to be taken. Bus thread.
 *
 * <p>Bounded: what comes while something else is waited for may be more than there is room for. The
 * channels that lose a row are remembered, and have one of bad quality before their next.
 */
final class Rows {
  private static final int MAX_ROWS = 65_536;

  private final LongAdder dropped;
  private final Batch pending = new Batch(64);
  private final Map<Integer, Block.Entry> losers = new LinkedHashMap<>();
  private Map<String, List<Block.Entry>> entries = Map.of();

  /**
   * @param dropped counts rows for which there was no room
   */
  Rows(LongAdder dropped) {
    this.dropped = dropped;
  }

  /** Wants the rows of these from now on; rows that wait are forgotten, but not whom to thank. */
  void want(List<Block.Entry> wanted) {
    List<Batch.Receipt> receipts = pending.takeReceipts();
    pending.clear();
    receipts.forEach(pending::addReceipt);
    losers.clear();
    Map<String, List<Block.Entry>> byDevice = new HashMap<>();
    for (Block.Entry entry : wanted) {
      byDevice.computeIfAbsent(entry.point().area(), area -> new ArrayList<>()).add(entry);
    }
    entries = byDevice;
  }

  /** Those of a device. */
  List<Block.Entry> of(String device) {
    return entries.getOrDefault(device, List.of());
  }

  /** The devices of which rows are wanted. */
  List<String> devices() {
    return List.copyOf(entries.keySet());
  }

  void add(Block.Entry entry, long micros, Value value) {
    if (pending.size() >= MAX_ROWS) {
      dropped.increment();
      lost(entry);
      return;
    }
    pending.addObject(entry.channel(), micros, value.object(), value.quality());
    pending.set(pending.size() - 1, value.bits(), value.quality());
  }

  void bad(String device, long micros, Reason reason) {
    of(device).forEach(entry -> add(entry, micros, Value.bad(reason)));
  }

  void lost(Block.Entry entry) {
    losers.putIfAbsent(entry.channel(), entry);
  }

  /** Has a receipt told what becomes of the rows that wait. */
  void thank(Batch.@Nullable Receipt receipt) {
    if (receipt != null) {
      pending.addReceipt(receipt);
    }
  }

  int size() {
    return pending.size();
  }

  boolean isEmpty() {
    return pending.isEmpty() && losers.isEmpty();
  }

  /** Moves the rows over; those that lost one are returned, to be given what is known now. */
  List<Block.Entry> drainTo(Batch into, long now) {
    into.addAll(pending, 0);
    pending.takeReceipts().forEach(into::addReceipt);
    pending.clear();
    losers.values().forEach(entry -> into.addBad(entry.channel(), now, Reason.DEVICE));
    List<Block.Entry> lost = List.copyOf(losers.values());
    losers.clear();
    return lost;
  }
}
