package io.weir.plant.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PlantTest {
  private final AtomicLong clock = new AtomicLong(77);
  private final Plant plant = new Plant(clock::get);

  private void pass(long seconds) {
    clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private double flowTemperature() {
    return plant.read(Plant.BOILER).input()[0] / 10.0;
  }

  @Test
  void theBoilerOverheatsAndTheBypassCoolsIt() {
    pass(100);
    assertThat(flowTemperature()).isGreaterThan(85);
    assertThat(plant.read(Plant.BOILER).input()[4]).isEqualTo((short) 2);
    assertThat(plant.writeCoil(Plant.BOILER, 1, true)).isTrue();
    pass(20);
    assertThat(flowTemperature()).isLessThan(72);
    assertThat(plant.read(Plant.BOILER).coils()).containsExactly(true, true);
  }

  @Test
  void withoutThePumpTheBoilerMissesCirculation() {
    assertThat(plant.writeCoil(Plant.PUMP, 0, false)).isTrue();
    pass(30);
    assertThat(plant.read(Plant.PUMP).input()[6]).isZero();
    assertThat(plant.read(Plant.BOILER).input()[4] & 4).isEqualTo(4);
  }

  @Test
  void setpointsReadBackAsTheDeviceTookThem() {
    assertThat(plant.writeRegister(Plant.BOILER, 0, 655)).isTrue();
    assertThat(plant.read(Plant.BOILER).holding()[0]).isEqualTo((short) 655);
    assertThat(plant.writeRegister(Plant.PUMP, 0, 65000)).isTrue();
    assertThat(plant.read(Plant.PUMP).holding()[0]).isEqualTo((short) 1000);
  }

  @Test
  void whatIsReadOnlyCannotBeWritten() {
    assertThat(plant.writeRegister(Plant.BOILER, 10, 1)).isFalse();
    assertThat(plant.writeRegister(Plant.METER, 3000, 1)).isFalse();
    assertThat(plant.writeRegister(Plant.PUMP, 1, 1)).isFalse();
    assertThat(plant.writeCoil(Plant.BOILER, 2, true)).isFalse();
    assertThat(plant.writeCoil(Plant.METER, 0, true)).isFalse();
    assertThat(plant.writeCoil(Plant.PUMP, 1, true)).isFalse();
  }

  @Test
  void theMeterSpeaksFloatsAndLongs() {
    pass(10);
    ByteBuffer bytes = ByteBuffer.allocate(2 * 3212);
    bytes.asShortBuffer().put(plant.read(Plant.METER).holding());
    assertThat(bytes.getFloat(2 * 3028)).isBetween(225f, 235f);
    assertThat(bytes.getFloat(2 * 3110)).isBetween(49.9f, 50.1f);
    double phases = bytes.getFloat(2 * 3054) + bytes.getFloat(2 * 3056) + bytes.getFloat(2 * 3058);
    assertThat((double) bytes.getFloat(2 * 3060)).isCloseTo(phases, Offset.offset(1e-3));
    assertThat(bytes.getLong(2 * 3204)).isBetween(48_213_907L, 48_214_000L);
  }

  @Test
  void theBoilerTellsItsSerialNumber() {
    ByteBuffer bytes = ByteBuffer.allocate(2 * 18);
    bytes.asShortBuffer().put(plant.read(Plant.BOILER).holding());
    String serial = new String(bytes.array(), 20, 16, StandardCharsets.US_ASCII);
    assertThat(serial.trim()).isEqualTo("TK45-2023-001187");
  }

  @Test
  void thePumpsHoursNeedBothWords() {
    short[] input = plant.read(Plant.PUMP).input();
    int hours = ((input[5] & 0xFFFF) << 16) | (input[4] & 0xFFFF);
    assertThat(hours / 100.0).isCloseTo(81_234.5, Offset.offset(0.1));
  }

  @Test
  void aPlantNobodyLookedAtForDaysAnswersAtOnce() {
    pass(Duration.ofDays(30).toSeconds());
    assertThat(flowTemperature()).isBetween(40.0, 105.0);
  }

  @Test
  void thereAreThreeDevices() {
    assertThat(plant.unitIds()).containsExactlyInAnyOrder(1, 2, 3);
    assertThatThrownBy(() -> plant.read(4)).hasMessageContaining("unit id 4");
  }
}
