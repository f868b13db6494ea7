package io.weir.driver.i2c.internal;

import java.util.List;
import java.util.function.Function;

/**
 * A kind of part.
 *
 * @param <W> the way to it
 * @param name its name in an address
 * @param first lowest address it can be wired to
 * @param last highest address it can be wired to
 * @param measures its values; the place in this list is the point's start
 * @param options keys its addresses may have beside the common ones
 * @param factory makes one
 */
record PartKind<W>(
    String name,
    int first,
    int last,
    List<Measure> measures,
    List<Option> options,
    Function<W, Part> factory) {
  boolean fits(int address) {
    return address >= first && address <= last;
  }
}
