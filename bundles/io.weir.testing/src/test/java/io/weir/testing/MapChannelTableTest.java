package io.weir.testing;

import io.weir.api.store.ChannelTable;

class MapChannelTableTest extends ChannelTableContract {
  private final MapChannelTable table = new MapChannelTable();

  @Override
  protected ChannelTable table() {
    return table;
  }
}
