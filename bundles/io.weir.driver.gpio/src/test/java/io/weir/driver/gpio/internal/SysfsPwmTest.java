package io.weir.driver.gpio.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On files that stand for those of the kernel; what the kernel would refuse is not refused. */
class SysfsPwmTest {
  @TempDir Path pwm;

  private Path output;

  @BeforeEach
  void create() throws IOException {
    Path chip = Files.createDirectory(pwm.resolve("pwmchip2"));
    Files.writeString(chip.resolve("npwm"), "4\n");
    output = Files.createDirectory(chip.resolve("pwm1"));
    set("enable", "0");
    set("period", "0");
    set("duty_cycle", "0");
    set("polarity", "normal");
  }

  private void set(String file, String value) throws IOException {
    Files.writeString(output.resolve(file), value + "\n");
  }

  private String get(String file) throws IOException {
    return Files.readString(output.resolve(file)).strip();
  }

  @Test
  void startsWithItsSafeDuty() throws Exception {
    Pwm fan = SysfsPwm.opener(pwm, 2).open(1, 25_000, true, 30.0);
    assertThat(get("period")).isEqualTo("40000");
    assertThat(get("duty_cycle")).isEqualTo("12000");
    assertThat(get("polarity")).isEqualTo("inversed");
    assertThat(get("enable")).isEqualTo("1");
    assertThat(fan.duty()).isEqualTo(30.0);
  }

  @Test
  void aDutyIsReadBackAsItWasWrittenUnlessAnotherProgramChangedIt() throws Exception {
    Pwm fan = SysfsPwm.opener(pwm, 2).open(1, 30_000, false, 0.0);
    fan.duty(62.5);
    assertThat(get("duty_cycle")).isEqualTo("20833");
    assertThat(fan.duty()).isEqualTo(62.5);
    set("duty_cycle", "3333");
    assertThat(fan.duty()).isBetween(9.9, 10.0);
  }

  @Test
  void aNewDutyTouchesNothingElse() throws Exception {
    Pwm fan = SysfsPwm.opener(pwm, 2).open(1, 50, false, 0.0);
    set("enable", "mark");
    set("period", "mark");
    fan.duty(7.5);
    assertThat(get("duty_cycle")).isEqualTo("1500000");
    assertThat(get("enable") + get("period")).isEqualTo("markmark");
  }

  @Test
  void oneThatRunsAndKeepsIsNotTouched() throws Exception {
    set("enable", "1");
    set("period", "20000000");
    set("duty_cycle", "5000000");
    Pwm servo = SysfsPwm.opener(pwm, 2).open(1, 50, false, null);
    assertThat(get("duty_cycle")).isEqualTo("5000000");
    assertThat(servo.duty()).isEqualTo(25.0);
  }

  @Test
  void oneThatKeepsAtAnotherFrequencyKeepsItsDuty() throws Exception {
    set("enable", "1");
    set("period", "20000000");
    set("duty_cycle", "5000000");
    Pwm servo = SysfsPwm.opener(pwm, 2).open(1, 100, false, null);
    assertThat(get("period")).isEqualTo("10000000");
    assertThat(servo.duty()).isEqualTo(25.0);
  }

  @Test
  void aChipOrOutputThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> SysfsPwm.opener(pwm, 0).open(1, 50, false, 0.0))
        .isInstanceOf(LineException.class)
        .hasMessageStartingWith("There is no PWM chip ")
        .hasMessageEndingWith("pwmchip0; it needs a device tree overlay such as pwm-2chan");
    assertThatThrownBy(() -> SysfsPwm.opener(pwm, 2).open(4, 50, false, 0.0))
        .isInstanceOf(LineException.class)
        .hasMessageEndingWith("has 4 outputs, none of number 4");
  }
}
