package io.weir.api.runtime;

import java.util.List;

/**
 * What the polls of a connection cost, predicted from its configuration.
 *
 * @param connection name of the connection
 * @param medium the medium in words; empty when its speed is not known
 * @param timed whether the times and shares below are known; else they are 0
 * @param cycleMicros how long it takes to do every read once, in microseconds
 * @param utilisation part of the time the bus is busy, 1 when it is always
 * @param warning what is too much and what would help; empty when all is well
 * @param devices what each device costs
 * @param reads every read, by device and place
 */
public record BusPlan(
    String connection,
    String medium,
    boolean timed,
    long cycleMicros,
    double utilisation,
    String warning,
    List<Load> devices,
    List<Read> reads) {

  /** A bus that is busy for more than this part of the time has no room for a retry or a write. */
  public static final double LIMIT = 0.8;

  /** Copies the lists. */
  public BusPlan {
    devices = List.copyOf(devices);
    reads = List.copyOf(reads);
  }

  /**
   * One device's part.
   *
   * @param device its id
   * @param name what people call it
   * @param periodMicros microseconds between its most frequent polls
   * @param reads number of requests for all its channels
   * @param utilisation part of the time the bus is busy with it
   * @param silent whether it does not answer now, so that it is only probed now and then
   */
  public record Load(
      String device,
      String name,
      long periodMicros,
      int reads,
      double utilisation,
      boolean silent) {}

  /**
   * One request.
   *
   * @param device id of the device
   * @param periodMicros microseconds between two of them
   * @param area what it reads from, as the driver calls it
   * @param start first item
   * @param length number of items
   * @param channels full ids of the channels it serves
   * @param unused items read that no channel uses
   * @param micros how long it keeps the bus busy, in microseconds
   * @param why why it is a request of its own and what is in it
   */
  public record Read(
      String device,
      long periodMicros,
      String area,
      int start,
      int length,
      List<String> channels,
      int unused,
      long micros,
      String why) {
    /** Copies the list. */
    public Read {
      channels = List.copyOf(channels);
    }
  }
}
