package io.weir.core.internal.bus;

import io.weir.api.driver.Block;
import io.weir.api.model.Quality;
import java.util.ArrayList;
import java.util.List;

/** A block and how it fares. Confined to the bus thread. */
final class PollBlock {
  final Block block;

  /** The quality its channels have for the rest of the gateway; good while values flow. */
  byte quality = Quality.bad(Quality.Reason.NONE);

  /** What is wrong with it by itself, in words; empty when nothing is known to be. */
  String fault = "";

  /** Not read before this moment. */
  long retryAt;

  /** How long it waits after the next failure. */
  long retryDelay;

  PollBlock(Block block) {
    this.block = block;
  }

  boolean isGood() {
    return quality == Quality.GOOD;
  }

  boolean isSingle() {
    return block.entries().size() == 1;
  }

  /** The same channels in two blocks, which fare as this one does. */
  List<PollBlock> split() {
    List<Block.Entry> entries = block.entries();
    int middle = entries.size() / 2;
    List<PollBlock> halves = new ArrayList<>(2);
    for (List<Block.Entry> half :
        List.of(entries.subList(0, middle), entries.subList(middle, entries.size()))) {
      PollBlock part = new PollBlock(PollPlanner.block(half));
      part.quality = quality;
      halves.add(part);
    }
    return halves;
  }

  /** Where it stands, for people. */
  String place() {
    return block.area()
        + " "
        + block.start()
        + (block.length() == 1 ? "" : "-" + (block.start() + block.length() - 1));
  }
}
