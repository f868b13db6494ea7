package io.weir.driver.gpio.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one GPIO chip. */
@ObjectClassDefinition(
    name = "GPIO chip",
    description = "The lines of one GPIO chip, and the outputs of one PWM chip.")
@interface GpioConfig {
  /** The chip behind the header of a Raspberry Pi, whatever its number. */
  String HEADER = "header";

  @AttributeDefinition(
      name = "Chip",
      description =
          "'header' for that of a Raspberry Pi, or a chip's label (pinctrl-rp1), name (gpiochip0)"
              + " or path.")
  String chip() default HEADER;

  @AttributeDefinition(
      name = "PWM chip",
      description = "Number of the PWM chip, as in /sys/class/pwm/pwmchip0.",
      min = "0",
      max = "255")
  int pwm_chip() default 0;

  @AttributeDefinition(
      name = "Queue",
      description = "Most edges of inputs that wait to be taken.",
      min = "16",
      max = "65536")
  int queue() default 1024;
}
