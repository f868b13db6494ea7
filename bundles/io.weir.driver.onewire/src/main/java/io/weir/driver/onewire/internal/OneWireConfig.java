package io.weir.driver.onewire.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one 1-Wire bus. */
@ObjectClassDefinition(
    name = "1-Wire bus",
    description = "One bus of temperature sensors, as the Linux kernel shows it.")
@interface OneWireConfig {
  @AttributeDefinition(
      name = "Master",
      description = "Number of the bus: 1 for w1_bus_master1.",
      min = "1",
      max = "99")
  int master() default 1;

  @AttributeDefinition(
      name = "Time-out (ms)",
      description = "Longest wait for the kernel; a conversion takes up to 750 ms.",
      min = "1",
      max = "60000")
  int timeout_ms() default 3000;

  @AttributeDefinition(
      name = "Age of a common conversion (ms)",
      description =
          "All sensors measure at once; a value may be so old when it is fetched. 0: each sensor"
              + " measures by itself.",
      min = "0",
      max = "60000")
  int bulk_age_ms() default 1000;
}
