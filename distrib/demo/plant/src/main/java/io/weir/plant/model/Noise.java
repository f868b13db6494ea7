package io.weir.plant.model;

import java.util.Random;

/** Measurement noise, the same for the same seed. */
final class Noise {
  private final Random random;

  Noise(long seed) {
    random = new Random(seed);
  }

  /** The value with normally distributed noise of this standard deviation on it. */
  double on(double value, double deviation) {
    return value + deviation * random.nextGaussian();
  }
}
