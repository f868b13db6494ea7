package io.weir.driver.host.internal;

import io.weir.api.driver.DriverException;

/** Where the measures of one {@link Group} come from. Confined to the bus thread. */
interface Source {
  /**
   * What the place says now.
   *
   * @param selector as in {@link HostPoint#selector}
   */
  Sheet open(String selector) throws DriverException;

  /** The measures of one place at one moment. */
  interface Sheet {
    /**
     * The raw bits of a measure.
     *
     * @param channel number of the channel it is for
     */
    long bits(Measure measure, int channel) throws DriverException, NoValueException;

    /** The value of a text measure. */
    default String text(Measure measure) throws DriverException, NoValueException {
      throw new IllegalArgumentException(measure + " is no text");
    }
  }
}
